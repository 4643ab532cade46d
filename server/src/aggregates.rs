//! Figures about many people: what each sheet adds to them, and when they are published.
//!
//! A sheet's score is written when it is handed in ([`scores`]). Once a day at most, scores become published figures
//! ([`publication`], [`schedule`]); pages and files show the newest of these and nothing else. What may be published is
//! decided in [`domain::suppression`].

pub(crate) mod publication;
pub(crate) mod schedule;
pub(crate) mod scores;

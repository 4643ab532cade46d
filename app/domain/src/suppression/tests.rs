//! What the published figures tell, and what they do not.

mod attacker;
mod two_thousand;

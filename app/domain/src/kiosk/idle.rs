//! Idle detection of the kiosk, driven by a monotonic clock in milliseconds, never by wall-clock time.

use crate::quiz;

/// Whether someone is at the tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There was activity recently, or there still is.
    Here,
    /// The idle prompt is shown; this many whole seconds are left to answer it.
    Asking(u32),
    /// The prompt was not answered: the visit is over.
    Gone,
}

/// Idle timer that activity resets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    times: quiz::Idle,
    last: u64,
    /// Whether an input method is composing, which counts as activity for as long as it lasts.
    lasting: bool,
}

impl Idle {
    /// Starts at `now`. With a `reset_after` of 0 seconds the timer is off.
    pub fn new(times: quiz::Idle, now: u64) -> Self {
        Self {
            times,
            last: now,
            lasting: false,
        }
    }

    /// Records activity: a tap, a key, a switch, focus moved by a screen reader.
    pub fn sign(&mut self, now: u64) {
        // Events may arrive late: the time of the last activity never goes back.
        self.last = self.last.max(now);
    }

    /// Records activity during the idle prompt: the countdown restarts, and the prompt stays.
    pub fn nudge(&mut self, now: u64) {
        let warn = u64::from(self.times.warn_after) * 1_000;
        self.last = self.last.max(now.saturating_sub(warn));
    }

    /// Begins or ends activity that lasts, such as a composition.
    pub fn lasting(&mut self, lasts: bool, now: u64) {
        self.sign(now);
        self.lasting = lasts;
    }

    /// Ends activity that lasts, because its field is gone.
    pub fn settle(&mut self, now: u64) {
        if self.lasting {
            self.lasting(false, now);
        }
    }

    /// The state of the timer at `now`.
    pub fn presence(&self, now: u64) -> Presence {
        let quiet = now.saturating_sub(self.last);
        let millis = |seconds: u32| u64::from(seconds) * 1_000;
        let (warn, reset) = (
            millis(self.times.warn_after),
            millis(self.times.reset_after),
        );
        if self.lasting || reset == 0 || quiet < warn {
            Presence::Here
        } else if quiet < reset {
            let left = (reset - quiet).div_ceil(1_000);
            Presence::Asking(u32::try_from(left).unwrap_or(u32::MAX))
        } else {
            Presence::Gone
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idle(warn_after: u32, reset_after: u32) -> Idle {
        let times = quiz::Idle {
            warn_after,
            reset_after,
        };
        Idle::new(times, 0)
    }

    #[test]
    fn nobody_is_asked_after_45_seconds_and_gone_after_75() {
        let mut idle = idle(45, 75);
        assert_eq!(idle.presence(44_999), Presence::Here);
        assert_eq!(idle.presence(45_000), Presence::Asking(30));
        assert_eq!(idle.presence(74_001), Presence::Asking(1));
        assert_eq!(idle.presence(75_000), Presence::Gone);
        idle.sign(50_000);
        assert_eq!(idle.presence(75_000), Presence::Here);
    }

    #[test]
    fn a_sign_while_it_asks_begins_the_countdown_anew_and_asks_on() {
        let mut idle = idle(45, 75);
        idle.nudge(70_000);
        assert_eq!(idle.presence(70_000), Presence::Asking(30));
        assert_eq!(idle.presence(100_000), Presence::Gone);
    }

    #[test]
    fn a_composition_of_any_length_is_someone() {
        let mut idle = idle(45, 75);
        idle.lasting(true, 1_000);
        assert_eq!(idle.presence(600_000), Presence::Here);
        idle.lasting(false, 600_000);
        assert_eq!(idle.presence(644_000), Presence::Here);
        assert_eq!(idle.presence(675_000), Presence::Gone);
    }

    #[test]
    fn switched_off_it_waits_for_ever_and_a_clock_that_goes_back_hurts_nothing() {
        assert_eq!(idle(0, 0).presence(u64::MAX), Presence::Here);
        let mut idle = idle(45, 75);
        idle.sign(100_000);
        assert_eq!(idle.presence(10), Presence::Here);
    }
}

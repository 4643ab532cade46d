//! Whether someone is at the tablet. Told in milliseconds of a clock that only ever goes forward, never of the day's.

use crate::quiz;

/// Whether someone is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Someone is.
    Here,
    /// Perhaps not: so many whole seconds are left to say so.
    Asking(u32),
    /// Nobody is.
    Gone,
}

/// Watches for signs of life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    times: quiz::Idle,
    last: u64,
    /// A composition of an input method is a sign for as long as it lasts.
    lasting: bool,
}

impl Idle {
    /// From now on. A `reset_after` of 0 never begins anew.
    pub fn new(times: quiz::Idle, now: u64) -> Self {
        Self {
            times,
            last: now,
            lasting: false,
        }
    }

    /// A sign of life: a tap, a key, a switch, focus moved by a screen reader.
    pub fn sign(&mut self, now: u64) {
        self.last = self.last.max(now);
    }

    /// A sign while it is asked whether someone is there: the countdown begins anew, and the question stays.
    pub fn nudge(&mut self, now: u64) {
        let warn = u64::from(self.times.warn_after) * 1_000;
        self.last = self.last.max(now.saturating_sub(warn));
    }

    /// A sign that lasts until it is said to end.
    pub fn lasting(&mut self, lasts: bool, now: u64) {
        self.sign(now);
        self.lasting = lasts;
    }

    /// What lasted cannot last any longer: there is no field any more.
    pub fn settle(&mut self, now: u64) {
        if self.lasting {
            self.lasting(false, now);
        }
    }

    /// Whether someone is there.
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

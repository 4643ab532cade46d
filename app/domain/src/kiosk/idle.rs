//! Idle detection of the kiosk, driven by a monotonic clock in milliseconds that goes on during sleep.

use crate::quiz;

/// Whether someone is at the tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There was activity recently, or there still is.
    Active,
    /// The idle prompt is shown; this many whole seconds are left to answer it.
    Prompting(u32),
    /// The prompt was not answered: the visit is over.
    TimedOut,
}

/// Idle timer that activity resets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleTimer {
    times: quiz::IdleTimeouts,
    last: u64,
    /// Whether an input method is composing, which counts as activity for as long as it lasts.
    is_composing: bool,
}

impl IdleTimer {
    /// Starts at `now`. With a `reset_after` of 0 seconds the timer is off.
    pub fn new(times: quiz::IdleTimeouts, now: u64) -> Self {
        Self {
            times,
            last: now,
            is_composing: false,
        }
    }

    /// Records activity: a tap, a key, a switch, focus moved by a screen reader.
    pub fn record_activity(&mut self, now: u64) {
        // Events may arrive late: the time of the last activity never goes back.
        self.last = self.last.max(now);
    }

    /// Records activity during the idle prompt: the countdown restarts, and the prompt stays.
    pub fn restart_countdown(&mut self, now: u64) {
        let warn = u64::from(self.times.warn_after) * 1_000;
        self.last = self.last.max(now.saturating_sub(warn));
    }

    /// Begins or ends activity that lasts, such as a composition.
    pub fn set_composing(&mut self, lasts: bool, now: u64) {
        self.record_activity(now);
        self.is_composing = lasts;
    }

    /// Ends activity that lasts, because its field is gone.
    pub fn end_composition(&mut self, now: u64) {
        if self.is_composing {
            self.set_composing(false, now);
        }
    }

    /// Ends a composition at its last key: nobody composes while a tablet sleeps.
    pub fn interrupt_composition(&mut self) {
        self.is_composing = false;
    }

    /// The state of the timer at `now`.
    pub fn presence(&self, now: u64) -> Presence {
        let quiet = now.saturating_sub(self.last);
        let millis = |seconds: u32| u64::from(seconds) * 1_000;
        let (warn, reset) = (
            millis(self.times.warn_after),
            millis(self.times.reset_after),
        );
        if self.is_composing || reset == 0 || quiet < warn {
            Presence::Active
        } else if quiet < reset {
            let left = (reset - quiet).div_ceil(1_000);
            Presence::Prompting(u32::try_from(left).unwrap_or(u32::MAX))
        } else {
            Presence::TimedOut
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idle(warn_after: u32, reset_after: u32) -> IdleTimer {
        let times = quiz::IdleTimeouts {
            warn_after,
            reset_after,
        };
        IdleTimer::new(times, 0)
    }

    #[test]
    fn the_idle_prompt_shows_after_45_seconds_and_times_out_after_75() {
        let mut idle = idle(45, 75);
        assert_eq!(idle.presence(44_999), Presence::Active);
        assert_eq!(idle.presence(45_000), Presence::Prompting(30));
        assert_eq!(idle.presence(74_001), Presence::Prompting(1));
        assert_eq!(idle.presence(75_000), Presence::TimedOut);
        idle.record_activity(50_000);
        assert_eq!(idle.presence(75_000), Presence::Active);
    }

    #[test]
    fn activity_during_the_prompt_restarts_the_countdown_and_keeps_the_prompt() {
        let mut idle = idle(45, 75);
        idle.restart_countdown(70_000);
        assert_eq!(idle.presence(70_000), Presence::Prompting(30));
        assert_eq!(idle.presence(100_000), Presence::TimedOut);
    }

    #[test]
    fn a_composition_counts_as_activity_however_long() {
        let mut idle = idle(45, 75);
        idle.set_composing(true, 1_000);
        assert_eq!(idle.presence(600_000), Presence::Active);
        idle.set_composing(false, 600_000);
        assert_eq!(idle.presence(644_000), Presence::Active);
        assert_eq!(idle.presence(675_000), Presence::TimedOut);
    }

    #[test]
    fn a_reset_of_0_disables_the_timer_and_a_clock_going_back_is_harmless() {
        assert_eq!(idle(0, 0).presence(u64::MAX), Presence::Active);
        let mut idle = idle(45, 75);
        idle.record_activity(100_000);
        assert_eq!(idle.presence(10), Presence::Active);
    }
}

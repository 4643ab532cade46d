//! Notices that a tablet slept: on most systems the monotonic clock stands still meanwhile, and only the wall clock
//! tells.

use crate::timestamp::Timestamp;
use std::time::Duration;

/// A wall clock that runs ahead by less was only corrected, or a timer was late.
const SHORTEST: Duration = Duration::from_secs(3);

/// A monotonic clock in milliseconds that goes on during sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SleepWatch {
    monotonic: u64,
    wall: Timestamp,
    /// Milliseconds slept so far.
    slept: u64,
}

impl SleepWatch {
    /// From readings of both clocks.
    pub fn new(monotonic: u64, wall: Timestamp) -> Self {
        Self {
            monotonic,
            wall,
            slept: 0,
        }
    }

    /// Takes readings of both clocks; returns the time with sleep counted. A wall clock that is set forward counts as
    /// sleep: that ends a visit too early, but never shows one too long.
    pub fn read(&mut self, monotonic: u64, wall: Timestamp) -> u64 {
        let awake = Duration::from_millis(monotonic.saturating_sub(self.monotonic));
        let asleep = wall.since(self.wall).saturating_sub(awake);
        if asleep >= SHORTEST {
            self.slept += u64::try_from(asleep.as_millis()).unwrap_or(u64::MAX);
        }
        (self.monotonic, self.wall) = (monotonic, wall);
        monotonic.saturating_add(self.slept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// w3c/hr-time#115, nodejs/node#47724, LiveSplit/livesplit-core#814.
    #[test]
    fn sleep_counts_and_small_corrections_do_not() {
        let at = |seconds: i64| Timestamp(1_000_000 + seconds * 1_000);
        let mut watch = SleepWatch::new(500, at(0));
        assert_eq!(watch.read(10_500, at(10)), 10_500);
        // Corrected by a second, forward and back.
        assert_eq!(watch.read(20_500, at(21)), 20_500);
        assert_eq!(watch.read(30_500, at(29)), 30_500);
        // The cover closed for two hours.
        assert_eq!(watch.read(30_600, at(29 + 7_200)), 30_600 + 7_200_000 - 100);
        // Set back by a day: the time of a visit never goes back.
        let later = watch.read(31_600, at(-86_400));
        assert_eq!(later, 31_600 + 7_200_000 - 100);
    }
}

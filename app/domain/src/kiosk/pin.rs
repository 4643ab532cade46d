//! The staff PIN of the kiosk: which PINs are too weak, and the lockout after wrong ones.

use crate::text_newtype::text_newtype;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

text_newtype!(
    /// PBKDF2 of a staff PIN, 256 bits in hexadecimal.
    PinHash
);
text_newtype!(
    /// Random salt of a [`PinHash`], in hexadecimal.
    PinSalt
);

/// Allowed number of digits.
const LENGTH: std::ops::RangeInclusive<usize> = 6..=12;

/// Number of wrong PINs without a lockout.
const FREE_ATTEMPTS: u32 = 4;

/// Why a PIN is too weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinWeakness {
    /// Not 6 to 12 digits.
    Length,
    /// Digits in a row, repetitions, dates: they are guessed first.
    Guessable,
}

/// Why a PIN of staff, or a 確認番号, is too weak; `None` if it is accepted.
pub fn pin_weakness(pin: &str) -> Option<PinWeakness> {
    let digits: Vec<u8> = pin.bytes().collect();
    if !LENGTH.contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Some(PinWeakness::Length);
    }
    let steps: Vec<i16> = digits
        .windows(2)
        .map(|it| i16::from(it[1]) - i16::from(it[0]))
        .collect();
    // 111111, 123456, 987654.
    let is_even = steps.iter().all(|it| *it == steps[0]);
    // 121212, 123123.
    let repeats =
        |n: usize| digits.len().is_multiple_of(n) && digits.chunks(n).all(|it| *it == digits[..n]);
    // Years and dates of birth are guessed first.
    let is_date = digits.len() == 8 && (pin.starts_with("19") || pin.starts_with("20"));
    let kinds = digits.iter().collect::<std::collections::BTreeSet<_>>();
    (is_even || repeats(2) || repeats(3) || is_date || kinds.len() < 3)
        .then_some(PinWeakness::Guessable)
}

/// Wrong PINs so far. Stored, so that a restart of the tablet does not reset the lockout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinAttempts {
    /// Number of wrong PINs since the last right one.
    pub wrong: u32,
    /// End of the lockout, by the tablet's clock.
    pub wait_until: Timestamp,
}

impl PinAttempts {
    /// Seconds until another PIN is accepted.
    pub fn seconds_left(&self, now: Timestamp) -> u64 {
        // A clock that was set back must not lock staff out for years: the wait is capped at the current lockout.
        let left = self.wait_until.since(now).min(lockout(self.wrong));
        left.as_secs() + u64::from(left.subsec_nanos() > 0)
    }

    /// Counts a wrong PIN and starts its lockout.
    pub fn record_wrong(&mut self, now: Timestamp) {
        self.wrong = self.wrong.saturating_add(1);
        self.wait_until = now + lockout(self.wrong);
    }
}

/// Nothing for the first [`FREE_ATTEMPTS`] wrong PINs, then a minute, doubling up to an hour.
fn lockout(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE_ATTEMPTS + 1) {
        None => Duration::ZERO,
        Some(more) => Duration::from_mins(1 << more.min(6)),
    }
    .min(Duration::from_hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easily_guessed_pins_are_rejected() {
        for easy in [
            "",
            "1234",
            "12345",
            "a12345",
            "000000",
            "123456",
            "654321",
            "121212",
            "123123",
            "135791",
            "19900401",
            "20261125",
            "112211",
            "1234567890123",
        ] {
            let expected = easy != "135791";
            assert_eq!(pin_weakness(easy).is_some(), expected, "{easy}");
        }
        assert_eq!(pin_weakness("493817"), None);
    }

    #[test]
    fn the_lockout_doubles_from_the_fifth_wrong_pin_up_to_an_hour() {
        let mut tries = PinAttempts::default();
        for _ in 0..4 {
            tries.record_wrong(Timestamp(0));
        }
        assert_eq!(tries.seconds_left(Timestamp(0)), 0);
        let mut waits = Vec::new();
        for _ in 0..9 {
            tries.record_wrong(Timestamp(0));
            waits.push(tries.seconds_left(Timestamp(0)));
        }
        assert_eq!(waits, [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
        assert_eq!(tries.seconds_left(Timestamp(-10_000_000_000)), 3600);
        assert_eq!(tries.seconds_left(Timestamp(3_600_000)), 0);
    }
}

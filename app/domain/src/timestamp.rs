//! Instants, and the calendar in Japan.

use crate::calendar::display_date;
use crate::ids::Day;
use crate::locale::Locale;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};
use std::time::Duration;

/// Japan's time: UTC+9 all year.
const JAPAN: Offset = Offset::constant(9);

/// An instant: milliseconds since 1970-01-01T00:00Z, by the clock of whoever noted it. That clock may be wrong, so any
/// number is an instant, and arithmetic stops at the first and the last one.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// As on the wire and in the database.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The time since an earlier instant; zero if that one is later.
    pub fn since(self, earlier: Self) -> Duration {
        let millis = self.0.saturating_sub(earlier.0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// The begin of a day in Japan; `None` if the text is no day of the calendar.
    pub fn of_day(day: &Day) -> Option<Self> {
        let day: jiff::civil::Date = day.as_str().parse().ok()?;
        let begin = JAPAN.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
        Some(Self(begin.as_millisecond()))
    }

    /// Date and time in Japan; the first or the last of the years -9999 to 9999 for an instant outside of them.
    fn in_japan(self) -> DateTime {
        let (first, last) = (jiff::Timestamp::MIN, jiff::Timestamp::MAX);
        let millis = self.0.clamp(first.as_millisecond(), last.as_millisecond());
        JAPAN.to_datetime(jiff::Timestamp::from_millisecond(millis).unwrap_or_default())
    }

    /// The day in Japan.
    pub fn day(self) -> Day {
        let at = self.in_japan();
        Day(format!(
            "{:04}-{:02}-{:02}",
            at.year(),
            at.month(),
            at.day()
        ))
    }

    /// The beginning of the day in Japan.
    #[must_use]
    pub fn start_of_day(self) -> Self {
        let midnight = self.in_japan().date().at(0, 0, 0, 0);
        let instant = JAPAN.to_timestamp(midnight);
        instant.map_or(self, |it| Self(it.as_millisecond()))
    }

    /// The fiscal year (年度, from 1 April) in Japan.
    pub fn fiscal_year(self) -> u16 {
        let day = self.in_japan();
        let year = if day.month() < 4 {
            day.year() - 1
        } else {
            day.year()
        };
        u16::try_from(year).unwrap_or_default()
    }

    /// `2026年11月23日（月） 19:54`, in Japan's time.
    pub fn display(self, locale: Locale) -> String {
        let day = display_date(self.in_japan().date(), locale);
        format!("{day} {}", self.display_time())
    }

    /// `19:54`, in Japan's time.
    pub fn display_time(self) -> String {
        let at = self.in_japan();
        format!("{}:{:02}", at.hour(), at.minute())
    }

    /// `2026-11-24-101500`, in Japan's time: a part of a file's name.
    pub fn to_file_name(self) -> String {
        let at = self.in_japan();
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        format!("{}-{hour:02}{minute:02}{second:02}", self.day())
    }

    /// `20261124T011500Z`, in UTC, as iCalendar writes an instant.
    pub fn to_ical(self) -> String {
        let at = (self - Duration::from_hours(9)).in_japan();
        let (year, month, day) = (at.year(), at.month(), at.day());
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
    }
}

fn millis(of: Duration) -> i64 {
    i64::try_from(of.as_millis()).unwrap_or(i64::MAX)
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, by: Duration) -> Self {
        Self(self.0.saturating_add(millis(by)))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(millis(by)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fiscal_year_begins_on_1_april_in_japan_time() {
        let last_second_of_march = Timestamp(1_774_969_199_000);
        assert_eq!(last_second_of_march.day(), Day::from("2026-03-31"));
        assert_eq!(last_second_of_march.fiscal_year(), 2025);
        let next = last_second_of_march + Duration::from_secs(1);
        assert_eq!(next.day(), Day::from("2026-04-01"));
        assert_eq!(next.fiscal_year(), 2026);
        assert_eq!(next.start_of_day(), next);
        assert_eq!(
            last_second_of_march.start_of_day(),
            next - Duration::from_hours(24)
        );
    }

    #[test]
    fn days_are_right_in_leap_years_and_before_1970() {
        assert_eq!(Timestamp(951_750_000_000).day(), Day::from("2000-02-29"));
        assert_eq!(Timestamp(-86_400_000).day(), Day::from("1969-12-31"));
        let new_year = Timestamp(1_767_225_600_000);
        assert_eq!(
            new_year.display(Locale::JAPANESE),
            "2026年1月1日（木） 9:00"
        );
        assert_eq!(new_year.to_ical(), "20260101T000000Z");
        assert_eq!(new_year.to_file_name(), "2026-01-01-090000");
    }

    #[test]
    fn an_instant_of_a_clock_that_is_centuries_off_is_shown_and_stops_at_the_ends() {
        for wild in [i64::MIN, -1, 0, i64::MAX] {
            let wild = Timestamp(wild);
            assert!(!wild.display(Locale::JAPANESE).is_empty());
            assert!(wild.start_of_day() <= wild + Duration::from_hours(24));
            let _ = (wild.fiscal_year(), wild.to_ical(), wild.to_file_name());
        }
        let last = Timestamp(i64::MAX);
        assert_eq!(last + Duration::from_secs(1), last);
        assert_eq!(Timestamp(i64::MIN).since(last), Duration::ZERO);
        assert_eq!(Timestamp(3).since(Timestamp(1)), Duration::from_millis(2));
    }
}

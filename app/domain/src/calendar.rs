//! Fiscal years (年度, from April), scoring cycles, and dates in Japan's time.

use crate::locale::Locale;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// When in the fiscal year a form is filled in (採点の時期).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// 期首
    Start,
    /// 中間
    Mid,
    /// 期末
    End,
}

impl Period {
    /// In the order of the year.
    pub const ALL: [Self; 3] = [Self::Start, Self::Mid, Self::End];

    /// The ward's word.
    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Start => locale.t("期首"),
            Self::Mid => locale.t("中間"),
            Self::End => locale.t("期末"),
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Mid => "mid",
            Self::End => "end",
        }
    }
}

/// A fiscal year and a period in it, written `2026-end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cycle {
    /// The calendar year in which the fiscal year begins.
    pub year: u16,
    pub period: Period,
}

impl Cycle {
    /// The three cycles of a fiscal year, in order.
    pub fn in_year(year: u16) -> [Self; 3] {
        Period::ALL.map(|period| Self { year, period })
    }

    /// `2026年度 期末`.
    pub fn label(self, locale: Locale) -> String {
        locale.format("{0}年度 {1}", &[&self.year, &self.period.label(locale)])
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, self.period.code())
    }
}

impl FromStr for Cycle {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (year, code) = text.split_once('-')?;
            let period = Period::ALL.into_iter().find(|it| it.code() == code)?;
            // `u16::from_str` alone would accept `+026`.
            let plain = year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit());
            plain
                .then(|| year.parse().ok())
                .flatten()
                .map(|year| Self { year, period })
        };
        read().ok_or_else(|| format!("「{text}」は申告の時期ではありません"))
    }
}

impl TryFrom<String> for Cycle {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Cycle> for String {
    fn from(it: Cycle) -> Self {
        it.to_string()
    }
}

/// Year, month and day of an instant in Japan (UTC+9, no summer time). `millis` counts from 1970-01-01T00:00Z.
pub fn civil_date_in_japan(millis: i64) -> (i64, u8, u8) {
    // Howard Hinnant's civil-from-days: days are counted from 0000-03-01, so that the leap day ends the year.
    let days = (millis + 9 * 3_600_000).div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        year,
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}

/// The day in Japan as forms and the database write it: `2026-11-25`. `millis` counts from 1970.
pub fn iso_day(millis: i64) -> String {
    let (year, month, day) = civil_date_in_japan(millis);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The beginning of the day in Japan, in milliseconds since 1970.
pub fn start_of_day(millis: i64) -> i64 {
    millis - (millis + 9 * 3_600_000).rem_euclid(86_400_000)
}

/// Formats `2026-03-01` as `2026年3月1日`. Text of another shape is returned unchanged.
pub fn display_day(day: &str, locale: Locale) -> String {
    let parts: Vec<&str> = day.split('-').collect();
    match parts[..] {
        [year, month, day] => locale.format(
            "{0}年{1}月{2}日",
            &[
                &year,
                &month.trim_start_matches('0'),
                &day.trim_start_matches('0'),
            ],
        ),
        _ => day.to_owned(),
    }
}

/// The fiscal year (年度, from 1 April) of an instant in Japan. `millis` counts from 1970.
pub fn fiscal_year(millis: i64) -> u16 {
    let (year, month, _) = civil_date_in_japan(millis);
    u16::try_from(if month < 4 { year - 1 } else { year }).unwrap_or_default()
}

/// Formats an instant as `2026年11月23日 19:54`, in Japan's time. `millis` counts from 1970.
pub fn display_datetime(millis: i64, locale: Locale) -> String {
    let (year, month, day) = civil_date_in_japan(millis);
    let minutes = (millis + 9 * 3_600_000).rem_euclid(86_400_000) / 60_000;
    let (hour, minute) = (minutes / 60, minutes % 60);
    // A placeholder has no width specifier, so the minute's leading zero is an argument.
    let zero = if minute < 10 { "0" } else { "" };
    locale.format(
        "{0}年{1}月{2}日 {3}:{4}{5}",
        &[&year, &month, &day, &hour, &zero, &minute],
    )
}

/// Formats an instant as `19:54`, in Japan's time. `millis` counts from 1970.
pub fn display_time(millis: i64) -> String {
    let moment = display_datetime(millis, Locale::JAPANESE);
    moment.rsplit(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fiscal_year_begins_on_1_april_in_japan_time() {
        let last_second_of_march = 1_774_969_199_000;
        assert_eq!(civil_date_in_japan(last_second_of_march), (2026, 3, 31));
        assert_eq!(fiscal_year(last_second_of_march), 2025);
        assert_eq!(
            civil_date_in_japan(last_second_of_march + 1_000),
            (2026, 4, 1)
        );
        assert_eq!(fiscal_year(last_second_of_march + 1_000), 2026);
    }

    #[test]
    fn civil_dates_are_right_in_leap_years_and_before_1970() {
        assert_eq!(civil_date_in_japan(951_750_000_000), (2000, 2, 29));
        assert_eq!(civil_date_in_japan(-86_400_000), (1969, 12, 31));
        assert_eq!(
            display_datetime(1_767_225_600_000, Locale::JAPANESE),
            "2026年1月1日 9:00"
        );
    }

    #[test]
    fn cycle_round_trips_and_malformed_cycles_are_rejected() {
        for cycle in Cycle::in_year(2026) {
            assert_eq!(cycle.to_string().parse(), Ok(cycle));
        }
        for wrong in [
            "2026", "2026-", "26-end", "+026-end", "2026-END", "-end", "",
        ] {
            assert!(wrong.parse::<Cycle>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn cycles_sort_by_time() {
        let [start, mid, end] = Cycle::in_year(2026);
        assert!(start < mid && mid < end && end < Cycle::in_year(2027)[0]);
    }
}

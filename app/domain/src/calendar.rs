//! Fiscal years (年度, from April), scoring cycles, and how a day is shown.

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

    /// Its code in the cycles' names, such as `mid` of `2026-mid`.
    pub fn code(self) -> &'static str {
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

/// Formats `2026-03-01` as `2026年3月1日（日）`. Text that is no day is returned unchanged.
pub fn display_day(day: &str, locale: Locale) -> String {
    day.parse()
        .map_or_else(|_| day.to_owned(), |it| display_date(it, locale))
}

/// Formats `2026-03-01T14:30` as `2026年3月1日（日） 14:30`, and a day without a time as [`display_day`].
pub fn display_moment(text: &str, locale: Locale) -> String {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    format!("{} {time}", display_day(day, locale))
        .trim_end()
        .to_owned()
}

/// A day with its weekday.
pub(crate) fn display_date(day: jiff::civil::Date, locale: Locale) -> String {
    const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
    let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    locale.format(
        "{0}年{1}月{2}日（{3}）",
        &[
            &day.year(),
            &day.month(),
            &day.day(),
            &locale.t(WEEKDAYS[at]),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_day_is_shown_with_its_weekday_and_what_is_no_day_as_it_is() {
        let shown = |text| display_moment(text, Locale::JAPANESE);
        assert_eq!(shown("2026-11-23"), "2026年11月23日（月）");
        assert_eq!(shown("2026-11-29T09:05"), "2026年11月29日（日） 09:05");
        assert_eq!(shown("2026-02-30"), "2026-02-30");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn cycles_sort_by_time() {
        let [start, mid, end] = Cycle::in_year(2026);
        assert!(start < mid && mid < end && end < Cycle::in_year(2027)[0]);
    }
}

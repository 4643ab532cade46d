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
    fn cycles_sort_by_time() {
        let [start, mid, end] = Cycle::in_year(2026);
        assert!(start < mid && mid < end && end < Cycle::in_year(2027)[0]);
    }
}

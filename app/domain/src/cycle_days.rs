//! The days of a form's cycle: when it opens, by when its sheets are to be handed in, and when it closes.

use super::calendar::Cycle;
use super::ids::Day;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The days of a cycle, each of which may be missing. Days are Japan's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleDays {
    /// The first day on which answers are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Day>,
    /// The day by which sheets are to be handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The last day on which answers are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Day>,
}

/// Which of the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CycleDay {
    Opens,
    Due,
    Closes,
}

/// Why the days of a cycle cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CycleDaysError {
    /// A day that is in no calendar.
    NoDay,
    /// A day that is neither in the cycle's fiscal year nor in the one after, nor in the month before.
    OtherYear,
    /// Opening, due day and closing are not in this order.
    Order,
}

impl CycleDay {
    /// In the order of time.
    pub const ALL: [Self; 3] = [Self::Opens, Self::Due, Self::Closes];

    /// 開始, 締切 or 終了.
    pub fn label(self) -> &'static str {
        match self {
            Self::Opens => "開始日",
            Self::Due => "締切",
            Self::Closes => "終了日",
        }
    }
}

impl CycleDays {
    pub fn get(&self, which: CycleDay) -> Option<&Day> {
        match which {
            CycleDay::Opens => self.opens.as_ref(),
            CycleDay::Due => self.due.as_ref(),
            CycleDay::Closes => self.closes.as_ref(),
        }
    }

    /// With one of the days set, or taken back.
    #[must_use]
    pub fn with(mut self, which: CycleDay, day: Option<Day>) -> Self {
        match which {
            CycleDay::Opens => self.opens = day,
            CycleDay::Due => self.due = day,
            CycleDay::Closes => self.closes = day,
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        CycleDay::ALL.iter().all(|it| self.get(*it).is_none())
    }

    /// Whether the days are real, in order, and near the cycle's fiscal year. A year's last talks are held in the first
    /// months of the next one, and a cycle may be opened in the March before.
    pub fn check(&self, cycle: Cycle) -> Result<(), CycleDaysError> {
        let mut earlier: Option<Date> = None;
        for which in CycleDay::ALL {
            let Some(day) = self.get(which) else { continue };
            let date = civil(day).ok_or(CycleDaysError::NoDay)?;
            let year = i32::from(date.year()) - i32::from(date.month() < 4);
            let is_month_before = year + 1 == i32::from(cycle.year) && date.month() == 3;
            let years = i32::from(cycle.year)..=i32::from(cycle.year) + 1;
            if !years.contains(&year) && !is_month_before {
                return Err(CycleDaysError::OtherYear);
            }
            if earlier.is_some_and(|it| it > date) {
                return Err(CycleDaysError::Order);
            }
            earlier = Some(date);
        }
        Ok(())
    }

    /// The same days a year later; 29 February becomes the 28th.
    #[must_use]
    pub fn in_next_year(&self) -> Self {
        Self {
            opens: self.opens.as_ref().and_then(a_year_later),
            due: self.due.as_ref().and_then(a_year_later),
            closes: self.closes.as_ref().and_then(a_year_later),
        }
    }
}

/// The same day a year later; 29 February becomes the 28th. `None` for what is no day.
pub fn a_year_later(day: &Day) -> Option<Day> {
    let date = civil(day)?;
    let first = Date::new(date.year() + 1, date.month(), 1).ok()?;
    let last = first.days_in_month();
    let date = Date::new(first.year(), first.month(), date.day().min(last)).ok()?;
    Some(Day(date.to_string()))
}

/// Length of the picture of a fiscal year: from its 1 April to the 30 June after it, in which its last talks are held.
const PICTURE_MONTHS: u16 = 15;

/// A fiscal year as a line of days, from its 1 April to the 30 June after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearLine {
    first: Date,
    n_days: i32,
}

impl YearLine {
    /// `None` for a year that no calendar has.
    pub fn of(year: u16) -> Option<Self> {
        let year = i16::try_from(year).ok()?;
        let first = Date::new(year, 4, 1).ok()?;
        let end = Date::new(year.checked_add(1)?, 7, 1).ok()?;
        Some(Self {
            first,
            n_days: days_between(first, end),
        })
    }

    /// How many days it has.
    pub fn n_days(self) -> i32 {
        self.n_days
    }

    /// The number of a day on it, from 0; days before and after it are its first and its last. `None` for what is no
    /// day.
    pub fn number(self, day: &Day) -> Option<i32> {
        let n = days_between(self.first, civil(day)?);
        Some(n.clamp(0, self.n_days - 1))
    }

    /// The day with a number.
    pub fn day(self, number: i32) -> Day {
        let by = jiff::Span::new().days(number.clamp(0, self.n_days - 1));
        let day = self.first.checked_add(by).unwrap_or(self.first);
        Day(day.to_string())
    }

    /// The months, each with the number of its first day: 4, 5 … 12, 1 … 6.
    pub fn months(self) -> Vec<(u8, i32)> {
        let months = (0..PICTURE_MONTHS).filter_map(|n| {
            let month = (3 + n) % 12 + 1;
            let year = self.first.year() + i16::from(n > 8);
            let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            Some((u8::try_from(month).ok()?, days_between(self.first, first)))
        });
        months.collect()
    }
}

fn civil(day: &Day) -> Option<Date> {
    day.as_str().parse().ok()
}

fn days_between(first: Date, last: Date) -> i32 {
    last.since(first).map_or(0, |it| it.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Cycle;

    fn days(opens: &str, due: &str, closes: &str) -> CycleDays {
        let day = |it: &str| (!it.is_empty()).then(|| Day(it.to_owned()));
        CycleDays {
            opens: day(opens),
            due: day(due),
            closes: day(closes),
        }
    }

    fn checked(opens: &str, due: &str, closes: &str) -> Result<(), CycleDaysError> {
        days(opens, due, closes).check(Cycle::in_year(2026)[0])
    }

    #[test]
    fn days_are_real_in_order_and_near_their_fiscal_year() {
        assert_eq!(checked("2026-04-01", "2026-05-29", "2026-06-30"), Ok(()));
        assert_eq!(checked("2026-05-29", "2026-05-29", "2026-05-29"), Ok(()));
        assert_eq!(checked("", "", ""), Ok(()));
        // Opened in the March before, closed in the June after.
        assert_eq!(checked("2026-03-16", "", "2027-06-30"), Ok(()));
        let order = Err(CycleDaysError::Order);
        assert_eq!(checked("2026-06-01", "2026-05-29", ""), order);
        assert_eq!(checked("2026-06-01", "", "2026-05-31"), order);
        let year = Err(CycleDaysError::OtherYear);
        assert_eq!(checked("2026-02-28", "", ""), year);
        assert_eq!(checked("", "2028-04-01", ""), year);
        // 2026 is no leap year, 2028 is.
        assert_eq!(checked("", "2027-02-29", ""), Err(CycleDaysError::NoDay));
        assert_eq!(
            days("", "2028-02-29", "").check(Cycle::in_year(2027)[0]),
            Ok(())
        );
    }

    #[test]
    fn a_year_later_keeps_the_day_of_the_month_except_in_a_leap_year() {
        assert_eq!(
            days("2026-04-01", "2028-02-29", "2027-03-31").in_next_year(),
            days("2027-04-01", "2029-02-28", "2028-03-31")
        );
        assert_eq!(
            days("", "", "2027-02-28").in_next_year(),
            days("", "", "2028-02-28")
        );
    }

    #[test]
    fn every_day_has_its_number_on_the_line_of_its_year() {
        for year in [2026, 2027] {
            let line = YearLine::of(year).expect("a year");
            assert_eq!(line.day(0).0, format!("{year}-04-01"));
            assert_eq!(line.day(9_999).0, format!("{}-06-30", year + 1));
            assert_eq!(line.number(&Day(format!("{year}-03-31"))), Some(0));
            assert_eq!(line.number(&Day("2026-02-30".to_owned())), None);
            for number in 0..line.n_days() {
                assert_eq!(line.number(&line.day(number)), Some(number));
            }
            let months: Vec<u8> = line.months().iter().map(|it| it.0).collect();
            assert_eq!(months, [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]);
        }
        // A leap day makes the line longer by one.
        assert_eq!(YearLine::of(2027).map(|it| it.n_days), Some(457));
        assert_eq!(YearLine::of(2026).map(|it| it.n_days), Some(456));
    }
}

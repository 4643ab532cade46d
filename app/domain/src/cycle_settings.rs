//! 職員課's cycle settings: which form is open in which cycle, the retention period, and the log of deletions.

use super::calendar::Cycle;
use super::cycle_days::CycleDays;
use super::ids::InstrumentId;
use super::instrument::Asks;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// The shortest and the longest retention that 職員課 can set: fiscal years after the sheet's own.
pub const RETENTION_YEARS: (u16, u16) = (1, 30);

/// The setting of one form in one cycle, with its numbers of sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleSetting {
    pub cycle: Cycle,
    /// Whether the server accepts answers.
    pub open: bool,
    /// When it opens and closes, and by when its sheets are to be handed in.
    #[serde(default)]
    pub days: CycleDays,
    /// Sheets with answers that are not submitted.
    pub drafts: u32,
    pub submitted: u32,
    /// How many people are asked, or have a day of their own, by a part of the cycle.
    #[serde(default)]
    pub asked: u32,
    /// How many people are not asked by a part; of a form that asks chosen people, everybody else.
    #[serde(default)]
    pub not_asked: u32,
}

/// Entry of the retention log: the sheets of one cycle were deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionEntry {
    pub cycle: Cycle,
    /// Number of sheets deleted.
    pub sheets: u32,
    /// By the server's clock.
    pub at: Timestamp,
}

/// Sheets that are due to be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionNotice {
    pub cycle: Cycle,
    /// When the server first saw that they are due.
    pub noticed_at: Timestamp,
    /// Days until they are deleted; 0 if that is at the next sweep.
    pub days_left: u32,
    /// Whether a person has approved it.
    pub is_approved: bool,
}

/// What 職員課 changed about a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingChange {
    Opened(Cycle),
    Closed(Cycle),
    /// Its days were set.
    Days(Cycle),
    /// The retention period was set to so many fiscal years.
    Retention {
        years: u16,
    },
}

/// Entry of the change log: someone of 職員課 changed a cycle or the retention period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WireChange", into = "WireChange")]
pub struct CalendarChange {
    /// 氏名
    pub author: String,
    pub what: SettingChange,
    /// By the server's clock.
    pub at: Timestamp,
}

/// The wire format of a [`CalendarChange`].
#[derive(Serialize, Deserialize)]
struct WireChange {
    author: String,
    /// The cycle that was opened or closed; `None` if the retention period changed.
    cycle: Option<Cycle>,
    /// With a cycle: 0 closed, 1 opened, 2 other days. Without: the new retention period in fiscal years.
    value: u16,
    at: Timestamp,
}

impl From<CalendarChange> for WireChange {
    fn from(it: CalendarChange) -> Self {
        let (cycle, value) = match it.what {
            SettingChange::Opened(cycle) => (Some(cycle), 1),
            SettingChange::Closed(cycle) => (Some(cycle), 0),
            SettingChange::Days(cycle) => (Some(cycle), 2),
            SettingChange::Retention { years } => (None, years),
        };
        Self {
            author: it.author,
            cycle,
            value,
            at: it.at,
        }
    }
}

impl From<WireChange> for CalendarChange {
    fn from(wire: WireChange) -> Self {
        let what = match (wire.cycle, wire.value) {
            (None, years) => SettingChange::Retention { years },
            (Some(cycle), 0) => SettingChange::Closed(cycle),
            (Some(cycle), 2) => SettingChange::Days(cycle),
            (Some(cycle), _) => SettingChange::Opened(cycle),
        };
        Self {
            author: wire.author,
            what,
            at: wire.at,
        }
    }
}

/// Cycle settings, retention and logs of one form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormCalendar {
    pub instrument: InstrumentId,
    /// Japanese title of the form.
    pub title: String,
    /// English title; empty if the form has none.
    #[serde(default)]
    pub title_en: String,
    /// Version of the edition in force; 0 from a server that does not say.
    #[serde(default)]
    pub version: u32,
    /// Of whom its sheets are asked.
    #[serde(default)]
    pub asks: Asks,
    /// Whether only people with staff fill it in.
    #[serde(default)]
    pub for_supervisors: bool,
    /// Whether the form has one sheet a year instead of three.
    #[serde(default)]
    pub yearly: bool,
    /// The current fiscal year, by the server's clock.
    pub year: u16,
    /// The cycles of the current and the next fiscal year and all earlier known ones, newest first.
    pub cycles: Vec<CycleSetting>,
    /// Retention period: fiscal years after the sheet's own.
    pub kept_years: u16,
    /// Newest first.
    pub deletions: Vec<RetentionEntry>,
    /// What is due to be deleted.
    #[serde(default)]
    pub notices: Vec<DeletionNotice>,
    /// Newest first.
    pub changes: Vec<CalendarChange>,
}

impl FormCalendar {
    /// Number of sheets that the next retention sweep would delete with a retention period of `years`.
    pub fn expired_with(&self, years: u16) -> u32 {
        let past = self
            .cycles
            .iter()
            .filter(|it| is_expired(it.cycle, years, self.year));
        past.map(|it| it.drafts + it.submitted).sum()
    }
}

/// Whether the sheets of a cycle are past their retention period in the fiscal year `year`.
pub fn is_expired(cycle: Cycle, kept_years: u16, year: u16) -> bool {
    year > cycle.year.saturating_add(kept_years)
}

/// Whether a cycle may be opened: at most one fiscal year ahead, and not past its retention period.
pub fn may_open(cycle: Cycle, kept_years: u16, year: u16) -> bool {
    cycle.year <= year.saturating_add(1) && !is_expired(cycle, kept_years, year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycle(year: u16) -> Cycle {
        Cycle::in_year(year)[0]
    }

    #[test]
    fn a_sheet_expires_after_the_last_year_of_its_retention() {
        assert!(!is_expired(cycle(2021), 5, 2026));
        assert!(is_expired(cycle(2021), 5, 2027));
    }

    #[test]
    fn expired_and_far_future_cycles_cannot_be_opened() {
        assert!(may_open(cycle(2027), 5, 2026));
        assert!(may_open(cycle(2021), 5, 2026));
        assert!(!may_open(cycle(2028), 5, 2026));
        assert!(!may_open(cycle(2020), 5, 2026));
    }

    #[test]
    fn expired_with_counts_the_sheets_a_shorter_retention_deletes() {
        let setting = |year, drafts, submitted| CycleSetting {
            cycle: cycle(year),
            open: false,
            days: CycleDays::default(),
            drafts,
            submitted,
            asked: 0,
            not_asked: 0,
        };
        let form = FormCalendar {
            version: 1,
            asks: Asks::Everybody,
            for_supervisors: false,
            yearly: false,
            instrument: "self_scoring_sheet".into(),
            title: String::new(),
            title_en: String::new(),
            year: 2026,
            cycles: vec![
                setting(2026, 1, 2),
                setting(2024, 3, 4),
                setting(2023, 5, 6),
            ],
            kept_years: 5,
            deletions: Vec::new(),
            notices: Vec::new(),
            changes: Vec::new(),
        };
        assert_eq!([5, 3, 2, 1].map(|it| form.expired_with(it)), [0, 0, 11, 18]);
    }
}

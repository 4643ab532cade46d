//! 職員課's calendar: which form takes answers in which cycle, how long sheets are kept, and what was deleted for age.

use super::calendar::Cycle;
use super::decode::record;
use super::ids::InstrumentId;
use serde::Serialize;

/// Fiscal years that a form's sheets are kept after their own: the least and the most 職員課 can set.
pub const KEPT_YEARS: (u16, u16) = (1, 30);

/// One form in one cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CycleSetting {
    /// When.
    pub cycle: Cycle,
    /// Whether answers are taken.
    pub open: bool,
    /// Sheets begun but not submitted.
    pub drafts: u32,
    /// Sheets submitted.
    pub submitted: u32,
}

record!(CycleSetting {
    cycle,
    open,
    drafts,
    submitted
});

/// Sheets deleted because their time was over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deletion {
    /// Of which cycle.
    pub cycle: Cycle,
    /// How many sheets.
    pub sheets: u32,
    /// Milliseconds since 1970, by the server's clock.
    pub at: i64,
}

record!(Deletion { cycle, sheets, at });

/// Someone of 職員課 changed something here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// 氏名
    pub author: String,
    /// The cycle opened or closed; none where it was the retention that changed.
    pub cycle: Option<Cycle>,
    /// 1 for opened, 0 for closed; the years where it was the retention.
    pub value: u16,
    /// Milliseconds since 1970, by the server's clock.
    pub at: i64,
}

record!(Change {
    author,
    cycle,
    value,
    at
});

/// Everything 職員課 decides about one form's year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormCalendar {
    /// The form.
    pub instrument: InstrumentId,
    /// Its name.
    pub title: String,
    /// The same in English, where it has one.
    pub title_en: String,
    /// Whether there is one sheet of it a year.
    pub yearly: bool,
    /// The present fiscal year, by the server's clock.
    pub year: u16,
    /// This and the next fiscal year's cycles, and every earlier one there is, newest first.
    pub cycles: Vec<CycleSetting>,
    /// Fiscal years that a sheet is kept after its own.
    pub kept_years: u16,
    /// Newest first, the last fifty.
    pub deletions: Vec<Deletion>,
    /// Newest first, the last fifty.
    pub changes: Vec<Change>,
}

record!(FormCalendar { instrument, title, year, cycles, kept_years, deletions, changes } or_empty { title_en, yearly });

impl FormCalendar {
    /// How many sheets would be past their time at the next sweep if they were kept so many years.
    pub fn past_with(&self, years: u16) -> u32 {
        let past = self
            .cycles
            .iter()
            .filter(|it| is_past(it.cycle, years, self.year));
        past.map(|it| it.drafts + it.submitted).sum()
    }
}

/// Whether a cycle's sheets, kept so many fiscal years after their own, are past their time in `year`.
pub fn is_past(cycle: Cycle, kept_years: u16, year: u16) -> bool {
    year > cycle.year.saturating_add(kept_years)
}

/// Whether a cycle may be opened: this fiscal year's, the next one's, or an earlier one still kept.
pub fn may_open(cycle: Cycle, kept_years: u16, year: u16) -> bool {
    cycle.year <= year.saturating_add(1) && !is_past(cycle, kept_years, year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycle(year: u16) -> Cycle {
        Cycle::of_year(year)[0]
    }

    #[test]
    fn a_sheet_kept_five_years_is_there_to_the_end_of_the_fifth() {
        assert!(!is_past(cycle(2021), 5, 2026));
        assert!(is_past(cycle(2021), 5, 2027));
    }

    #[test]
    fn what_is_past_its_time_or_far_ahead_is_not_opened() {
        assert!(may_open(cycle(2027), 5, 2026));
        assert!(may_open(cycle(2021), 5, 2026));
        assert!(!may_open(cycle(2028), 5, 2026));
        assert!(!may_open(cycle(2020), 5, 2026));
    }

    #[test]
    fn shortening_counts_the_sheets_it_would_delete() {
        let setting = |year, drafts, submitted| CycleSetting {
            cycle: cycle(year),
            open: false,
            drafts,
            submitted,
        };
        let form = FormCalendar {
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
            changes: Vec::new(),
        };
        assert_eq!([5, 3, 2, 1].map(|it| form.past_with(it)), [0, 0, 11, 18]);
    }
}

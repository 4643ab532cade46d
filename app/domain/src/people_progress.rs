//! How far each person is with a form: who is late, and whom a list shows. Nothing of what anybody wrote.

use crate::calendar::Cycle;
use crate::folding::fold;
use crate::ids::{Day, InstrumentId};
use crate::locale::Locale;
use crate::person::{Org, PersonName};
use crate::sheet::SheetState;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How soon a day is near.
const NEAR: Duration = Duration::from_hours(7 * 24);

/// One person and their sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonProgress {
    pub person: PersonName,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kana: String,
    pub org: Org,
    /// `None` before the first answer has reached the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<SheetState>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// The last day that was given to them alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_to: Option<Day>,
    /// By when those are due of whose part of the people they are, if that is another day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_day: Option<Day>,
    /// Whether they wait for more time.
    #[serde(default, skip_serializing_if = "crate::is_default")]
    pub is_asking: bool,
    /// When they were reminded last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded_at: Option<Timestamp>,
}

/// What a list shows of how far people are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressStep {
    NotBegun,
    Writing,
    Returned,
    Submitted,
    Agreed,
}

impl ProgressStep {
    pub const ALL: [Self; 5] = [
        Self::NotBegun,
        Self::Writing,
        Self::Returned,
        Self::Submitted,
        Self::Agreed,
    ];

    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::NotBegun => locale.t("未着手"),
            Self::Writing => SheetState::Draft.label(locale),
            Self::Returned => SheetState::Returned.label(locale),
            Self::Submitted => SheetState::Submitted.label(locale),
            Self::Agreed => SheetState::Agreed.label(locale),
        }
    }

    /// Its place in the order of the work, from 0.
    pub fn rank(self) -> u8 {
        match self {
            Self::NotBegun => 0,
            Self::Writing => 1,
            Self::Returned => 2,
            Self::Submitted => 3,
            Self::Agreed => 4,
        }
    }

    /// Whether the person has done their part.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Submitted | Self::Agreed)
    }
}

impl PersonProgress {
    pub fn step(&self) -> ProgressStep {
        match self.state {
            None => ProgressStep::NotBegun,
            Some(SheetState::Draft) => ProgressStep::Writing,
            Some(SheetState::Returned) => ProgressStep::Returned,
            Some(SheetState::Submitted) => ProgressStep::Submitted,
            Some(SheetState::Agreed | SheetState::Closed) => ProgressStep::Agreed,
        }
    }

    /// By when this person hands in: the day that was given to them alone, if it is later than that of everybody, or of
    /// their part of the people.
    pub fn due<'d>(&'d self, everybody: Option<&'d Day>) -> Option<&'d Day> {
        let of_part = self.part_day.as_ref().or(everybody);
        self.extended_to.as_ref().max(of_part)
    }

    /// How late they are on a day.
    pub fn lateness(&self, everybody: Option<&Day>, today: &Day) -> Lateness {
        let Some(due) = self.due(everybody).filter(|_| !self.step().is_done()) else {
            return Lateness::None;
        };
        if due < today {
            return Lateness::Overdue;
        }
        let (due, today) = (Timestamp::of_day(due), Timestamp::of_day(today));
        match (due, today) {
            (Some(due), Some(today)) if due.since(today) <= NEAR => Lateness::Near,
            _ => Lateness::None,
        }
    }
}

/// How near the day is by which somebody hands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lateness {
    /// Done, without a day, or later than in seven days.
    None,
    /// In seven days at most.
    Near,
    Overdue,
}

/// Whom a list shows. All must match; an empty criterion matches everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgressFilter {
    /// Separated by spaces; each must stand in name, reading, number or post.
    pub words: String,
    pub section: String,
    pub step: Option<ProgressStep>,
    pub lateness: Option<Lateness>,
}

impl ProgressFilter {
    pub fn matches(&self, it: &PersonProgress, everybody: Option<&Day>, today: &Day) -> bool {
        let texts = || {
            let person = &it.person;
            let org = it.org.label();
            [&person.name, &it.kana, &person.id.0, &org].map(|it| fold(it))
        };
        let mut words = self.words.split_whitespace().map(fold).peekable();
        let has_words = words.peek().is_none() || {
            let texts = texts();
            words.all(|word| texts.iter().any(|it| it.contains(&word)))
        };
        has_words
            && (self.section.is_empty() || it.org.section == self.section)
            && self.step.is_none_or(|step| it.step() == step)
            && self
                .lateness
                .is_none_or(|lateness| it.lateness(everybody, today) == lateness)
    }
}

/// A reminder that 職員課 has sent to the person, of a sheet that they have not handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentReminder {
    pub instrument: InstrumentId,
    pub cycle: Cycle,
    pub reminded_at: Timestamp,
}

/// More time for a sheet, as its owner is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnExtension {
    pub instrument: InstrumentId,
    pub cycle: Cycle,
    /// `None` while it waits, and if it was refused.
    pub last_day: Option<Day>,
    pub is_decided: bool,
    /// By the server's clock; `None` while it waits, and from a server of an earlier release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(state: Option<SheetState>) -> PersonProgress {
        PersonProgress {
            person: PersonName {
                id: "E1".into(),
                name: "髙橋 さくら".to_owned(),
            },
            kana: "たかはし さくら".to_owned(),
            org: Org {
                department: "区民部".to_owned(),
                section: "区民課".to_owned(),
                unit: String::new(),
            },
            state,
            submitted_at: None,
            extended_to: None,
            part_day: None,
            is_asking: false,
            reminded_at: None,
        }
    }

    fn day(text: &str) -> Day {
        Day(text.to_owned())
    }

    #[test]
    fn a_sheet_is_overdue_the_day_after_and_near_seven_days_before() {
        let due = day("2026-04-01");
        for (today, expected) in [
            ("2026-03-24", Lateness::None),
            ("2026-03-25", Lateness::Near),
            ("2026-04-01", Lateness::Near),
            ("2026-04-02", Lateness::Overdue),
        ] {
            let found = person(None).lateness(Some(&due), &day(today));
            assert_eq!(found, expected, "{today}");
        }
        // Whoever has handed in is never late, nor is anybody without a day.
        let done = person(Some(SheetState::Submitted));
        assert_eq!(
            done.lateness(Some(&due), &day("2026-05-01")),
            Lateness::None
        );
        assert_eq!(
            person(None).lateness(None, &day("2026-05-01")),
            Lateness::None
        );
    }

    #[test]
    fn more_time_for_one_person_counts_only_if_it_is_later() {
        let due = day("2028-02-28");
        for (extended, today, expected) in [
            (Some("2028-02-29"), "2028-02-29", Lateness::Near),
            (Some("2028-02-29"), "2028-03-01", Lateness::Overdue),
            (Some("2028-02-01"), "2028-02-20", Lateness::None),
            (None, "2028-02-29", Lateness::Overdue),
        ] {
            let it = PersonProgress {
                extended_to: extended.map(day),
                ..person(Some(SheetState::Draft))
            };
            assert_eq!(
                it.lateness(Some(&due), &day(today)),
                expected,
                "{extended:?}"
            );
        }
    }

    #[test]
    fn a_filter_finds_people_by_words_section_step_and_lateness() {
        let (due, today) = (day("2026-04-01"), day("2026-05-01"));
        let it = person(Some(SheetState::Returned));
        let finds = |filter: ProgressFilter| filter.matches(&it, Some(&due), &today);
        assert!(finds(ProgressFilter::default()));
        assert!(finds(ProgressFilter {
            words: "区民課 タカハシ".to_owned(),
            section: "区民課".to_owned(),
            step: Some(ProgressStep::Returned),
            lateness: Some(Lateness::Overdue),
        }));
        assert!(!finds(ProgressFilter {
            step: Some(ProgressStep::Writing),
            ..ProgressFilter::default()
        }));
        assert!(!finds(ProgressFilter {
            words: "福祉課".to_owned(),
            ..ProgressFilter::default()
        }));
    }
}

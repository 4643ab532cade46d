//! What the bell says: what happened to a person's sheets and what is due, the latest first.

use crate::calendar::Cycle;
use crate::ids::{Day, InstrumentId};
use crate::next_step::{OwnSheet, Standing, days_until};
use crate::people_progress::{OwnExtension, SentReminder};
use crate::sheet::SheetState;
use crate::timestamp::Timestamp;
use std::time::Duration;

/// So many days before its due day a sheet is in the bell.
const DUE_DAYS: i64 = 7;

/// How long the bell says what happened.
const KEPT: Duration = Duration::from_hours(60 * 24);

/// Entries that the bell shows.
pub const SHOWN: usize = 30;

/// What happened, or is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BellNews {
    /// Due within a week.
    Due(Day),
    /// Past its due day, and not handed in.
    Overdue(Day),
    /// It came back, with the reason.
    Returned(String),
    /// The other side confirmed it, with what they said; empty if nothing.
    Confirmed(String),
    /// 職員課 reminded of it.
    Reminded,
    /// There is more time, until a day.
    Extended(Day),
    /// There is no more time.
    NotExtended,
    /// An interview is planned: the ISO time.
    Interview(String),
    /// Somebody opened it: their name and place.
    Opened(String),
}

/// One line of the bell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BellEntry {
    /// When it happened, or became due.
    pub at: Timestamp,
    pub what: BellNews,
    pub instrument: InstrumentId,
    pub cycle: Cycle,
}

/// Somebody who opened a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetOpening {
    pub instrument: InstrumentId,
    pub cycle: Cycle,
    pub reader: String,
    pub at: Timestamp,
}

/// What the server told, besides the sheets on the device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BellSources {
    pub reminders: Vec<SentReminder>,
    pub extensions: Vec<OwnExtension>,
    pub openings: Vec<SheetOpening>,
}

/// The bell's lines, the latest first; what is due comes at the begin of the day on which it came near. At most
/// [`SHOWN`].
pub fn bell_entries(sheets: &[OwnSheet], told: &BellSources, now: Timestamp) -> Vec<BellEntry> {
    let own = sheets.iter().flat_map(|it| of_sheet(it, now));
    let mut all: Vec<BellEntry> = own.collect();
    all.extend(told.reminders.iter().map(|it| BellEntry {
        at: it.reminded_at,
        what: BellNews::Reminded,
        instrument: it.instrument.clone(),
        cycle: it.cycle,
    }));
    all.extend(told.extensions.iter().filter_map(of_extension));
    all.extend(told.openings.iter().map(|it| BellEntry {
        at: it.at,
        what: BellNews::Opened(it.reader.clone()),
        instrument: it.instrument.clone(),
        cycle: it.cycle,
    }));
    let since = now - KEPT;
    // What is still to be handed in is said until it is.
    all.retain(|it| it.at >= since || matches!(it.what, BellNews::Overdue(_)));
    all.sort_by_key(|it| std::cmp::Reverse(it.at));
    all.truncate(SHOWN);
    all
}

impl BellEntry {
    /// Names the line: the same as long as it says the same. What was seen is known by it and not by a time, since a
    /// line may be dated before the last look, and other people's clocks may be wrong.
    pub fn key(&self) -> String {
        let what = match &self.what {
            BellNews::Due(day) => format!("due {}", day.as_str()),
            BellNews::Overdue(day) => format!("overdue {}", day.as_str()),
            BellNews::Interview(at) => format!("interview {at}"),
            BellNews::Returned(_) => format!("returned {}", self.at.as_millis()),
            BellNews::Confirmed(_) => format!("confirmed {}", self.at.as_millis()),
            BellNews::Reminded => format!("reminded {}", self.at.as_millis()),
            BellNews::Extended(_) | BellNews::NotExtended => {
                format!("extension {}", self.at.as_millis())
            }
            BellNews::Opened(_) => format!("opened {}", self.at.as_millis()),
        };
        format!("{} {} {what}", self.instrument.as_str(), self.cycle)
    }
}

fn of_extension(it: &OwnExtension) -> Option<BellEntry> {
    let what = match &it.last_day {
        Some(day) => BellNews::Extended(day.clone()),
        None => BellNews::NotExtended,
    };
    Some(BellEntry {
        at: it.decided_at?,
        what,
        instrument: it.instrument.clone(),
        cycle: it.cycle,
    })
}

fn of_sheet(it: &OwnSheet, now: Timestamp) -> Vec<BellEntry> {
    let entry = |at, what| BellEntry {
        at,
        what,
        instrument: it.of.instrument.clone(),
        cycle: it.of.cycle,
    };
    let mut all = Vec::new();
    if let Some(at) = it.returned_at.filter(|_| it.state == SheetState::Returned) {
        all.push(entry(at, BellNews::Returned(it.reason.clone())));
    }
    if let Some(at) = it.confirmed_at {
        all.push(entry(at, BellNews::Confirmed(it.comment.clone())));
    }
    let is_open = it.of.open && it.standing() != Standing::Done;
    // A reader's sheet that nobody asks for is not due.
    // The server tells the person's own last day, if that is later.
    let due = it.of.due.as_ref().filter(|_| is_open && it.of.offered);
    if let Some((day, left)) = due.and_then(|day| Some((day, days_until(day, now)?)))
        && let Some(begin) = Timestamp::of_day(day)
    {
        if left < 0 {
            let after = begin + Duration::from_hours(24);
            all.push(entry(after, BellNews::Overdue(day.clone())));
        } else if left <= DUE_DAYS {
            let near = begin - Duration::from_hours(7 * 24);
            all.push(entry(near, BellNews::Due(day.clone())));
        }
    }
    let planned = it.planned_at.split('T').next().unwrap_or_default();
    let planned = Day(planned.to_owned());
    let is_near = days_until(&planned, now).is_some_and(|left| (0..=DUE_DAYS).contains(&left));
    if is_near && let Some(begin) = Timestamp::of_day(&planned) {
        let near = begin - Duration::from_hours(7 * 24);
        all.push(entry(near, BellNews::Interview(it.planned_at.clone())));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::OpenCycle;

    fn day(text: &str) -> Timestamp {
        Timestamp::of_day(&Day(text.to_owned())).expect("a day")
    }

    fn sheet(due: &str, state: SheetState) -> OwnSheet {
        OwnSheet {
            of: OpenCycle {
                instrument: "self_scoring_sheet".into(),
                title: String::new(),
                title_en: String::new(),
                cycle: Cycle::in_year(2026)[1],
                open: true,
                yearly: false,
                offered: true,
                due: Some(Day(due.to_owned())),
                role: None,
            },
            state,
            is_begun: true,
            answered: 1,
            asked: 2,
            reason: "数えられる形に".to_owned(),
            comment: String::new(),
            planned_at: String::new(),
            submitted_at: None,
            returned_at: None,
            confirmed_at: None,
        }
    }

    fn news(sheets: &[OwnSheet], told: &BellSources, now: &str) -> Vec<BellNews> {
        let all = bell_entries(sheets, told, day(now));
        all.into_iter().map(|it| it.what).collect()
    }

    #[test]
    fn a_sheet_is_said_to_be_due_a_week_before_and_overdue_the_day_after() {
        let due = [sheet("2026-12-10", SheetState::Draft)];
        let told = BellSources::default();
        let at = |now| news(&due, &told, now);
        assert!(at("2026-12-02").is_empty());
        let is_due = vec![BellNews::Due("2026-12-10".into())];
        assert_eq!(at("2026-12-03"), is_due);
        assert_eq!(at("2026-12-10"), is_due);
        assert_eq!(
            at("2027-03-11"),
            vec![BellNews::Overdue("2026-12-10".into())]
        );
        // What was handed in is not due.
        let done = [sheet("2026-12-10", SheetState::Submitted)];
        assert!(news(&done, &told, "2026-12-09").is_empty());
    }

    #[test]
    fn the_latest_comes_first_and_what_is_old_is_left_out() {
        let mut returned = sheet("2026-12-31", SheetState::Returned);
        returned.returned_at = Some(day("2026-11-27"));
        let told = BellSources {
            reminders: vec![SentReminder {
                instrument: "career_declaration".into(),
                cycle: Cycle::in_year(2026)[0],
                reminded_at: day("2026-11-24"),
            }],
            extensions: vec![
                OwnExtension {
                    instrument: "career_declaration".into(),
                    cycle: Cycle::in_year(2026)[0],
                    last_day: Some("2026-12-20".into()),
                    is_decided: true,
                    decided_at: Some(day("2026-11-28")),
                },
                OwnExtension {
                    instrument: "dx_self_check".into(),
                    cycle: Cycle::in_year(2026)[0],
                    last_day: None,
                    is_decided: false,
                    decided_at: None,
                },
            ],
            openings: vec![SheetOpening {
                instrument: "goal_sheet".into(),
                cycle: Cycle::in_year(2026)[0],
                reader: "区民課 椿原 なつめ".to_owned(),
                at: day("2026-06-01"),
            }],
        };
        let said = news(&[returned], &told, "2026-11-30");
        let wanted = [
            BellNews::Extended("2026-12-20".into()),
            BellNews::Returned("数えられる形に".to_owned()),
            BellNews::Reminded,
        ];
        assert_eq!(said, wanted);
    }

    #[test]
    fn a_confirmation_and_a_talk_of_the_coming_week_are_said() {
        let mut confirmed = sheet("2026-12-31", SheetState::Agreed);
        confirmed.confirmed_at = Some(day("2026-11-28"));
        confirmed.comment = "この目標で進めましょう".to_owned();
        let word = BellNews::Confirmed("この目標で進めましょう".to_owned());
        let told = BellSources::default();
        assert_eq!(news(&[confirmed], &told, "2026-11-30"), vec![word]);
        let mut talk = sheet("2027-03-31", SheetState::Draft);
        talk.planned_at = "2026-12-04T10:00".to_owned();
        let at = |now| news(std::slice::from_ref(&talk), &told, now);
        let planned = vec![BellNews::Interview("2026-12-04T10:00".to_owned())];
        assert_eq!(at("2026-11-30"), planned);
        assert!(at("2026-11-20").is_empty(), "not weeks before");
        assert!(at("2026-12-05").is_empty(), "not once it is over");
    }

    #[test]
    fn a_line_keeps_its_key_until_it_says_something_else() {
        let told = BellSources::default();
        let keys = |due, now| -> Vec<String> {
            let all = bell_entries(&[sheet(due, SheetState::Draft)], &told, day(now));
            all.iter().map(BellEntry::key).collect()
        };
        let before = keys("2026-12-10", "2026-12-05");
        assert_eq!(before.len(), 1);
        assert_eq!(keys("2026-12-10", "2026-12-09"), before);
        assert_ne!(keys("2026-12-11", "2026-12-09"), before);
        assert_ne!(keys("2026-12-10", "2026-12-11"), before);
    }
}

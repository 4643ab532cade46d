//! What a person does next, by when, and where they are in their year: the order of their sheets on the home page.

use crate::ids::Day;
use crate::instrument::FormRole;
use crate::person::OpenCycle;
use crate::sheet::SheetState;
use crate::sorted_vec::to_sorted_vec;
use crate::timestamp::Timestamp;
use std::time::Duration;

/// A talk so near comes before everything that is written.
const NEAR: Duration = Duration::from_hours(3 * 24);

/// A sheet of the person, begun or not.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSheet {
    /// Form and cycle, with its due day.
    pub of: OpenCycle,
    pub state: SheetState,
    /// Whether it has any answer.
    pub is_begun: bool,
    pub answered: usize,
    pub asked: usize,
    /// Why it was returned; empty if it was not.
    pub reason: String,
    /// What the 所属長 said with their confirmation; empty if nothing.
    pub comment: String,
    /// ISO time of the planned interview; empty if there is none.
    pub planned_at: String,
    pub submitted_at: Option<Timestamp>,
    /// When it was returned last.
    pub returned_at: Option<Timestamp>,
    /// When the other side confirmed it last; `None` if it has not, or not what is written now.
    pub confirmed_at: Option<Timestamp>,
}

/// What a sheet asks of the person now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// It came back and is to be handed in again.
    Rework,
    /// A talk within three days.
    NearTalk,
    /// A sheet to write, or a talk that is planned for later.
    Ahead,
}

/// How a sheet stands in the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Handed in, confirmed or closed.
    Done,
    /// Begun, or returned.
    Underway,
    /// Open for answers, and not begun.
    Open,
    /// Its cycle is not open, and nothing was written.
    NotOpen,
}

impl OwnSheet {
    pub fn standing(&self) -> Standing {
        match () {
            () if !self.state.is_open() => Standing::Done,
            () if self.is_begun => Standing::Underway,
            () if self.of.open && self.of.offered => Standing::Open,
            () => Standing::NotOpen,
        }
    }

    /// The day that it is about: of the planned talk, or its due day.
    fn day(&self) -> Option<&str> {
        let planned = self.planned_at.split('T').next();
        let planned = planned.filter(|it| !it.is_empty());
        planned.or_else(|| self.of.due.as_ref().map(Day::as_str))
    }

    fn task(&self, today: &Day, near: &Day) -> Option<Task> {
        let is_talk = !self.planned_at.is_empty();
        let day = self.day();
        match () {
            () if self.state == SheetState::Returned && self.of.open => Some(Task::Rework),
            () if is_talk && day < Some(today.as_str()) => None,
            () if is_talk && day <= Some(near.as_str()) => Some(Task::NearTalk),
            () if is_talk => Some(Task::Ahead),
            () => {
                let is_written = self.of.offered && self.of.open && self.state.is_open();
                is_written.then_some(Task::Ahead)
            }
        }
    }
}

/// The sheets that ask something of the person, the most urgent first: what came back, then a near talk, then by day;
/// without one, what is begun, in the year's order.
pub fn next_steps(sheets: &[OwnSheet], now: Timestamp) -> Vec<(Task, &OwnSheet)> {
    let (today, near) = (now.day(), (now + NEAR).day());
    let mut steps: Vec<(Task, &OwnSheet)> = sheets
        .iter()
        .filter_map(|it| Some((it.task(&today, &near)?, it)))
        .collect();
    steps.sort_by_key(|(task, it)| {
        let day = it.day().map(str::to_owned);
        (*task, day.is_none(), day, !it.is_begun, it.of.cycle)
    });
    steps
}

/// Sorts sheets as they come in a year; those of one time as one is made from the other: first the goals, then how it
/// went, then the talk about both.
pub fn sort_by_year(sheets: &mut [OwnSheet]) {
    sheets.sort_by_key(|it| {
        let place = match it.of.role() {
            FormRole::OrgGoals => 0,
            FormRole::Goals => 1,
            FormRole::SelfScoring => 2,
            FormRole::Interview => 3,
            FormRole::CareerDeclaration => 4,
            _ => 5,
        };
        (it.of.cycle, place)
    });
}

/// The fiscal years that a person is in: those with an open cycle, else the latest. Not by the clock of the device,
/// which may be wrong.
pub fn shown_years(sheets: &[OwnSheet]) -> Vec<u16> {
    let years = |is_shown: fn(&OwnSheet) -> bool| {
        let years = sheets.iter().filter(|it| is_shown(it));
        let years = to_sorted_vec(years.map(|it| it.of.cycle.year));
        years.into_iter().rev().collect::<Vec<u16>>()
    };
    let open = years(|it| it.of.open);
    if open.is_empty() {
        years(|_| true).into_iter().take(1).collect()
    } else {
        open
    }
}

/// Whole days from today until a day; negative once it is past. `None` if it is no day.
pub fn days_until(day: &Day, now: Timestamp) -> Option<i64> {
    let millis = Timestamp::of_day(day)?.as_millis() - now.start_of_day().as_millis();
    Some(millis.div_euclid(24 * 60 * 60 * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Cycle;

    /// 2026-11-23T10:00 in Japan.
    const NOW: Timestamp = Timestamp(1_795_395_600_000);

    fn sheet(instrument: &str, period: usize) -> OwnSheet {
        OwnSheet {
            of: OpenCycle {
                instrument: instrument.into(),
                title: String::new(),
                title_en: String::new(),
                cycle: Cycle::in_year(2026)[period],
                open: true,
                yearly: false,
                offered: true,
                role: None,
                due: None,
            },
            state: SheetState::Draft,
            is_begun: false,
            answered: 0,
            asked: 10,
            reason: String::new(),
            comment: String::new(),
            planned_at: String::new(),
            submitted_at: None,
            returned_at: None,
            confirmed_at: None,
        }
    }

    fn order(sheets: &[OwnSheet]) -> Vec<&str> {
        let steps = next_steps(sheets, NOW);
        steps.iter().map(|it| it.1.of.instrument.as_str()).collect()
    }

    #[test]
    fn what_came_back_is_first_then_a_near_talk_then_the_nearest_day() {
        let mut all = ["none", "late", "soon", "talk", "talk-later", "back", "done"]
            .map(|it| sheet(it, 1))
            .to_vec();
        all[1].of.due = Some("2026-12-18".into());
        all[2].of.due = Some("2026-11-30".into());
        all[3].planned_at = "2026-11-26T14:00".to_owned();
        all[4].planned_at = "2026-12-10T14:00".to_owned();
        all[5].state = SheetState::Returned;
        all[6].state = SheetState::Submitted;
        let expected = ["back", "talk", "soon", "talk-later", "late", "none"];
        assert_eq!(order(&all), expected);
        all[3].planned_at = "2026-11-22T14:00".to_owned();
        assert_eq!(order(&all)[1], "soon");
    }

    #[test]
    fn without_days_what_is_begun_comes_first_then_the_years_order() {
        let mut all = vec![sheet("end", 2), sheet("begun", 2), sheet("start", 0)];
        all[1].is_begun = true;
        assert_eq!(order(&all), ["begun", "start", "end"]);
        // A closed cycle asks nothing, and neither does a record that another person begins.
        all[1].of.open = false;
        all[2].of.offered = false;
        assert_eq!(order(&all), ["end"]);
        let standings = all.iter().map(OwnSheet::standing);
        let expected = [Standing::Open, Standing::Underway, Standing::NotOpen];
        assert!(standings.eq(expected));
    }

    #[test]
    fn the_years_that_are_open_are_shown_else_the_latest() {
        let mut all = vec![sheet("goal_sheet", 0), sheet("self_scoring_sheet", 0)];
        all[1].of.cycle = Cycle::in_year(2025)[2];
        all[1].of.open = false;
        assert_eq!(shown_years(&all), [2026]);
        all[1].of.open = true;
        assert_eq!(shown_years(&all), [2026, 2025]);
        sort_by_year(&mut all);
        assert_eq!(all[0].of.cycle.year, 2025);
        for it in &mut all {
            it.of.open = false;
        }
        assert_eq!(shown_years(&all), [2026]);
        assert!(shown_years(&[]).is_empty());
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        let left = |day: &str| days_until(&day.into(), NOW);
        assert_eq!(left("2026-11-23"), Some(0));
        assert_eq!(left("2026-11-24"), Some(1));
        assert_eq!(left("2026-11-22"), Some(-1));
        assert_eq!(left("whenever"), None);
        // raycast/extensions#5226, chrisvel/tududi#258: what is due today is not late until the day is over in Japan.
        let begin = NOW.start_of_day();
        for now in [
            begin,
            begin + Duration::from_hours(24) - Duration::from_millis(1),
        ] {
            assert_eq!(days_until(&"2026-11-23".into(), now), Some(0));
        }
    }
}

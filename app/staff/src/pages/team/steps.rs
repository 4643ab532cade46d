//! The year of one member of staff as steps: their goals, and the talks with them. The table and the person's own page
//! show the same steps.

use crate::i18n::{fill, locale, t};
use crate::sync::{AppState, checkout_key};
use api::interviews::{TeamMember, TeamSheet};
use browser::clock;
use domain::calendar::{Cycle, Period, display_moment};
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::route::Route;
use domain::sheet::{SheetId, SheetState};

/// Where a step stands, as the 所属長 may know it.
pub(super) struct TeamStep {
    /// `目標`, `期首の面談`.
    pub label: String,
    /// Its state or its planned time, in a word.
    pub word: String,
    /// Remark below the word; empty if there is none.
    pub note: &'static str,
    pub is_done: bool,
    pub is_underway: bool,
    /// Where it is read or written; `None` while the viewer may not.
    pub to: Option<Route>,
    /// What the link does, for those who only hear it.
    pub action: String,
    /// Key of the record that this device may hold for the room without network; empty for goals.
    pub checkout: String,
}

/// Fiscal year of what is shown of a person; the present one if nothing is.
pub(super) fn year_of(member: &TeamMember) -> u16 {
    let year = member.sheets.first().map(|it| it.cycle.year);
    year.unwrap_or_else(|| clock::now().fiscal_year())
}

/// The goals, then a talk for each period.
pub(super) fn steps_of(here: AppState, member: &TeamMember, year: u16) -> Vec<TeamStep> {
    let mut steps = vec![goals(here, member, year)];
    let interview = here.form_with_role(FormRole::Interview);
    steps.extend(Period::ALL.map(|period| talk(member, &interview, Cycle { year, period })));
    steps
}

/// The step that waits for the viewer: goals to be read, or else the next talk that is not confirmed.
pub(super) fn next_step(steps: &[TeamStep]) -> Option<&TeamStep> {
    let goals = steps.first().filter(|it| it.is_underway && it.to.is_some());
    goals.or_else(|| steps.iter().skip(1).find(|it| !it.is_done))
}

fn sheet_of<'a>(
    member: &'a TeamMember,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Option<&'a TeamSheet> {
    let mut sheets = member.sheets.iter();
    sheets.find(|it| it.instrument == *instrument && it.cycle == cycle)
}

/// The goals: a link once they may be read. Of a draft it only says that it is not submitted.
fn goals(here: AppState, member: &TeamMember, year: u16) -> TeamStep {
    let [start, ..] = Cycle::in_year(year);
    let form = here.form_with_role(FormRole::Goals);
    let found = sheet_of(member, &form, start);
    let state = found.map_or(SheetState::Draft, |it| it.state);
    let word = match state {
        SheetState::Draft => t("提出前"),
        other => other.label(locale()),
    };
    let is_of_former = found.is_some_and(|it| it.is_of_former);
    let may_read = !state.is_open() && !is_of_former;
    let person = &member.person;
    TeamStep {
        label: t("目標").to_owned(),
        word: word.to_owned(),
        note: if is_of_former {
            t("本人がまだ新しい所属長に見せていません")
        } else {
            ""
        },
        is_done: state == SheetState::Agreed,
        is_underway: state == SheetState::Submitted,
        to: may_read.then(|| Route::SharedSheet(person.id.clone(), form, start)),
        action: fill!("目標を読む（{0}） ", person.name),
        checkout: String::new(),
    }
}

fn talk(member: &TeamMember, interview: &InstrumentId, cycle: Cycle) -> TeamStep {
    let person = &member.person;
    let found = sheet_of(member, interview, cycle);
    let is_done = found.is_some_and(|it| it.state == SheetState::Agreed);
    let word = match found {
        _ if is_done => t("確認済み").to_owned(),
        Some(it) if !it.planned_at.is_empty() => display_moment(&it.planned_at, locale()),
        Some(_) => t("記入中").to_owned(),
        None => t("これから").to_owned(),
    };
    let label = fill!("{0}の面談", cycle.period.label(locale()));
    TeamStep {
        action: fill!("{0}（{1}） ", label, person.name),
        label,
        word,
        note: "",
        is_done,
        is_underway: found.is_some() && !is_done,
        to: Some(Route::Interview(
            person.id.clone(),
            interview.clone(),
            cycle,
        )),
        checkout: checkout_key(&SheetId {
            person: person.id.clone(),
            instrument: interview.clone(),
            cycle,
        }),
    }
}

//! The person's own sheets, as the home page and the bell see them.

use crate::i18n::{fill, locale, pick_language};
use crate::sync::{AppState, edition_of};
use domain::instrument::{Edition, FormRole, ItemRole, Workflow};
use domain::journal::Journal;
use domain::next_step::{OwnSheet, Standing, sort_by_year};
use domain::person::{CurrentUser, OpenCycle};
use domain::route::Route;
use domain::scoring::{SheetProgress, progress};
use domain::sheet::{Sheet, SheetId};
use leptos::prelude::*;

/// The person's sheets, as they change.
pub(crate) fn own_sheets(here: AppState) -> Memo<Vec<OwnSheet>> {
    Memo::new(move |_| list_own_sheets(here))
}

/// The person's sheets: those of their cycles, and others that have facts, unless the form is private.
pub(crate) fn list_own_sheets(here: AppState) -> Vec<OwnSheet> {
    here.journal.with(|journal| {
        here.me.with(|me: &Option<CurrentUser>| {
            let (Some(journal), Some(me)) = (journal, me) else {
                return Vec::new();
            };
            let cycles = me.cycles.iter();
            let mut sheets: Vec<OwnSheet> = cycles
                .filter(|it| it.role() != FormRole::LiteracyTest)
                .filter_map(|it| own_sheet(here, journal, it))
                .collect();
            sort_by_year(&mut sheets);
            sheets
        })
    })
}

/// A sheet as the home page sees it. `None` for what it does not list: records that nobody began, and private notes.
fn own_sheet(here: AppState, journal: &Journal, of: &OpenCycle) -> Option<OwnSheet> {
    let id = SheetId {
        person: journal.meta.person.clone(),
        instrument: of.instrument.clone(),
        cycle: of.cycle,
    };
    let sheet = journal.sheet(&id);
    let (counted, planned_at, course) = here.editions.with(|all| {
        let edition = edition_of(all, &id.instrument).map(|it| &it.edition);
        edition.map_or_else(
            // A form that is not cached is treated as restricted.
            || (SheetProgress::default(), None, None),
            |it| {
                let planned_at = (!it.restricted).then(|| planned_at(it, &sheet)).flatten();
                (progress(it, None, &sheet), planned_at, Some(it.course))
            },
        )
    });
    let is_listed =
        of.offered || course.is_some_and(|it| it != Workflow::Private) && !sheet.is_empty();
    is_listed.then(|| OwnSheet {
        of: of.clone(),
        state: sheet.state,
        is_begun: !sheet.is_empty(),
        answered: counted.answered,
        asked: counted.asked,
        reason: sheet.reason.clone(),
        comment: sheet.comment.clone(),
        planned_at: planned_at
            .filter(|_| sheet.state.is_open())
            .unwrap_or_default(),
        submitted_at: sheet.submitted_at.filter(|_| !sheet.state.is_open()),
        returned_at: sheet.returned_at,
        confirmed_at: sheet.confirmed_by_other(&id.person),
    })
}

/// ISO time of the interview that a joint sheet is about.
fn planned_at(edition: &Edition, sheet: &Sheet) -> Option<String> {
    let item = edition.item_with_role(ItemRole::InterviewTime)?;
    sheet.value(&item.id)?.as_str().map(str::to_owned)
}

/// Title of a sheet's form.
pub(crate) fn title(it: &OwnSheet) -> String {
    pick_language(&it.of.title, &it.of.title_en).to_owned()
}

/// Time and form, as in a sentence: `2026年度 期末の自己採点シート`.
pub(crate) fn full_title(it: &OwnSheet) -> String {
    let when = it.of.cycle_label(locale());
    fill!("{0}の{1}", when, title(it))
}

/// Where a sheet leads: what was handed in to its result, and everything else to its fields.
pub(crate) fn target(it: &OwnSheet) -> String {
    let (instrument, cycle) = (it.of.instrument.clone(), it.of.cycle);
    let to = match it.standing() {
        Standing::Done => Route::Result(instrument, cycle),
        _ => Route::Sheet(instrument, cycle),
    };
    to.to_string()
}

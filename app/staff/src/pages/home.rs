//! Home: what is next and by when, the year as stepping stones, and what was handed in.

mod first_run;
mod late;
mod next;
mod recent;
mod year_path;

use crate::components::own_notices::OwnNotices;
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::{AppState, edition_of};
use browser::clock;
use domain::calendar::display_day;
use domain::instrument::{Edition, FormRole, ItemRole, Workflow};
use domain::journal::Journal;
use domain::next_step::{OwnSheet, Standing, shown_years, sort_by_year};
use domain::person::{CurrentUser, OpenCycle};
use domain::route::Route;
use domain::scoring::{SheetProgress, progress};
use domain::sheet::{Sheet, SheetId};
use first_run::FirstRun;
use late::LateSheets;
use leptos::prelude::*;
use next::NextSteps;
use recent::RecentEvents;
use year_path::YearPath;

#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let here = expect_context::<AppState>();
    let sheets = own_sheets(here);
    let is_over = RwSignal::new(false);
    let is_first = Memo::new(move |_| !is_over.get() && first_run::is_due(here));
    view! {
        <div class="page home">
            {move || {
                if is_first.get() {
                    view! { <FirstRun is_over /> }.into_any()
                } else {
                    view! { <Today sheets /> }.into_any()
                }
            }}
        </div>
    }
}

/// What is next, and the year around it.
#[component]
fn Today(sheets: Memo<Vec<OwnSheet>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let is_empty = move || {
        here.me
            .with(|it| it.as_ref().is_none_or(|it| it.cycles.is_empty()))
    };
    let greeting = move || {
        let me = here.me.get()?;
        Some(fill!("{0} さん", me.person.name))
    };
    let today = display_day(clock::now().day().as_str(), locale());
    view! {
        <p class="eyebrow">{greeting} "　" {today}</p>
        <h1>{t("つぎの一歩")}</h1>
        {show_if(
            is_empty,
            || {
                view! {
                    <div class="card">
                        <p>
                            {t(
                                "ここに、あなたが書くシートが並びます。初めての画面を開くには、一度ネットワークにつないでください。",
                            )}
                        </p>
                    </div>
                }
                    .into_any()
            },
        )}
        <NextSteps sheets />
        <OwnNotices />
        <LateSheets sheets />
        <YearPath sheets />
        <RecentEvents sheets />
        <HandedIn sheets />
        <p class="hint">
            {t(
                "いまの自分を振り返り、次の一歩を見つけます。点数は人事評価ではありません。",
            )}
        </p>
    }
}

/// The person's sheets: those of their cycles, and others that have facts, unless the form is private.
fn own_sheets(here: AppState) -> Memo<Vec<OwnSheet>> {
    Memo::new(move |_| {
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
        confirmed_at: sheet.confirmed_by_other(&id.person),
    })
}

/// ISO time of the interview that a joint sheet is about.
fn planned_at(edition: &Edition, sheet: &Sheet) -> Option<String> {
    let item = edition.item_with_role(ItemRole::InterviewTime)?;
    sheet.value(&item.id)?.as_str().map(str::to_owned)
}

/// Title of a sheet's form.
fn title(it: &OwnSheet) -> String {
    pick_language(&it.of.title, &it.of.title_en).to_owned()
}

/// Time and form, as in a sentence: `2026年度 期末の自己採点シート`.
fn full_title(it: &OwnSheet) -> String {
    let when = it.of.cycle_label(locale());
    fill!("{0}の{1}", when, title(it))
}

/// Where a sheet leads: what was handed in to its result, and everything else to its fields.
fn target(it: &OwnSheet) -> String {
    let (instrument, cycle) = (it.of.instrument.clone(), it.of.cycle);
    let to = match it.standing() {
        Standing::Done => Route::Result(instrument, cycle),
        _ => Route::Sheet(instrument, cycle),
    };
    to.to_string()
}

/// What was handed in, the latest first, and what was begun in earlier years: folded.
#[component]
fn HandedIn(sheets: Memo<Vec<OwnSheet>>) -> impl IntoView {
    let done = Memo::new(move |_| {
        let mut all = sheets.get();
        let on_path = shown_years(&all);
        all.retain(|it| {
            let is_earlier = !on_path.contains(&it.of.cycle.year) && it.is_begun;
            it.standing() == Standing::Done || is_earlier
        });
        all.sort_by_key(|it| std::cmp::Reverse((it.of.cycle, it.submitted_at)));
        all
    });
    let row = |it: OwnSheet| {
        let word = it.submitted_at.map_or_else(
            || it.state.label(locale()).to_owned(),
            |at| fill!("{0} に提出しました", at.display(locale())),
        );
        view! {
            <li>
                <a href=target(&it)>
                    <span class="visually-hidden">{t("結果を見る: ")}</span>
                    {full_title(&it)}
                </a>
                <span class="tag done">{it.state.label(locale())}</span>
                <small>{word}</small>
            </li>
        }
        .into_any()
    };
    view! {
        <details class="handed-in" hidden=move || done.with(Vec::is_empty)>
            <summary>
                <h2>{t("提出したもの")}</h2>
                <span class="count">{move || done.with(Vec::len)}</span>
            </summary>
            <ul class="plain">{move || done.get().into_iter().map(row).collect_view()}</ul>
        </details>
    }
}

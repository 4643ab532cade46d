//! Home: what is next and by when, the year as stepping stones, and what was handed in.

mod first_run;
mod late;
mod next;
mod recent;
mod year_path;

use crate::components::own_notices::OwnNotices;
use crate::components::own_sheets::{full_title, own_sheets, target};
use crate::components::show_if::show_if;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use browser::clock;
use domain::calendar::display_day;
use domain::next_step::{OwnSheet, Standing, shown_years};
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

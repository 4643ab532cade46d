//! The fiscal year as stepping stones: 期首, 中間, 期末, each with its sheets and talks. Every stone leads somewhere.

use crate::components::own_sheets::{target, title};
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use domain::calendar::{Period, display_day};
use domain::instrument::FormRole;
use domain::next_step::{OwnSheet, Standing, shown_years};
use domain::person::CurrentUser;
use domain::route::Route;
use leptos::prelude::*;

#[component]
pub(super) fn YearPath(sheets: Memo<Vec<OwnSheet>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let years = Memo::new(move |_| sheets.with(|it| shown_years(it)));
    let path = move |year: u16| {
        let periods = Period::ALL.map(|period| {
            let of_period =
                |it: &&OwnSheet| it.of.cycle.year == year && it.of.cycle.period == period;
            let stones: Vec<AnyView> =
                sheets.with(|all| all.iter().filter(of_period).map(stone).collect());
            (!stones.is_empty()).then(|| {
                view! {
                    <li>
                        <h3>{period.label(locale())}</h3>
                        <ul class="stones">{stones}</ul>
                    </li>
                }
            })
        });
        view! {
            <section class="card year-path" aria-label=fill!("{0}年度の道", year)>
                <h2>{fill!("{0}年度の道", year)}</h2>
                <ol>{periods.into_iter().collect_view()}</ol>
                {move || here.me.with(|it| it.as_ref().and_then(literacy_link))}
            </section>
        }
        .into_any()
    };
    move || {
        let is_there = sheets.with(|it| !it.is_empty());
        is_there.then(|| years.get().into_iter().map(path).collect_view())
    }
}

fn stone(it: &OwnSheet) -> AnyView {
    let standing = it.standing();
    let word = match standing {
        Standing::Underway if it.of.open && it.asked > 0 => {
            let counted = format!("{}/{}", it.answered, it.asked);
            format!("{} {counted}", it.state.label(locale()))
        }
        Standing::Done | Standing::Underway => it.state.label(locale()).to_owned(),
        Standing::Open => t("未着手").to_owned(),
        Standing::NotOpen => t("受付前か終了").to_owned(),
    };
    let due = it.of.due.as_ref().filter(|_| standing != Standing::Done);
    let due = due.map(|it| fill!("{0} まで", display_day(it.as_str(), locale())));
    let action = match standing {
        Standing::Done => t("内容を見る"),
        Standing::Underway => t("続きを書く"),
        _ => t("書き始める"),
    };
    let name = title(it);
    let when = fill!("（{0}）", it.of.cycle_label(locale()));
    let label = if standing == Standing::NotOpen {
        view! { <span class="stone-name">{name}</span> }.into_any()
    } else {
        view! {
            <a class="stone-name" href=target(it)>
                <span class="visually-hidden">{fill!("{0}: ", action)}</span>
                {name}
                <span class="visually-hidden">{when}</span>
            </a>
        }
        .into_any()
    };
    view! {
        <li
            class="stone"
            class:done=standing == Standing::Done
            class:underway=standing == Standing::Underway
            class:not-open=standing == Standing::NotOpen
        >
            <span class="step-marker" aria-hidden="true"></span>
            {label}
            <small>{word} " " {due}</small>
        </li>
    }
    .into_any()
}

/// Link to the literacy test in the latest open cycle.
fn literacy_link(me: &CurrentUser) -> Option<AnyView> {
    let times = me.cycles.iter().rev();
    let open = { times }.find(|it| it.role() == FormRole::LiteracyTest && it.open)?;
    let title = pick_language(&open.title, &open.title_en).to_owned();
    let to = Route::Literacy(open.cycle).to_string();
    Some(
        view! {
            <p class="any-time">
                <span class="hint">{t("いつでも")}</span>
                <a href=to>{title}</a>
                <small>
                    {t(
                        "24問までで、いまの知識の位置を知ります。合否はなく、結果はあなただけのものです。",
                    )}
                </small>
            </p>
        }
        .into_any(),
    )
}

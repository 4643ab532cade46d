//! List of the sheets that others shared with the reader.

use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use api::sheets::SharedList;
use domain::calendar::Cycle;
use domain::route::Route;
use domain::sorted_vec::to_sorted_vec;
use leptos::prelude::*;

#[component]
pub(crate) fn SharedSheetsPage(cycle: Cycle) -> impl IntoView {
    view! {
        <div class="page">
            <p class="eyebrow">{cycle.label(locale())}</p>
            <h1>{t("共有されたシート")}</h1>
            <p class="lead">
                {t("本人が選んだ人にだけ届きます。開いたことは本人に知らされます。")}
            </p>
            <CycleLinks at=cycle to=Route::Shared />
            <Loading asking=Box::new(move || {
                ask(api::sheets::shared_sheets(cycle), |it: SharedList| view! { <SharedSheets list=it /> }.into_any())
            }) />
        </div>
    }
}

/// Links to the same page for the other cycles.
#[component]
pub(crate) fn CycleLinks(
    /// Cycle of the current page.
    at: Cycle,
    /// Route of the page for a cycle.
    to: fn(Cycle) -> Route,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let cycles = move || {
        here.me.with(|it| {
            let cycles = it.iter().flat_map(|it| &it.cycles);
            to_sorted_vec(cycles.map(|it| it.cycle))
        })
    };
    let link = move |cycle: Cycle| {
        view! {
            <li>
                <a href=to(cycle).to_string() aria-current=(cycle == at).then_some("page")>
                    {cycle.label(locale())}
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=t("時期")>
            <ul class="tabs">{move || cycles().into_iter().map(link).collect_view()}</ul>
        </nav>
    }
}

#[component]
fn SharedSheets(list: SharedList) -> impl IntoView {
    let count = (list.n_people > 0)
        .then(|| fill!("あなたを所属長とする職員は {0} 人です。", list.n_people));
    let is_empty = list.sheets.is_empty();
    let rows = list.sheets.into_iter().map(|it| {
        let to = Route::SharedSheet(it.owner.id.clone(), it.sheet.instrument, it.sheet.cycle).to_string();
        view! {
            <li class="card sheet-card">
                <div>
                    <p class="eyebrow">{it.owner.org.label()}</p>
                    <h2>{it.owner.name.clone()}</h2>
                    <p>{pick_language(&it.title, &it.title_en).to_owned()}</p>
                    <p class="sheet-status">
                        <span class="tag">{it.scope.label(locale())}</span>
                        {it.submitted_at.map(|it| fill!("{0} に提出", it.display(locale())))}
                    </p>
                </div>
                <div class="sheet-actions">
                    <a class="button" href=to>
                        {t("開く")}
                        <span class="visually-hidden">
                            {fill!("（{0}の{1}）", it.owner.name, pick_language(&it.title, &it.title_en))}
                        </span>
                    </a>
                </div>
            </li>
        }
    });
    view! {
        <p class="hint">{count}</p>
        {is_empty
            .then(|| {
                view! {
                    <div class="card">
                        <p>
                            {t(
                                "いま読めるシートはありません。職員が公開範囲を選んで提出すると、ここに並びます。",
                            )}
                        </p>
                    </div>
                }
            })}
        <ul class="cards">{rows.collect_view()}</ul>
    }
}

//! One person's declarations, one column per year.

use super::{edition, note_looked_at, with_edition};
use crate::components::chart::timeline::Timeline;
use crate::components::list_walk::ListWalk;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use browser::clock;
use domain::career::Declaration;
use domain::ids::PersonId;
use domain::instrument::{Edition, ItemKind, ItemRole, YearSpan, timeline_spans};
use domain::route::Route;
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub(crate) fn CareerPage(person: PersonId) -> impl IntoView {
    note_looked_at(&person);
    let at = Route::Career(person.clone());
    let person = StoredValue::new(person);
    let here = expect_context::<AppState>();
    view! {
        <div class="page wide">
            <ListWalk at list=Route::Careers(clock::now().fiscal_year()) words=t("探す画面へ戻る") />
            <Loading asking=Box::new(move || {
                ask(
                    with_edition(here, api::personnel::career(person.get_value())),
                    |it: Vec<Declaration>| view! { <YearTable years=it /> }.into_any(),
                )
            }) />
        </div>
    }
}

#[component]
fn YearTable(years: Vec<Declaration>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let (Some(edition), Some(latest)) = (edition(here), years.first().cloned()) else {
        return view! {
            <h1>{t("キャリア意向")}</h1>
            <div class="card">
                <p>{t("この人の申告は、いまは見られません。")}</p>
            </div>
        }
        .into_any();
    };
    let person = latest.person.clone();
    let heads = years
        .iter()
        .map(|it| view! { <th scope="col">{fill!("{0}年度", it.cycle.year)}</th> });
    let heads: Vec<_> = heads.collect();
    let rows = edition.items().filter_map(|item| {
        let said: Vec<String> = years
            .iter()
            .map(|it| {
                it.value(&item.id)
                    .map(|value| edition.display_answer(item, value, locale()))
                    .unwrap_or_default()
            })
            .collect();
        let changed = said.windows(2).any(|it| it[0] != it[1]);
        said.iter().any(|it| !it.is_empty()).then(|| {
            let cells: Vec<_> = said
                .into_iter()
                .map(|it| view! { <td class="answer-cell">{it}</td> })
                .collect();
            view! {
                <tr class:changed=changed>
                    <th scope="row">
                        {item.words.shown(locale()).to_owned()}
                        {changed.then(|| view! { <span class="tag">{t("変化")}</span> })}
                    </th>
                    {cells}
                </tr>
            }
        })
    });
    let rows: Vec<_> = rows.collect();
    let spans = experience(&edition, &latest);
    view! {
        <p class="eyebrow">{person.org.label()}"　"{fill!("{0}級", person.grade)}"　"{person.job_type}</p>
        <h1>{fill!("{0}さんのキャリア意向", person.name)}</h1>
        <section class="card">
            <h2>{t("経験した部門と年数")}</h2>
            <Timeline spans />
        </section>
        <div class="table-frame card">
            <table class="years-table">
                <thead>
                    <tr>
                        <th>{t("項目")}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Area, first and last year of each row of experience.
fn experience(edition: &Edition, it: &Declaration) -> Vec<YearSpan> {
    let found = edition.item_with_role(ItemRole::ExperiencedAreas);
    let Some(ItemKind::Rows { columns, .. }) = found.map(|it| &it.kind) else {
        return Vec::new();
    };
    let rows = found
        .and_then(|item| it.value(&item.id))
        .and_then(Value::as_array);
    timeline_spans(columns, rows.into_iter().flatten(), locale())
}

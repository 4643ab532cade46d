//! 職員課: career declarations of a year, searched by wish, skill, grade and section; and one person's over the years.

mod person;
mod saved_searches;
mod search_form;

pub(crate) use person::CareerPage;

use super::export::Export;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::ApiError;
use domain::career::{Declaration, DeclarationSearch};
use domain::instrument::{Edition, FormRole, ItemKind, ItemRole};
use domain::route::Route;
use leptos::prelude::*;
use saved_searches::SavedSearches;
use search_form::SearchForm;
use std::future::Future;
use std::sync::Arc;

/// Rows that are listed; further matches are only counted.
const MAX_ROWS: usize = 100;

/// The form, if this device has cached it.
fn edition(here: AppState) -> Option<Arc<Edition>> {
    here.edition_with_role(FormRole::CareerDeclaration)
}

/// The declarations, once the form that renders them is cached, too.
async fn with_edition(
    here: AppState,
    call: impl Future<Output = Result<Vec<Declaration>, ApiError>>,
) -> Result<Vec<Declaration>, ApiError> {
    let answer = call.await?;
    here.wait_for_edition(FormRole::CareerDeclaration).await;
    Ok(answer)
}

#[component]
pub(crate) fn CareersPage(year: u16) -> impl IntoView {
    let here = expect_context::<AppState>();
    view! {
        <div class="page wide">
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("キャリア意向")}</h1>
            <p class="lead">
                {t(
                    "提出された申告から、希望・経験・級・課で探します。開いた人と日は、本人の画面に残ります。新しい申告制度は、方針で「検討」とされているものです。",
                )}
            </p>
            <p>
                <a href=Route::Careers(year.saturating_sub(1))
                    .to_string()>{fill!("{0}年度を見る", year.saturating_sub(1))}</a>
            </p>
            <Loading asking=Box::new(move || {
                ask(
                    with_edition(here, api::personnel::careers(year)),
                    |it: Vec<Declaration>| view! { <SearchResults all=it /> }.into_any(),
                )
            }) />
        </div>
    }
}

#[component]
fn SearchResults(all: Vec<Declaration>) -> impl IntoView {
    if all.is_empty() {
        return view! {
            <div class="card">
                <p>
                    {t("提出された申告はまだありません。提出されると、ここで探せます。")}
                </p>
            </div>
        }
        .into_any();
    }
    let here = expect_context::<AppState>();
    let Some(edition) = edition(here) else {
        return view! { <p class="hint">{t("様式を読み込めませんでした。")}</p> }.into_any();
    };
    let search = RwSignal::new(DeclarationSearch::default());
    let mut sections: Vec<String> = all.iter().map(|it| it.person.org.section.clone()).collect();
    sections.sort();
    sections.dedup();
    let cycle = all.first().map(|it| it.cycle);
    let instrument = edition.instrument.clone();
    let all = StoredValue::new(all);
    let found = Memo::new(move |_| {
        search.with(|search| {
            let is_found = |it: &(usize, &Declaration)| search.matches(it.1);
            all.with_value(|all| {
                let found = all.iter().enumerate().filter(is_found);
                found.map(|it| it.0).collect::<Vec<_>>()
            })
        })
    });
    let own = Arc::clone(&edition);
    let rows = move || {
        found
            .get()
            .into_iter()
            .take(MAX_ROWS)
            .map(|at| all.with_value(|all| row(&own, &all[at])))
            .collect_view()
    };
    view! {
        <SearchForm edition search sections />
        <SavedSearches search />
        <p role="status" class="hint">
            {move || {
                let n = found.with(Vec::len);
                if n > MAX_ROWS {
                    fill!(
                        "{0} 人のうち、はじめの {1} 人を表示しています。条件を加えると絞れます。", n, MAX_ROWS
                    )
                } else {
                    fill!("{0} 人", n)
                }
            }}
        </p>
        <div class="table-frame card">
            <table class="people">
                <thead>
                    <tr>
                        <th>{t("氏名")}</th>
                        <th>{t("課")}</th>
                        <th>{t("級")}</th>
                        <th>{t("目指す方向")}</th>
                        <th>{t("異動の希望")}</th>
                        <th>{t("昇任の意向")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {cycle.map(|cycle| view! { <Export instrument=instrument.clone() cycle /> })}
    }
    .into_any()
}

fn row(edition: &Edition, it: &Declaration) -> AnyView {
    let said = |role| {
        let item = edition.item_with_role(role)?;
        let value = it.value(&item.id)?;
        let words = edition.display_answer(item, value, locale());
        // The brackets hold an explanation for the person who chooses.
        Some(words.split('（').next().unwrap_or_default().to_owned())
    };
    let to = Route::Career(it.person.id.clone()).to_string();
    view! {
        <tr>
            <th scope="row">
                <a href=to>{it.person.name.clone()}</a>
            </th>
            <td>{it.person.org.section.clone()}</td>
            <td>{fill!("{0}級", it.person.grade)}</td>
            <td>{said(ItemRole::CareerOrientation)}</td>
            <td>{said(ItemRole::TransferWish)}</td>
            <td>{said(ItemRole::PromotionIntention)}</td>
        </tr>
    }
    .into_any()
}

/// The items one can search by an option of: choices that 職員課 reads, life stage aside.
fn filter_items(edition: &Edition) -> Vec<domain::instrument::Item> {
    use domain::instrument::Readers;
    let is_choice = |kind: &ItemKind| {
        matches!(
            kind,
            ItemKind::Single { .. } | ItemKind::Multi { .. } | ItemKind::Rank { .. }
        )
    };
    let items = edition.items().filter(|it| {
        is_choice(&it.kind) && it.readers == Readers::OwnChoice && it.role() != ItemRole::ShareScope
    });
    items.cloned().collect()
}

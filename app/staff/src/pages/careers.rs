//! 職員課: career declarations of a year, searched by wish, skill, grade and section; and one person's over the years.

mod person;
mod saved_searches;
mod search_form;

pub(crate) use person::CareerPage;

use super::export::Export;
use crate::components::list_walk;
use crate::components::loading::{Loading, ask};
use crate::components::office_list::{OfficeList, RowsOf, note_opened};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::ApiError;
use domain::calendar::Cycle;
use domain::career::{DeclarationSearch, DeclarationsFound};
use domain::ids::PersonId;
use domain::instrument::{Edition, FormRole, ItemKind, ItemRole};
use domain::person::Person;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use saved_searches::SavedSearches;
use search_form::SearchForm;
use std::future::Future;
use std::sync::Arc;

/// The form, if this device has cached it.
fn edition(here: AppState) -> Option<Arc<Edition>> {
    here.edition_with_role(FormRole::CareerDeclaration)
}

/// What is asked for, once the form that renders it is cached, too.
async fn with_edition<T>(
    here: AppState,
    call: impl Future<Output = Result<T, ApiError>>,
) -> Result<T, ApiError> {
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
                    "提出された申告から、希望・経験・級・課で探します。一覧に回答は出ません。氏名を選ぶと申告が開き、開いた人と日が本人の画面に残ります。新しい申告制度は、方針で「検討」とされているものです。",
                )}
            </p>
            <p>
                <a href=Route::Careers(year.saturating_sub(1))
                    .to_string()>{fill!("{0}年度を見る", year.saturating_sub(1))}</a>
            </p>
            <Loading asking=Box::new(move || {
                let all = api::personnel::careers(year, DeclarationSearch::default());
                let all = with_edition(here, all);
                ask(
                    async move { Ok((year, all.await?)) },
                    |(year, it): (u16, DeclarationsFound)| view! { <SearchPage year found=it /> }.into_any(),
                )
            }) />
        </div>
    }
}

/// What was searched for last, and what was found.
#[derive(Clone, Copy)]
struct SearchState {
    year: u16,
    /// The criteria in the form; they count once the person asks.
    criteria: RwSignal<DeclarationSearch>,
    found: RwSignal<DeclarationsFound>,
    is_busy: RwSignal<bool>,
    failed: RwSignal<Option<String>>,
}

impl SearchState {
    fn search(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.failed.set(None);
        let call = api::personnel::careers(self.year, self.criteria.get_untracked());
        spawn_local(async move {
            match call.await {
                Ok(found) => {
                    self.found.try_set(found);
                }
                Err(error) => {
                    self.failed.try_set(Some(error.sentence(locale())));
                }
            }
            self.is_busy.try_set(false);
        });
    }

    /// Says how many there are, or what went wrong.
    fn sentence(self) -> String {
        if self.is_busy.get() {
            return t("探しています").to_owned();
        }
        self.failed.get().unwrap_or_else(|| {
            let (n, listed) = self.found.with(|it| (it.n_found, it.people.len()));
            if n > listed {
                fill!(
                    "{0} 人のうち、はじめの {1} 人を表示しています。条件を加えると絞れます。",
                    n,
                    listed
                )
            } else {
                fill!("{0} 人", n)
            }
        })
    }
}

#[component]
fn SearchPage(year: u16, found: DeclarationsFound) -> impl IntoView {
    if found.n_submitted == 0 {
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
    let instrument = edition.instrument.clone();
    let [cycle, ..] = Cycle::in_year(year);
    let sections = found.sections.clone();
    let state = SearchState {
        year,
        criteria: RwSignal::new(DeclarationSearch::default()),
        found: RwSignal::new(found),
        is_busy: RwSignal::new(false),
        failed: RwSignal::new(None),
    };
    let people = Signal::derive(move || state.found.with(|it| it.people.clone()));
    let list = OfficeList::open(ROWS, people);
    list.return_to_opened();
    // What is found by other criteria begins on its first page.
    Effect::new(move |before: Option<()>| {
        people.track();
        if before.is_some() {
            list.to_first_page();
        }
    });
    let heads = vec![t("氏名"), t("課"), t("係"), t("級"), t("職種")];
    view! {
        <SearchForm edition state sections />
        <SavedSearches state />
        <p
            role="status"
            class=move || { if state.failed.with(Option::is_some) { "status-message failed" } else { "hint" } }
        >
            {move || state.sentence()}
        </p>
        <div class="table-frame card" hidden=move || list.n_found() == 0 on:keydown=move |event| list.on_key(&event)>
            <table class="people">
                <caption class="visually-hidden">{t("見つかった人")}</caption>
                <thead>
                    <tr>{list.heads(heads)}</tr>
                </thead>
                <tbody>{move || list.shown().iter().map(|it| row(here, list, year, it)).collect_view()}</tbody>
            </table>
        </div>
        {list.pager()}
        <Export instrument cycle />
    }
    .into_any()
}

/// How the people found are listed: names by their reading, where the roster says it.
const ROWS: RowsOf<Person> = RowsOf {
    name: "careers-search",
    text: |it| {
        let id = it.id.to_string();
        vec![it.name.clone(), it.kana.clone(), id, it.org.label()]
    },
    key: |it, column| match column {
        0 if it.kana.is_empty() => (1, it.name.clone()),
        0 => (0, it.kana.clone()),
        1 => (0, it.org.section.clone()),
        2 => (0, it.org.unit.clone()),
        3 => (it.grade, String::new()),
        _ => (0, it.job_type.clone()),
    },
    id: |it| row_id(&it.id),
};

/// The id of somebody's row.
fn row_id(person: &PersonId) -> String {
    format!("career-{person}")
}

/// Somebody is looked at: the list begins there again.
fn note_looked_at(person: &PersonId) {
    note_opened(ROWS.name, &row_id(person));
}

fn note_walk(here: AppState, list: OfficeList<Person>, year: u16) {
    let pages = list.found().into_iter().map(|it| Route::Career(it.id));
    let words = t("探す画面へ戻る");
    list_walk::note_walk(here, pages.collect(), Route::Careers(year), words);
}

fn row(here: AppState, list: OfficeList<Person>, year: u16, it: &Person) -> AnyView {
    let to = Route::Career(it.id.clone()).to_string();
    let id = (ROWS.id)(it);
    view! {
        <tr>
            <th scope="row">
                <a id=id href=to on:click=move |_| note_walk(here, list, year)>
                    {it.name.clone()}
                </a>
            </th>
            <td>{it.org.section.clone()}</td>
            <td>{it.org.unit.clone()}</td>
            <td>{fill!("{0}級", it.grade)}</td>
            <td>{it.job_type.clone()}</td>
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

//! The filter and the table: names lead to the person, arrow keys go from name to name.

use super::list_state::{PAGE, PeopleList, note_opened, take_opened};
use crate::components::choice_field::{as_options, choice};
use crate::components::pager::{Pager, focus_first, move_focus};
use crate::components::search_field::SearchField;
use crate::components::sort_head::SortHead;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use browser::page;
use domain::ids::PersonId;
use domain::people_filter::PeopleFilter;
use domain::person::Role;
use domain::person_record::{AccountState, PersonRecord};
use domain::route::Route;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Id of the field in which one types what to look for.
const SEARCH: &str = "people-search";

/// Value of the choice of everybody there ever was.
const EVERYBODY: &str = "everybody";

fn row_id(person: &PersonId) -> String {
    format!("person-{person}")
}

fn row_ids(list: PeopleList) -> Vec<String> {
    list.shown()
        .iter()
        .map(|it| row_id(&it.person.id))
        .collect()
}

#[component]
pub(super) fn PeopleTable(list: PeopleList) -> impl IntoView {
    let heads = [
        t("氏名"),
        t("職員番号"),
        t("所属"),
        t("級"),
        t("職種"),
        t("アカウント"),
    ];
    let heads: Vec<_> = heads
        .into_iter()
        .enumerate()
        .map(|(column, name)| view! { <SortHead column name sorting=list.sorting /> })
        .collect();
    let here = expect_context::<AppState>();
    let opened = take_opened();
    Effect::new(move |before: Option<()>| {
        let is_first = before.is_none();
        let Some(opened) = opened.as_ref().filter(|_| is_first) else {
            return;
        };
        page::focus_again(&row_id(opened));
    });
    view! {
        <Filter list />
        <div
            class="table-frame card people-frame"
            hidden=move || list.n_found() == 0
            on:keydown=move |event| move_focus(&event, &untrack(|| row_ids(list)), SEARCH)
        >
            <table class="people whole-people">
                <caption class="visually-hidden">{t("名簿の職員")}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>
                    <For
                        each=move || list.shown()
                        key=|it| it.person.id.clone()
                        children=move |it| row(here, list, &it)
                    />
                </tbody>
            </table>
        </div>
        <div class="card" hidden=move || list.n_found() != 0>
            <p>
                {t("条件に合う人はいません。言葉を短くするか、条件を外してください。")}
            </p>
            <Gone list />
        </div>
        <Pager page=list.page n_found=Signal::derive(move || list.n_found()) size=PAGE first=move || row_ids(list) />
    }
}

/// Says whether somebody who is not there today would be found.
#[component]
fn Gone(list: PeopleList) -> impl IntoView {
    let n = Memo::new(move |_| list.n_gone());
    view! {
        <p hidden=move || {
            n.get() == 0
        }>
            {move || fill!("退職した人や休職中の人などに {0}人います。", n.get())} " "
            <button type="button" class="link" on:click=move |_| list.narrow(|it| it.with_gone = true)>
                {t("その人も出す")}
            </button>
        </p>
    }
}

fn row(here: AppState, list: PeopleList, it: &PersonRecord) -> AnyView {
    let person = &it.person;
    let id = person.id.clone();
    let roles: Vec<_> = person
        .roles
        .iter()
        .map(|it| view! { <span class="tag">{it.label()}</span> })
        .collect();
    let posts: Vec<_> = it
        .second_posts
        .iter()
        .map(|it| view! { <small>{fill!("兼 {0}", it.label())}</small> })
        .collect();
    view! {
        <tr>
            <th scope="row">
                <a
                    id=row_id(&person.id)
                    href=Route::Person(person.id.clone()).to_string()
                    on:click=move |_| {
                        note_opened(&id);
                        list.note_walk(here);
                    }
                >
                    {person.name.clone()}
                </a>
                <small>{person.kana.clone()}</small>
            </th>
            <td>{person.id.to_string()}</td>
            <td>{person.org.label()} {posts}</td>
            <td>{fill!("{0}級", person.grade)}</td>
            <td>{person.job_type.clone()}</td>
            <td>{account_tag(it.account)} {roles}</td>
        </tr>
    }
    .into_any()
}

pub(super) fn account_tag(it: AccountState) -> AnyView {
    let word = it.label(locale());
    view! {
        <span class="tag" class:done=it == AccountState::Active class:warn=!it.can_sign_in()>
            {word}
        </span>
    }
    .into_any()
}

#[component]
fn Filter(list: PeopleList) -> impl IntoView {
    let filter = list.filter;
    // Open from the start where something is chosen in it: no filter works unseen.
    let is_narrowed = filter.with_untracked(|it| {
        let words_only = PeopleFilter {
            words: it.words.clone(),
            ..PeopleFilter::default()
        };
        *it != words_only
    });
    let search_key = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown" && !event.is_composing() {
            event.prevent_default();
            focus_first(move || row_ids(list));
        }
    };
    let words = filter.with_untracked(|it| it.words.clone());
    view! {
        <form class="card stack search" role="search" on:submit=move |event| event.prevent_default()>
            <SearchField
                id=SEARCH
                label=t("氏名・読み・職員番号・所属")
                words
                on_words=move |words| list.narrow(|it| it.words = words)
                on_key=search_key
            />
            <details open=is_narrowed>
                <summary>{t("絞り込む")}</summary>
                <div class="search-more people-filter">
                    {places(list)}
                    {choice(
                        t("級"),
                        list
                            .values(|it| it.person.grade)
                            .into_iter()
                            .map(|it| (it.to_string(), fill!("{0}級", it)))
                            .collect(),
                        move || filter.with(|it| it.grade.map(|it| it.to_string()).unwrap_or_default()),
                        move |it| list.narrow(|filter| filter.grade = it.parse().ok()),
                    )}
                    {choice(
                        t("職種"),
                        as_options(list.values(|it| it.person.job_type.clone())),
                        move || filter.with(|it| it.job_type.clone()),
                        move |it| list.narrow(|filter| filter.job_type = it),
                    )}
                    {choice(
                        t("役割"),
                        Role::ALL.map(|it| (it.into_str().to_owned(), it.label().to_owned())).to_vec(),
                        move || filter.with(|it| it.role.map_or_else(String::new, |it| it.into_str().to_owned())),
                        move |it| list.narrow(|filter| filter.role = it.parse().ok()),
                    )} <AccountFilter list />
                </div>
            </details>
        </form>
    }
}

/// 部, 課 and 係: each offers what is in the one above it.
fn places(list: PeopleList) -> impl IntoView {
    let filter = list.filter;
    let departments = as_options(list.values(|it| it.person.org.department.clone()));
    let sections = move || {
        let within = filter.with(|it| it.department.clone());
        let all = list.values(|it| {
            let org = &it.person.org;
            let is_in = within.is_empty() || org.department == within;
            if is_in {
                org.section.clone()
            } else {
                String::new()
            }
        });
        choice(
            t("課"),
            as_options(all),
            move || filter.with(|it| it.section.clone()),
            move |it| {
                list.narrow(|filter| {
                    filter.section = it;
                    filter.unit.clear();
                });
            },
        )
    };
    let units = move || {
        let within = filter.with(|it| it.section.clone());
        let all = list.values(|it| {
            let org = &it.person.org;
            let is_in = !within.is_empty() && org.section == within;
            if is_in {
                org.unit.clone()
            } else {
                String::new()
            }
        });
        choice(
            t("係"),
            as_options(all),
            move || filter.with(|it| it.unit.clone()),
            move |it| list.narrow(|filter| filter.unit = it),
        )
    };
    view! {
        {choice(
            t("部"),
            departments,
            move || filter.with(|it| it.department.clone()),
            move |it| {
                list.narrow(|filter| {
                    filter.department = it;
                    filter.section.clear();
                    filter.unit.clear();
                });
            },
        )}
        {sections}
        {units}
    }
}

#[component]
fn AccountFilter(list: PeopleList) -> impl IntoView {
    let filter = list.filter;
    let options: Vec<_> = AccountState::ALL
        .into_iter()
        .map(|it| view! { <option value=it.into_str()>{it.label(locale())}</option> })
        .collect();
    let value = move || {
        filter.with(|it| match it.account {
            None if it.with_gone => EVERYBODY,
            state => state.map_or("", |it| it.into_str()),
        })
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        list.narrow(|it| {
            it.with_gone = value == EVERYBODY;
            it.account = value.parse().ok();
        });
    };
    view! {
        <label class="field">
            <span>{t("アカウント")}</span>
            <select class="select" prop:value=value on:change=choose>
                <option value="">{t("いまいる人")}</option>
                <option value=EVERYBODY>{t("退職した人なども、すべて")}</option>
                {options}
            </select>
        </label>
    }
}

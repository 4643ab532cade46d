//! 職員課: everybody of the roster, found while one types.

mod add;
mod audit_trail;
mod difference;
mod edit;
mod edit_fields;
mod handout;
mod handouts;
mod history;
mod invitations;
mod list_state;
mod person;
mod person_state;
mod table;

pub(super) use difference::difference;
pub(super) use handout::Handout;
pub(super) use handouts::Handouts;
pub(super) use list_state::look_at;
pub(crate) use person::PersonPage;

use crate::components::loading::{Loading, ask};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use add::AddPerson;
use api::people::People;
use api::personnel::ExportFormat;
use browser::files;
use domain::ids::PersonId;
use domain::person::{PersonName, Role};
use domain::person_record::{ChangeState, PersonChange, PersonRecord};
use domain::route::Route;
use invitations::Invitations;
use leptos::prelude::*;
use leptos::task::spawn_local;
use list_state::PeopleList;
use std::collections::BTreeSet;
use table::PeopleTable;

#[component]
pub(crate) fn PeoplePage() -> impl IntoView {
    view! {
        <div class="page wide">
            <h1>{t("職員")}</h1>
            <p class="lead">
                {t(
                    "名簿の全員です。氏名を選ぶと、所属・役割・アカウントと、その履歴が見られます。シートの中身は、ここには出ません。",
                )}
            </p>
            <Loading asking=Box::new(|| {
                ask(api::people::people(), |it: People| view! { <Everybody people=it /> }.into_any())
            }) />
        </div>
    }
}

/// Whether the signed-in person is of 職員課, and not only システム管理.
fn is_personnel() -> bool {
    let here = expect_context::<AppState>();
    here.me
        .with_untracked(|it| it.as_ref().is_some_and(|it| it.has_role(Role::Personnel)))
}

#[component]
fn Everybody(people: People) -> impl IntoView {
    let unled = people_without_leader(&people.records);
    let list = PeopleList::open(people.records);
    let (is_adding, is_inviting) = (RwSignal::new(false), RwSignal::new(false));
    let choices = StoredValue::new(people.choices);
    let may_add = is_personnel();
    let said = RwSignal::new(None::<Outcome>);
    view! {
        <WaitingChanges all=people.waiting />
        <Unled all=unled />
        <div class="list-head">
            <p role="status" class="hint">
                {move || said.get().map_or_else(|| fill!("{0}人", list.n_found()), Outcome::sentence)}
            </p>
            <p class="page-actions" hidden=!may_add>
                <FileButtons list said />
                <a class="button small" href=Route::Roster.to_string()>
                    {t("名簿を取り込む")}
                </a>
                <button
                    type="button"
                    class="button small"
                    aria-expanded=move || is_inviting.get().to_string()
                    on:click=move |_| is_inviting.update(|it| *it = !*it)
                >
                    {t("サインインの案内を作る")}
                </button>
                <button
                    type="button"
                    class="button small primary"
                    aria-expanded=move || is_adding.get().to_string()
                    on:click=move |_| is_adding.update(|it| *it = !*it)
                >
                    {t("職員を加える")}
                </button>
            </p>
        </div>
        {move || is_adding.get().then(|| view! { <AddPerson choices=choices.get_value() /> })}
        <Invitations list is_open=is_inviting said />
        <PeopleTable list />
    }
}

/// The list as a file, by what it is filtered.
#[component]
fn FileButtons(list: PeopleList, said: RwSignal<Option<Outcome>>) -> impl IntoView {
    let save = move |format: ExportFormat| {
        let ending = match format {
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
        };
        let name = format!("{}.{ending}", t("職員"));
        let filter = list.filter_json();
        spawn_local(async move {
            let outcome = match api::people::people_file(filter, Some(format)).await {
                Ok(bytes) => match files::save_bytes(&name, &bytes).await {
                    Ok(()) => Outcome::Done(fill!("{0} に書き出しました。", name)),
                    Err(_) => Outcome::Failed(t("ファイルを保存できませんでした。").to_owned()),
                },
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            said.try_set(Some(outcome));
        });
    };
    view! {
        <button type="button" class="button small" on:click=move |_| save(ExportFormat::Xlsx)>
            {t("Excelで書き出す")}
        </button>
        <button type="button" class="button small" on:click=move |_| save(ExportFormat::Csv)>
            {t("CSVで書き出す")}
        </button>
    }
}

/// What will change, and what could not be changed on its day.
#[component]
fn WaitingChanges(all: Vec<PersonChange>) -> impl IntoView {
    let n = all.len();
    let has_failed = all
        .iter()
        .any(|it| matches!(it.state, ChangeState::Failed(_)));
    let rows: Vec<_> = all
        .into_iter()
        .map(|it| {
            let fields: Vec<&str> = it.fields.iter().map(|it| it.field.label(locale())).collect();
            let failed = match &it.state {
                ChangeState::Failed(why) => Some(why.clone()),
                _ => None,
            };
            view! {
                <li>
                    <a href=Route::Person(it.person.id.clone()).to_string()>{it.person.name.clone()}</a>
                    " "
                    {it.day_label(locale())}
                    " "
                    {fields.join("、")}
                    {failed
                        .map(|it| {
                            view! { <span class="form-error">{fill!("できませんでした。{0}", it)}</span> }
                        })}
                </li>
            }
        })
        .collect();
    (n > 0).then(|| {
        view! {
            <details class="card" class:waiting=has_failed open=has_failed>
                <summary>{fill!("これからの変更 {0}件", n)}</summary>
                <ul>{rows}</ul>
            </details>
        }
    })
}

/// Who is there today, under a 所属長 who is not.
fn people_without_leader(all: &[PersonRecord]) -> Vec<PersonName> {
    let gone = all.iter().filter(|it| !it.account.can_sign_in());
    let gone: BTreeSet<&PersonId> = gone.map(|it| &it.person.id).collect();
    let is_left = |it: &&PersonRecord| {
        let leader = it.person.supervisor.as_ref();
        it.account.can_sign_in() && leader.is_some_and(|it| gone.contains(it))
    };
    let left = all.iter().filter(is_left).map(|it| PersonName {
        id: it.person.id.clone(),
        name: it.person.name.clone(),
    });
    left.collect()
}

/// Nobody reads their goals or holds their interviews.
#[component]
fn Unled(all: Vec<PersonName>) -> impl IntoView {
    let n = all.len();
    let rows: Vec<_> = all
        .into_iter()
        .map(|it| {
            view! {
                <li>
                    <a href=Route::Person(it.id).to_string()>{it.name}</a>
                </li>
            }
        })
        .collect();
    (n > 0).then(|| {
        view! {
            <details class="card waiting">
                <summary>{fill!("所属長のアカウントが止まっている人 {0}人", n)}</summary>
                <ul class="names">{rows}</ul>
            </details>
        }
    })
}

//! The staff as a table: a row for each person, a stone for their goals and each of the year's three talks, and what
//! they share.

use super::steps::{TeamStep, steps_of, year_of};
use crate::components::list_walk;
use crate::components::office_list::{OfficeList, RowsOf, note_opened};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::interviews::TeamMember;
use domain::calendar::{Cycle, Period};
use domain::ids::PersonId;
use domain::instrument::FormRole;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

/// Records that can be opened without network, by their cache keys.
pub(super) type OnDevice = RwSignal<Vec<String>>;

#[component]
pub(super) fn StaffTable(people: Vec<TeamMember>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let on_device: OnDevice = RwSignal::new(Vec::new());
    let talks = Period::ALL.map(|it| fill!("{0}の面談", it.label(locale())));
    let list = OfficeList::open(ROWS, Signal::stored(people));
    list.return_to_opened();
    let heads = [t("目標")]
        .into_iter()
        .map(str::to_owned)
        .chain(talks)
        .chain([t("自己採点"), t("申告")].map(str::to_owned))
        .map(|it| view! { <th scope="col">{it}</th> });
    let heads: Vec<_> = heads.collect();
    let rows = move || {
        let shown = list.shown();
        let rows = shown.iter().map(|it| row(here, list, it, on_device));
        rows.collect_view()
    };
    view! {
        {list.search(t("氏名・読み・職員番号・係"))}
        <div
            class="card table-frame"
            tabindex="0"
            role="region"
            aria-label=t("課の職員と、その一年")
            on:keydown=move |event| list.on_key(&event)
        >
            <table class="team-table">
                <caption class="visually-hidden">{t("課の職員と、その一年")}</caption>
                <thead>
                    <tr>{list.heads(vec![t("氏名")])} {heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint" role="status">
            {move || {
                (list.n_found() == 0).then(|| t("見つかりません。別の言葉でさがしてください。"))
            }}
        </p>
        {list.pager()}
        <p class="hint">
            {t(
                "自己採点と申告は、本人があなたに見せると決めて提出したものだけが出ます。出ていないとき、未提出なのか見せていないのかは分かりません。",
            )}
        </p>
    }
}

/// How the staff are searched and sorted.
const ROWS: RowsOf<TeamMember> = RowsOf {
    name: "team-search",
    text: |it| {
        let person = &it.person;
        let id = person.id.to_string();
        vec![
            person.name.clone(),
            person.kana.clone(),
            id,
            person.org.label(),
        ]
    },
    key: |it, _| {
        let person = &it.person;
        if person.kana.is_empty() {
            (1, person.name.clone())
        } else {
            (0, person.kana.clone())
        }
    },
    id: |it| row_id(&it.person.id),
};

fn row_id(person: &PersonId) -> String {
    format!("team-{person}")
}

/// Somebody is looked at: the list begins there again.
pub(super) fn note_looked_at(person: &PersonId) {
    note_opened(ROWS.name, &row_id(person));
}

fn note_walk(here: AppState, list: OfficeList<TeamMember>, year: u16) {
    let pages = list.found().into_iter();
    let pages = pages
        .map(|it| Route::TeamMember(year, it.person.id))
        .collect();
    list_walk::note_walk(here, pages, Route::Team(year), t("課の職員へ戻る"));
}

fn row(
    here: AppState,
    list: OfficeList<TeamMember>,
    member: &TeamMember,
    on_device: OnDevice,
) -> AnyView {
    let id = (ROWS.id)(member);
    let person = &member.person;
    let year = year_of(member);
    let steps: Vec<_> = steps_of(here, member, year)
        .into_iter()
        .map(|it| cell(here, it, on_device))
        .collect();
    let acting = member.acting_for.as_ref();
    let page = Route::TeamMember(year, person.id.clone()).to_string();
    view! {
        <tr>
            <th scope="row">
                <a class="team-name" id=id href=page on:click=move |_| note_walk(here, list, year)>
                    {person.name.clone()}
                </a>
                <small>{person.org.unit.clone()}</small>
                {acting.map(|it| view! { <small>{fill!("{0}さんの代理として", it)}</small> })}
                {guidance(here, member, year)}
            </th>
            {steps}
            {shared(here, member, FormRole::SelfScoring, t("自己採点"))}
            {shared(here, member, FormRole::CareerDeclaration, t("申告"))}
        </tr>
    }
    .into_any()
}

/// The guidance record of those on whom 職員課 has decided.
pub(super) fn guidance(here: AppState, member: &TeamMember, year: u16) -> Option<AnyView> {
    let [start, ..] = Cycle::in_year(year);
    let person = &member.person;
    member.has_guidance.then(|| {
        let form = here.form_with_role(FormRole::Guidance);
        let to = Route::Interview(person.id.clone(), form, start).to_string();
        view! {
            <a class="team-guidance" href=to>
                {t("指導育成の記録")}
                <span class="visually-hidden">{fill!("（{0}）", person.name)}</span>
            </a>
        }
        .into_any()
    })
}

fn cell(here: AppState, step: TeamStep, on_device: OnDevice) -> AnyView {
    let label = match &step.to {
        Some(to) => view! {
            <a href=to.to_string()>
                <span class="visually-hidden">{step.action}</span>
                {step.word}
            </a>
        }
        .into_any(),
        None => view! { <span>{step.word}</span> }.into_any(),
    };
    view! {
        <td class:done=step.is_done class:underway=step.is_underway>
            <span class="cell-label" aria-hidden="true">
                {step.label}
            </span>
            <span class="step-marker" aria-hidden="true"></span>
            {label}
            {(!step.note.is_empty()).then(|| view! { <small>{step.note}</small> })}
            {on_this_device(here, step.checkout, on_device)}
        </td>
    }
    .into_any()
}

/// The word that a record can be opened without network, if it can.
pub(super) fn on_this_device(here: AppState, key: String, on_device: OnDevice) -> Option<AnyView> {
    if key.is_empty() {
        return None;
    }
    let own = key.clone();
    spawn_local(async move {
        let kept: Option<Value> = here.cache_get(&own).await;
        if kept.is_some_and(|it| !it.is_null()) {
            let _ = on_device.try_update(|it| it.push(own));
        }
    });
    let word = view! {
        <small class="on-device" hidden=move || on_device.with(|it| !it.contains(&key))>
            {t("この端末にあり")}
        </small>
    };
    Some(word.into_any())
}

/// The newest sheet of a kind that the person shares with the viewer.
fn shared(here: AppState, member: &TeamMember, role: FormRole, label: &'static str) -> AnyView {
    let form = here.form_with_role(role);
    let found = member.shared.iter().rev().find(|it| it.instrument == form);
    let person = &member.person;
    let content = match found {
        Some(it) => {
            let to = Route::SharedSheet(person.id.clone(), form, it.cycle).to_string();
            let word = if role == FormRole::SelfScoring {
                it.cycle.period.label(locale())
            } else {
                t("読む")
            };
            view! {
                <a href=to>
                    <span class="visually-hidden">{fill!("{0}を読む（{1}） ", label, person.name)}</span>
                    {word}
                </a>
            }
            .into_any()
        }
        None => view! {
            <span>
                <span aria-hidden="true">"—"</span>
                <span class="visually-hidden">{t("共有されていません")}</span>
            </span>
        }
        .into_any(),
    };
    view! {
        <td class="shared" class:done=found.is_some()>
            <span class="cell-label" aria-hidden="true">
                {label}
            </span>
            {content}
        </td>
    }
    .into_any()
}

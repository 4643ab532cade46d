//! For 職員課: everybody who was asked, asking somebody, and the requests for a talk.

use super::answer::requests;
use super::card::reach;
use super::page_form::{NAME, PageDraft, fields};
use super::role_models_state::{OfficeState, RoleModelsState, why_not};
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::draft::Draft;
use crate::components::loading::{Loading, ask};
use crate::components::person_picker::PersonPicker;
use crate::i18n::{fill, locale, t};
use api::role_models::RoleModelOffice;
use browser::{clock, page};
use domain::role_model::RoleModelPage;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the field in which one chooses whom to ask.
const PICKER: &str = "role-model-person";

/// What only 職員課 sees.
#[component]
pub(super) fn Office(state: RoleModelsState) -> impl IntoView {
    provide_context(state);
    view! {
        <section class="stack" aria-labelledby="role-model-office">
            <h2 id="role-model-office">{t("職員課の仕事")}</h2>
            <Loading asking=Box::new(|| {
                ask(
                    api::role_models::role_model_office(),
                    |it: RoleModelOffice| view! { <OfficeBoard all=it /> }.into_any(),
                )
            }) />
        </section>
    }
}

#[component]
fn OfficeBoard(all: RoleModelOffice) -> impl IntoView {
    let state = OfficeState {
        page: expect_context::<RoleModelsState>(),
        all: RwSignal::new(all),
        written: RwSignal::new(None),
        problem: RwSignal::new(String::new()),
    };
    // Another person's page makes the form anew.
    let of = Memo::new(move |_| {
        state.written.with(|it| {
            let whose = it.as_ref().map(|it| it.0.as_ref());
            whose.map(|it| it.map(|it| (it.0.clone(), it.2)))
        })
    });
    let is_writing = Memo::new(move |_| of.with(Option::is_some));
    let form = move || of.get().map(|_| view! { <AskForm state /> });
    let begin = move |_| state.written.set(Some((None, PageDraft::default())));
    view! {
        <div class="stack">
            {move || requests(state)} <p class="page-actions">
                <button type="button" class="button" hidden=move || is_writing.get() on:click=begin>
                    {t("載せてよいか、本人にたずねる")}
                </button>
            </p> {form} {move || pages_table(state)} <p class="form-error" role="alert">
                {state.problem}
            </p>
        </div>
    }
}

fn pages_table(state: OfficeState) -> AnyView {
    let rows = state.all.with(|it| {
        let rows = it.pages.iter().map(|it| page_row(state, it));
        rows.collect::<Vec<_>>()
    });
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="table-frame card" tabindex="0" role="region" aria-label=t("たずねた人の表")>
            <table class="people">
                <caption class="visually-hidden">{t("たずねた人と、同意の状態")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("氏名")}</th>
                        <th scope="col">{t("ひとこと")}</th>
                        <th scope="col">{t("状態")}</th>
                        <th scope="col">{t("載せ方")}</th>
                        <th scope="col">{t("すること")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn standing(it: &RoleModelPage) -> AnyView {
    let is_over = !it.model.is_shown(&clock::now().day());
    let (word, is_done) = match it.consented_at {
        _ if it.has_left => (t("退職・休止"), false),
        _ if is_over => (t("終わり"), false),
        Some(_) => (t("載っている"), true),
        None => (t("本人の返事待ち"), false),
    };
    view! {
        <span class="tag" class:done=is_done>
            {word}
        </span>
    }
    .into_any()
}

fn page_row(state: OfficeState, it: &RoleModelPage) -> AnyView {
    let is_ending = RwSignal::new(false);
    let own = (
        Some((it.person.id.clone(), it.person.name.clone(), it.version)),
        PageDraft::of(it),
    );
    let change = move |_| state.written.set(Some(own.clone()));
    let seq = it.model.seq;
    let remove = move |()| {
        spawn_local(async move {
            match api::role_models::remove_role_model(seq).await {
                Ok(fresh) => {
                    let done = t("消しました。");
                    state.page.take_office(state.all, fresh, done).await;
                }
                Err(error) => drop(state.problem.try_set(error.sentence(locale()))),
            }
        });
    };
    let name = StoredValue::new(it.person.name.clone());
    let hidden_name = move || fill!("（{0}）", name.get_value());
    let ending = move || {
        is_ending.get().then(|| {
            let consequence = fill!("{0}さんの話と文を消します。", name.get_value());
            let cancel = move |()| is_ending.set(false);
            view! { <ConfirmPrompt consequence action=t("消す") on_confirm=remove on_cancel=cancel /> }
        })
    };
    view! {
        <tr>
            <th scope="row">{it.person.name.clone()} <small>{it.person.id.to_string()}</small></th>
            <td>{it.model.text.headline.clone()}</td>
            <td>{standing(it)}</td>
            <td>{reach(&it.model)}</td>
            <td>
                <button type="button" class="link" on:click=change>
                    {t("変える")}
                    <span class="visually-hidden">{hidden_name}</span>
                </button>
                " "
                <button type="button" class="link" on:click=move |_| is_ending.set(true)>
                    {t("消す")}
                    <span class="visually-hidden">{hidden_name}</span>
                </button>
                {ending}
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn AskForm(state: OfficeState) -> impl IntoView {
    let (whose, text) = state.written.get_untracked().unwrap_or_default();
    let key = whose.as_ref().map(|it| it.0.to_string());
    let version = whose.as_ref().map(|it| it.2);
    let key = format!("role-model-draft:{}", key.unwrap_or_default());
    let draft = Draft::new(state.page.here, key, version.unwrap_or_default(), text);
    let (problem, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let picker = PersonPicker::new(PICKER);
    let known = StoredValue::new(whose.clone().map(|it| it.0));
    let first = if whose.is_some() { NAME } else { PICKER };
    spawn_local(async move {
        page::microtask().await;
        page::focus(first);
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(person) = known.get_value().or_else(|| picker.require()) else {
            return;
        };
        let own = draft.get();
        if let Some(why) = own.fault(clock::now()) {
            problem.set(t(why).to_owned());
            page::focus_again(NAME);
            return;
        }
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let forget = draft.forgetting();
        spawn_local(async move {
            let day = own.day();
            let answer = api::role_models::ask_role_model(person, version, own.text, day).await;
            is_busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    forget();
                    state.written.try_set(None);
                    let done = t("本人のホームに、お願いを出しました。");
                    state.page.take_office(state.all, fresh, done).await;
                }
                Err(error) => drop(problem.try_set(why_not(&error))),
            }
        });
    };
    let close = move |_| {
        draft.forgetting()();
        state.written.set(None);
    };
    let who = match whose {
        Some((_, name, _)) => view! {
            <p>
                <b>{name}</b>
            </p>
            <p class="hint">{t("変えると、本人がもう一度同意するまで出なくなります。")}</p>
        }
        .into_any(),
        None => picker.view(t("たずねる人")).into_any(),
    };
    view! {
        <form class="card stack" novalidate on:submit=save aria-label=t("載せてよいか、本人にたずねる")>
            {draft.stale_note(PageDraft::words)}
            {who}
            {fields(draft, problem)}
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || is_busy.get().to_string()>
                    {t("本人にたずねる")}
                </button>
                <button type="button" class="button" on:click=close>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}

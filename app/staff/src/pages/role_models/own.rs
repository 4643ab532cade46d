//! The person's own page: what 職員課 asks them to agree to, agreeing, changing, and taking it back.

use super::card::{reach, words};
use super::page_form::{NAME, PageDraft, fields};
use super::role_models_state::{RoleModelsState, why_not};
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::draft::Draft;
use crate::i18n::{fill, locale, t};
use browser::{clock, page};
use domain::role_model::RoleModelPage;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Nothing for somebody who was never asked.
#[component]
pub(super) fn OwnPage(state: RoleModelsState) -> impl IntoView {
    let own = Memo::new(move |_| state.seen.with(|it| it.own.clone()));
    move || {
        own.get().map(|it| {
            view! {
                <section class="card waiting stack" aria-labelledby="own-role-model">
                    <OwnPageOf state it />
                </section>
            }
        })
    }
}

#[component]
fn OwnPageOf(state: RoleModelsState, it: RoleModelPage) -> impl IntoView {
    let (is_editing, is_ending) = (RwSignal::new(false), RwSignal::new(false));
    let problem = RwSignal::new(String::new());
    let is_over = !it.model.is_shown(&clock::now().day());
    let told = match it.consented_at {
        None => fill!(
            "{0}さん（職員課）から、あなたの話を載せたいというお願いです。断っても、評価や異動に関わりません。文は自由に直せます。",
            it.written_by
        ),
        Some(_) if is_over => {
            t("載せる日が過ぎたので、いまは出ていません。続けるときは、最後の日を選び直してください。")
                .to_owned()
        }
        Some(at) => fill!("{0} に同意しました。", at.display(locale())),
    };
    let (agree, refuse) = if it.consented_at.is_none() {
        (t("読んで同意する、または直す"), t("断る"))
    } else {
        (t("変える"), t("取り下げる"))
    };
    let shown = (it.model.clone(), it.clone());
    let body = move || {
        let (model, page) = shown.clone();
        if is_editing.get() {
            return view! { <AgreeForm state it=page is_editing /> }.into_any();
        }
        view! {
            <div class="own-role-model">{words(&model.text)}</div>
            <p class="hint">{reach(&model)}</p>
            <p class="page-actions">
                <button type="button" class="button primary" on:click=move |_| is_editing.set(true)>
                    {agree}
                </button>
                <button type="button" class="button" on:click=move |_| is_ending.set(true)>
                    {refuse}
                </button>
            </p>
        }
        .into_any()
    };
    let withdraw = move |()| {
        is_ending.set(false);
        spawn_local(async move {
            match api::role_models::withdraw_role_model().await {
                Ok(fresh) => {
                    let done = t("取り下げました。文も消えました。");
                    state.take(fresh, done).await;
                }
                Err(error) => drop(problem.try_set(why_not(&error))),
            }
        });
    };
    let ending = move || {
        is_ending.get().then(|| {
            view! {
                <ConfirmPrompt
                    consequence=t(
                            "あなたの話はすぐに出なくなり、文は消えます。話を申し込んで待っている人には、終わったことだけを知らせます。",
                        )
                        .to_owned()
                    action=refuse
                    on_confirm=withdraw
                    on_cancel=move |()| is_ending.set(false)
                />
            }
        })
    };
    view! {
        <h2 id="own-role-model">{t("あなたの話")}</h2>
        <p>{told}</p>
        {body}
        {ending}
        <p class="form-error" role="alert">
            {problem}
        </p>
    }
}

#[component]
fn AgreeForm(
    state: RoleModelsState,
    it: RoleModelPage,
    is_editing: RwSignal<bool>,
) -> impl IntoView {
    let version = it.version;
    let draft = Draft::new(
        state.here,
        format!("own-role-model-draft:{}", it.model.seq),
        version,
        PageDraft::of(&it),
    );
    let (problem, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    spawn_local(async {
        page::microtask().await;
        page::focus(NAME);
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
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
            let answer = api::role_models::agree_to_role_model(version, own.text, day).await;
            is_busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    forget();
                    state.take(fresh, t("同意を受け取りました。")).await;
                }
                Err(error) => drop(problem.try_set(why_not(&error))),
            }
        });
    };
    let close = move |_| {
        draft.forgetting()();
        is_editing.set(false);
    };
    view! {
        <form class="stack" novalidate on:submit=save aria-label=t("あなたの話")>
            {draft.stale_note(PageDraft::words)}
            {fields(draft, problem)}
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || is_busy.get().to_string()>
                    {t("この内容に同意して載せる")}
                </button>
                <button type="button" class="button" on:click=close>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}

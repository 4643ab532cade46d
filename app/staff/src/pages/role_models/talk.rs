//! Asking 職員課 for a talk with a role model, and what became of it.

use super::role_models_state::RoleModelsState;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::draft::Draft;
use crate::components::draft_fields::lines_field;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::role_model::{RoleModelTalk, TalkState, talk_fault};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the text of a request.
fn words_id(seq: i64) -> String {
    format!("talk-words-{seq}")
}

/// The button, and the form that it opens.
#[component]
pub(super) fn AskTalk(state: RoleModelsState, seq: i64, name: String) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let of = name.clone();
    let form = move || {
        is_open
            .get()
            .then(|| view! { <TalkForm state seq is_open /> })
    };
    view! {
        <p>
            <button type="button" class="button small" hidden=move || is_open.get() on:click=move |_| is_open.set(true)>
                {t("話を聞きたい")}
                <span class="visually-hidden">{fill!("（{0}）", of)}</span>
            </button>
        </p>
        {form}
    }
}

#[component]
fn TalkForm(state: RoleModelsState, seq: i64, is_open: RwSignal<bool>) -> impl IntoView {
    let draft = Draft::new(state.here, format!("talk-draft:{seq}"), 0, String::new());
    let (problem, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    spawn_local(async move {
        page::microtask().await;
        page::focus(&words_id(seq));
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = draft.get();
        if let Some(why) = talk_fault(&words) {
            problem.set(t(why).to_owned());
            page::focus_again(&words_id(seq));
            return;
        }
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let forget = draft.forgetting();
        spawn_local(async move {
            let answer = api::role_models::ask_talk(seq, words).await;
            is_busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    forget();
                    is_open.try_set(false);
                    let done = t("職員課に送りました。答えは、ここと「ホーム」に出ます。");
                    state.take(fresh, done).await;
                }
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
        });
    };
    let close = move |_| {
        draft.forgetting()();
        is_open.set(false);
    };
    view! {
        <form class="stack" novalidate on:submit=send aria-label=t("話を聞きたい")>
            {lines_field(draft, words_id(seq), t("聞きたいこと、都合のよい時間"), 500, |it| it)}
            <p class="hint">
                {t(
                    "職員課だけが読み、本人に取り次ぎます。本人には、日を決めるときに、あなたの名前を伝えます。",
                )}
            </p>
            <p class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || is_busy.get().to_string()>
                    {t("職員課に送る")}
                </button>
                <button type="button" class="button" on:click=close>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}

/// The person's own requests; nothing where there are none.
pub(super) fn own_talks(state: RoleModelsState) -> Option<AnyView> {
    let talks = state.seen.with(|it| it.talks.clone());
    let rows: Vec<AnyView> = talks.into_iter().map(|it| own_talk(state, it)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="own-talks">
                <h2 id="own-talks">{t("申し込んだ話")}</h2>
                <ul class="talk-list">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn own_talk(state: RoleModelsState, it: RoleModelTalk) -> AnyView {
    let problem = RwSignal::new(String::new());
    let seq = it.seq;
    let is_asking = RwSignal::new(false);
    let is_arranged = it.state == TalkState::Arranged;
    let withdraw = move |()| {
        is_asking.set(false);
        spawn_local(async move {
            match api::role_models::withdraw_talk(seq).await {
                Ok(fresh) => state.take(fresh, t("取り下げました。")).await,
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
        });
    };
    let action = match it.state {
        TalkState::Waiting => t("取り下げる"),
        TalkState::Arranged => t("この予定を一覧から消す"),
        TalkState::Declined => t("消す"),
    };
    // Somebody may be waiting in a room.
    let press = move |_| {
        if is_arranged {
            is_asking.set(true);
        } else {
            withdraw(());
        }
    };
    let asking = move || {
        is_asking.get().then(|| {
            let consequence = t("職員課の記録からも消えます。話すのをやめるときは、先に職員課に電話などで知らせてください。");
            let (consequence, action) = (consequence.to_owned(), t("消す"));
            let cancel = move |()| is_asking.set(false);
            view! { <ConfirmPrompt consequence action on_confirm=withdraw on_cancel=cancel /> }
        })
    };
    view! {
        <li>
            <p>
                <b>{it.with.clone()}</b>
                " "
                <span class="tag" class:done=it.state == TalkState::Arranged>
                    {t(it.state.label())}
                </span>
            </p>
            <p>{it.words}</p>
            {(!it.answer.is_empty()).then(|| view! { <p class="notice">{fill!("職員課: {0}", it.answer)}</p> })}
            <p>
                <small>{it.asked_at.display(locale())}</small>
                " "
                <button type="button" class="link" on:click=press>
                    {action}
                    <span class="visually-hidden">{fill!("（{0}）", it.with)}</span>
                </button>
            </p>
            {asking}
            <p class="form-error" role="alert">
                {problem}
            </p>
        </li>
    }
    .into_any()
}

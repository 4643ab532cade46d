//! The requests for a talk that 職員課 answers.

use super::role_models_state::{OfficeState, why_not};
use crate::components::draft::Draft;
use crate::components::draft_fields::lines_field;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::role_model::{RoleModelTalk, TalkState, talk_fault};
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the text of an answer.
fn words_id(seq: i64) -> String {
    format!("talk-answer-{seq}")
}

/// All of them, those that wait first; nothing where nobody has asked.
pub(super) fn requests(state: OfficeState) -> Option<AnyView> {
    let talks = state.all.with(|it| it.talks.clone());
    let rows: Vec<AnyView> = talks.into_iter().map(|it| request(state, it)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="talk-requests">
                <h3 id="talk-requests">{t("話を聞きたいという願い出")}</h3>
                <ul class="talk-list">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn request(state: OfficeState, it: RoleModelTalk) -> AnyView {
    let is_open = RwSignal::new(false);
    let (seq, seen) = (it.seq, it.answered_at);
    let form = move || {
        is_open
            .get()
            .then(|| view! { <AnswerForm state seq seen is_open /> })
    };
    let action = if it.state == TalkState::Waiting {
        t("答える")
    } else {
        t("答え直す")
    };
    let name = it.asker.name.clone();
    view! {
        <li>
            <p>
                <b>{fill!("{0}さん → {1}", it.asker.name, it.with)}</b>
                " "
                <span class="tag" class:done=it.state != TalkState::Waiting>
                    {t(it.state.label())}
                </span>
            </p>
            <p>{it.words}</p>
            {(!it.answer.is_empty()).then(|| view! { <p class="hint">{it.answer.clone()}</p> })}
            <p>
                <small>{it.asked_at.display(locale())}</small>
                " "
                <button
                    type="button"
                    class="button small"
                    hidden=move || is_open.get()
                    on:click=move |_| is_open.set(true)
                >
                    {action}
                    <span class="visually-hidden">{fill!("（{0}）", name)}</span>
                </button>
            </p>
            {form}
        </li>
    }
    .into_any()
}

#[component]
fn AnswerForm(
    state: OfficeState,
    seq: i64,
    seen: Option<Timestamp>,
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let draft = Draft::new(
        state.page.here,
        format!("talk-answer-draft:{seq}"),
        0,
        String::new(),
    );
    let (problem, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    spawn_local(async move {
        page::microtask().await;
        page::focus(&words_id(seq));
    });
    let send = move |becomes: TalkState| {
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
            let answer = api::role_models::answer_talk(seq, seen, becomes, words).await;
            is_busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    forget();
                    is_open.try_set(false);
                    let done = t("答えを、願い出た人に伝えました。");
                    state.page.take_office(state.all, fresh, done).await;
                }
                Err(error) => drop(problem.try_set(why_not(&error))),
            }
        });
    };
    view! {
        <div class="stack" role="group" aria-label=t("願い出への答え")>
            {lines_field(
                draft,
                words_id(seq),
                t("願い出た人への言葉（日時と場所、または事情）"),
                500,
                |it| it,
            )}
            <p class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button
                    type="button"
                    class="button primary"
                    aria-disabled=move || is_busy.get().to_string()
                    on:click=move |_| send(TalkState::Arranged)
                >
                    {t("話す予定を伝える")}
                </button>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || is_busy.get().to_string()
                    on:click=move |_| send(TalkState::Declined)
                >
                    {t("見送りを伝える")}
                </button>
                <button type="button" class="button" on:click=move |_| is_open.set(false)>
                    {t("やめる")}
                </button>
            </p>
        </div>
    }
}

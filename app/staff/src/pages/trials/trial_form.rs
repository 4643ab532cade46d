//! A trial project is begun or changed. What is typed stays on this device until it is saved or given up.

use super::{BEGIN, STATUS, TrialsState};
use crate::components::draft::Draft;
use crate::components::draft_fields::{line_field, lines_field};
use crate::components::outcome::Outcome;
use crate::i18n::{locale, t};
use api::{ApiError, Code};
use browser::page;
use domain::trial_project::{TrialState, TrialText};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Ids of the title's field and of what is wrong.
const TITLE: &str = "trial-title";
const PROBLEM: &str = "trial-problem";

/// Begins, or changes, the one that is being written.
#[component]
pub(super) fn TrialForm(state: TrialsState) -> impl IntoView {
    let (seq, version, text) = state.written.get_untracked().unwrap_or_default();
    let draft = Draft::new(state.here, format!("trial-draft:{seq}"), version, text);
    let (problem, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let close = move || {
        draft.forgetting()();
        state.written.set(None);
        spawn_local(async {
            page::microtask().await;
            page::focus(BEGIN);
        });
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = draft.get();
        if let Some(why) = text.fault() {
            problem.set(t(why).to_owned());
            page::focus_again(TITLE);
            return;
        }
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let (forget, person) = (draft.forgetting(), state.here.person());
        spawn_local(async move {
            let answer = match seq {
                0 => api::trials::begin_trial(text).await,
                seq => api::trials::change_trial(seq, version, text).await,
            };
            is_busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    forget();
                    if state.here.person() == person {
                        state.here.cache_put("trials", &fresh).await;
                    }
                    state.written.try_set(None);
                    state.all.try_set(fresh);
                    let done = t("試行事業を書きました。").to_owned();
                    state.said.try_set(Some(Outcome::Done(done)));
                    page::microtask().await;
                    page::focus(STATUS);
                }
                Err(error) => {
                    problem.try_set(why_not(&error));
                }
            }
        });
    };
    spawn_local(async {
        page::microtask().await;
        page::focus(TITLE);
    });
    view! {
        <form class="card stack" novalidate on:submit=save aria-label=t("試行事業を書く")>
            {draft.stale_note(|it| format!("{}\n{}\n{}", it.title, it.summary, it.learnt))}
            {line_field(draft, (TITLE, PROBLEM), t("名前"), 80, |it| &mut it.title)}
            {state_field(draft)}
            {lines_field(draft, "trial-summary", t("試していること"), 1_000, |it| &mut it.summary)}
            {lines_field(draft, "trial-learnt", t("分かったこと"), 1_000, |it| &mut it.learnt)}
            <p id=PROBLEM class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button class="button primary" aria-disabled=move || is_busy.get().to_string()>
                    {t("保存する")}
                </button>
                <button type="button" class="button" on:click=move |_| close()>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}

fn why_not(error: &ApiError) -> String {
    if error.code == Code::Conflict {
        let told = t(
            "ほかの人が先に変えました。書いた文は残っています。画面を読み込み直して、いまの文と見比べてください。",
        );
        return told.to_owned();
    }
    error.sentence(locale())
}

fn state_field(draft: Draft<TrialText>) -> AnyView {
    let option = |it: TrialState| {
        let is_it = move || draft.with(|text| text.state == it);
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="trial-state"
                    prop:checked=is_it
                    on:change=move |_| draft.update(|text| text.state = it)
                />
                <span>{t(it.label())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="trial-states">
            <legend>{t("段階")}</legend>
            {TrialState::ALL.map(option).into_iter().collect_view()}
        </fieldset>
    }
    .into_any()
}

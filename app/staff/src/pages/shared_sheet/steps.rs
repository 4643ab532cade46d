//! Steps of a 所属長 on submitted goals: return with a reason (before or after confirming), confirm, close the year.

use crate::i18n::{fill, t};
use crate::sync::{AppState, checkout_key};
use domain::fact::{FactBody, Step, StepDetails};
use domain::ids::SheetHash;
use domain::journal::Journal;
use domain::sheet::{SheetId, SheetState};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Caches the typed reason on this device until it is sent: it is not an answer of the sheet. Returns the cache key
/// and the handler of the input.
fn cached_reason(
    here: AppState,
    sheet: &SheetId,
    reason: RwSignal<String>,
) -> (StoredValue<String>, Callback<String>) {
    let key = StoredValue::new(format!("reason:{}", checkout_key(sheet)));
    spawn_local(async move {
        let kept: Option<String> = here.cache_get(&key.get_value()).await;
        let is_empty = || reason.try_with_untracked(String::is_empty) == Some(true);
        if let Some(kept) = kept.filter(|_| is_empty()) {
            reason.try_set(kept);
        }
    });
    let typed = Callback::new(move |text: String| {
        reason.set(text.clone());
        spawn_local(async move { here.cache_put(&key.get_value(), &text).await });
    });
    (key, typed)
}

/// Reasons of a sheet's rejected facts, oldest first.
fn rejection_reasons(here: AppState, sheet: &SheetId) -> Vec<String> {
    here.journal.with_untracked(|it| {
        let tray = it.iter().flat_map(Journal::tray);
        let own = tray.filter(|it| it.fact.sheet == *sheet);
        own.map(|it| t(it.reason.sentence()).to_owned()).collect()
    })
}

/// Steps that the sheet's state permits. A step refers to the content shown here, by its `hash`.
#[component]
pub(super) fn SupervisorSteps(sheet: SheetId, state: SheetState, hash: SheetHash) -> impl IntoView {
    let here = expect_context::<AppState>();
    let sheet = StoredValue::new(sheet);
    let reason = RwSignal::new(String::new());
    let done: RwSignal<Option<Result<String, String>>> = RwSignal::new(None);
    let (key, typed) = cached_reason(here, &sheet.get_value(), reason);
    let go = move |step: Step, word: &'static str| {
        let act = StepDetails {
            by: (step == Step::Agree).then(|| here.person()).flatten(),
            note: if step == Step::Agree {
                String::new()
            } else {
                reason.get_untracked()
            },
            ..StepDetails::default()
        };
        let body = FactBody::Step {
            step,
            made_on: hash.clone(),
            act,
        };
        // Before the wait: the page may be gone after it.
        let (sheet, key) = (sheet.get_value(), key.get_value());
        spawn_local(async move {
            let said = record(here, &sheet, body, word).await;
            if said.is_ok() {
                here.cache_put(&key, &String::new()).await;
            }
            done.try_set(Some(said));
        });
    };
    let go = StoredValue::new_local(go);
    let run = move |step, word| go.with_value(|it| it(step, word));
    let no_reason = move || reason.with(|it| it.trim().is_empty());
    let is_submitted = state == SheetState::Submitted;
    view! {
        <section class="card stack steps no-print" aria-labelledby="steps">
            <h2 id="steps">{t("この目標について")}</h2>
            <p role="status" class="status-message" class:failed=move || done.with(|it| matches!(it, Some(Err(_))))>
                {move || done.get().map(|it| it.unwrap_or_else(|it| it))}
            </p>
            <div class="stack" hidden=move || done.with(|it| matches!(it, Some(Ok(_))))>
                {reason_field(reason, typed)}
                <p class="page-actions">
                    {is_submitted
                        .then(|| {
                            view! {
                                <button
                                    class="button primary"
                                    on:click=move |_| run(Step::Agree, t("確認しました"))
                                >
                                    {t("この目標で確認する")}
                                </button>
                            }
                        })}
                    <button
                        class="button"
                        prop:disabled=no_reason
                        on:click=move |_| run(Step::Return, t("差し戻しました"))
                    >
                        {t("差し戻す")}
                    </button>
                    {(!is_submitted)
                        .then(|| {
                            view! {
                                <button class="button" on:click=move |_| run(Step::Close, t("完了にしました"))>
                                    {t("今年度を完了にする")}
                                </button>
                            }
                        })}
                </p>
            </div>
        </section>
    }
}

fn reason_field(reason: RwSignal<String>, typed: Callback<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span>{t("差し戻す理由（本人に届きます）")}</span>
            <textarea
                class="text"
                rows="2"
                maxlength="400"
                prop:value=move || reason.get()
                on:input=move |event| typed.run(event_target_value(&event))
            ></textarea>
        </label>
    }
}

/// Records a step. Returns what to say of it: `word` if it was taken, or why the server rejected it.
async fn record(
    here: AppState,
    sheet: &SheetId,
    body: FactBody,
    word: &'static str,
) -> Result<String, String> {
    // Facts rejected earlier stay in the tray until their author decides; they say nothing about this step.
    let before = rejection_reasons(here, sheet).len();
    let noted = here.record_step_on(sheet.clone(), body).await;
    let refused = rejection_reasons(here, sheet)
        .into_iter()
        .skip(before)
        .last();
    let is_unsent = here
        .journal
        .with_untracked(|it| it.as_ref().is_some_and(|it| it.has_pending_step(sheet)));
    match (noted, refused) {
        (Err(error), _) => Err(t(error.sentence()).to_owned()),
        (Ok(()), Some(why)) => Err(why),
        (Ok(()), None) if is_unsent => Ok(fill!(
            "{0}。この端末に保存し、つながったときに送ります。",
            word
        )),
        (Ok(()), None) => Ok(fill!("{0}。", word)),
    }
}

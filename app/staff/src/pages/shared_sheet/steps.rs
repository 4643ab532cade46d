//! Steps on a shared sheet: the 所属長 confirms goals, returns them with a reason and closes the year; who reads a sheet
//! that is only handed in, as 所属長 or as 職員課, returns it.

use crate::i18n::{fill, t};
use crate::sync::{AppState, checkout_key};
use browser::page;
use domain::fact::{FactBody, Step, StepDetails};
use domain::ids::SheetHash;
use domain::instrument::{Party, Workflow};
use domain::journal::Journal;
use domain::route::Route;
use domain::sheet::{SheetId, SheetState};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Ids of the comment, of what is wrong with it, and of what was done.
const COMMENT: &str = "step-comment";
const PROBLEM: &str = "step-problem";
const SAID: &str = "step-said";

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

/// A step that a reader can choose, with the words around it.
#[derive(Clone, Copy)]
pub(super) struct StepChoice {
    step: Step,
    /// The choice, and the button that takes the step.
    label: &'static str,
    /// Name of the comment's field.
    comment: &'static str,
    needs_comment: bool,
    /// What is said once the step is taken.
    done: &'static str,
}

/// What this side may choose in a state: to confirm or to close, and to send back.
pub(super) fn choices(course: Workflow, side: Party, state: SheetState) -> [Option<StepChoice>; 2] {
    let optional = |step, label, done| StepChoice {
        step,
        label,
        comment: t("本人への一言（書かなくてもよい）"),
        needs_comment: false,
        done,
    };
    let [agree, close, send_back] = [
        optional(Step::Agree, t("この目標で確認する"), t("確認しました")),
        optional(Step::Close, t("今年度を完了にする"), t("完了にしました")),
        StepChoice {
            step: Step::Return,
            label: t("差し戻す"),
            comment: t("差し戻す理由（本人に届きます）"),
            needs_comment: true,
            done: t("差し戻しました"),
        },
    ];
    let may = |it: &StepChoice| course.allows(it.step, side, state);
    let first = [agree, close].into_iter().find(may);
    [first, Some(send_back).filter(may)]
}

/// What has been chosen and written so far.
#[derive(Clone, Copy)]
struct Decision {
    choices: [Option<StepChoice>; 2],
    /// Index of the choice; nothing is chosen beforehand.
    chosen: RwSignal<Option<usize>>,
    comment: RwSignal<String>,
    /// Whether the comment is missing where it is needed.
    is_comment_missing: RwSignal<bool>,
}

impl Decision {
    fn choice(self) -> Option<StepChoice> {
        self.choices.get(self.chosen.get()?).copied().flatten()
    }

    /// The step to take; points at the comment if it needs one.
    fn step(self) -> Option<(StepChoice, String)> {
        let (choice, comment) = (untrack(|| self.choice())?, self.comment.get_untracked());
        let is_missing = choice.needs_comment && comment.trim().is_empty();
        self.is_comment_missing.set(is_missing);
        if is_missing {
            page::focus(COMMENT);
        }
        (!is_missing).then_some((choice, comment))
    }
}

/// One choice, a comment for either, one button. A step refers to the content shown here, by its `hash`.
#[component]
pub(super) fn ReaderSteps(
    sheet: SheetId,
    side: Party,
    choices: [Option<StepChoice>; 2],
    hash: SheetHash,
    /// Names of the items that are required and have no answer.
    missing: Vec<String>,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let sheet = StoredValue::new(sheet);
    let decision = Decision {
        choices,
        chosen: RwSignal::new(None),
        comment: RwSignal::new(String::new()),
        is_comment_missing: RwSignal::new(false),
    };
    let done: RwSignal<Option<Result<String, String>>> = RwSignal::new(None);
    let (key, typed) = cached_reason(here, &sheet.get_value(), decision.comment);
    let go = move |_| {
        let Some((choice, note)) = decision.step() else {
            return;
        };
        let act = StepDetails {
            by: (choice.step == Step::Agree)
                .then(|| here.person())
                .flatten(),
            note,
            ..StepDetails::default()
        };
        let body = FactBody::Step {
            step: choice.step,
            made_on: hash.clone(),
            act,
        };
        // Before the wait: the page may be gone after it.
        let (sheet, key) = (sheet.get_value(), key.get_value());
        spawn_local(async move {
            let said = record(here, &sheet, body, choice.done).await;
            if said.is_ok() {
                here.cache_put(&key, &String::new()).await;
            }
            done.try_set(Some(said));
            page::focus(SAID);
        });
    };
    let is_closed = sheet.with_value(|sheet| is_closed(here, sheet));
    let is_done = move || done.with(|it| matches!(it, Some(Ok(_))));
    let is_failed = move || done.with(|it| matches!(it, Some(Err(_))));
    let cycle = sheet.with_value(|it| it.cycle);
    let (heading, back) = if side == Party::Supervisor {
        let back = (Route::Team(cycle.year), t("課の職員へ戻る"));
        (t("この目標について"), back)
    } else {
        let back = (Route::Shared(cycle), t("共有されたシートへ戻る"));
        (t("このシートについて"), back)
    };
    view! {
        <section class="card stack steps no-print" aria-labelledby="steps">
            <h2 id="steps">{heading}</h2>
            <p role="status" class="status-message" id=SAID tabindex="-1" class:failed=is_failed>
                {move || done.get().map(|it| it.unwrap_or_else(|it| it))}
            </p>
            <p hidden=move || !is_done()>
                <a class="button" href=back.0.to_string()>
                    {back.1}
                </a>
            </p>
            <div class="stack" hidden=is_done>
                {is_closed.then(closed_line)}
                {missing_line(missing)}
                {choice_fields(decision, typed)}
                <p class="page-actions" hidden=move || decision.choice().is_none()>
                    <button class="button primary" on:click=go>
                        {move || decision.choice().map(|it| it.label)}
                    </button>
                </p>
            </div>
        </section>
    }
}

fn closed_line() -> impl IntoView {
    let words =
        t("この時期の受付は終わっています。差し戻すには、先に本人の期限を延ばしてください。");
    view! { <p class="notice">{words}</p> }
}

/// Whether the cycle of a sheet takes no answers any more, as far as this person is told.
fn is_closed(here: AppState, sheet: &SheetId) -> bool {
    here.me.with_untracked(|me| {
        let mut cycles = me.iter().flat_map(|it| &it.cycles);
        let own = cycles.find(|it| it.instrument == sheet.instrument && it.cycle == sheet.cycle);
        own.is_some_and(|it| !it.open)
    })
}

/// The choices, and the comment of the one that is chosen. `typed` keeps the comment.
fn choice_fields(decision: Decision, typed: Callback<String>) -> impl IntoView {
    let known = decision.choices.into_iter().enumerate();
    let known: Vec<_> = known.filter_map(|(at, it)| Some((at, it?))).collect();
    // One choice is a button: nobody chooses between one.
    let only = (known.len() == 1).then(|| known[0]);
    let only = only.map(|(at, it)| {
        view! {
            <p class="page-actions" hidden=move || decision.choice().is_some()>
                <button type="button" class="button" on:click=move |_| choose_only(decision, at)>
                    {it.label}
                </button>
            </p>
        }
    });
    let has_several = only.is_none();
    let radios = known.into_iter().filter(|_| has_several).map(|(at, it)| {
        let choose = move |_| {
            decision.is_comment_missing.set(false);
            decision.chosen.set(Some(at));
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="step"
                    prop:checked=move || decision.chosen.get() == Some(at)
                    on:change=choose
                />
                <span>{it.label}</span>
            </label>
        }
    });
    let problem = move || {
        let is_missing = decision.is_comment_missing.get();
        is_missing.then(|| t("差し戻す理由を書いてください。本人がどこを直せばよいか分かります。"))
    };
    view! {
        {only}
        {has_several
            .then(|| {
                view! {
                    <div class="choices" role="radiogroup" aria-labelledby="steps">
                        {radios.collect_view()}
                    </div>
                }
            })}
        <label class="field" hidden=move || decision.choice().is_none()>
            <span>{move || decision.choice().map(|it| it.comment)}</span>
            <textarea
                class="text"
                id=COMMENT
                rows="2"
                maxlength="400"
                aria-invalid=move || decision.is_comment_missing.get().then_some("true")
                aria-describedby=PROBLEM
                prop:value=move || decision.comment.get()
                on:input=move |event| typed.run(event_target_value(&event))
            ></textarea>
        </label>
        <p class="form-error" role="alert" id=PROBLEM>
            {problem}
        </p>
    }
}

/// The button goes as it is pressed: the focus goes on to the comment.
fn choose_only(decision: Decision, at: usize) {
    decision.chosen.set(Some(at));
    spawn_local(async {
        page::microtask().await;
        page::focus(COMMENT);
    });
}

/// Says which required items have no answer: confirming does not depend on them.
fn missing_line(missing: Vec<String>) -> AnyView {
    if missing.is_empty() {
        return ().into_any();
    }
    view! { <p class="notice">{fill!("書かれていない必須の項目: {0}", missing.join("、"))}</p> }
        .into_any()
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

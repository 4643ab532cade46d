//! Confirmation by one of the two people of a joint sheet: their own button or, on the other person's device, their
//! 確認番号.

use super::SheetForm;
use crate::i18n::{fill, locale, t};
use browser::{clock, page};
use domain::crypto::confirmation::{self, ConfirmedPart};
use domain::fact::{Fact, FactBody, RejectedFact, Step, StepDetails};
use domain::ids::{PartId, SheetId};
use domain::instrument::{Item, WrittenBy};
use domain::journal::Journal;
use domain::sheet::Signature;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Id of the field for the other person's 確認番号 of a part.
fn pin_field(part: &PartId) -> String {
    format!("confirm-pin-{part}")
}

/// One party's confirmation, or the means to give it.
#[component]
pub(super) fn Confirmation(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// The party that confirms.
    by: WrittenBy,
) -> impl IntoView {
    let part = PartId::of(&item.id);
    let is_mine = (by == WrittenBy::Person) == form.is_own();
    let of_owner = by == WrittenBy::Person;
    let own = part.clone();
    let signed = Memo::new(move |_| {
        form.sheet.with(|sheet| {
            let owner = form.with_id(|it| it.person.clone());
            // A signature counts only for the content it was made on.
            let fits = |it: &&Signature| {
                it.part == own && (it.by == owner) == of_owner && it.made_on == sheet.hash_of(&own)
            };
            sheet.signatures.iter().find(fits).map(|it| it.at)
        })
    });
    let is_waiting = Memo::new(move |_| {
        let sheet = form.id();
        form.here
            .journal
            .with(|it| it.as_ref().is_some_and(|it| it.has_pending_step(&sheet)))
    });
    let entry = PinEntry::start(form, part.clone(), of_owner);
    let whole = part.clone();
    let is_agreed = Memo::new(move |_| form.sheet.with(|it| it.is_agreed(&whole)));
    view! {
        <div
            class="confirmation"
            role="group"
            aria-labelledby=label
            class:confirmed=move || signed.with(Option::is_some)
        >
            {move || match signed.get() {
                Some(at) => {
                    view! {
                        <p class="confirmation-done">{fill!("確認しました　{0}", at.display(locale()))}</p>
                        <p class="hint" hidden=move || is_mine || !is_waiting.get()>
                            {t("番号は、つながったときにサーバーが確かめます。")}
                        </p>
                        {is_agreed.get().then(|| (is_mine).then(|| view! { <ReopenForm form part=part.clone() /> }))}
                    }
                        .into_any()
                }
                None if is_mine => {
                    view! {
                        <ConfirmButton form part=part.clone() />
                        <p class="form-error" role="alert">
                            {move || entry.problem.get()}
                        </p>
                    }
                        .into_any()
                }
                None => view! { <ConfirmByPin form part=part.clone() of_owner entry /> }.into_any(),
            }}
        </div>
    }
}

/// Entry of a 確認番号. It outlives the field, which goes while a number is on its way and is back if it was wrong.
#[derive(Clone, Copy)]
struct PinEntry {
    is_open: RwSignal<bool>,
    /// Why the last number was not accepted; empty if it was not given yet.
    problem: RwSignal<String>,
}

impl PinEntry {
    /// A number that the server refuses is no answer to keep: it leaves the tray for a sentence in the open field.
    fn start(form: SheetForm, part: PartId, of_owner: bool) -> Self {
        let entry = Self {
            is_open: RwSignal::new(false),
            problem: RwSignal::new(String::new()),
        };
        Effect::new(move |_| {
            let sheet = form.id();
            let refused = form.here.journal.with(|it| {
                let tray = it.iter().flat_map(Journal::tray);
                let by_pin =
                    |it: &&RejectedFact| is_confirmation(&it.fact, &sheet, &part, of_owner);
                tray.filter(by_pin).last().cloned()
            });
            let Some(refused) = refused else { return };
            let sentence = if refused.detail.is_empty() {
                refused.reason.sentence()
            } else {
                &refused.detail
            };
            entry.problem.set(t(sentence).to_owned());
            entry.is_open.set(true);
            spawn_local(form.here.discard_rejected(refused.fact.id));
            let field = pin_field(&part);
            request_animation_frame(move || page::focus(&field));
        });
        entry
    }
}

/// Whether a fact confirms a part of a sheet for its owner, or for the other side.
fn is_confirmation(fact: &Fact, sheet: &SheetId, part: &PartId, of_owner: bool) -> bool {
    let FactBody::Step {
        step: Step::Agree,
        act,
        ..
    } = &fact.body
    else {
        return false;
    };
    fact.sheet == *sheet
        && act.part == *part
        && (act.by.as_ref() == Some(&sheet.person)) == of_owner
}

/// Button for the person's own confirmation.
#[component]
fn ConfirmButton(form: SheetForm, part: PartId) -> impl IntoView {
    let confirm = move |_| {
        let act = StepDetails {
            part: part.clone(),
            by: Some(form.by()),
            ..StepDetails::default()
        };
        spawn_local(async move {
            let _ = form.here.record_step(form.id(), Step::Agree, act).await;
        });
    };
    view! {
        <button type="button" class="button primary" on:click=confirm>
            {t("確認する")}
        </button>
        <p class="hint">
            {t(
                "いま書いてある内容を確認します。後から内容が変わると、確認し直しになります。",
            )}
        </p>
    }
}

/// The other party's confirmation on this device. The number is encrypted to the server's key: this works offline,
/// and the number is never stored here in plain text.
#[component]
fn ConfirmByPin(form: SheetForm, part: PartId, of_owner: bool, entry: PinEntry) -> impl IntoView {
    let number = RwSignal::new(String::new());
    let problem = entry.problem;
    let field = pin_field(&part);
    let problem_id = format!("{field}-problem");
    let confirm = move |_| {
        let typed = super::half_width_digits(&number.get_untracked());
        match with_pin(form, &part, of_owner, &typed) {
            Ok(act) => {
                number.set(String::new());
                problem.set(String::new());
                spawn_local(async move {
                    let _ = form.here.record_step(form.id(), Step::Agree, act).await;
                });
            }
            Err(why) => {
                problem.set(why.to_owned());
                page::focus(&pin_field(&part));
            }
        }
    };
    let whose = if of_owner {
        t("本人")
    } else {
        t("所属長")
    };
    view! {
        <p class="confirmation-pending">{t("まだ確認されていません。")}</p>
        <details class="confirmation-form" prop:open=move || entry.is_open.get()>
            <summary>{fill!("{0}がこの端末で確認する", whose)}</summary>
            <div class="stack">
                <label class="field">
                    <span>{fill!("{0}の確認番号", whose)}</span>
                    <input
                        id=field
                        type="password"
                        inputmode="numeric"
                        autocomplete="off"
                        aria-invalid=move || problem.with(|it| !it.is_empty()).then_some("true")
                        aria-describedby=problem_id.clone()
                        prop:value=move || number.get()
                        on:input=move |event| number.set(event_target_value(&event))
                    />
                </label>
                <p class="form-error" role="alert" id=problem_id>
                    {move || problem.get()}
                </p>
                <button type="button" class="button" on:click=confirm>
                    {t("確認番号で確認する")}
                </button>
                <p class="hint">
                    {t(
                        "番号は、確認する人が自分の画面の「アカウント」で決めておきます。",
                    )}
                </p>
                <p class="hint">
                    {t(
                        "番号は封をして保存し、サーバーだけが開きます。ネットワークがなくても確認でき、つながったときに確かめます。",
                    )}
                </p>
            </div>
        </details>
    }
}

/// The other party's confirmation by their number, or why it cannot be given.
fn with_pin(
    form: SheetForm,
    part: &PartId,
    of_owner: bool,
    typed: &str,
) -> Result<StepDetails, &'static str> {
    if typed.len() < confirmation::MIN_PIN {
        return Err(t("確認番号は6桁以上です。"));
    }
    let me = form.here.me.get_untracked();
    let other = if of_owner {
        Some(form.with_id(|it| it.person.clone()))
    } else {
        me.as_ref().and_then(|it| it.person.supervisor.clone())
    };
    let made_on = form.sheet.with_untracked(|it| it.hash_of(part));
    let (id, key) = (form.id(), me.map(|it| it.server_key).unwrap_or_default());
    let confirmed = ConfirmedPart {
        sheet: &id,
        part,
        made_on: &made_on,
    };
    let sealed =
        clock::random_bytes().and_then(|it| confirmation::encrypt(typed, &confirmed, &key, it));
    let (Some(proof), Some(by)) = (sealed, other) else {
        return Err(t(
            "この端末では封ができません。一度ネットワークにつないでから、もう一度お試しください。",
        ));
    };
    Ok(StepDetails {
        part: part.clone(),
        by: Some(by),
        proof,
        ..StepDetails::default()
    })
}

/// Reopens, with a reason, what both have confirmed; both confirm the new version.
#[component]
pub(crate) fn ReopenForm(form: SheetForm, part: PartId) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let open_again = move |_| {
        let act = StepDetails {
            part: part.clone(),
            note: reason.get_untracked(),
            ..StepDetails::default()
        };
        spawn_local(async move {
            let _ = form.here.record_step(form.id(), Step::Reopen, act).await;
        });
    };
    view! {
        <details class="confirmation-form">
            <summary>{t("改めて直す")}</summary>
            <div class="stack">
                <label class="field">
                    <span>{t("理由")}</span>
                    <input
                        type="text"
                        maxlength="200"
                        prop:value=move || reason.get()
                        on:input=move |event| reason.set(event_target_value(&event))
                    />
                </label>
                <button
                    type="button"
                    class="button"
                    prop:disabled=move || reason.with(|it| it.trim().is_empty())
                    on:click=open_again
                >
                    {t("開いて直す")}
                </button>
                <p class="hint">
                    {t("いまの版は記録に残り、直した後は二人とも確認し直します。")}
                </p>
            </div>
        </details>
    }
}

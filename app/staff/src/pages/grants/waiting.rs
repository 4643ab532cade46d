//! The requests that wait, and deciding on one.

use super::grants_state::{GrantsState, amount};
use crate::i18n::{fill, locale, t};
use domain::calendar::display_day;
use domain::grant::{GrantRequest, NewGrantDecision, grouped, yen};
use domain::route::Route;
use leptos::prelude::*;

/// A card stays as it is when another is decided on: what is typed into it is not lost.
#[component]
pub(super) fn Waiting(state: GrantsState) -> impl IntoView {
    let all = move || state.all.with(|it| it.waiting.clone());
    let n = Memo::new(move |_| state.all.with(|it| it.waiting.len()));
    view! {
        <section class="stack" aria-labelledby="grants-waiting">
            <h2 id="grants-waiting">{t("決めるのを待っている申請")} " " <span class="count">{n}</span></h2>
            <p class="hint" hidden=move || n.get() != 0>
                {t("待っている申請はありません。")}
                " "
                <a href=Route::Calendar.to_string()>{t("様式の時期を見る")}</a>
            </p>
            <ul class="cards">
                <For each=all key=|it| it.subject.clone() children=move |it| view! { <Request state it /> } />
            </ul>
        </section>
    }
}

/// What is typed into a request's card.
#[derive(Clone, Copy)]
struct Typed {
    amount: RwSignal<String>,
    note: RwSignal<String>,
    problem: RwSignal<String>,
}

impl Typed {
    /// The decision, if it can be made; else says what is wrong.
    fn decision(self, of: &GrantRequest, is_granted: bool) -> Option<NewGrantDecision> {
        let granted = if is_granted {
            yen(&self.amount.get_untracked())
        } else {
            Some(0)
        };
        let Some(granted) = granted else {
            let how = t("金額は、12,000 や 5万 のように書いてください。");
            self.problem.set(how.to_owned());
            return None;
        };
        let decision = NewGrantDecision {
            subject: of.subject.clone(),
            granted,
            note: self.note.get_untracked(),
        };
        let fault = decision.fault();
        self.problem
            .set(fault.map(t).unwrap_or_default().to_owned());
        fault.is_none().then_some(decision)
    }

    fn field(value: RwSignal<String>, label: &'static str, most: u16) -> AnyView {
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="text"
                    class="text"
                    autocomplete="off"
                    maxlength=most
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </label>
        }
        .into_any()
    }
}

#[component]
fn Request(state: GrantsState, it: GrantRequest) -> impl IntoView {
    let asked = yen(&it.subject.amount);
    let typed = Typed {
        amount: RwSignal::new(asked.map(|it| grouped(it.into())).unwrap_or_default()),
        note: RwSignal::new(String::new()),
        problem: RwSignal::new(String::new()),
    };
    let of = StoredValue::new(it.clone());
    let decide = move |is_granted: bool, done: &'static str| {
        let decision = of.with_value(|it| typed.decision(it, is_granted));
        if let Some(decision) = decision {
            let call = api::grants::decide_grant(state.year, decision);
            state.change(call, done, || ());
        }
    };
    let grant = move |_| decide(true, t("認めました。本人のホームに知らせます。"));
    let refuse = move |_| decide(false, t("見送りました。本人のホームに知らせます。"));
    let hidden = move || of.with_value(|it| fill!("（{0}）", it.name));
    view! {
        <li class="card stack">
            {about(state, it)}
            <div class="grant-decision">
                {Typed::field(typed.amount, t("認める額（円）"), 20)}
                {Typed::field(typed.note, t("本人へのひとこと（見送るときは理由）"), 300)}
            </div> <p class="form-error" role="alert">
                {typed.problem}
            </p> <p class="page-actions">
                <button type="button" class="button primary" on:click=grant>
                    {t("認める")}
                    <span class="visually-hidden">{hidden}</span>
                </button>
                <button type="button" class="button" on:click=refuse>
                    {t("見送る")}
                    <span class="visually-hidden">{hidden}</span>
                </button>
            </p>
        </li>
    }
}

/// What is asked for, by whom, and why.
fn about(state: GrantsState, it: GrantRequest) -> AnyView {
    let wanted = match yen(&it.subject.amount) {
        Some(yen) => amount(yen.into()),
        None if it.subject.amount.is_empty() => t("金額の記入なし").to_owned(),
        None => it.subject.amount.clone(),
    };
    let from = (!it.subject.from.is_empty())
        .then(|| fill!("{0}から", display_day(&it.subject.from, locale())));
    view! {
        <div>
            <p class="trial-head">
                <span class="tag">{state.kind(&it.subject.kind)}</span>
                <b>{wanted}</b>
                <small>{from}</small>
            </p>
            <h3>{it.subject.what}</h3>
            <p>{fill!("{0}（{1}）", it.name, it.place)}</p>
            <p class="hint">{it.why}</p>
        </div>
    }
    .into_any()
}

//! How far the budget of each kind goes, as bars with their numbers, and setting the budgets.

use super::grants_state::{GrantsState, amount};
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::grant::{GrantBudget, GrantKind, GrantUse, grouped, yen};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the first budget's field.
const FIRST: &str = "grant-budget-0";

#[component]
pub(super) fn Budgets(state: GrantsState) -> impl IntoView {
    let is_editing = RwSignal::new(false);
    let form = move || {
        is_editing
            .get()
            .then(|| view! { <BudgetForm state is_editing /> })
    };
    let rows = move || {
        state.all.with(|all| {
            let rows = all.kinds.iter().map(|it| row(it, all.use_of(&it.id)));
            rows.collect::<Vec<_>>()
        })
    };
    view! {
        <section class="card stack" aria-labelledby="grant-budgets">
            <h2 id="grant-budgets">{t("予算の使い方")}</h2>
            <div class="table-frame" tabindex="0" role="region" aria-label=t("予算の使い方の表")>
                <table class="numbers">
                    <caption class="visually-hidden">{t("予算の使い方")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("助成の種類")}</th>
                            <th scope="col">{t("予算")}</th>
                            <th scope="col">{t("認めた額")}</th>
                            <th scope="col">{t("残り")}</th>
                            <th scope="col">{t("申請中")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="hint">{t("申請中の額は、数字で書かれたものだけの合計です。")}</p>
            <p class="page-actions">
                <button
                    type="button"
                    class="button"
                    hidden=move || is_editing.get()
                    on:click=move |_| is_editing.set(true)
                >
                    {t("予算を決める")}
                </button>
            </p>
            {form}
        </section>
    }
}

fn row(kind: &GrantKind, used: GrantUse) -> AnyView {
    let left = used.left();
    let is_over = left.is_some_and(|it| it < 0);
    let money = |yen: Option<i64>| yen.map_or_else(|| t("—").to_owned(), amount);
    let whole = |yen: u64| i64::try_from(yen).unwrap_or(i64::MAX);
    let waiting = fill!("{0}（{1}件）", amount(whole(used.asked)), used.n_waiting);
    let granted = fill!("{0}（{1}件）", amount(whole(used.granted)), used.n_granted);
    view! {
        <tr>
            <th scope="row">{kind.words.shown(locale()).to_owned()} {used.budget.map(|it| bar(it, used))}</th>
            <td>{money(used.budget.map(i64::from))}</td>
            <td>{granted}</td>
            <td class:late=is_over>
                {money(left)} {is_over.then(|| view! { <small>{t("超えています")}</small> })}
            </td>
            <td>{waiting}</td>
        </tr>
    }
    .into_any()
}

/// What is granted, then what is asked for, in the budget.
fn bar(budget: u32, used: GrantUse) -> AnyView {
    let share = |yen: u64| {
        let all = f64::from(budget.max(1));
        // Yen of a budget are far below what a float counts exactly.
        let part = f64::from(u32::try_from(yen).unwrap_or(u32::MAX));
        (part / all * 100.0).min(100.0)
    };
    let granted = share(used.granted);
    let asked = share(used.asked).min(100.0 - granted);
    view! {
        <svg class="stack-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-ground" x="0" y="0" width="100" height="12"></rect>
            <rect class="bar-submitted" x="0" y="0" width=format!("{granted:.1}") height="12"></rect>
            <rect class="bar-begun" x=format!("{granted:.1}") y="0" width=format!("{asked:.1}") height="12"></rect>
        </svg>
    }
    .into_any()
}

#[component]
fn BudgetForm(state: GrantsState, is_editing: RwSignal<bool>) -> impl IntoView {
    let fields: Vec<(GrantKind, RwSignal<String>)> = state.all.with_untracked(|all| {
        let kinds = all.kinds.iter().map(|kind| {
            let budget = all.budgets.iter().find(|it| it.kind == kind.id);
            let text = budget.map(|it| grouped(it.yen.into())).unwrap_or_default();
            (kind.clone(), RwSignal::new(text))
        });
        kinds.collect()
    });
    let problem = RwSignal::new(String::new());
    spawn_local(async {
        page::microtask().await;
        page::focus(FIRST);
    });
    let read = fields.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(String::new());
        let mut budgets = Vec::new();
        for (at, (kind, text)) in read.iter().enumerate() {
            let typed = text.get_untracked();
            if typed.trim().is_empty() {
                continue;
            }
            let Some(yen) = yen(&typed) else {
                problem.set(t("金額は、12,000 や 5万 のように書いてください。").to_owned());
                page::focus_again(&format!("grant-budget-{at}"));
                return;
            };
            let kind = kind.id.clone();
            budgets.push(GrantBudget { kind, yen });
        }
        let call = api::grants::set_grant_budgets(state.year, budgets);
        state.change(call, t("予算を決めました。"), move || {
            is_editing.set(false);
        });
    };
    let inputs = fields.into_iter().enumerate().map(|(at, (kind, text))| {
        view! {
            <label class="field">
                <span>{kind.words.shown(locale()).to_owned()}</span>
                <input
                    id=format!("grant-budget-{at}")
                    type="text"
                    class="text"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="20"
                    aria-describedby="grant-budget-problem"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
        }
    });
    view! {
        <form class="stack" novalidate on:submit=save aria-label=t("予算を決める")>
            {inputs.collect_view()}
            <p class="hint">{t("空にすると、予算なしになります。")}</p>
            <p id="grant-budget-problem" class="form-error" role="alert">
                {problem}
            </p>
            <p class="page-actions">
                <button class="button primary">{t("保存する")}</button>
                <button type="button" class="button" on:click=move |_| is_editing.set(false)>
                    {t("やめる")}
                </button>
            </p>
        </form>
    }
}

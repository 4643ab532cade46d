//! Carries a goal over: its plan is copied into the first empty goal of next year's sheet.

use crate::components::form::SheetForm;
use crate::i18n::{fill, t};
use domain::calendar::Cycle;
use domain::ids::PartId;
use domain::instrument::{Item, Workflow};
use domain::journal::AnswerEdit;
use domain::sheet::{Sheet, SheetId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;

/// Number of goals in a sheet.
const GOALS_PER_SHEET: usize = 4;

/// Whether goal `n` of a sheet has any answer.
fn is_begun(sheet: &Sheet, items: &[Item], n: usize) -> bool {
    let goal = PartId::copy(n);
    let own = items.iter().filter(|it| goal.holds(&it.id));
    { own }.any(|it| sheet.value(&it.id).is_some())
}

/// The answers of goal `n`, readdressed to the items of goal `to`.
fn plan(items: &[Item], sheet: &Sheet, n: usize, to: usize) -> Vec<(Arc<Item>, Value)> {
    let (from, to) = (PartId::copy(n), PartId::copy(to));
    let own = items.iter().filter(|it| from.holds(&it.id));
    // The copies of a section have the same items in the same order.
    let targets = items.iter().filter(|it| to.holds(&it.id));
    let answers = own.zip(targets).filter_map(|(item, target)| {
        let value = sheet.value(&item.id).cloned()?;
        Some((Arc::new(target.clone()), value))
    });
    answers.collect()
}

/// One button per goal that has answers, if next year's form is open.
#[component]
pub(super) fn CarryOver(form: SheetForm, cycle: Cycle) -> impl IntoView {
    let is_goals = form
        .edition
        .with_value(|it| it.course == Workflow::Agreement);
    let next = SheetId {
        cycle: Cycle {
            year: cycle.year + 1,
            ..cycle
        },
        ..form.id()
    };
    let is_open = form.here.me.with_untracked(|it| {
        let cycles = it.iter().flat_map(|it| &it.cycles);
        { cycles }.any(|it| it.open && it.cycle == next.cycle && it.instrument == next.instrument)
    });
    // Late items, which report the outcome, stay with their year: only the plan is copied.
    let items: Vec<Item> = form.edition.with_value(|it| {
        let planned = it
            .items()
            .filter(|it| !it.late && !PartId::of(&it.id).is_whole());
        planned.cloned().collect()
    });
    let said = RwSignal::new(String::new());
    let next = StoredValue::new(next);
    let all = StoredValue::new(items);
    let carry = move |n: usize| {
        spawn_local(async move {
            said.try_set(copy_goal(form, next.get_value(), all.get_value(), n).await);
        });
    };
    let buttons = move || {
        let begun = |n: &usize| {
            form.sheet
                .with(|it| all.with_value(|items| is_begun(it, items, *n)))
        };
        let button = |n: usize| {
            view! {
                <button type="button" class="button small" on:click=move |_| carry(n)>
                    {fill!("目標{0}を引き継ぐ", n)}
                </button>
            }
        };
        (1..=GOALS_PER_SHEET)
            .filter(begun)
            .map(button)
            .collect_view()
    };
    is_goals.then(|| {
        view! {
            <section class="card stack no-print">
                <h2>{t("来年度へ")}</h2>
                {if is_open {
                    view! { <p class="page-actions">{buttons}</p> }.into_any()
                } else {
                    view! {
                        <p class="hint">
                            {t(
                                "来年度のシートを職員課が開くと、ここから目標を引き継げます。",
                            )}
                        </p>
                    }
                        .into_any()
                }}
                <p role="status" class="status-message">
                    {move || said.get()}
                </p>
            </section>
        }
    })
}

/// Copies the plan of goal `n` to the first free goal of next year's sheet. Returns a sentence that says what happened.
async fn copy_goal(form: SheetForm, next: SheetId, items: Vec<Item>, n: usize) -> String {
    let (now, then) = form.here.optimistic.with_untracked(|it| {
        let sheet = |id: &SheetId| it.as_ref().map(|it| it.sheet(id)).unwrap_or_default();
        (sheet(&form.id()), sheet(&next))
    });
    let Some(free) = (1..=GOALS_PER_SHEET).find(|to| !is_begun(&then, &items, *to)) else {
        return t("来年度のシートには、空いている目標がありません。").to_owned();
    };
    let by = form.by();
    for (item, value) in plan(&items, &now, n, free) {
        let input = AnswerEdit {
            value,
            ..AnswerEdit::default()
        };
        if let Err(error) = form
            .here
            .record_input(by.clone(), next.clone(), item, input)
            .await
        {
            return t(error.sentence()).to_owned();
        }
    }
    fill!("目標{0}を、来年度の目標{1}に写しました。", n, free)
}

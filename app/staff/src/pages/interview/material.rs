//! What is looked at in an interview: the goals, the person's own words, and where both see things differently.

use super::assessment::AssessmentCard;
use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use api::sheets::OpenedSheet;
use domain::calendar::Cycle;
use domain::instrument::{Item, ItemKind, ItemRole, cells};
use domain::person::Person;
use leptos::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

fn answer<'a>(sheet: &'a OpenedSheet, item: &Item) -> Option<&'a Value> {
    let found = sheet.answers.iter().find(|it| it.item == item.id);
    found.map(|it| &it.value)
}

/// Text of copy `n` of the item with a role.
fn text(sheet: &OpenedSheet, role: ItemRole, n: usize) -> String {
    let item = sheet.edition.copy_with_role(role, n);
    let text = item
        .and_then(|it| answer(sheet, it))
        .and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// What is looked at in an interview.
#[derive(Clone)]
pub(super) struct Material {
    pub(super) person: Person,
    pub(super) cycle: Cycle,
    /// The person's goal sheet of the year; `None` if it may not be read.
    pub(super) goals: Option<OpenedSheet>,
    /// The person's self-scoring of the period; `None` if it may not be read.
    pub(super) scoring: Option<OpenedSheet>,
}

/// Goals, the person's own words, and where both see things differently: side by side.
#[component]
pub(super) fn LookPanel(form: SheetForm, material: StoredValue<Material>) -> impl IntoView {
    let Material {
        person,
        cycle,
        goals,
        scoring,
    } = material.get_value();
    let goals = goals.map_or_else(
        || view! { <p class="hint">{t("提出された目標はまだありません。")}</p> }.into_any(),
        |it| view! { <GoalList form goals=it /> }.into_any(),
    );
    let own = scoring.clone().map_or_else(
        || {
            view! { <p class="hint">{t("この時期の自己採点は、共有されていません。")}</p> }
                .into_any()
        },
        |it| view! { <OwnWords scoring=it /> }.into_any(),
    );
    view! {
        <div class="look-panel">
            <section class="card" aria-labelledby="look-goals">
                <h2 id="look-goals">{t("目標")}</h2>
                {goals}
            </section>
            <section class="card" aria-labelledby="look-scoring">
                <h2 id="look-scoring">{t("自己採点")}</h2>
                {own}
            </section>
            <AssessmentCard person cycle scoring />
        </div>
    }
}

#[component]
fn GoalList(form: SheetForm, goals: OpenedSheet) -> impl IntoView {
    let org = text(&goals, ItemRole::OrgGoal, 1);
    let copies = goals.edition.items_with_role(ItemRole::Goal).count();
    let each = (1..=copies).filter_map(|n| {
        let goal = text(&goals, ItemRole::Goal, n);
        (!goal.is_empty()).then(|| {
            let parts = [
                ItemRole::Indicator,
                ItemRole::MidProgress,
                ItemRole::GoalResult,
            ];
            let parts = parts.map(|it| text(&goals, it, n));
            let steps = steps(&goals, n);
            (n, goal, parts, steps)
        })
    });
    let each: Vec<_> = each.collect();
    let wordings: Vec<String> = each.iter().map(|it| it.1.clone()).collect();
    let cards = each
        .into_iter()
        .map(|(n, goal, [indicator, progress, result], steps)| {
            let line = |name: &'static str, text: String| {
                (!text.is_empty()).then(|| {
                    view! {
                        <dt>{name}</dt>
                        <dd>{text}</dd>
                    }
                })
            };
            view! {
                <li>
                    <h3>{fill!("目標{0}　{1}", n, goal)}</h3>
                    <dl class="pairs">
                        {line(t("達成の目安"), indicator)} {line(t("道筋"), steps)}
                        {line(t("中間の進み具合"), progress)} {line(t("期末の結果"), result)}
                    </dl>
                </li>
            }
        });
    view! {
        {(!org.is_empty()).then(|| view! { <p class="org-goal">{org}</p> })}
        <ol class="goal-list">{cards.collect_view()}</ol>
        <CopyGoalsButton form wordings />
    }
}

/// Backcasting steps of goal `n`, in one line.
fn steps(goals: &OpenedSheet, n: usize) -> String {
    let Some(item) = goals.edition.copy_with_role(ItemRole::BackcastSteps, n) else {
        return String::new();
    };
    let ItemKind::Rows { columns, .. } = &item.kind else {
        return String::new();
    };
    let rows = answer(goals, item)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let row = |row| {
        let cells = cells(columns, row).into_iter();
        cells
            .map(|it| it.0.display_cell(it.1, locale()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    rows.map(row).collect::<Vec<_>>().join(" ← ")
}

/// Button that copies the goals into the record, while the record has no wordings.
#[component]
fn CopyGoalsButton(form: SheetForm, wordings: Vec<String>) -> impl IntoView {
    let item = form
        .edition
        .with_value(|it| it.item_with_role(ItemRole::AgreedWording).cloned())?;
    let item: Arc<Item> = Arc::new(item);
    let [value, _] = form.value(&item);
    let own = Arc::clone(&item);
    let may = Memo::new(move |_| form.accepts(&own) && value.with(Option::is_none));
    let bring = move |_| {
        let rows: Vec<Value> = wordings
            .iter()
            .zip(1..)
            .map(|(it, n): (&String, u8)| {
                let wording: String = it.chars().take(200).collect();
                json!({"goal": fill!("目標{0}", n), "wording": wording})
            })
            .collect();
        form.answer(&item, rows.into());
    };
    Some(view! {
        <p>
            <button type="button" class="button small" hidden=move || !may.get() on:click=bring>
                {t("目標を記録に写す")}
            </button>
        </p>
    })
}

/// What the person chose and wrote of themselves: strengths and growth points first, then their sentences; the answers
/// one by one are folded.
#[component]
fn OwnWords(scoring: OpenedSheet) -> impl IntoView {
    let edition = &scoring.edition;
    let said = |is_of: fn(&ItemKind) -> bool, class: &'static str| {
        let items = edition.items().filter(|it| is_of(&it.kind));
        let words = items.filter_map(|item| {
            let value = answer(&scoring, item)?;
            let text = edition.display_answer(item, value, locale());
            let title = item.words.shown(locale()).to_owned();
            Some(view! {
                <div class=class>
                    <dt>{title}</dt>
                    <dd>{text}</dd>
                </div>
            })
        });
        words.collect_view()
    };
    let chosen = said(|it| matches!(it, ItemKind::Multi { .. }), "words-chosen");
    let written = said(|it| matches!(it, ItemKind::Text { .. }), "words-written");
    // In the order of the form, never by score.
    let is_scale = |item: &Item| matches!(item.kind, ItemKind::Scale | ItemKind::Likert { .. });
    let rows = edition
        .items()
        .filter(|it| is_scale(it))
        .filter_map(|item| {
            let said = edition.display_answer(item, answer(&scoring, item)?, locale());
            Some(view! {
                <div class="answer">
                    <dt>{item.words.shown(locale()).to_owned()}</dt>
                    <dd>{said}</dd>
                </div>
            })
        });
    let rows = rows.collect_view();
    view! {
        <dl class="words">{chosen} {written}</dl>
        <details>
            <summary>{t("答えを一つずつ見る")}</summary>
            <dl>{rows}</dl>
        </details>
    }
}

//! Reference panel of an interview: the goals, and the self-scoring with the chosen growth points first.

use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use api::sheets::OpenedSheet;
use domain::instrument::{Item, ItemKind, ItemRole, cells};
use domain::scoring::compare_answers;
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

#[component]
pub(super) fn ReferencePanel(
    form: SheetForm,
    goals: Option<OpenedSheet>,
    scoring: Option<OpenedSheet>,
) -> impl IntoView {
    view! {
        <aside class="reference-panel no-print" aria-label=t("面談の材料")>
            <details class="card" open=true>
                <summary>
                    <h2>{t("目標")}</h2>
                </summary>
                {goals
                    .map_or_else(
                        || {
                            view! { <p class="hint">{t("提出された目標はまだありません。")}</p> }
                                .into_any()
                        },
                        |it| view! { <GoalList form goals=it /> }.into_any(),
                    )}
            </details>
            <details class="card">
                <summary>
                    <h2>{t("自己採点")}</h2>
                </summary>
                {scoring
                    .map_or_else(
                        || {
                            view! {
                                <p class="hint">
                                    {t("この時期の自己採点は、共有されていません。")}
                                </p>
                            }
                                .into_any()
                        },
                        |it| view! { <ScoringList scoring=it /> }.into_any(),
                    )}
            </details>
        </aside>
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

#[component]
fn ScoringList(scoring: OpenedSheet) -> impl IntoView {
    let edition = &scoring.edition;
    // Growth points first, then the order of the form; never sorted by score.
    let rows = compare_answers(edition, &scoring.answers, &[])
        .into_iter()
        .map(|pair| {
            let said = pair
                .own
                .map(|it| edition.display_answer(pair.item, it, locale()));
            let grows = pair
                .is_growth_point
                .then(|| view! { <span class="tag">{t("伸ばしたい点")}</span> });
            view! {
                <div class="answer">
                    <dt>{grows}{pair.item.words.shown(locale()).to_owned()}</dt>
                    <dd>{said}</dd>
                </div>
            }
        });
    view! { <dl>{rows.collect_view()}</dl> }
}

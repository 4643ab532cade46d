//! Read-only display of a sheet's answers, with a chart for row items that have one, and of its signatures.

use super::chart::backcast::Backcast;
use super::chart::timeline::Timeline;
use super::form::SheetForm;
use crate::i18n::{fill, locale, t};
use domain::instrument::{Item, ItemKind, ItemRole, RowsDisplay, path_steps, timeline_spans};
use domain::sheet::Signature;
use leptos::prelude::*;
use serde_json::Value;

/// One answer as an entry of a `<dl>`. `words` is the answer as text; items that draw a chart ignore it.
pub(crate) fn answer_row(
    item: &Item,
    value: &Value,
    words: String,
    subject: Option<impl IntoView + 'static>,
) -> AnyView {
    let title = item.words.shown(locale()).to_owned();
    let rows = value.as_array().into_iter().flatten();
    let picture = match &item.kind {
        ItemKind::Rows {
            shows: RowsDisplay::Steps,
            ..
        } => {
            let steps = path_steps(rows);
            view! { <Backcast steps /> }.into_any()
        }
        ItemKind::Rows {
            shows: RowsDisplay::Timeline,
            columns,
            ..
        } => {
            let spans = timeline_spans(columns, rows, locale());
            view! { <Timeline spans /> }.into_any()
        }
        _ => view! { {words} }.into_any(),
    };
    let is_long = matches!(item.kind, ItemKind::Text { .. } | ItemKind::Rows { .. });
    view! {
        <div class="answer" class:long=is_long>
            <dt>{subject}{title}</dt>
            <dd>{picture}</dd>
        </div>
    }
    .into_any()
}

/// Answered items that are asked now, section by section; without the share scope and confirmations.
#[component]
pub(crate) fn ReadOnlyAnswers(form: SheetForm) -> impl IntoView {
    move || {
        form.edition.with_value(|edition| {
            form.sheet.with(|sheet| {
                let sections = edition.sections.iter().filter_map(|section| {
                    let asked = section.items.iter().filter(|it| {
                        it.role() != ItemRole::ShareScope
                            && !it.is_sign()
                            && edition.is_visible(section, it, sheet)
                    });
                    let rows: Vec<_> = asked
                        .filter_map(|item| {
                            let value = sheet.value(&item.id)?;
                            Some(answer_row(
                                item,
                                value,
                                edition.display_answer(item, value, locale()),
                                None::<()>,
                            ))
                        })
                        .collect();
                    (!rows.is_empty()).then(|| {
                        view! {
                            <section class="card">
                                <h2>{section.words.shown(locale()).to_owned()}</h2>
                                <dl>{rows}</dl>
                            </section>
                        }
                    })
                });
                sections.collect::<Vec<_>>()
            })
        })
    }
}

/// Who confirmed and when, and empty signature boxes for paper. Nothing if the form has no confirmation.
#[component]
pub(crate) fn Signatures(form: SheetForm) -> impl IntoView {
    let has_two = form.edition.with_value(|it| it.items().any(Item::is_sign));
    let lines = move || {
        form.sheet.with(|it| {
            let one = |it: &Signature| {
                let is_owner = form.with_id(|id| id.person == it.by);
                let side = if is_owner { t("本人") } else { t("所属長") };
                view! { <li>{fill!("{0}（{1}）が {2} に確認", side, it.by, it.at.display(locale()))}</li> }
            };
            it.signatures.iter().map(one).collect_view()
        })
    };
    has_two.then(|| {
        view! {
            <section class="card">
                <h2>{t("確認")}</h2>
                <ul class="plain">{lines}</ul>
                <p class="print-only signature-boxes">
                    <span>{t("本人")}</span>
                    <span>{t("所属長")}</span>
                </p>
            </section>
        }
    })
}

//! An answer to read: its title and its words, with the picture where rows make one.

use super::chart::backcast::Backcast;
use super::chart::timeline::Timeline;
use crate::model::instrument::{Item, ItemKind, Shows, cells};
use leptos::prelude::*;
use serde_json::Value;

/// One line of a list of answers; `words` is the answer as text.
pub(crate) fn answer(
    item: &Item,
    value: &Value,
    words: String,
    subject: Option<impl IntoView + 'static>,
) -> AnyView {
    let title = item.words.shown().to_owned();
    let rows = value.as_array().cloned().unwrap_or_default();
    let picture = match &item.kind {
        ItemKind::Rows {
            shows: Shows::Path, ..
        } => {
            let of = |row: &Value, id: &str| row[id].as_str().unwrap_or_default().to_owned();
            let steps = rows
                .iter()
                .map(|it| (of(it, "by"), of(it, "what")))
                .collect();
            view! { <Backcast steps/> }.into_any()
        }
        ItemKind::Rows {
            shows: Shows::Timeline,
            columns,
            ..
        } => {
            let span = |row: &Value| {
                let cells = cells(columns, row);
                let of = |id: &str| {
                    let cell = cells.iter().find(|it| it.0.id == id);
                    cell.map(|it| it.0.in_words(it.1)).unwrap_or_default()
                };
                (of("area"), of("from"), of("until"))
            };
            let spans = rows.iter().map(span).collect();
            view! { <Timeline spans/> }.into_any()
        }
        _ => view! { {words} }.into_any(),
    };
    let is_long = matches!(item.kind, ItemKind::Text { .. } | ItemKind::Rows { .. });
    view! { <div class="answer" class:long=is_long><dt>{subject}{title}</dt><dd>{picture}</dd></div> }
        .into_any()
}

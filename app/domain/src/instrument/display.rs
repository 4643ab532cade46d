//! Displays answers as text: on pages, in print and in exports.

use super::table::cells;
use super::{Edition, Item, ItemKind};
use crate::calendar::display_moment;
use crate::locale::Locale;
use serde_json::Value;

impl Edition {
    /// An answer as text. Of a list, option ids that the item does not have are omitted.
    pub fn display_answer(&self, item: &Item, value: &Value, locale: Locale) -> String {
        let named = |id: &str| match &item.kind {
            ItemKind::Single { options, .. } | ItemKind::Multi { options, .. } => options
                .iter()
                .find(|it| it.id == id)
                .map(|it| it.words.shown(locale).to_owned()),
            _ => None,
        };
        match (&item.kind, value) {
            (_, Value::Null) => locale.t("（取り消し）").to_owned(),
            (ItemKind::Scale, value) => {
                let point = self.scale.iter().find(|it| it.answer() == *value);
                let number = point
                    .and_then(|it| it.value)
                    .map(|it| format!("{it} "))
                    .unwrap_or_default();
                point
                    .map(|it| format!("{number}{}", it.words.shown(locale)))
                    .unwrap_or_default()
            }
            (ItemKind::Confirm, _) => locale.t("確かめました").to_owned(),
            (ItemKind::Number { .. }, value) => {
                let unit = item.kind.unit(locale);
                format!("{}{unit}", value.as_i64().unwrap_or_default())
            }
            (
                ItemKind::Likert { .. }
                | ItemKind::Date { .. }
                | ItemKind::Rows { .. }
                | ItemKind::Rank { .. }
                | ItemKind::People,
                value,
            ) => display_structured(&item.kind, value, locale),
            (_, Value::Array(ids)) => {
                let names = ids.iter().filter_map(|it| named(it.as_str()?));
                names.collect::<Vec<_>>().join(locale.t("、"))
            }
            (_, Value::String(text)) => named(text).unwrap_or_else(|| text.clone()),
            (_, other) => serde_json::to_string(other).unwrap_or_default(),
        }
    }
}

/// Dates, rows, rankings, people and Likert points as text.
fn display_structured(kind: &ItemKind, value: &Value, locale: Locale) -> String {
    let all = value.as_array().into_iter().flatten();
    match kind {
        ItemKind::Likert { points } => {
            let point = points
                .iter()
                .find(|it| value.as_u64() == Some(it.value.into()));
            let words = point.map(|it| format!("{} {}", it.value, it.words.shown(locale)));
            // A point between two labelled ones has no words: only its number is shown.
            words.unwrap_or_default().trim_end().to_owned()
        }
        ItemKind::Rows { columns, .. } => {
            let row = |row| {
                let cells = cells(columns, row).into_iter();
                let cells = cells.map(|it| it.0.display_cell(it.1, locale));
                cells.collect::<Vec<_>>().join("　")
            };
            all.map(row).collect::<Vec<_>>().join("\n")
        }
        ItemKind::Rank { options } => {
            let named = |id: &Value| {
                let option = options
                    .iter()
                    .find(|it| Some(it.id.as_str()) == id.as_str())?;
                Some(option.words.shown(locale))
            };
            let names = all.filter_map(named).zip(1..);
            let names = names.map(|(name, n)| format!("{n} {name}"));
            names.collect::<Vec<_>>().join(locale.t("、"))
        }
        ItemKind::People => all
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(locale.t("、")),
        _ => {
            let text = value.as_str().unwrap_or_default();
            display_moment(text, locale)
        }
    }
}

//! Answers as a person reads them: on pages, in print and in exports.

use super::{Edition, Item, ItemKind};
use crate::locale::t;
use serde_json::Value;

impl Edition {
    /// An answer to one of its items, in its own words.
    pub fn in_words(&self, item: &Item, value: &Value) -> String {
        let named = |id: &str| match &item.kind {
            ItemKind::Single { options, .. } | ItemKind::Multi { options, .. } => options
                .iter()
                .find(|it| it.id == id)
                .map(|it| it.words.shown().to_owned()),
            _ => None,
        };
        match (&item.kind, value) {
            (_, Value::Null) => t("（取り消し）").to_owned(),
            (ItemKind::Scale, value) => {
                let point = self.scale.iter().find(|it| it.answer() == *value);
                let number = point
                    .and_then(|it| it.value)
                    .map(|it| format!("{it} "))
                    .unwrap_or_default();
                point
                    .map(|it| format!("{number}{}", it.words.shown()))
                    .unwrap_or_default()
            }
            (ItemKind::Confirm, _) => t("確かめました").to_owned(),
            (ItemKind::Number { .. }, value) => {
                let unit = item.kind.unit();
                format!("{}{unit}", value.as_i64().unwrap_or_default())
            }
            (_, Value::Array(ids)) => {
                let names = ids.iter().filter_map(|it| named(it.as_str()?));
                names.collect::<Vec<_>>().join(t("、"))
            }
            (_, Value::String(text)) => named(text).unwrap_or_else(|| text.clone()),
            (_, other) => serde_json::to_string(other).unwrap_or_default(),
        }
    }
}

//! Whether a value can be an answer to an item: the same on the device, before it is offered, and on the server.

use super::{Choice, Item, ItemKind, NOT_APPLICABLE};
use crate::fill;
use crate::locale::t;
use crate::model::sorted::sorted;
use serde_json::Value;

impl Item {
    /// Why a value cannot be an answer to this item, as a sentence; `null` takes an answer back and is always one.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        if value.is_null() {
            return Ok(());
        }
        match &self.kind {
            ItemKind::Scale => check_scale(value),
            ItemKind::Confirm => {
                if value.is_number() && value.as_i64() == Some(1) {
                    Ok(())
                } else {
                    Err(t("確認の印ではありません").to_owned())
                }
            }
            ItemKind::Number { min, max, .. } => match value.as_i64() {
                Some(it) if (*min..=*max).contains(&it) => Ok(()),
                _ => Err(fill!("{0}から{1}までの整数を入れてください", min, max)),
            },
            ItemKind::Text { max_length } => match value.as_str() {
                None => Err(t("文字ではありません").to_owned()),
                Some(text) => match text.chars().count() {
                    n if n > *max_length => {
                        Err(fill!("{0}字までです（いまは{1}字）", max_length, n))
                    }
                    _ => Ok(()),
                },
            },
            ItemKind::Single { options, .. } => match value.as_str() {
                Some(id) if options.iter().any(|it| it.id == id) => Ok(()),
                _ => Err(t("選択肢にありません").to_owned()),
            },
            ItemKind::Multi { options, max } => check_multi(value, options, *max),
        }
    }
}

fn check_scale(value: &Value) -> Result<(), String> {
    let is_point = value.as_i64().is_some_and(|it| (1..=5).contains(&it));
    if is_point || value.as_str() == Some(NOT_APPLICABLE) {
        Ok(())
    } else {
        Err(t("1から5、または該当なしを選んでください").to_owned())
    }
}

fn check_multi(value: &Value, options: &[Choice], max: usize) -> Result<(), String> {
    let chosen: Option<Vec<&str>> = value
        .as_array()
        .and_then(|it| it.iter().map(Value::as_str).collect());
    let Some(chosen) = chosen else {
        return Err(t("選択肢の組ではありません").to_owned());
    };
    let known = chosen
        .iter()
        .all(|id| options.iter().any(|it| it.id == *id));
    let distinct = sorted(chosen.iter());
    if !known || distinct.len() != chosen.len() {
        Err(t("選択肢にありません").to_owned())
    } else if chosen.len() > max {
        Err(fill!("{0}つまで選べます", max))
    } else {
        Ok(())
    }
}

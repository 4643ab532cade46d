//! The two spellings of a kind: a form's file may write a kind without members as `"people"` or as `{"people": {}}`,
//! whether or not the kind could have some. serde reads one of them.

use crate::instrument::{ColumnKind, ItemKind};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Respells the kinds of items and columns where only the other spelling is read. What neither reads stays as it is.
pub(crate) fn respell_kinds(mut form: Value) -> Value {
    let sections = form.get_mut("sections").and_then(Value::as_array_mut);
    let items = sections
        .into_iter()
        .flatten()
        .filter_map(|it| it.get_mut("items")?.as_array_mut())
        .flatten();
    for kind in items.filter_map(|it| it.get_mut("kind")) {
        if let Some(columns) = kind
            .get_mut("rows")
            .and_then(|it| it.get_mut("columns")?.as_array_mut())
        {
            let kinds = columns.iter_mut().filter_map(|it| it.get_mut("kind"));
            kinds.for_each(respell::<ColumnKind>);
        }
        respell::<ItemKind>(kind);
    }
    form
}

fn respell<T: DeserializeOwned>(kind: &mut Value) {
    let other = match &*kind {
        Value::String(word) => json!({ word: {} }),
        Value::Object(members) if members.len() == 1 => {
            let empty = members.iter().find(|(_, it)| **it == json!({}));
            empty.map_or(Value::Null, |(word, _)| word.as_str().into())
        }
        _ => return,
    };
    if T::deserialize(kind.clone()).is_err() && T::deserialize(other.clone()).is_ok() {
        *kind = other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_kind_are_read_and_a_wrong_kind_is_left_for_the_error() {
        let kinds = [
            (json!("people"), json!("people")),
            (json!({"people": {}}), json!("people")),
            (json!({"date": {}}), json!({"date": {}})),
            (json!("date"), json!({"date": {}})),
            (json!({"text": {}}), json!({"text": {}})),
            (json!("nothing_known"), json!("nothing_known")),
            (json!(7), json!(7)),
        ];
        for (written, read) in kinds {
            let form = json!({"sections": [{"items": [{"kind": written}]}]});
            assert_eq!(respell_kinds(form)["sections"][0]["items"][0]["kind"], read);
        }
        let column = json!({"columns": [{"kind": {"date": {}}}], "max": 1, "shows": "list"});
        let form = json!({"sections": [{"items": [{"kind": {"rows": column}}]}]});
        let read = respell_kinds(form);
        assert_eq!(
            read["sections"][0]["items"][0]["kind"]["rows"]["columns"][0]["kind"],
            "date"
        );
    }
}

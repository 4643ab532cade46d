//! Repeated sections: what a form has several times, a goal or an interview, is written once in its file.
//!
//! `"copies": 4` makes four of a section: ids get `.1` to `.4`, names a number, and a section that follows itself
//! follows the copy before it. Only the copies are published, answered and exported.

use serde_json::Value;

/// Copies of one section at most: a form has a handful.
const MAX_COPIES: u64 = 50;

/// Replaces every section that has `copies` by that many numbered copies.
pub(crate) fn expand_copies(mut form: Value) -> Value {
    let Some(sections) = form.get_mut("sections").and_then(Value::as_array_mut) else {
        return form;
    };
    let all = std::mem::take(sections);
    sections.extend(all.into_iter().flat_map(|section| {
        match section.get("copies").and_then(Value::as_u64) {
            Some(n) => (1..=n.min(MAX_COPIES))
                .map(|nth| copy(&section, nth))
                .collect(),
            None => vec![section],
        }
    }));
    form
}

fn copy(section: &Value, nth: u64) -> Value {
    let mut copy = section.clone();
    let id = section["id"].clone();
    let follows_itself = section["follows"] == id;
    copy["follows"] = match (follows_itself, section["follows"].as_str()) {
        (true, _) if nth == 1 => "".into(),
        (true, Some(before)) => format!("{before}.{}", nth - 1).into(),
        (false, Some(before)) => format!("{before}.{nth}").into(),
        (_, None) => "".into(),
    };
    append_number(copy.get_mut("id"), ".", nth);
    append_number(copy.pointer_mut("/words/ja"), "", nth);
    append_number(copy.pointer_mut("/words/en"), " ", nth);
    let items = copy.get_mut("items").and_then(Value::as_array_mut);
    for item in items.into_iter().flatten() {
        append_number(item.get_mut("id"), ".", nth);
        let condition = item.get_mut("only_if").and_then(|it| it.get_mut("item"));
        append_number(condition, ".", nth);
    }
    if let Some(members) = copy.as_object_mut() {
        members.remove("copies");
    }
    copy
}

/// Whatever is no text stays for the error.
fn append_number(text: Option<&mut Value>, between: &str, nth: u64) {
    if let Some(Value::String(it)) = text {
        *it = format!("{it}{between}{nth}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_no_form_is_left_for_the_error_and_copies_have_an_end() {
        let odd = json!({"sections": [
            {"id": 7, "words": "no words", "copies": 2, "items": ["x", {"id": [], "only_if": 3}]},
            "no section",
            {"copies": u64::MAX},
        ]});
        let spread = expand_copies(odd);
        assert_eq!(
            spread["sections"].as_array().map(Vec::len),
            Some(2 + 1 + 50)
        );
        assert!(crate::form_source::complete(&spread).is_err());
        for other in [
            json!(null),
            json!("x"),
            json!([1]),
            json!({"sections": {"a": 1}}),
        ] {
            assert_eq!(expand_copies(other.clone()), other);
        }
    }

    #[test]
    fn a_section_with_copies_is_repeated_and_each_copy_follows_the_previous_one() {
        let form = json!({"sections": [
            {"id": "goal", "words": {"ja": "目標", "en": "Goal"}, "copies": 2, "follows": "goal",
             "items": [{"id": "what", "only_if": {"item": "whether", "any_of": []}}]},
            {"id": "review", "words": {"ja": "振り返り"}, "copies": 2, "follows": "goal", "items": []},
            {"id": "end", "words": {"ja": "最後"}, "items": []},
        ]});
        let spread = expand_copies(form);
        let of = |member: &str| -> Vec<String> {
            let all = spread["sections"].as_array().into_iter().flatten();
            all.map(|it| it[member].as_str().unwrap_or("-").to_owned())
                .collect()
        };
        assert_eq!(
            of("id"),
            ["goal.1", "goal.2", "review.1", "review.2", "end"]
        );
        assert_eq!(of("follows"), ["", "goal.1", "goal.1", "goal.2", "-"]);
        let second = &spread["sections"][1];
        assert_eq!(second["words"], json!({"ja": "目標2", "en": "Goal 2"}));
        assert_eq!(second["items"][0]["id"], "what.2");
        assert_eq!(second["items"][0]["only_if"]["item"], "whether.2");
    }
}

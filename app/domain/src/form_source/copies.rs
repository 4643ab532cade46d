//! Repeated sections: what a form has several times, a goal or an interview, is written once in its file.
//!
//! `"copies": 4` makes four of a section: ids get `.1` to `.4`, names a number, and a section that follows itself
//! follows the copy before it. Only the copies are published, answered and exported.

use serde_json::Value;

/// Replaces every section that has `copies` by that many numbered copies.
pub(crate) fn expand_copies(mut form: Value) -> Value {
    let Some(sections) = form.get_mut("sections").and_then(Value::as_array_mut) else {
        return form;
    };
    let all = std::mem::take(sections);
    sections.extend(all.into_iter().flat_map(|section| {
        match section.get("copies").and_then(Value::as_u64) {
            Some(n) => (1..=n).map(|nth| copy(&section, nth)).collect(),
            None => vec![section],
        }
    }));
    form
}

pub(crate) fn copy(section: &Value, nth: u64) -> Value {
    let mut copy = section.clone();
    let id = section["id"].clone();
    let follows_itself = section["follows"] == id;
    copy["follows"] = match (follows_itself, section["follows"].as_str()) {
        (true, _) if nth == 1 => "".into(),
        (true, Some(before)) => format!("{before}.{}", nth - 1).into(),
        (false, Some(before)) => format!("{before}.{nth}").into(),
        (_, None) => "".into(),
    };
    append_number(&mut copy["id"], ".", nth);
    append_number(&mut copy["words"]["ja"], "", nth);
    append_number(&mut copy["words"]["en"], " ", nth);
    for item in copy["items"].as_array_mut().into_iter().flatten() {
        append_number(&mut item["id"], ".", nth);
        let condition = item.get_mut("only_if").and_then(|it| it.get_mut("item"));
        if let Some(of) = condition {
            append_number(of, ".", nth);
        }
    }
    if let Some(members) = copy.as_object_mut() {
        members.remove("copies");
    }
    copy
}

pub(crate) fn append_number(text: &mut Value, between: &str, nth: u64) {
    if let Some(it) = text.as_str() {
        *text = format!("{it}{between}{nth}").into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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

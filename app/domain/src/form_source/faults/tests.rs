//! Forms with a fault each, and what is said of it.

use super::*;
use serde_json::{Value, json};

fn form() -> Value {
    let text = include_str!("../../../../../server/content/career_declaration.json");
    serde_json::from_str(text).unwrap()
}

fn fault(change: impl FnOnce(&mut Value)) -> String {
    let mut form = form();
    change(&mut form);
    let edition: Edition = serde_json::from_value(form).unwrap();
    faults(&edition).first().expect("a fault").to_string()
}

/// Gives the first item another kind.
fn of_kind(kind: Value) -> String {
    fault(|it| {
        let item = &mut it["sections"][0]["items"][0];
        item["kind"] = kind;
        item.as_object_mut().unwrap().remove("example");
    })
}

#[test]
fn an_example_stands_at_a_text_and_is_whole() {
    for change in [
        json!({"number": {"min": 1, "max": 5, "unit": "年"}}),
        json!({"text": {"max_length": 9}}),
    ] {
        let told = fault(|it| {
            let item = &mut it["sections"][0]["items"][0];
            if change["text"].is_object() {
                item["example"].as_object_mut().unwrap().remove("why");
            }
            item["kind"] = change;
        });
        assert!(told.contains("例は、文章の質問に"), "{told}");
    }
}

#[test]
fn limits_and_options_that_no_answer_could_keep_are_refused_with_their_place() {
    let choice = |id: &str, ja: &str| json!({"id": id, "words": {"ja": ja}});
    let one_of = |options: Value| json!({"single": {"options": options}});
    for (kind, why) in [
        (one_of(json!([])), "選択肢がありません"),
        (
            one_of(json!([choice("a", "ア"), choice("a", "イ")])),
            "選択肢 a が2回あります",
        ),
        (
            one_of(json!([choice("a", " ")])),
            "選択肢 a に言葉がありません",
        ),
        (
            one_of(json!([choice("", "ア")])),
            "id のない選択肢があります",
        ),
        (
            json!({"multi": {"options": [choice("a", "ア")], "max": 0}}),
            "選べる数（max）が 0 です",
        ),
        (
            json!({"text": {"max_length": 0}}),
            "文字数（max_length）が 0 です",
        ),
        (
            json!({"number": {"min": 5, "max": 1, "unit": "年"}}),
            "いちばん小さい数が、いちばん大きい数より大きくなっています",
        ),
    ] {
        let told = of_kind(kind);
        assert!(told.starts_with("項目 ") && told.ends_with(why), "{told}");
    }
    let unread = fault(|it| it["measures"] = json!([{"id": 1}]));
    assert!(unread.contains("施策（measures）を読めません"), "{unread}");
    let twice = fault(|it| {
        let band = it["bands"][0].clone();
        it["bands"].as_array_mut().unwrap().push(band);
    });
    assert!(twice.contains("が2回あります"), "{twice}");
}

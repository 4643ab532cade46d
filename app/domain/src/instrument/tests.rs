//! Validation of answers, for each kind of item.

use super::*;
use serde_json::json;

fn item(kind: ItemKind) -> Item {
    Item {
        id: "it".into(),
        kind,
        ..Item::default()
    }
}

fn choice(id: &str) -> Choice {
    Choice {
        id: id.to_owned(),
        words: Localized::default(),
        retired: false,
    }
}

#[test]
fn a_scale_accepts_1_to_5_and_not_applicable() {
    let scale = item(ItemKind::Scale);
    for good in [json!(1), json!(5), json!("na"), json!(null)] {
        assert!(scale.validate(&good).is_ok(), "{good}");
    }
    for bad in [
        json!(0),
        json!(6),
        json!(2.5),
        json!("5"),
        json!([3]),
        json!({"a": 1}),
        json!(true),
    ] {
        assert!(scale.validate(&bad).is_err(), "{bad}");
    }
}

#[test]
fn text_length_is_counted_in_characters_not_bytes() {
    let text = item(ItemKind::Text { max_length: 3 });
    assert!(text.validate(&json!("区民の")).is_ok());
    let misfit = text.validate(&json!("区民のた")).expect_err("too long");
    assert_eq!(misfit, InvalidAnswer::TooLong(3, 4));
    assert_eq!(
        misfit.sentence(Locale::JAPANESE),
        "3字までです（いまは4字）"
    );
}

#[test]
fn multiple_choices_must_be_known_distinct_and_within_the_maximum() {
    let options = ["a", "b", "c"].map(choice).to_vec();
    let multi = item(ItemKind::Multi { options, max: 2 });
    for good in [json!([]), json!(["a"]), json!(["c", "a"])] {
        assert!(multi.validate(&good).is_ok(), "{good}");
    }
    for bad in [
        json!(["a", "a"]),
        json!(["x"]),
        json!(["a", "b", "c"]),
        json!("a"),
        json!([1]),
    ] {
        assert!(multi.validate(&bad).is_err(), "{bad}");
    }
}

#[test]
fn a_number_must_be_whole_and_within_bounds() {
    let years = item(ItemKind::Number {
        min: 0,
        max: 60,
        unit: "年".to_owned(),
        unit_en: None,
    });
    assert!(years.validate(&json!(60)).is_ok());
    for bad in [json!(-1), json!(61), json!(1.5), json!("3")] {
        assert!(years.validate(&bad).is_err(), "{bad}");
    }
}

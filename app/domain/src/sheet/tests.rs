//! The fold from facts to a sheet: replacement, conflicts, withdrawal and the version hash.

use super::*;
use serde_json::json;

fn answer(id: &str, value: Value, replaces: Option<&str>, settles: &[&str]) -> Fact {
    Fact {
        id: id.into(),
        device: "d".into(),
        n: 1,
        sheet: SheetId {
            person: "E1".into(),
            instrument: "self_scoring_sheet".into(),
            cycle: Cycle::of_year(2026)[2],
        },
        body: Body::Answer {
            item: "q".into(),
            value,
            settles: settles.iter().map(|it| (*it).into()).collect(),
        },
        replaces: replaces.map(Into::into),
        noted_at: 0,
    }
}

fn apart(sheet: &Sheet) -> Vec<&Value> {
    let heads = sheet.heads(&"q".into()).expect("heads");
    heads.apart().map(|it| &it.value).collect()
}

#[test]
fn an_answer_on_top_of_another_takes_its_place() {
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(4), Some("a"), &[]),
    ];
    let sheet = Sheet::read(&facts);
    assert_eq!(sheet.value(&"q".into()), Some(&json!(4)));
    assert!(apart(&sheet).is_empty());
}

#[test]
fn answers_made_apart_are_both_kept_until_one_is_chosen() {
    let mut facts = vec![
        answer("a", json!("一"), None, &[]),
        answer("b", json!("二"), Some("a"), &[]),
        answer("c", json!("三"), Some("a"), &[]),
        answer("d", json!("四"), Some("c"), &[]),
    ];
    let sheet = Sheet::read(&facts);
    assert_eq!(sheet.value(&"q".into()), Some(&json!("四")));
    assert_eq!(apart(&sheet), [&json!("二")]);
    facts.push(answer("e", json!("四"), Some("d"), &["b"]));
    assert!(apart(&Sheet::read(&facts)).is_empty());
}

#[test]
fn the_same_answer_made_apart_is_no_question_to_the_person() {
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(3), None, &[]),
    ];
    assert!(apart(&Sheet::read(&facts)).is_empty());
}

#[test]
fn the_hash_knows_of_every_current_answer_and_of_no_replaced_one() {
    let one = Sheet::read(&[answer("b", json!(3), None, &[])]).hash();
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(3), Some("a"), &[]),
    ];
    assert_eq!(Sheet::read(&facts).hash(), one);
    let apart = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(3), None, &[]),
    ];
    assert_ne!(Sheet::read(&apart).hash(), one);
    assert_eq!(one.len(), 64);
}

#[test]
fn an_answer_taken_back_is_no_answer() {
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(null), Some("a"), &[]),
    ];
    assert!(Sheet::read(&facts).is_empty());
}

//! The fold from facts to a sheet: replacement, conflicts, withdrawal and the version hash.

use super::*;
use crate::calendar::Cycle;
use serde_json::json;

fn answer(id: &str, value: Value, replaces: Option<&str>, settles: &[&str]) -> Fact {
    Fact {
        id: id.into(),
        device: "d".into(),
        n: 1,
        sheet: SheetId {
            person: "E1".into(),
            instrument: "self_scoring_sheet".into(),
            cycle: Cycle::in_year(2026)[2],
        },
        body: FactBody::Answer {
            item: "q".into(),
            value,
            settles: settles.iter().map(|it| (*it).into()).collect(),
        },
        replaces: replaces.map(Into::into),
        noted_at: Timestamp(0),
    }
}

fn conflicts(sheet: &Sheet) -> Vec<&Value> {
    let heads = sheet.heads(&"q".into()).expect("heads");
    heads.conflicts().map(|it| &it.value).collect()
}

#[test]
fn an_answer_replaces_its_base() {
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(4), Some("a"), &[]),
    ];
    let sheet = Sheet::from_facts(&facts);
    assert_eq!(sheet.value(&"q".into()), Some(&json!(4)));
    assert!(conflicts(&sheet).is_empty());
}

#[test]
fn conflicting_answers_stay_until_one_is_chosen() {
    let mut facts = vec![
        answer("a", json!("一"), None, &[]),
        answer("b", json!("二"), Some("a"), &[]),
        answer("c", json!("三"), Some("a"), &[]),
        answer("d", json!("四"), Some("c"), &[]),
    ];
    let sheet = Sheet::from_facts(&facts);
    assert_eq!(sheet.value(&"q".into()), Some(&json!("四")));
    assert_eq!(conflicts(&sheet), [&json!("二")]);
    facts.push(answer("e", json!("四"), Some("d"), &["b"]));
    assert!(conflicts(&Sheet::from_facts(&facts)).is_empty());
}

#[test]
fn equal_concurrent_answers_are_no_conflict() {
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(3), None, &[]),
    ];
    assert!(conflicts(&Sheet::from_facts(&facts)).is_empty());
}

#[test]
fn the_hash_covers_all_current_answers_and_no_replaced_ones() {
    let one = Sheet::from_facts(&[answer("b", json!(3), None, &[])]).hash();
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(3), Some("a"), &[]),
    ];
    assert_eq!(Sheet::from_facts(&facts).hash(), one);
    let apart = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(3), None, &[]),
    ];
    assert_ne!(Sheet::from_facts(&apart).hash(), one);
    assert_eq!(one.as_str().len(), 64);
}

#[test]
fn a_withdrawn_answer_counts_as_unanswered() {
    let facts = [
        answer("a", json!(3), None, &[]),
        answer("b", json!(null), Some("a"), &[]),
    ];
    assert!(Sheet::from_facts(&facts).is_empty());
}

fn step(step: Step, by: &str, note: &str) -> Fact {
    Fact {
        body: FactBody::Step {
            step,
            made_on: SheetHash::default(),
            act: StepDetails {
                by: Some(by.into()),
                note: note.to_owned(),
                ..StepDetails::default()
            },
        },
        ..answer(&format!("{step:?}{note}"), Value::Null, None, &[])
    }
}

#[test]
fn a_word_with_the_confirmation_stays_until_the_sheet_is_reopened() {
    let mut facts = vec![
        answer("a", json!("目標"), None, &[]),
        step(Step::Submit, "E1", ""),
        step(Step::Agree, "B1", "よい目標です"),
    ];
    let agreed = Sheet::from_facts(&facts);
    assert_eq!(agreed.state, SheetState::Agreed);
    assert_eq!(agreed.comment, "よい目標です");
    assert_eq!(agreed.confirmed_by_other(&"E1".into()), Some(Timestamp(0)));
    assert_eq!(agreed.confirmed_by_other(&"B1".into()), None);
    facts.push(step(Step::Reopen, "E1", "数値を見直す"));
    let reopened = Sheet::from_facts(&facts);
    assert_eq!(reopened.reason, "数値を見直す");
    assert_eq!(reopened.comment, "");
    assert_eq!(reopened.confirmed_by_other(&"E1".into()), None);
}

//! What is packed comes back byte for byte.

use super::*;
use crate::calendar::Cycle;
use crate::fact::{Step, StepDetails};
use serde_json::json;

fn sheet() -> SheetId {
    SheetId {
        person: "E1".into(),
        instrument: "self_scoring_sheet".into(),
        cycle: Cycle::in_year(2026)[2],
    }
}

fn answer(n: u64, value: Value) -> Fact {
    Fact {
        id: format!("0193a5f0-0000-7000-8000-{n:012x}").as_str().into(),
        device: "0193a5f0-0000-7000-8000-00000000abcd".into(),
        n,
        sheet: sheet(),
        body: FactBody::Answer {
            item: format!("item_{n}").as_str().into(),
            value,
            settles: Vec::new(),
        },
        replaces: None,
        noted_at: Timestamp(1_764_000_000_000 + i64::try_from(n).unwrap_or_default() * 1_500),
    }
}

fn step(n: u64) -> Fact {
    let body = FactBody::Step {
        step: Step::Submit,
        made_on: "hash".into(),
        act: StepDetails::default(),
    };
    Fact {
        body,
        ..answer(n, Value::Null)
    }
}

/// Packs facts and unpacks them again.
fn pack(facts: &[Fact]) -> Vec<FactRun> {
    let texts: Vec<String> = facts
        .iter()
        .map(|it| serde_json::to_string(it).expect("written"))
        .collect();
    let both = facts.iter().zip(texts.iter().map(String::as_str));
    let runs = FactRun::pack(both).expect("packed");
    let back: Vec<FactText> = runs
        .iter()
        .flat_map(|it| it.texts().expect("read"))
        .collect();
    let there = facts.iter().cloned().zip(texts.iter().cloned());
    let there: Vec<FactText> = there.map(|(fact, text)| FactText { fact, text }).collect();
    assert_eq!(back, there, "every fact comes back byte for byte");
    runs
}

/// The first number of each run, and how many facts it has.
fn numbers(runs: &[FactRun]) -> Vec<(u64, u32)> {
    runs.iter().map(|it| (it.n, it.count)).collect()
}

#[test]
fn answers_in_one_sheet_are_one_run_of_less_than_seventy_bytes_each() {
    let facts: Vec<Fact> = (1..=60).map(|n| answer(n, json!(n % 5 + 1))).collect();
    let runs = pack(&facts);
    assert_eq!(numbers(&runs), [(1, 60)]);
    let each = runs[0].body.len() / 60;
    assert!(each < 70, "{each} bytes");
}

#[test]
fn a_step_a_gap_another_sheet_and_a_fraction_cut_a_run() {
    let other = Fact {
        sheet: SheetId {
            person: "E2".into(),
            ..sheet()
        },
        ..answer(5, json!(1))
    };
    let facts = [
        answer(1, json!(1)),
        answer(2, json!("文")),
        step(3),
        answer(4, json!([{"a": ""}])),
        other,
        answer(6, json!(1.1)),
        answer(7, json!(null)),
        answer(9, json!(-3)),
    ];
    let there = [(1, 2), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (9, 1)];
    assert_eq!(numbers(&pack(&facts)), there);
}

#[test]
fn ids_of_any_kind_replaced_and_settled_ones_and_clocks_that_go_back_come_back() {
    let mut facts: Vec<Fact> = (1..=4).map(|n| answer(n, json!("x"))).collect();
    facts[0].id = "short".into();
    facts[1].id = "0193A5F0-0000-7000-8000-00000000ABCD".into();
    facts[2].id = "0193a5f000007000800000000000abcd".into();
    facts[2].noted_at = Timestamp(-5);
    facts[3].id = "=\"\\%_".into();
    facts[3].replaces = Some(facts[0].id.clone());
    let second = facts[1].id.clone();
    if let FactBody::Answer { settles, .. } = &mut facts[3].body {
        settles.extend([second, "0193a5f0-0000-7000-8000-000000000001".into()]);
    }
    assert_eq!(numbers(&pack(&facts)), [(1, 4)]);
}

#[test]
fn a_text_that_is_written_otherwise_now_is_kept_as_it_came() {
    let fact = answer(1, json!(3));
    let odd = serde_json::to_string(&fact)
        .expect("written")
        .replace(':', ": ");
    let run = FactRun::verbatim(&fact, &odd);
    let text = odd;
    assert_eq!(run.texts().expect("read"), [FactText { fact, text }]);
}

#[test]
fn long_runs_are_cut() {
    let facts: Vec<Fact> = (1..=501).map(|n| answer(n, json!(1))).collect();
    assert_eq!(numbers(&pack(&facts)), [(1, 500), (501, 1)]);
    let long = json!("あ".repeat(40_000));
    let facts: Vec<Fact> = (1..=3).map(|n| answer(n, long.clone())).collect();
    assert_eq!(numbers(&pack(&facts)), [(1, 2), (3, 1)]);
}

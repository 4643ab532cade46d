//! The journal's rules, without a server.

mod checkout;
mod packing;
mod push_size;

use super::*;
use crate::calendar::Cycle;
use crate::fact::{Reason, Step, StepDetails};
use crate::ids::SheetHash;
use crate::instrument::{Item, ItemKind};
use crate::timestamp::Timestamp;
use serde_json::json;

fn sheet() -> SheetId {
    SheetId {
        person: "E1".into(),
        instrument: "self_scoring_sheet".into(),
        cycle: Cycle::in_year(2026)[2],
    }
}

fn text(id: &str) -> Item {
    Item {
        id: id.into(),
        kind: ItemKind::Text { max_length: 5 },
        ..Item::default()
    }
}

fn minted(id: &str) -> FactStamp {
    FactStamp {
        id: id.into(),
        at: Timestamp(0),
    }
}

fn journal() -> Journal {
    Journal::new("E1".into(), "device".into())
}

fn answer(journal: &mut Journal, item: &str, value: &str, id: &str) {
    let seen = journal.shown_version(&sheet(), &item.into());
    note_on(journal, item, value, seen, id);
}

fn note_on(journal: &mut Journal, item: &str, value: &str, seen: BaseVersion, id: &str) {
    let input = AnswerEdit {
        value: json!(value),
        seen,
        ..AnswerEdit::default()
    };
    journal
        .record_edit(&sheet(), &text(item), input, minted(id))
        .expect("noted");
}

fn pull(heard: Vec<LoggedFact>, refused: Vec<Rejection>, expects: u64) -> Pull {
    let next = heard.last().map_or(0, |it| it.seq);
    Pull {
        epoch: "one".into(),
        expects,
        schema: PACKED_SCHEMA,
        heard,
        runs: Vec::new(),
        acknowledged: Vec::new(),
        refused,
        next,
        more: false,
        forget: Vec::new(),
    }
}

fn heard(seq: i64, fact: &Fact) -> LoggedFact {
    LoggedFact {
        digest: None,
        receipt: None,
        seq,
        author: "E1".into(),
        fact: fact.clone(),
    }
}

fn never() -> FactId {
    unreachable!("no id is needed")
}

#[test]
fn typing_rewrites_the_pending_fact_until_it_is_pushed() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    answer(&mut journal, "a", "いろ", "2");
    assert_eq!(journal.n_pending(), 1);
    let (push, _) = journal.next_push();
    assert_eq!(push.facts[0].id, "1".into());
    answer(&mut journal, "a", "いろは", "3");
    let (push, _) = journal.next_push();
    assert_eq!(push.facts.iter().map(|it| it.n).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(push.facts[1].replaces, Some("1".into()));
}

#[test]
fn a_second_quick_choice_replaces_the_first_even_if_that_was_pushed_meanwhile() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    let mut seen = journal.shown_version(&sheet(), &"a".into());
    let _ = journal.next_push();
    answer(&mut journal, "a", "いろ", "2");
    seen.value = json!("いろ");
    note_on(&mut journal, "a", "いろは", seen, "3");
    let sheet = journal.sheet(&sheet());
    let heads = sheet.heads(&"a".into()).expect("answers");
    assert_eq!(heads.shown().map(|it| &it.value), Some(&json!("いろは")));
    assert_eq!(heads.conflicts().count(), 0);
}

#[test]
fn an_edit_based_on_a_rewritten_value_is_a_conflict() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    let seen = journal.shown_version(&sheet(), &"a".into());
    answer(&mut journal, "a", "いろ", "2");
    note_on(&mut journal, "a", "ほか", seen, "3");
    let sheet = journal.sheet(&sheet());
    let heads = sheet.heads(&"a".into()).expect("answers");
    assert_eq!(heads.shown().map(|it| &it.value), Some(&json!("ほか")));
    assert_eq!(
        heads.conflicts().map(|it| &it.value).collect::<Vec<_>>(),
        [&json!("いろ")]
    );
}

#[test]
fn a_fact_stays_pending_until_the_server_acknowledges_it() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    let (push, _) = journal.next_push();
    journal.apply_pull(
        &"device".into(),
        &pull(Vec::new(), Vec::new(), 2),
        &mut never,
    );
    assert_eq!(journal.n_local_only(), 1);
    journal.apply_pull(
        &"device".into(),
        &pull(vec![heard(7, &push.facts[0])], Vec::new(), 2),
        &mut never,
    );
    assert_eq!(journal.n_local_only(), 0);
    assert_eq!(journal.meta.since, 7);
    assert_eq!(
        journal.sheet(&sheet()).value(&"a".into()),
        Some(&json!("い"))
    );
}

#[test]
fn a_rejected_fact_stays_in_the_tray_until_it_is_retried() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    answer(&mut journal, "b", "ろ", "2");
    let (push, _) = journal.next_push();
    let refused = Rejection {
        id: "1".into(),
        reason: Reason::Locked,
        detail: String::new(),
    };
    journal.apply_pull(
        &"device".into(),
        &pull(vec![heard(1, &push.facts[1])], vec![refused], 3),
        &mut never,
    );
    assert_eq!((journal.tray().count(), journal.n_pending()), (1, 0));
    journal.retry_rejected(&"1".into(), minted("3"));
    let (push, _) = journal.next_push();
    assert_eq!((push.facts[0].n, &push.facts[0].id), (3, &"3".into()));
    assert_eq!(journal.tray().count(), 0);
}

#[test]
fn a_text_over_its_limit_is_a_draft_and_becomes_a_fact_when_shortened() {
    let mut journal = journal();
    answer(&mut journal, "a", "いろはにほへ", "1");
    assert_eq!((journal.n_pending(), journal.n_local_only()), (0, 1));
    assert_eq!(
        journal.draft(&sheet(), &"a".into()),
        Some(&json!("いろはにほへ"))
    );
    answer(&mut journal, "a", "いろは", "2");
    assert_eq!((journal.n_pending(), journal.n_local_only()), (1, 1));
    assert_eq!(journal.draft(&sheet(), &"a".into()), None);
}

#[test]
fn facts_after_a_gap_are_renumbered_in_order() {
    let mut journal = journal();
    for (item, id) in [("a", "1"), ("b", "2"), ("c", "3")] {
        answer(&mut journal, item, "い", id);
    }
    journal.unsent.remove(0);
    let gap = |id: &str| Rejection {
        id: id.into(),
        reason: Reason::Gap,
        detail: String::new(),
    };
    journal.apply_pull(
        &"device".into(),
        &pull(Vec::new(), vec![gap("2"), gap("3")], 1),
        &mut never,
    );
    let (push, _) = journal.next_push();
    let order: Vec<_> = push
        .facts
        .iter()
        .map(|it| (it.n, it.id.as_str().to_owned()))
        .collect();
    assert_eq!(order, [(1, "2".to_owned()), (2, "3".to_owned())]);
}

#[test]
fn a_fact_with_a_duplicate_id_gets_a_fresh_id_and_keeps_its_number() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    let taken = Rejection {
        id: "1".into(),
        reason: Reason::SameIdOtherContent,
        detail: String::new(),
    };
    journal.apply_pull(
        &"device".into(),
        &pull(Vec::new(), vec![taken], 1),
        &mut || "9".into(),
    );
    let (push, _) = journal.next_push();
    assert_eq!((push.facts[0].n, &push.facts[0].id), (1, &"9".into()));
}

#[test]
fn facts_that_a_restored_server_lost_are_pushed_again() {
    let mut journal = journal();
    for (item, id) in [("a", "1"), ("b", "2")] {
        answer(&mut journal, item, "い", id);
    }
    let (push, _) = journal.next_push();
    let all = push
        .facts
        .iter()
        .zip(1..)
        .map(|(fact, seq)| heard(seq, fact))
        .collect();
    journal.apply_pull(&"device".into(), &pull(all, Vec::new(), 3), &mut never);
    let mut restored = pull(Vec::new(), Vec::new(), 2);
    restored.epoch = "two".into();
    journal.apply_pull(&"device".into(), &restored, &mut never);
    let (push, _) = journal.next_push();
    assert_eq!((push.since, push.facts.len(), push.facts[0].n), (0, 1, 2));
}

#[test]
fn a_submitted_sheet_is_locked_until_it_is_withdrawn() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    journal
        .record_step(&sheet(), Step::Submit, StepDetails::default(), minted("2"))
        .expect("submitted");
    let choice = Item {
        kind: ItemKind::Confirm,
        ..text("b")
    };
    let input = AnswerEdit {
        value: json!(1),
        ..AnswerEdit::default()
    };
    assert_eq!(
        journal.record_edit(&sheet(), &choice, input, minted("3")),
        Err(EditError::Locked)
    );
    answer(&mut journal, "a", "打ちかけ", "4");
    assert_eq!(
        journal.sheet(&sheet()).value(&"a".into()),
        Some(&json!("い"))
    );
    assert_eq!(
        journal.draft(&sheet(), &"a".into()),
        Some(&json!("打ちかけ"))
    );
    journal
        .record_step(
            &sheet(),
            Step::Withdraw,
            StepDetails::default(),
            minted("5"),
        )
        .expect("withdrawn");
    answer(&mut journal, "a", "ろ", "6");
    assert_eq!((journal.n_pending(), journal.n_local_only()), (4, 4));
}

#[test]
fn a_journal_loads_back_equal_from_its_store() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    answer(&mut journal, "b", "いろはにほへと", "2");
    let again = Journal::load(
        journal.meta.clone(),
        StoredJournal {
            unsent: journal.unsent.clone(),
            drafts: journal.drafts.clone(),
            ..StoredJournal::default()
        },
    );
    assert_eq!(again, journal);
}

#[test]
fn a_kind_of_fact_from_a_newer_client_decodes_as_unknown() {
    let body: FactBody =
        serde_json::from_value(json!({"kind": "drawing", "strokes": []})).expect("body");
    assert_eq!(body, FactBody::Unknown);
    let step: FactBody =
        serde_json::from_value(json!({"kind": "step", "step": "bless", "made_on": ""}))
            .expect("step");
    assert_eq!(
        step,
        FactBody::Step {
            step: Step::Unknown,
            made_on: SheetHash::default(),
            act: StepDetails::default(),
        }
    );
}

#[test]
fn an_answer_that_arrived_while_typing_is_a_conflict_and_not_overwritten() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    let (push, _) = journal.next_push();
    journal.apply_pull(
        &"device".into(),
        &pull(vec![heard(1, &push.facts[0])], Vec::new(), 2),
        &mut never,
    );
    let seen = journal.shown_version(&sheet(), &"a".into());
    let mut other = push.facts[0].clone();
    (other.id, other.device, other.replaces) = ("x".into(), "other".into(), seen.fact.clone());
    other.body = FactBody::Answer {
        item: "a".into(),
        value: json!("ほか"),
        settles: Vec::new(),
    };
    journal.apply_pull(
        &"device".into(),
        &pull(vec![heard(2, &other)], Vec::new(), 2),
        &mut never,
    );
    note_on(&mut journal, "a", "いろ", seen, "2");
    let now = journal.sheet(&sheet());
    let apart = now.heads(&"a".into()).expect("answers").conflicts();
    assert_eq!(
        apart.map(|it| &it.value).collect::<Vec<_>>(),
        [&json!("ほか")]
    );
    assert_eq!(now.value(&"a".into()), Some(&json!("いろ")));
}

#[test]
fn dropping_synced_facts_keeps_pending_ones() {
    let mut journal = journal();
    answer(&mut journal, "a", "い", "1");
    let (push, _) = journal.next_push();
    journal.apply_pull(
        &"device".into(),
        &pull(vec![heard(1, &push.facts[0])], Vec::new(), 2),
        &mut never,
    );
    answer(&mut journal, "b", "ろ", "2");
    journal.drop_synced();
    assert_eq!((journal.n_local_only(), journal.meta.since), (1, 0));
    assert_eq!(journal.sheet(&sheet()).value(&"a".into()), None);
}

#[test]
fn edits_in_another_person_s_sheet_are_not_recorded() {
    let mut journal = Journal::new("E2".into(), "device".into());
    let input = AnswerEdit {
        value: json!("い"),
        ..AnswerEdit::default()
    };
    let noted = journal.record_edit(&sheet(), &text("a"), input, minted("1"));
    assert_eq!(noted, Err(EditError::NoPermission));
    assert_eq!(
        journal.record_step(&sheet(), Step::Submit, StepDetails::default(), minted("2")),
        Err(EditError::NoPermission)
    );
    assert_eq!(journal.n_local_only(), 0);
}

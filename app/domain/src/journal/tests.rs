//! The journal's rules, without a server.

mod checkout;

use super::*;
use crate::calendar::Cycle;
use crate::fact::{Act, Reason, Step};
use crate::instrument::{Item, ItemKind};
use serde_json::json;

fn sheet() -> SheetId {
    SheetId {
        person: "E1".into(),
        instrument: "self_scoring_sheet".into(),
        cycle: Cycle::of_year(2026)[2],
    }
}

fn text(id: &str) -> Item {
    Item {
        id: id.into(),
        kind: ItemKind::Text { max_length: 5 },
        ..Item::default()
    }
}

fn minted(id: &str) -> Minted {
    Minted {
        id: id.into(),
        at: 0,
    }
}

fn journal() -> Journal {
    Journal::new("E1".into(), "device".into())
}

fn note(journal: &mut Journal, item: &str, value: &str, id: &str) {
    let seen = journal.base(&sheet(), &item.into());
    note_on(journal, item, value, seen, id);
}

fn note_on(journal: &mut Journal, item: &str, value: &str, seen: Base, id: &str) {
    let input = Input {
        value: json!(value),
        seen,
        settles: Vec::new(),
    };
    journal
        .note(&sheet(), &text(item), input, minted(id))
        .expect("noted");
}

fn pull(heard: Vec<Heard>, refused: Vec<Refused>, expects: u64) -> Pull {
    let next = heard.last().map_or(0, |it| it.seq);
    Pull {
        epoch: "one".into(),
        expects,
        heard,
        refused,
        next,
        more: false,
        forget: Vec::new(),
    }
}

fn heard(seq: i64, fact: &Fact) -> Heard {
    Heard {
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
fn typing_rewrites_the_unsent_fact_until_it_is_offered() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    note(&mut journal, "a", "いろ", "2");
    assert_eq!(journal.n_unsent(), 1);
    let (push, _) = journal.offer();
    assert_eq!(push.facts[0].id, "1".into());
    note(&mut journal, "a", "いろは", "3");
    let (push, _) = journal.offer();
    assert_eq!(push.facts.iter().map(|it| it.n).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(push.facts[1].replaces, Some("1".into()));
}

#[test]
fn a_second_quick_choice_replaces_the_first_even_if_that_was_offered_meanwhile() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    let mut seen = journal.base(&sheet(), &"a".into());
    let _ = journal.offer();
    note(&mut journal, "a", "いろ", "2");
    seen.value = json!("いろ");
    note_on(&mut journal, "a", "いろは", seen, "3");
    let sheet = journal.sheet(&sheet());
    let heads = sheet.heads(&"a".into()).expect("answers");
    assert_eq!(heads.shown().map(|it| &it.value), Some(&json!("いろは")));
    assert_eq!(heads.apart().count(), 0);
}

#[test]
fn a_tab_that_still_sees_the_value_before_a_rewriting_does_not_replace_it() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    let seen = journal.base(&sheet(), &"a".into());
    note(&mut journal, "a", "いろ", "2");
    note_on(&mut journal, "a", "ほか", seen, "3");
    let sheet = journal.sheet(&sheet());
    let heads = sheet.heads(&"a".into()).expect("answers");
    assert_eq!(heads.shown().map(|it| &it.value), Some(&json!("ほか")));
    assert_eq!(
        heads.apart().map(|it| &it.value).collect::<Vec<_>>(),
        [&json!("いろ")]
    );
}

#[test]
fn a_fact_stays_unsent_until_the_server_repeats_it() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    let (push, _) = journal.offer();
    journal.hear(
        &"device".into(),
        &pull(Vec::new(), Vec::new(), 2),
        &mut never,
    );
    assert_eq!(journal.only_here(), 1);
    journal.hear(
        &"device".into(),
        &pull(vec![heard(7, &push.facts[0])], Vec::new(), 2),
        &mut never,
    );
    assert_eq!(journal.only_here(), 0);
    assert_eq!(journal.meta.since, 7);
    assert_eq!(
        journal.sheet(&sheet()).value(&"a".into()),
        Some(&json!("い"))
    );
}

#[test]
fn a_refused_fact_lies_in_the_tray_until_the_person_decides() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    note(&mut journal, "b", "ろ", "2");
    let (push, _) = journal.offer();
    let refused = Refused {
        id: "1".into(),
        reason: Reason::Locked,
        detail: String::new(),
    };
    journal.hear(
        &"device".into(),
        &pull(vec![heard(1, &push.facts[1])], vec![refused], 3),
        &mut never,
    );
    assert_eq!((journal.tray().count(), journal.n_unsent()), (1, 0));
    journal.try_again(&"1".into(), minted("3"));
    let (push, _) = journal.offer();
    assert_eq!((push.facts[0].n, &push.facts[0].id), (3, &"3".into()));
    assert_eq!(journal.tray().count(), 0);
}

#[test]
fn a_text_still_too_long_is_kept_as_a_draft_and_becomes_a_fact_when_shortened() {
    let mut journal = journal();
    note(&mut journal, "a", "いろはにほへ", "1");
    assert_eq!((journal.n_unsent(), journal.only_here()), (0, 1));
    assert_eq!(
        journal.draft(&sheet(), &"a".into()),
        Some(&json!("いろはにほへ"))
    );
    note(&mut journal, "a", "いろは", "2");
    assert_eq!((journal.n_unsent(), journal.only_here()), (1, 1));
    assert_eq!(journal.draft(&sheet(), &"a".into()), None);
}

#[test]
fn facts_after_a_gap_are_numbered_again_in_their_order() {
    let mut journal = journal();
    for (item, id) in [("a", "1"), ("b", "2"), ("c", "3")] {
        note(&mut journal, item, "い", id);
    }
    journal.unsent.remove(0);
    let gap = |id: &str| Refused {
        id: id.into(),
        reason: Reason::Gap,
        detail: String::new(),
    };
    journal.hear(
        &"device".into(),
        &pull(Vec::new(), vec![gap("2"), gap("3")], 1),
        &mut never,
    );
    let (push, _) = journal.offer();
    let order: Vec<_> = push
        .facts
        .iter()
        .map(|it| (it.n, it.id.as_str().to_owned()))
        .collect();
    assert_eq!(order, [(1, "2".to_owned()), (2, "3".to_owned())]);
}

#[test]
fn a_fact_whose_id_is_taken_gets_another_and_its_number_stays_next() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    let taken = Refused {
        id: "1".into(),
        reason: Reason::SameIdOtherContent,
        detail: String::new(),
    };
    journal.hear(
        &"device".into(),
        &pull(Vec::new(), vec![taken], 1),
        &mut || "9".into(),
    );
    let (push, _) = journal.offer();
    assert_eq!((push.facts[0].n, &push.facts[0].id), (1, &"9".into()));
}

#[test]
fn a_restored_server_is_offered_again_what_it_may_not_have() {
    let mut journal = journal();
    for (item, id) in [("a", "1"), ("b", "2")] {
        note(&mut journal, item, "い", id);
    }
    let (push, _) = journal.offer();
    let all = push
        .facts
        .iter()
        .zip(1..)
        .map(|(fact, seq)| heard(seq, fact))
        .collect();
    journal.hear(&"device".into(), &pull(all, Vec::new(), 3), &mut never);
    let mut restored = pull(Vec::new(), Vec::new(), 2);
    restored.epoch = "two".into();
    journal.hear(&"device".into(), &restored, &mut never);
    let (push, _) = journal.offer();
    assert_eq!((push.since, push.facts.len(), push.facts[0].n), (0, 1, 2));
}

#[test]
fn a_submitted_sheet_takes_no_answers_until_it_is_withdrawn() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    journal
        .step(&sheet(), Step::Submit, Act::default(), minted("2"))
        .expect("submitted");
    let choice = Item {
        kind: ItemKind::Confirm,
        ..text("b")
    };
    let input = Input {
        value: json!(1),
        ..Input::default()
    };
    assert_eq!(
        journal.note(&sheet(), &choice, input, minted("3")),
        Err(NotNoted::Locked)
    );
    note(&mut journal, "a", "打ちかけ", "4");
    assert_eq!(
        journal.sheet(&sheet()).value(&"a".into()),
        Some(&json!("い"))
    );
    assert_eq!(
        journal.draft(&sheet(), &"a".into()),
        Some(&json!("打ちかけ"))
    );
    journal
        .step(&sheet(), Step::Withdraw, Act::default(), minted("5"))
        .expect("withdrawn");
    note(&mut journal, "a", "ろ", "6");
    assert_eq!((journal.n_unsent(), journal.only_here()), (4, 4));
}

#[test]
fn changes_written_and_read_back_make_the_same_journal() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    note(&mut journal, "b", "いろはにほへと", "2");
    let again = Journal::load(
        journal.meta.clone(),
        Stored {
            unsent: journal.unsent.clone(),
            drafts: journal.drafts.clone(),
            ..Stored::default()
        },
    );
    assert_eq!(again, journal);
}

#[test]
fn a_kind_of_fact_from_a_newer_client_is_read_as_unknown() {
    let body: Body =
        serde_json::from_value(json!({"kind": "drawing", "strokes": []})).expect("body");
    assert_eq!(body, Body::Unknown);
    let step: Body =
        serde_json::from_value(json!({"kind": "step", "step": "bless", "made_on": ""}))
            .expect("step");
    assert_eq!(
        step,
        Body::Step {
            step: Step::Unknown,
            made_on: String::new(),
            act: Act::default(),
        }
    );
}

#[test]
fn an_answer_that_arrived_while_typing_is_kept_apart_and_not_overwritten() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    let (push, _) = journal.offer();
    journal.hear(
        &"device".into(),
        &pull(vec![heard(1, &push.facts[0])], Vec::new(), 2),
        &mut never,
    );
    let seen = journal.base(&sheet(), &"a".into());
    let mut other = push.facts[0].clone();
    (other.id, other.device, other.replaces) = ("x".into(), "other".into(), seen.fact.clone());
    other.body = Body::Answer {
        item: "a".into(),
        value: json!("ほか"),
        settles: Vec::new(),
    };
    journal.hear(
        &"device".into(),
        &pull(vec![heard(2, &other)], Vec::new(), 2),
        &mut never,
    );
    note_on(&mut journal, "a", "いろ", seen, "2");
    let now = journal.sheet(&sheet());
    let apart = now.heads(&"a".into()).expect("answers").apart();
    assert_eq!(
        apart.map(|it| &it.value).collect::<Vec<_>>(),
        [&json!("ほか")]
    );
    assert_eq!(now.value(&"a".into()), Some(&json!("いろ")));
}

#[test]
fn after_shedding_only_what_exists_here_alone_is_left() {
    let mut journal = journal();
    note(&mut journal, "a", "い", "1");
    let (push, _) = journal.offer();
    journal.hear(
        &"device".into(),
        &pull(vec![heard(1, &push.facts[0])], Vec::new(), 2),
        &mut never,
    );
    note(&mut journal, "b", "ろ", "2");
    journal.shed();
    assert_eq!((journal.only_here(), journal.meta.since), (1, 0));
    assert_eq!(journal.sheet(&sheet()).value(&"a".into()), None);
}

#[test]
fn nothing_of_one_person_goes_into_the_journal_of_another() {
    let mut journal = Journal::new("E2".into(), "device".into());
    let input = Input {
        value: json!("い"),
        ..Input::default()
    };
    let noted = journal.note(&sheet(), &text("a"), input, minted("1"));
    assert_eq!(noted, Err(NotNoted::NotTheirs));
    assert_eq!(
        journal.step(&sheet(), Step::Submit, Act::default(), minted("2")),
        Err(NotNoted::NotTheirs)
    );
    assert_eq!(journal.only_here(), 0);
}

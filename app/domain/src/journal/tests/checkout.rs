//! Checked-out sheets: what happens to them and to facts written in them when the permission ends or returns.

use super::*;
use crate::fact::Reason;

fn led() -> SheetId {
    SheetId {
        person: "E2".into(),
        ..sheet()
    }
}

fn forgetting(heard: Vec<Heard>, refused: Vec<Refused>, expects: u64) -> Pull {
    Pull {
        forget: vec![led()],
        ..pull(heard, refused, expects)
    }
}

fn hear(journal: &mut Journal, pull: &Pull) {
    let device = journal.meta.device.clone();
    let mut n = 0;
    let before = journal.as_changes();
    let changes = journal.hear(&device, pull, &mut || {
        n += 1;
        format!("fresh-{n}").as_str().into()
    });
    assert_eq!(changes.is_empty(), before == journal.as_changes());
}

fn with_led() -> Journal {
    let mut journal = journal();
    journal.take_along(&led(), &"one".into(), &[]);
    journal
}

fn type_in(journal: &mut Journal, text_of: &str, id: &str) -> Result<Vec<Change>, NotNoted> {
    let input = Input {
        value: json!(text_of),
        ..Input::default()
    };
    journal.note(&led(), &text("talk"), input, minted(id))
}

#[test]
fn what_came_while_the_sheet_was_on_its_way_is_heard_again() {
    let mut journal = journal();
    journal.meta.epoch = Some("one".into());
    journal.meta.since = 9;
    let mut theirs = with_led();
    type_in(&mut theirs, "話", "1").expect("noted");
    let fact = heard(4, theirs.waiting()[0]);
    journal.take_along(&led(), &"one".into(), &[fact]);
    assert_eq!(journal.meta.since, 4);
}

#[test]
fn an_answer_of_another_life_of_the_server_is_not_taken_in() {
    let mut theirs = with_led();
    type_in(&mut theirs, "話", "1").expect("noted");
    let fact = heard(4, theirs.waiting()[0]);
    let mut journal = journal();
    journal.meta.epoch = Some("two".into());
    journal.meta.since = 9;
    journal.take_along(&led(), &"one".into(), &[fact]);
    assert_eq!((journal.meta.since, journal.heard.len()), (0, 0));
    assert!(journal.may_note(&led()));
}

#[test]
fn a_text_under_the_hands_when_the_right_ends_goes_to_the_server_and_not_into_nothing() {
    let mut journal = with_led();
    hear(&mut journal, &forgetting(Vec::new(), Vec::new(), 1));
    let on = Base::default();
    assert_eq!(
        type_in(&mut journal, "話", "1"),
        Err(NotNoted::NotTheirs),
        "its emergency copy stays"
    );
    let taken = journal.take_up(&led(), &text("talk"), json!("話"), &on, minted("1"));
    assert!(taken.is_ok());
    let (push, _) = journal.offer();
    assert_eq!(push.facts.len(), 1);
    assert_eq!(push.along, [led()], "or it would never be heard");
    let refused = Refused {
        id: "1".into(),
        reason: Reason::NotYours,
        detail: String::new(),
    };
    hear(&mut journal, &forgetting(Vec::new(), vec![refused], 2));
    assert_eq!((journal.tray.len(), journal.n_unsent()), (1, 0));
    assert!(!journal.may_note(&led()));
    let again = journal.take_up(&led(), &text("talk"), json!("話"), &on, minted("2"));
    assert_eq!(again, Err(NotNoted::Unchanged), "it lies in the tray");
}

#[test]
fn a_text_too_long_for_an_answer_lies_in_the_tray_when_the_right_ends() {
    let mut journal = with_led();
    type_in(&mut journal, "話し合ったこと", "1").expect("kept");
    assert_eq!(journal.drafts.len(), 1);
    hear(&mut journal, &forgetting(Vec::new(), Vec::new(), 1));
    assert_eq!((journal.drafts.len(), journal.only_here()), (0, 1));
    assert_eq!(journal.tray[0].fact.id, "fresh-1".into());
}

#[test]
fn a_sheet_is_held_until_the_rest_written_in_it_has_had_its_turn() {
    let mut journal = with_led();
    type_in(&mut journal, "話", "1").expect("noted");
    let _ = journal.offer();
    // The response to an earlier push: nothing of this one has reached the server.
    hear(&mut journal, &forgetting(Vec::new(), Vec::new(), 1));
    assert!(journal.may_note(&led()));
    assert_eq!(journal.meta.since, 0);
}

#[test]
fn a_fact_the_server_has_taken_keeps_its_number_when_later_ones_fall_into_a_gap() {
    let mut journal = journal();
    for id in ["1", "2", "3"] {
        note(&mut journal, id, "い", id);
    }
    let _ = journal.offer();
    // The first was accepted and comes on the next page.
    let gap = |id: &str| Refused {
        id: id.into(),
        reason: Reason::Gap,
        detail: String::new(),
    };
    let pull = pull(Vec::new(), vec![gap("2"), gap("3")], 5);
    hear(&mut journal, &pull);
    let numbers: Vec<u64> = journal.unsent.iter().map(|it| it.fact.n).collect();
    assert_eq!(numbers, [1, 5, 6]);
    assert_eq!(journal.meta.next_n, 7);
}

//! Checked-out sheets: what happens to them and to facts written in them when the permission ends or returns.

use super::*;
use crate::fact::Reason;

fn led() -> SheetId {
    SheetId {
        person: "E2".into(),
        ..sheet()
    }
}

fn forgetting(heard: Vec<LoggedFact>, refused: Vec<Rejection>, expects: u64) -> Pull {
    Pull {
        forget: vec![led()],
        ..pull(heard, refused, expects)
    }
}

fn hear(journal: &mut Journal, pull: &Pull) {
    let device = journal.meta.device.clone();
    let mut n = 0;
    let before = journal.as_writes();
    let changes = journal.apply_pull(&device, pull, &mut || {
        n += 1;
        format!("fresh-{n}").as_str().into()
    });
    assert_eq!(changes.is_empty(), before == journal.as_writes());
}

fn with_led() -> Journal {
    let mut journal = journal();
    journal.check_out(&led(), &"one".into(), &[]);
    journal
}

fn type_in(journal: &mut Journal, text_of: &str, id: &str) -> Result<Vec<StoreWrite>, EditError> {
    let input = AnswerEdit {
        value: json!(text_of),
        ..AnswerEdit::default()
    };
    journal.record_edit(&led(), &text("talk"), input, minted(id))
}

#[test]
fn facts_logged_during_a_checkout_are_pulled_again() {
    let mut journal = journal();
    journal.meta.epoch = Some("one".into());
    journal.meta.since = 9;
    let mut theirs = with_led();
    type_in(&mut theirs, "話", "1").expect("noted");
    let fact = heard(4, theirs.unacknowledged()[0]);
    journal.check_out(&led(), &"one".into(), &[fact]);
    assert_eq!(journal.meta.since, 4);
}

#[test]
fn a_checkout_response_of_another_epoch_is_ignored() {
    let mut theirs = with_led();
    type_in(&mut theirs, "話", "1").expect("noted");
    let fact = heard(4, theirs.unacknowledged()[0]);
    let mut journal = journal();
    journal.meta.epoch = Some("two".into());
    journal.meta.since = 9;
    journal.check_out(&led(), &"one".into(), &[fact]);
    assert_eq!((journal.meta.since, journal.heard.len()), (0, 0));
    assert!(journal.may_edit(&led()));
}

#[test]
fn typing_in_a_revoked_sheet_is_pushed_and_rejected_not_dropped() {
    let mut journal = with_led();
    hear(&mut journal, &forgetting(Vec::new(), Vec::new(), 1));
    let on = BaseVersion::default();
    assert_eq!(
        type_in(&mut journal, "話", "1"),
        Err(EditError::NoPermission),
        "its emergency copy stays"
    );
    let taken = journal.recover_draft(
        &led(),
        &text("talk"),
        json!("話"),
        &on,
        &Typed::default(),
        minted("1"),
    );
    assert!(taken.is_ok());
    let (push, _) = journal.next_push();
    assert_eq!(push.facts.len(), 1);
    assert_eq!(push.along, [led()], "or it would never be heard");
    let refused = Rejection {
        id: "1".into(),
        reason: Reason::NotYours,
        detail: String::new(),
    };
    hear(&mut journal, &forgetting(Vec::new(), vec![refused], 2));
    assert_eq!((journal.tray.len(), journal.n_pending()), (1, 0));
    assert!(!journal.may_edit(&led()));
    let again = journal.recover_draft(
        &led(),
        &text("talk"),
        json!("話"),
        &on,
        &Typed::default(),
        minted("2"),
    );
    assert_eq!(again, Err(EditError::Unchanged), "it lies in the tray");
}

#[test]
fn a_draft_in_a_revoked_sheet_goes_to_the_tray() {
    let mut journal = with_led();
    type_in(&mut journal, "話し合ったこと", "1").expect("kept");
    assert_eq!(journal.drafts.len(), 1);
    hear(&mut journal, &forgetting(Vec::new(), Vec::new(), 1));
    assert_eq!((journal.drafts.len(), journal.n_local_only()), (0, 1));
    assert_eq!(journal.tray[0].fact.id, "fresh-1".into());
}

#[test]
fn a_revoked_sheet_stays_checked_out_until_its_pending_facts_are_pushed() {
    let mut journal = with_led();
    type_in(&mut journal, "話", "1").expect("noted");
    let _ = journal.next_push();
    // The response to an earlier push: nothing of this one has reached the server.
    hear(&mut journal, &forgetting(Vec::new(), Vec::new(), 1));
    assert!(journal.may_edit(&led()));
    assert_eq!(journal.meta.since, 0);
}

#[test]
fn an_accepted_fact_keeps_its_number_when_later_ones_are_renumbered() {
    let mut journal = journal();
    for id in ["1", "2", "3"] {
        answer(&mut journal, id, "い", id);
    }
    let _ = journal.next_push();
    // The first was accepted and comes on the next page.
    let gap = |id: &str| Rejection {
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

//! How much one push takes.

use super::{journal, minted, sheet, text};
use crate::fact::Reason;
use crate::instrument::{Item, ItemKind};
use crate::journal::push::PUSH_BYTES;
use crate::journal::{AnswerEdit, BaseVersion, Journal};
use serde_json::json;

fn answer(journal: &mut Journal, id: &str, value: &str) {
    let item = Item {
        kind: ItemKind::Text {
            max_length: 1 << 20,
        },
        ..text(id)
    };
    let input = AnswerEdit {
        value: json!(value),
        seen: BaseVersion::default(),
        ..AnswerEdit::default()
    };
    let noted = journal.record_edit(&sheet(), &item, input, minted(id));
    noted.expect("noted");
}

#[test]
fn a_push_stays_under_a_proxys_limit_and_takes_at_least_one_fact() {
    let mut many = journal();
    for n in 0..20 {
        answer(&mut many, &n.to_string(), &"あ".repeat(20_000));
    }
    let (push, _) = many.next_push();
    assert_eq!(push.facts.len(), 8);
    let body = serde_json::to_string(&push).expect("written").len();
    assert!(body < 1_000_000, "{body}");
    let mut huge = journal();
    answer(&mut huge, "one", &"あ".repeat(PUSH_BYTES));
    assert_eq!(huge.next_push().0.facts.len(), 1);
}

#[test]
fn a_push_that_is_too_large_is_halved_and_its_only_fact_set_aside() {
    let mut many = journal();
    for n in 0..4 {
        answer(&mut many, &n.to_string(), &n.to_string());
    }
    let (push, _) = many.next_push_of(2);
    assert_eq!(push.facts.len(), 2);
    let (alone, _) = many.next_push_of(1);
    assert_eq!(alone.facts, push.facts[..1]);
    let writes = many.set_first_aside();
    assert!(!writes.is_empty());
    let tray: Vec<_> = many.tray().cloned().collect();
    assert_eq!(tray.len(), 1);
    assert_eq!(
        (&tray[0].fact, tray[0].reason),
        (&alone.facts[0], Reason::TooLarge)
    );
    // The next one takes its number, so that the server finds no gap.
    let (rest, _) = many.next_push();
    assert_eq!(rest.facts.len(), 3);
    assert_eq!(rest.facts[0].n, alone.facts[0].n);
    assert_eq!(rest.facts[0].id, push.facts[1].id);
}

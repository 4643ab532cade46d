//! How much one push takes.

use super::{journal, minted, sheet, text};
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
        settles: Vec::new(),
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

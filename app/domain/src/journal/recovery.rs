//! Recovery of autosave copies that a dead tab left behind.
//!
//! Copies reach the disk late: after a crash, a copy may be older than what was recorded since. So a copy contains
//! the version that it was typed on and replaces only that version; otherwise both answers are kept as a conflict
//! (S1, S6).

use super::{Change, Draft, Input, Journal, Minted, NotNoted};
use crate::fact::{Body, Fact};
use crate::ids::{FactId, ItemId};
use crate::instrument::Item;
use crate::sheet::SheetId;
use serde_json::Value;

/// The version that a field showed when the person began to type in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// The fact that was shown, if any.
    pub fact: Option<FactId>,
    /// The field's value, an answer or a draft; null if it was empty.
    pub value: Value,
}

impl Journal {
    /// The version that a field shows now.
    pub fn base(&self, sheet: &SheetId, item: &ItemId) -> Base {
        let now = self.sheet(sheet);
        let shown = now.heads(item).and_then(|it| it.shown());
        let value = self.draft(sheet, item).or(shown.map(|it| &it.value));
        Base {
            fact: shown.map(|it| it.fact.clone()),
            value: value.cloned().unwrap_or_default(),
        }
    }

    /// Records an autosave copy; [`NotNoted::Unchanged`] if the same was recorded before.
    pub fn take_up(
        &mut self,
        sheet: &SheetId,
        item: &Item,
        value: Value,
        base: &Base,
        minted: Minted,
    ) -> Result<Vec<Change>, NotNoted> {
        let now = self.base(sheet, &item.id);
        if now.value == value || self.said_on(sheet, &item.id, &value, base) {
            return Err(NotNoted::Unchanged);
        }
        if !self.may_note(sheet) {
            // The permission has ended. The fact is pushed all the same: the server rejects it, and the tray keeps
            // the text for its author.
            let input = Input {
                value,
                ..Input::default()
            };
            let put = self.put_answer(sheet, &item.id, input, minted);
            return Ok(self.written(vec![put]));
        }
        // Nothing was recorded since: the copy continues what is shown.
        if now.value == base.value {
            let input = Input {
                value,
                seen: now,
                settles: Vec::new(),
            };
            return self.note(sheet, item, input, minted);
        }
        // Recorded since: the copy replaces nothing, so the two answers are in conflict (S6).
        let is_open = self.sheet(sheet).takes(item);
        if is_open && item.check(&value).is_ok() {
            let input = Input {
                value,
                ..Input::default()
            };
            let put = self.put_answer(sheet, &item.id, input, minted);
            return Ok(self.written(vec![put]));
        }
        // The item has another draft: both texts are kept, one below the other.
        let value = match (self.draft(sheet, &item.id), value.as_str()) {
            (Some(Value::String(draft)), Some(text)) => format!("{draft}\n{text}").into(),
            (Some(_), _) => return Err(NotNoted::Unchanged),
            (None, _) => value,
        };
        let (sheet, item) = (sheet.clone(), item.id.clone());
        self.put_draft(Draft { sheet, item, value })
    }

    /// Whether this device recorded the same value on the same base before, or has it in the tray.
    fn said_on(&self, sheet: &SheetId, item: &ItemId, value: &Value, base: &Base) -> bool {
        let says = |fact: &Fact| {
            let same = matches!(&fact.body, Body::Answer { item: of, value: said, .. } if of == item && said == value);
            same && fact.sheet == *sheet && fact.device == self.meta.device
        };
        // Without permission the tray is where the copy ends: found there, it is not pushed a second time.
        self.facts().any(|it| says(it) && it.replaces == base.fact)
            || !self.may_note(sheet) && self.tray.iter().any(|it| says(&it.fact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Cycle;
    use crate::instrument::ItemKind;
    use serde_json::json;

    fn item() -> Item {
        Item {
            id: "evidence".into(),
            kind: ItemKind::Text { max_length: 4 },
            ..Item::default()
        }
    }

    fn sheet() -> SheetId {
        SheetId {
            person: "E1".into(),
            instrument: "self_scoring_sheet".into(),
            cycle: Cycle::of_year(2026)[2],
        }
    }

    fn minted(id: &str) -> Minted {
        Minted {
            id: id.into(),
            at: 0,
        }
    }

    fn base(journal: &Journal) -> Base {
        journal.base(&sheet(), &item().id)
    }

    fn note(journal: &mut Journal, text: &str, id: &str) {
        let input = Input {
            value: json!(text),
            seen: base(journal),
            settles: Vec::new(),
        };
        let _ = journal.note(&sheet(), &item(), input, minted(id));
    }

    fn take_up(journal: &mut Journal, text: &str, on: &Base) -> Result<Vec<Change>, NotNoted> {
        journal.take_up(&sheet(), &item(), json!(text), on, minted("copy"))
    }

    fn journal() -> Journal {
        Journal::new("E1".into(), "office".into())
    }

    fn texts(journal: &Journal) -> Vec<Value> {
        let sheet = journal.sheet(&sheet());
        let heads = sheet.heads(&item().id).expect("answers");
        let shown = heads.shown().into_iter().chain(heads.apart());
        shown.map(|it| it.value.clone()).collect()
    }

    #[test]
    fn a_copy_of_what_was_last_typed_takes_its_place() {
        let mut journal = journal();
        note(&mut journal, "い", "1");
        let on = base(&journal);
        assert!(take_up(&mut journal, "いろ", &on).is_ok());
        assert_eq!(texts(&journal), [json!("いろ")]);
    }

    #[test]
    fn an_old_copy_never_takes_the_place_of_what_was_written_since() {
        let mut journal = journal();
        note(&mut journal, "い", "1");
        let on = base(&journal);
        note(&mut journal, "ろ", "2");
        note(&mut journal, "は", "3");
        assert!(take_up(&mut journal, "ろ", &on).is_ok());
        assert_eq!(texts(&journal), [json!("ろ"), json!("は")]);
    }

    #[test]
    fn what_was_noted_from_the_same_place_is_not_noted_again() {
        let mut journal = journal();
        let on = base(&journal);
        note(&mut journal, "い", "1");
        let _ = journal.offer();
        note(&mut journal, "ろ", "2");
        assert_eq!(take_up(&mut journal, "い", &on), Err(NotNoted::Unchanged));
        assert_eq!(texts(&journal), [json!("ろ")]);
    }

    #[test]
    fn a_draft_beside_a_draft_keeps_both_texts() {
        let mut journal = journal();
        let on = base(&journal);
        note(&mut journal, "いろはにほへと", "1");
        assert!(take_up(&mut journal, "ちりぬるを", &on).is_ok());
        let draft = journal.draft(&sheet(), &item().id);
        assert_eq!(draft, Some(&json!("いろはにほへと\nちりぬるを")));
    }
}

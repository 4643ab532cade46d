//! Recovery of autosave copies that a dead tab left behind.
//!
//! Copies reach the disk late: after a crash, a copy may be older than what was recorded since. So a copy contains
//! the version that it was typed on and replaces only that version; otherwise both answers are kept as a conflict
//! (S1, S6).

use super::{AnswerEdit, Draft, EditError, FactStamp, Journal, StoreWrite};
use crate::fact::{Fact, FactBody};
use crate::ids::{FactId, ItemId};
use crate::instrument::Item;
use crate::sheet::SheetId;
use serde_json::Value;

/// The version that a field showed when the person began to type in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseVersion {
    /// The fact that was shown, if any.
    pub fact: Option<FactId>,
    /// The field's value, an answer or a draft; null if it was empty.
    pub value: Value,
}

impl Journal {
    /// The version that a field shows now.
    pub fn shown_version(&self, sheet: &SheetId, item: &ItemId) -> BaseVersion {
        let now = self.sheet(sheet);
        let shown = now.heads(item).and_then(|it| it.shown());
        let value = self.draft(sheet, item).or(shown.map(|it| &it.value));
        BaseVersion {
            fact: shown.map(|it| it.fact.clone()),
            value: value.cloned().unwrap_or_default(),
        }
    }

    /// Records an autosave copy; [`EditError::Unchanged`] if the same was recorded before.
    pub fn recover_draft(
        &mut self,
        sheet: &SheetId,
        item: &Item,
        value: Value,
        base: &BaseVersion,
        minted: FactStamp,
    ) -> Result<Vec<StoreWrite>, EditError> {
        let now = self.shown_version(sheet, &item.id);
        if now.value == value || self.was_recorded(sheet, &item.id, &value, base) {
            return Err(EditError::Unchanged);
        }
        if !self.may_edit(sheet) {
            // The permission has ended. The fact is pushed all the same: the server rejects it, and the tray keeps
            // the text for its author.
            let input = AnswerEdit {
                value,
                ..AnswerEdit::default()
            };
            let put = self.put_answer(sheet, &item.id, input, minted);
            return Ok(self.count_write(vec![put]));
        }
        // Nothing was recorded since: the copy continues what is shown.
        if now.value == base.value {
            let input = AnswerEdit {
                value,
                seen: now,
                settles: Vec::new(),
            };
            return self.record_edit(sheet, item, input, minted);
        }
        // Recorded since: the copy replaces nothing, so the two answers are in conflict (S6).
        let is_open = item.accepts_answers(&self.sheet(sheet));
        if is_open && item.validate(&value).is_ok() {
            let input = AnswerEdit {
                value,
                ..AnswerEdit::default()
            };
            let put = self.put_answer(sheet, &item.id, input, minted);
            return Ok(self.count_write(vec![put]));
        }
        // The item has another draft: both texts are kept, one below the other.
        let value = match (self.draft(sheet, &item.id), value.as_str()) {
            (Some(Value::String(draft)), Some(text)) => format!("{draft}\n{text}").into(),
            (Some(_), _) => return Err(EditError::Unchanged),
            (None, _) => value,
        };
        let (sheet, item) = (sheet.clone(), item.id.clone());
        self.put_draft(Draft { sheet, item, value })
    }

    /// Whether this device recorded the same value on the same base before, or has it in the tray.
    fn was_recorded(
        &self,
        sheet: &SheetId,
        item: &ItemId,
        value: &Value,
        base: &BaseVersion,
    ) -> bool {
        let says = |fact: &Fact| {
            let same = matches!(
                &fact.body,
                FactBody::Answer { item: of, value: said, .. } if of == item && said == value
            );
            same && fact.sheet == *sheet && fact.device == self.meta.device
        };
        // Without permission the tray is where the copy ends: found there, it is not pushed a second time.
        self.facts().any(|it| says(it) && it.replaces == base.fact)
            || !self.may_edit(sheet) && self.tray.iter().any(|it| says(&it.fact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Cycle;
    use crate::instrument::ItemKind;
    use crate::timestamp::Timestamp;
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
            cycle: Cycle::in_year(2026)[2],
        }
    }

    fn minted(id: &str) -> FactStamp {
        FactStamp {
            id: id.into(),
            at: Timestamp(0),
        }
    }

    fn shown_version(journal: &Journal) -> BaseVersion {
        journal.shown_version(&sheet(), &item().id)
    }

    fn answer(journal: &mut Journal, text: &str, id: &str) {
        let input = AnswerEdit {
            value: json!(text),
            seen: shown_version(journal),
            settles: Vec::new(),
        };
        let _ = journal.record_edit(&sheet(), &item(), input, minted(id));
    }

    fn recover_draft(
        journal: &mut Journal,
        text: &str,
        on: &BaseVersion,
    ) -> Result<Vec<StoreWrite>, EditError> {
        journal.recover_draft(&sheet(), &item(), json!(text), on, minted("copy"))
    }

    fn journal() -> Journal {
        Journal::new("E1".into(), "office".into())
    }

    fn texts(journal: &Journal) -> Vec<Value> {
        let sheet = journal.sheet(&sheet());
        let heads = sheet.heads(&item().id).expect("answers");
        let shown = heads.shown().into_iter().chain(heads.conflicts());
        shown.map(|it| it.value.clone()).collect()
    }

    #[test]
    fn an_autosave_copy_of_the_shown_version_replaces_it() {
        let mut journal = journal();
        answer(&mut journal, "い", "1");
        let on = shown_version(&journal);
        assert!(recover_draft(&mut journal, "いろ", &on).is_ok());
        assert_eq!(texts(&journal), [json!("いろ")]);
    }

    #[test]
    fn an_old_autosave_copy_is_a_conflict_with_newer_answers() {
        let mut journal = journal();
        answer(&mut journal, "い", "1");
        let on = shown_version(&journal);
        answer(&mut journal, "ろ", "2");
        answer(&mut journal, "は", "3");
        assert!(recover_draft(&mut journal, "ろ", &on).is_ok());
        assert_eq!(texts(&journal), [json!("ろ"), json!("は")]);
    }

    #[test]
    fn an_autosave_copy_that_was_recorded_is_not_recorded_again() {
        let mut journal = journal();
        let on = shown_version(&journal);
        answer(&mut journal, "い", "1");
        let _ = journal.next_push();
        answer(&mut journal, "ろ", "2");
        assert_eq!(
            recover_draft(&mut journal, "い", &on),
            Err(EditError::Unchanged)
        );
        assert_eq!(texts(&journal), [json!("ろ")]);
    }

    #[test]
    fn an_autosave_copy_and_a_draft_keep_both_texts() {
        let mut journal = journal();
        let on = shown_version(&journal);
        answer(&mut journal, "いろはにほへと", "1");
        assert!(recover_draft(&mut journal, "ちりぬるを", &on).is_ok());
        let draft = journal.draft(&sheet(), &item().id);
        assert_eq!(draft, Some(&json!("いろはにほへと\nちりぬるを")));
    }
}

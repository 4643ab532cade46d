//! Recovery of autosave copies that a dead tab left behind.
//!
//! Copies reach the disk late, and so does their removal: after a crash, a copy may be older than what was recorded
//! since. So a copy says which input it is, and is left alone if that one or a later one was recorded; and it contains
//! the version that it was typed on and replaces only that version: otherwise both answers are kept as a conflict
//! (S1, S6).

use super::{AnswerEdit, Draft, EditError, FactStamp, Journal, StoreWrite};
use crate::fact::{Fact, FactBody};
use crate::ids::{FactId, ItemId};
use crate::instrument::Item;
use crate::sheet::SheetId;
use serde_json::Value;

/// Fields and tabs whose last recorded input is remembered. Copies reach the disk within seconds.
const REMEMBERED: usize = 16;

/// An input of one field in one tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Names the field and the tab: the key of the autosave copy.
    pub key: String,
    /// Counts up with every input of the tab, from 1; 0 in a copy of an earlier release, which does not say.
    pub n: u64,
}

impl Typed {
    /// As it is stored: the number and the key.
    pub fn to_text(&self) -> String {
        format!("{} {}", self.n, self.key)
    }

    /// Whether a stored text is of the same field and tab, and of this input or a later one.
    fn is_superseded_by(&self, text: &str) -> bool {
        let of = text.split_once(' ').filter(|it| it.1 == self.key);
        of.and_then(|it| it.0.parse::<u64>().ok())
            .is_some_and(|n| n >= self.n)
    }
}

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

    /// Notes that an input is recorded, so that no copy of it or of an earlier one is.
    pub(super) fn note_recorded(&mut self, typed: String) {
        let Some((_, key)) = typed.split_once(' ') else {
            return;
        };
        let recorded = &mut self.meta.recorded;
        recorded.retain(|it| !it.ends_with(key));
        recorded.push(typed);
        if recorded.len() > REMEMBERED {
            recorded.remove(0);
        }
    }

    /// Records the autosave copy of an input; [`EditError::Unchanged`] if it, the same or a later one was recorded
    /// before.
    pub fn recover_draft(
        &mut self,
        sheet: &SheetId,
        item: &Item,
        value: Value,
        base: &BaseVersion,
        typed: &Typed,
        minted: FactStamp,
    ) -> Result<Vec<StoreWrite>, EditError> {
        let now = self.shown_version(sheet, &item.id);
        let mut recorded = self.meta.recorded.iter();
        let is_old = typed.n > 0 && recorded.any(|it| typed.is_superseded_by(it));
        if is_old || now.value == value || self.was_recorded(sheet, &item.id, &value, base) {
            return Err(EditError::Unchanged);
        }
        if typed.n > 0 {
            self.note_recorded(typed.to_text());
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
                ..AnswerEdit::default()
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
            ..AnswerEdit::default()
        };
        let _ = journal.record_edit(&sheet(), &item(), input, minted(id));
    }

    fn recover_draft(
        journal: &mut Journal,
        text: &str,
        on: &BaseVersion,
    ) -> Result<Vec<StoreWrite>, EditError> {
        let typed = Typed::default();
        journal.recover_draft(&sheet(), &item(), json!(text), on, &typed, minted("copy"))
    }

    /// An input of a tab, by its number.
    fn typed(tab: &str, n: u64) -> Typed {
        Typed {
            key: format!("evidence:{tab}"),
            n,
        }
    }

    /// Records what a tab typed, as its `n`th input.
    fn record_typed(journal: &mut Journal, text: &str, tab: &str, n: u64) {
        let input = AnswerEdit {
            value: json!(text),
            seen: shown_version(journal),
            typed: typed(tab, n).to_text(),
            ..AnswerEdit::default()
        };
        let _ = journal.record_edit(&sheet(), &item(), input, minted(&format!("{tab}{n}")));
    }

    fn recover_typed(journal: &mut Journal, text: &str, on: &BaseVersion, of: &Typed) -> bool {
        let recovered =
            journal.recover_draft(&sheet(), &item(), json!(text), on, of, minted("copy"));
        recovered.is_ok()
    }

    #[test]
    fn a_copy_that_was_removed_and_is_there_again_does_not_stand_above_newer_text() {
        let mut journal = journal();
        let on = shown_version(&journal);
        record_typed(&mut journal, "い", "a", 1);
        // Rewritten in place: no fact says any more that the first text was recorded.
        record_typed(&mut journal, "ろ", "a", 2);
        assert!(!recover_typed(&mut journal, "い", &on, &typed("a", 1)));
        assert_eq!(texts(&journal), [json!("ろ")]);
        // What was typed after it is not old, and another tab's input neither.
        let now = shown_version(&journal);
        assert!(recover_typed(&mut journal, "は", &now, &typed("a", 3)));
        assert!(recover_typed(&mut journal, "に", &on, &typed("b", 1)));
    }

    #[test]
    fn the_inputs_that_are_remembered_are_few_and_the_latest() {
        let mut journal = journal();
        for n in 1..=100 {
            record_typed(&mut journal, &format!("{n}"), &format!("tab{n}"), n);
        }
        assert_eq!(journal.meta.recorded.len(), REMEMBERED);
        let last = typed("tab100", 100).to_text();
        assert_eq!(journal.meta.recorded.last(), Some(&last));
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

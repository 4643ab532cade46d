//! Recording an edit or a step: it becomes a pending fact, or a draft while it is not a valid answer.

use super::{BaseVersion, Draft, Journal, StoreWrite};
use crate::fact::{Fact, FactBody, PendingFact, Step, StepDetails};
use crate::ids::{FactId, ItemId};
use crate::instrument::Item;
use crate::sheet::SheetId;
use crate::timestamp::Timestamp;
use serde_json::Value;

/// Id and time of a new fact. Passed in, because the journal has no clock and no randomness.
#[derive(Clone, Debug)]
pub struct FactStamp {
    /// A fresh UUID version 7.
    pub id: FactId,
    /// By the device's clock.
    pub at: Timestamp,
}

/// Why an edit or a step was not recorded. The journal is unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The sheet is another person's and not checked out here.
    NoPermission,
    /// The sheet is submitted or confirmed here already.
    Locked,
    /// The sheet says the same already.
    Unchanged,
}

/// An edit of one item, with the version that it is based on.
#[derive(Clone, Debug, Default)]
pub struct AnswerEdit {
    /// The new value; `null` clears the answer.
    pub value: Value,
    /// The version that the person saw when they began. An answer that arrived since is kept as a conflict (S6).
    pub seen: BaseVersion,
    /// Conflicting answers that they saw and decided against.
    pub settles: Vec<FactId>,
    /// Which input it is, as [`super::Typed::to_text`]; empty if there are no autosave copies of it.
    pub typed: String,
}

impl Journal {
    /// Records an edit of an item.
    ///
    /// A value that is not valid for the item becomes a draft: stored and counted, but not pushed. So does a text
    /// that was being typed when the sheet was submitted elsewhere.
    pub fn record_edit(
        &mut self,
        sheet: &SheetId,
        item: &Item,
        mut input: AnswerEdit,
        minted: FactStamp,
    ) -> Result<Vec<StoreWrite>, EditError> {
        self.check_permission(sheet)?;
        // Noted on the disk with the next write: what changes nothing is there already.
        self.note_recorded(std::mem::take(&mut input.typed));
        let now = self.sheet(sheet);
        let AnswerEdit {
            value,
            mut seen,
            settles,
            ..
        } = input;
        let stands = self.shown_version(sheet, &item.id);
        if seen.value == stands.value {
            // The second of two quick choices is made before the first is recorded: it replaces the first.
            seen = stands;
        } else if seen.fact == stands.fact {
            // Another tab has rewritten the fact since: unseen text is not replaced but kept as a conflict.
            seen.fact = None;
        }
        let shown = now.heads(&item.id).and_then(|it| it.shown());
        let same = shown.map_or(value.is_null(), |it| it.value == value);
        let is_locked = !item.accepts_answers(&now);
        if is_locked && (same || !item.kind.is_typed()) {
            return Err(EditError::Locked);
        }
        // Text typed while another device submits must not be lost; what stands was valid in some edition.
        if is_locked || !same && item.validate(&value).is_err() {
            let (sheet, item) = (sheet.clone(), item.id.clone());
            return self.put_draft(Draft { sheet, item, value });
        }
        let mut changes = Vec::new();
        if let Some(at) = self.drafts.iter().position(|it| it.is_of(sheet, &item.id)) {
            let draft = self.drafts.remove(at);
            changes.push(StoreWrite::DropDraft(draft.sheet, draft.item));
        }
        if !same || !settles.is_empty() {
            changes.push(self.put_answer(
                sheet,
                &item.id,
                AnswerEdit {
                    value,
                    seen,
                    settles,
                    typed: String::new(),
                },
                minted,
            ));
        }
        if changes.is_empty() {
            Err(EditError::Unchanged)
        } else {
            Ok(self.count_write(changes))
        }
    }

    pub(super) fn put_draft(&mut self, draft: Draft) -> Result<Vec<StoreWrite>, EditError> {
        if self.drafts.contains(&draft) {
            return Err(EditError::Unchanged);
        }
        self.drafts
            .retain(|it| !it.is_of(&draft.sheet, &draft.item));
        self.drafts.push(draft.clone());
        Ok(self.count_write(vec![StoreWrite::PutDraft(draft)]))
    }

    /// Rewrites the item's pending fact if it was never pushed and is what the edit replaces; otherwise adds a new
    /// fact.
    pub(super) fn put_answer(
        &mut self,
        sheet: &SheetId,
        item: &ItemId,
        input: AnswerEdit,
        minted: FactStamp,
    ) -> StoreWrite {
        let AnswerEdit {
            value,
            seen: BaseVersion { fact: replaces, .. },
            settles,
            ..
        } = input;
        // A step contains a hash of the answers before it, so none of those is rewritten.
        let since_last_step = self.unsent.iter_mut().rev().take_while(|it| {
            it.fact.sheet != *sheet || matches!(it.fact.body, FactBody::Answer { .. })
        });
        let own = { since_last_step }.find(|it| {
            it.fact.sheet == *sheet
                && matches!(&it.fact.body, FactBody::Answer { item: own, .. } if own == item)
        });
        if let Some(own) = own.filter(|it| !it.offered && replaces.as_ref() == Some(&it.fact.id)) {
            if let FactBody::Answer {
                value: old,
                settles: settled,
                ..
            } = &mut own.fact.body
            {
                *old = value;
                settled.extend(settles);
            }
            own.fact.noted_at = minted.at;
            return StoreWrite::PutPending(own.clone());
        }
        self.add_fact(
            sheet,
            FactBody::Answer {
                item: item.clone(),
                value,
                settles,
            },
            replaces,
            minted,
        )
    }

    /// Records a step, with the hash of the sheet as this device knows it.
    pub fn record_step(
        &mut self,
        sheet: &SheetId,
        step: Step,
        act: StepDetails,
        minted: FactStamp,
    ) -> Result<Vec<StoreWrite>, EditError> {
        self.check_permission(sheet)?;
        let now = self.sheet(sheet);
        let made_on = now.hash_of(&act.part);
        let fact = self.build_fact(sheet, FactBody::Step { step, made_on, act }, None, minted);
        // Tried on a copy: a step that changes nothing is not recorded.
        let mut then = now.clone();
        then.apply(&fact);
        if then == now {
            return Err(EditError::Unchanged);
        }
        let change = self.put_fact(fact);
        Ok(self.count_write(vec![change]))
    }

    /// Records a step in another person's sheet that is not checked out; `body` has the hash of what the server
    /// showed.
    pub fn record_shown_step(
        &mut self,
        sheet: &SheetId,
        body: FactBody,
        minted: FactStamp,
    ) -> Vec<StoreWrite> {
        let change = self.add_fact(sheet, body, None, minted);
        self.count_write(vec![change])
    }

    /// [`EditError::NoPermission`] unless this person may write in the sheet.
    fn check_permission(&self, sheet: &SheetId) -> Result<(), EditError> {
        // A tab may still show one person's sheet after another has signed in: no edit may enter the other's journal.
        self.may_edit(sheet)
            .then_some(())
            .ok_or(EditError::NoPermission)
    }

    /// Whether this person may write in a sheet here: their own, or one that is checked out.
    pub fn may_edit(&self, sheet: &SheetId) -> bool {
        sheet.person == self.meta.person || self.meta.along.contains(sheet)
    }

    /// Retries a rejected fact: makes a new one, based on what is shown now, and removes the old one from the tray.
    pub fn retry_rejected(&mut self, refused: &FactId, minted: FactStamp) -> Vec<StoreWrite> {
        let Some(refusal) = self.remove_rejected(refused) else {
            return Vec::new();
        };
        let fact = refusal.fact;
        let now = self.sheet(&fact.sheet);
        let (body, replaces) = match fact.body {
            FactBody::Answer { item, value, .. } => {
                let shown = now
                    .heads(&item)
                    .and_then(|it| it.shown())
                    .map(|it| it.fact.clone());
                (
                    FactBody::Answer {
                        item,
                        value,
                        settles: Vec::new(),
                    },
                    shown,
                )
            }
            FactBody::Step { step, act, .. } => (
                FactBody::Step {
                    step,
                    made_on: now.hash_of(&act.part),
                    act,
                },
                None,
            ),
            FactBody::Unknown => (FactBody::Unknown, fact.replaces),
        };
        let put = self.add_fact(&fact.sheet, body, replaces, minted);
        self.count_write(vec![StoreWrite::DropRejected(refused.clone()), put])
    }

    /// Removes a rejected fact from the tray for good. Only the person decides this.
    pub fn discard_rejected(&mut self, refused: &FactId) -> Vec<StoreWrite> {
        match self.remove_rejected(refused) {
            Some(_) => self.count_write(vec![StoreWrite::DropRejected(refused.clone())]),
            None => Vec::new(),
        }
    }

    fn add_fact(
        &mut self,
        sheet: &SheetId,
        body: FactBody,
        replaces: Option<FactId>,
        minted: FactStamp,
    ) -> StoreWrite {
        let fact = self.build_fact(sheet, body, replaces, minted);
        self.put_fact(fact)
    }

    /// Builds the next fact of this device, without adding it; see [`Self::put_fact`].
    fn build_fact(
        &self,
        sheet: &SheetId,
        body: FactBody,
        replaces: Option<FactId>,
        minted: FactStamp,
    ) -> Fact {
        Fact {
            id: minted.id,
            device: self.meta.device.clone(),
            n: self.meta.next_n,
            sheet: sheet.clone(),
            body,
            replaces,
            noted_at: minted.at,
        }
    }

    fn put_fact(&mut self, fact: Fact) -> StoreWrite {
        self.meta.next_n += 1;
        if fact.sheet.person != self.meta.person {
            // The server acknowledges or rejects it only to devices that have the sheet checked out.
            self.mark_checked_out(&fact.sheet, 0);
        }
        let unsent = PendingFact {
            fact,
            offered: false,
        };
        self.put_pending(unsent.clone());
        StoreWrite::PutPending(unsent)
    }
}

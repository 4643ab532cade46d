//! Checkout: other people's sheets that a person writes in (an interview's record, for example), held on their
//! device.
//!
//! They are checked out on request, pulled with the person's own sheets, and released when the permission ends (S15).

use super::{Journal, StoreWrite};
use crate::fact::{Fact, FactBody, LoggedFact, Reason, RejectedFact};
use crate::ids::{Epoch, FactId};
use crate::sheet::SheetId;
use crate::timestamp::Timestamp;

impl Journal {
    /// Checks out a sheet with the facts that the server had of it in `epoch`, so that it can be edited offline.
    pub fn check_out(
        &mut self,
        sheet: &SheetId,
        epoch: &Epoch,
        facts: &[LoggedFact],
    ) -> Vec<StoreWrite> {
        let mut changes = Vec::new();
        let is_new = !self.meta.along.contains(sheet);
        let last = facts.last().map_or(0, |it| it.seq);
        // The response may be stale: facts of another epoch are ignored; facts logged after it was built are pulled
        // again.
        let is_present = self.meta.epoch.get_or_insert_with(|| epoch.clone()) == epoch;
        if is_present {
            for heard in facts {
                self.add_logged_fact(heard, &mut changes);
            }
        }
        if is_new {
            let stands = if is_present { last } else { 0 };
            self.mark_checked_out(sheet, stands);
        } else if changes.is_empty() {
            return changes;
        }
        self.count_write(changes)
    }

    /// Marks a sheet as checked out; its facts up to the sequence number `up_to` are here.
    pub(super) fn mark_checked_out(&mut self, sheet: &SheetId, up_to: i64) {
        if !self.meta.along.contains(sheet) {
            self.meta.along.push(sheet.clone());
            // Back to where the sheet's facts may be missing, so that they are pulled.
            self.meta.since = self.meta.since.min(up_to);
        }
    }

    /// Releases sheets whose permission has ended: removes their logged facts, and own facts below `expects`, which
    /// the server has. The other own facts are pushed once more and rejected into the tray; drafts go there at once.
    pub(super) fn release(
        &mut self,
        sheets: &[SheetId],
        expects: u64,
        fresh: &mut dyn FnMut() -> FactId,
        changes: &mut Vec<StoreWrite>,
    ) {
        let of_others = |it: &&SheetId| it.person != self.meta.person;
        let sheets: Vec<&SheetId> = sheets.iter().filter(of_others).collect();
        for sheet in sheets {
            self.heard.retain(|it| {
                let stays = it.fact.sheet != *sheet;
                if !stays {
                    changes.push(StoreWrite::DropLogged(it.seq));
                }
                stays
            });
            self.unsent.retain(|it| {
                let stays = it.fact.sheet != *sheet || it.fact.n >= expects;
                if !stays {
                    changes.push(StoreWrite::DropPending(it.fact.n));
                }
                stays
            });
            self.reject_drafts(sheet, fresh, changes);
            // The permission may return before the rest is pushed: then the whole sheet is pulled again.
            let waits = self.unacknowledged().iter().any(|it| it.sheet == *sheet);
            self.meta.along.retain(|it| it != sheet);
            if waits {
                self.mark_checked_out(sheet, 0);
            }
        }
    }

    fn reject_drafts(
        &mut self,
        sheet: &SheetId,
        fresh: &mut dyn FnMut() -> FactId,
        changes: &mut Vec<StoreWrite>,
    ) {
        while let Some(at) = self.drafts.iter().position(|it| it.sheet == *sheet) {
            let draft = self.drafts.remove(at);
            changes.push(StoreWrite::DropDraft(sheet.clone(), draft.item.clone()));
            let fact = Fact {
                id: fresh(),
                device: self.meta.device.clone(),
                // A draft was never numbered.
                n: 0,
                sheet: sheet.clone(),
                body: FactBody::Answer {
                    item: draft.item,
                    value: draft.value,
                    settles: Vec::new(),
                },
                replaces: None,
                noted_at: Timestamp::default(),
            };
            let refusal = RejectedFact {
                fact,
                reason: Reason::NotYours,
                detail: String::new(),
            };
            self.tray.push(refusal.clone());
            changes.push(StoreWrite::PutRejected(refusal));
        }
    }
}

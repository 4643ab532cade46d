//! Other people's sheets that a person writes in — a hearing's record, for one — held on their device for that.
//!
//! They come on purpose, follow the log with the person's own, and leave when the right to them ends (S15).

use super::{Change, Journal};
use crate::fact::{Body, Fact, Heard, Reason, Refusal};
use crate::ids::{Epoch, FactId};
use crate::sheet::SheetId;

impl Journal {
    /// Takes in a sheet with all that the server had of it in a life of its log, to be written in without network.
    ///
    /// The answer may be old by now: what was told of another life is not taken in, and what came into the sheet after it
    /// was told is heard again with everything since.
    pub fn take_along(&mut self, sheet: &SheetId, epoch: &Epoch, facts: &[Heard]) -> Vec<Change> {
        let mut changes = Vec::new();
        let is_new = !self.meta.along.contains(sheet);
        let last = facts.last().map_or(0, |it| it.seq);
        let is_present = self.meta.epoch.get_or_insert_with(|| epoch.clone()) == epoch;
        if is_present {
            for heard in facts {
                self.hear_one(heard, &mut changes);
            }
        }
        if is_new {
            let stands = if is_present { last } else { 0 };
            self.hold(sheet, stands);
        } else if changes.is_empty() {
            return changes;
        }
        self.written(changes)
    }

    /// Holds a sheet from now on, of which everything up to a place in the log is here.
    pub(super) fn hold(&mut self, sheet: &SheetId, up_to: i64) {
        if !self.meta.along.contains(sheet) {
            self.meta.along.push(sheet.clone());
            self.meta.since = self.meta.since.min(up_to);
        }
    }

    /// Lets go of sheets whose right has ended: what was heard of them leaves, and of what this device wrote, what the
    /// server has. The rest is offered once more, refused, and lies in the tray for its author; what was not an answer yet
    /// goes there at once.
    pub(super) fn forget(
        &mut self,
        sheets: &[SheetId],
        expects: u64,
        fresh: &mut dyn FnMut() -> FactId,
        changes: &mut Vec<Change>,
    ) {
        let of_others = |it: &&SheetId| it.person != self.meta.person;
        let sheets: Vec<&SheetId> = sheets.iter().filter(of_others).collect();
        for sheet in sheets {
            self.heard.retain(|it| {
                let stays = it.fact.sheet != *sheet;
                if !stays {
                    changes.push(Change::DropHeard(it.seq));
                }
                stays
            });
            self.unsent.retain(|it| {
                let stays = it.fact.sheet != *sheet || it.fact.n >= expects;
                if !stays {
                    changes.push(Change::DropUnsent(it.fact.n));
                }
                stays
            });
            self.refuse_drafts(sheet, fresh, changes);
            // The right may come back before the rest was offered: then all of the sheet is heard again.
            let waits = self.waiting().iter().any(|it| it.sheet == *sheet);
            self.meta.along.retain(|it| it != sheet);
            if waits {
                self.hold(sheet, 0);
            }
        }
    }

    fn refuse_drafts(
        &mut self,
        sheet: &SheetId,
        fresh: &mut dyn FnMut() -> FactId,
        changes: &mut Vec<Change>,
    ) {
        while let Some(at) = self.drafts.iter().position(|it| it.sheet == *sheet) {
            let draft = self.drafts.remove(at);
            changes.push(Change::DropDraft(sheet.clone(), draft.item.clone()));
            let fact = Fact {
                id: fresh(),
                device: self.meta.device.clone(),
                // It never had its turn.
                n: 0,
                sheet: sheet.clone(),
                body: Body::Answer {
                    item: draft.item,
                    value: draft.value,
                    settles: Vec::new(),
                },
                replaces: None,
                noted_at: 0,
            };
            let refusal = Refusal {
                fact,
                reason: Reason::NotYours,
                detail: String::new(),
            };
            self.tray.push(refusal.clone());
            changes.push(Change::PutRefused(refusal));
        }
    }
}

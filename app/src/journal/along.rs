//! Other people's sheets that a person writes in — a hearing's record, for one — held on their device for that.
//!
//! They come on purpose, follow the log with the person's own, and leave when the right to them ends (S15).

use super::{Change, Heard, Journal};
use crate::model::sheet::SheetId;

impl Journal {
    /// Takes in a sheet with all that the server has of it, to be written in without network.
    pub fn take_along(&mut self, sheet: &SheetId, facts: &[Heard]) -> Vec<Change> {
        let mut changes = Vec::new();
        for heard in facts {
            self.hear_one(heard, &mut changes);
        }
        if !self.meta.along.contains(sheet) {
            self.meta.along.push(sheet.clone());
        } else if changes.is_empty() {
            return changes;
        }
        self.written(changes)
    }

    /// Lets go of sheets whose right has ended: what was heard of them leaves, and of what this device wrote, what the
    /// server has. The rest is offered once more, refused, and lies in the tray for its author.
    pub(super) fn forget(&mut self, sheets: &[SheetId], expects: u64, changes: &mut Vec<Change>) {
        for sheet in sheets.iter().filter(|it| it.person != self.meta.person) {
            self.meta.along.retain(|it| it != sheet);
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
        }
    }
}

//! One person's store in one browser profile: only what committed transactions have written.

use domain::fact::{Heard, Refusal, Unsent};
use domain::ids::{FactId, ItemId};
use domain::journal::{Carried, Change, Draft, Journal, Meta, Stored};
use domain::sheet::SheetId;
use std::collections::BTreeMap;

#[derive(Clone, Default)]
pub struct Disk {
    pub meta: Option<Meta>,
    pub unsent: BTreeMap<u64, Unsent>,
    pub heard: BTreeMap<i64, Heard>,
    pub carried: BTreeMap<u64, Carried>,
    pub tray: BTreeMap<FactId, Refusal>,
    pub drafts: BTreeMap<(SheetId, ItemId), Draft>,
}

impl Disk {
    /// Applies one write of a transaction.
    pub fn apply(&mut self, change: &Change) {
        match change.clone() {
            Change::Meta(it) => self.meta = Some(it),
            Change::PutUnsent(it) => drop(self.unsent.insert(it.fact.n, it)),
            Change::DropUnsent(n) => drop(self.unsent.remove(&n)),
            Change::PutHeard(it) => drop(self.heard.insert(it.seq, it)),
            Change::DropHeard(seq) => drop(self.heard.remove(&seq)),
            Change::DropAllHeard => self.heard.clear(),
            Change::PutCarried(it) => drop(self.carried.insert(it.place, it)),
            Change::DropCarried(place) => drop(self.carried.remove(&place)),
            Change::PutRefused(it) => drop(self.tray.insert(it.fact.id.clone(), it)),
            Change::DropRefused(id) => drop(self.tray.remove(&id)),
            Change::PutDraft(it) => {
                let key = (it.sheet.clone(), it.item.clone());
                self.drafts.insert(key, it);
            }
            Change::DropDraft(sheet, item) => drop(self.drafts.remove(&(sheet, item))),
        }
    }

    /// Loads the journal as a page does when it opens; `None` before the first write.
    pub fn load(&self) -> Option<Journal> {
        let stored = Stored {
            unsent: self.unsent.values().cloned().collect(),
            heard: self.heard.values().cloned().collect(),
            carried: self.carried.values().cloned().collect(),
            tray: self.tray.values().cloned().collect(),
            drafts: self.drafts.values().cloned().collect(),
        };
        Some(Journal::load(self.meta.clone()?, stored))
    }

    /// The number of entries that exist only on this device, counted from the disk and not by the journal.
    pub fn only_here(&self) -> usize {
        self.unsent.len() + self.carried.len() + self.tray.len() + self.drafts.len()
    }
}

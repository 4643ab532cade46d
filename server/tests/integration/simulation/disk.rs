//! One person's store in one browser profile: only what committed transactions have written.

use domain::fact::{LoggedFact, PendingFact, RejectedFact};
use domain::ids::{FactId, ItemId};
use domain::journal::{Draft, ImportedFact, Journal, JournalMeta, StoreWrite, StoredJournal};
use domain::sheet::SheetId;
use std::collections::BTreeMap;

#[derive(Clone, Default)]
pub struct Disk {
    pub meta: Option<JournalMeta>,
    pub unsent: BTreeMap<u64, PendingFact>,
    pub heard: BTreeMap<i64, LoggedFact>,
    pub carried: BTreeMap<u64, ImportedFact>,
    pub tray: BTreeMap<FactId, RejectedFact>,
    pub drafts: BTreeMap<(SheetId, ItemId), Draft>,
}

impl Disk {
    /// Applies one write of a transaction.
    pub fn apply(&mut self, change: &StoreWrite) {
        match change.clone() {
            StoreWrite::Meta(it) => self.meta = Some(it),
            StoreWrite::PutPending(it) => drop(self.unsent.insert(it.fact.n, it)),
            StoreWrite::DropPending(n) => drop(self.unsent.remove(&n)),
            StoreWrite::PutLogged(it) => drop(self.heard.insert(it.seq, it)),
            StoreWrite::DropLogged(seq) => drop(self.heard.remove(&seq)),
            StoreWrite::DropAllLogged => self.heard.clear(),
            StoreWrite::PutImported(it) => drop(self.carried.insert(it.place, it)),
            StoreWrite::DropImported(place) => drop(self.carried.remove(&place)),
            StoreWrite::PutRejected(it) => drop(self.tray.insert(it.fact.id.clone(), it)),
            StoreWrite::DropRejected(id) => drop(self.tray.remove(&id)),
            StoreWrite::PutDraft(it) => {
                let key = (it.sheet.clone(), it.item.clone());
                self.drafts.insert(key, it);
            }
            StoreWrite::DropDraft(sheet, item) => drop(self.drafts.remove(&(sheet, item))),
        }
    }

    /// Loads the journal as a page does when it opens; `None` before the first write.
    pub fn load(&self) -> Option<Journal> {
        let stored = StoredJournal {
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

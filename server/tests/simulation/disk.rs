//! One person's store in one browser profile: what has reached the disk, and nothing else.

use app::journal::{Change, Draft, Heard, Journal, Meta, Refusal, Unsent};
use app::model::ids::{FactId, ItemId};
use app::model::sheet::SheetId;
use std::collections::BTreeMap;

#[derive(Clone, Default)]
pub struct Disk {
    pub meta: Option<Meta>,
    pub unsent: BTreeMap<u64, Unsent>,
    pub heard: BTreeMap<i64, Heard>,
    pub tray: BTreeMap<FactId, Refusal>,
    pub drafts: BTreeMap<(SheetId, ItemId), Draft>,
}

impl Disk {
    /// Writes a change; a transaction is a list of them.
    pub fn apply(&mut self, change: &Change) {
        match change.clone() {
            Change::Meta(it) => self.meta = Some(it),
            Change::PutUnsent(it) => drop(self.unsent.insert(it.fact.n, it)),
            Change::DropUnsent(n) => drop(self.unsent.remove(&n)),
            Change::PutHeard(it) => drop(self.heard.insert(it.seq, it)),
            Change::DropAllHeard => self.heard.clear(),
            Change::PutRefused(it) => drop(self.tray.insert(it.fact.id.clone(), it)),
            Change::DropRefused(id) => drop(self.tray.remove(&id)),
            Change::PutDraft(it) => {
                let key = (it.sheet.clone(), it.item.clone());
                self.drafts.insert(key, it);
            }
            Change::DropDraft(sheet, item) => drop(self.drafts.remove(&(sheet, item))),
        }
    }

    /// The journal a page reads from it when it opens.
    pub fn load(&self) -> Option<Journal> {
        Some(Journal::load(
            self.meta.clone()?,
            self.unsent.values().cloned().collect(),
            self.heard.values().cloned().collect(),
            self.tray.values().cloned().collect(),
            self.drafts.values().cloned().collect(),
        ))
    }

    /// How many entries exist only here, counted from the disk itself.
    pub fn only_here(&self) -> usize {
        self.unsent.len() + self.tray.len() + self.drafts.len()
    }
}

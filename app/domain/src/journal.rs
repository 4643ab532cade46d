//! The local-first journal of one person in one browser: pending facts, the cached log, rejected facts and drafts.
//!
//! A [`Journal`] is plain data and pure functions: no browser, no clock, no randomness. Each function changes the
//! journal in memory and returns the [`StoreWrite`]s that do the same to the store, in one transaction.

mod apply_pull;
mod checkout;
mod checksum;
mod edit;
mod packing;
mod push;
mod recovery;
mod transfer;

pub use apply_pull::{Pull, Rejection};
pub use checksum::LogChecksum;
pub use edit::{AnswerEdit, EditError, FactStamp};
pub use packing::{AcknowledgedRange, LoggedRun, PACKED_SCHEMA};
pub use push::{PUSH_LIMIT, Push, SCHEMA};
pub use recovery::{BaseVersion, Typed};
pub use transfer::{ImportError, ImportedFact, TransferBundle};

use crate::fact::{Fact, FactBody, LoggedFact, PendingFact, RejectedFact};
use crate::ids::{DeviceId, Epoch, FactId, ItemId, PersonId};
use crate::receipt::Receipt;
use crate::sheet::{Sheet, SheetId};
use crate::sorted_vec::to_sorted_vec;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The journal's own record: identity, sync cursor and counters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalMeta {
    /// Schema version of the stored records; see [`SCHEMA`].
    pub schema: u32,
    /// The owner: only their edits are recorded here.
    pub person: PersonId,
    /// The id that the server knows this journal by; part of every push.
    pub device: DeviceId,
    /// The server's epoch in which `since` counts; `None` before the first pull.
    pub epoch: Option<Epoch>,
    /// The sync cursor: sequence number of the last fact pulled, 0 for none.
    pub since: i64,
    /// Number of the next new fact; counts from 1.
    pub next_n: u64,
    /// Incremented by every write, so that another tab detects that its copy is stale.
    pub writes: u64,
    /// Other people's sheets that are checked out to this device because this person writes in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub along: Vec<SheetId>,
    /// The last inputs that were recorded, one of each field and tab, each as [`Typed::to_text`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recorded: Vec<String>,
}

/// An input that is not a valid answer yet (for example a text over its limit): stored and counted, but not pushed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub sheet: SheetId,
    pub item: ItemId,
    pub value: Value,
}

impl Draft {
    fn is_of(&self, sheet: &SheetId, item: &ItemId) -> bool {
        self.sheet == *sheet && self.item == *item
    }
}

/// Everything that exists on this device only, serialized to JSON for a file that the person saves.
#[derive(Clone, Debug, Serialize)]
pub struct LocalOnlyExport<'a> {
    person: &'a PersonId,
    device: &'a DeviceId,
    unsent: Vec<&'a Fact>,
    refused: &'a [RejectedFact],
    drafts: &'a [Draft],
}

/// A write to the device's store. All writes that one function returns belong in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreWrite {
    /// Replaces the journal's own record.
    Meta(JournalMeta),
    /// Adds or replaces a pending fact, keyed by its number.
    PutPending(PendingFact),
    /// Removes a pending fact: it was acknowledged, rejected or renumbered.
    DropPending(u64),
    /// Adds a fact of the server's log, keyed by its sequence number.
    PutLogged(LoggedFact),
    /// Removes a logged fact: this person's permission to the sheet has ended.
    DropLogged(i64),
    /// Removes every logged fact: the epoch is new, or the cached log is dropped.
    DropAllLogged,
    /// Adds an imported fact of another device, keyed by its place in the import order.
    PutImported(ImportedFact),
    /// Removes an imported fact: it was acknowledged or rejected.
    DropImported(u64),
    /// Adds a rejected fact to the tray.
    PutRejected(RejectedFact),
    /// Removes a rejected fact: the person retried or discarded it, or the server has it after all.
    DropRejected(FactId),
    /// Adds or replaces the draft of an item.
    PutDraft(Draft),
    /// Removes a draft: it became an answer, was emptied, or went to the tray.
    DropDraft(SheetId, ItemId),
}

/// Contents of a device's store; each list is in the order of its keys.
#[derive(Clone, Debug, Default)]
pub struct StoredJournal {
    /// By the device's fact number.
    pub unsent: Vec<PendingFact>,
    /// By sequence number in the log.
    pub heard: Vec<LoggedFact>,
    /// By place in the import order.
    pub carried: Vec<ImportedFact>,
    /// By the id of the fact.
    pub tray: Vec<RejectedFact>,
    /// By sheet and item.
    pub drafts: Vec<Draft>,
}

/// One person's journal in one browser profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// Identity, cursor and counters; part of every write.
    pub meta: JournalMeta,
    /// Sorted by fact number.
    unsent: Vec<PendingFact>,
    /// Sorted by sequence number in the log.
    heard: Vec<LoggedFact>,
    /// Sorted by place in the import order.
    carried: Vec<ImportedFact>,
    /// Rejected facts, oldest first.
    tray: Vec<RejectedFact>,
    drafts: Vec<Draft>,
}

impl Journal {
    /// An empty journal, for a browser profile that has none for this person.
    pub fn new(person: PersonId, device: DeviceId) -> Self {
        let meta = JournalMeta {
            schema: SCHEMA,
            person,
            device,
            epoch: None,
            since: 0,
            next_n: 1,
            writes: 0,
            along: Vec::new(),
            recorded: Vec::new(),
        };
        Self::load(meta, StoredJournal::default())
    }

    /// Restores a journal from the contents of a device's store.
    pub fn load(meta: JournalMeta, stored: StoredJournal) -> Self {
        Self {
            meta,
            unsent: stored.unsent,
            heard: stored.heard,
            carried: stored.carried,
            tray: stored.tray,
            drafts: stored.drafts,
        }
    }

    /// Rebuilds a sheet from its logged, imported and pending facts, in this order.
    pub fn sheet(&self, id: &SheetId) -> Sheet {
        Sheet::from_facts(self.facts().filter(|it| it.sheet == *id))
    }

    /// Ids of all sheets with at least one fact here, sorted.
    pub fn sheets(&self) -> Vec<SheetId> {
        let ids = to_sorted_vec(self.facts().map(|it| &it.sheet));
        ids.into_iter().cloned().collect()
    }

    /// Index of the pending fact with number `n`, or the index at which to insert it.
    fn pending_index(&self, n: u64) -> Result<usize, usize> {
        self.unsent.binary_search_by(|it| it.fact.n.cmp(&n))
    }

    fn put_pending(&mut self, unsent: PendingFact) {
        match self.pending_index(unsent.fact.n) {
            Ok(at) => self.unsent[at] = unsent,
            Err(at) => self.unsent.insert(at, unsent),
        }
    }

    fn remove_rejected(&mut self, id: &FactId) -> Option<RejectedFact> {
        let at = self.tray.iter().position(|it| it.fact.id == *id)?;
        Some(self.tray.remove(at))
    }

    /// Facts that the server has not acknowledged, imported ones first.
    fn unacknowledged(&self) -> Vec<&Fact> {
        // A `Vec`, not an iterator type: the wasm has one copy of every loop over it.
        let mut facts: Vec<&Fact> = self.carried.iter().map(|it| &it.fact).collect();
        facts.extend(self.unsent.iter().map(|it| &it.fact));
        facts
    }

    fn facts(&self) -> std::vec::IntoIter<&Fact> {
        let mut facts: Vec<&Fact> = self.heard.iter().map(|it| &it.fact).collect();
        facts.extend(self.unacknowledged());
        facts.into_iter()
    }

    /// The typed value of an item that is not a valid answer yet.
    pub fn draft(&self, sheet: &SheetId, item: &ItemId) -> Option<&Value> {
        let draft = self.drafts.iter().find(|it| it.is_of(sheet, item))?;
        Some(&draft.value)
    }

    /// Whether the sheet has at least one draft.
    pub fn has_draft(&self, sheet: &SheetId) -> bool {
        self.drafts.iter().any(|it| it.sheet == *sheet)
    }

    /// Number of entries that exist on this device only: pending, imported, rejected and drafts. Exact at any time
    /// (S17).
    pub fn n_local_only(&self) -> usize {
        self.unsent.len() + self.carried.len() + self.tray.len() + self.drafts.len()
    }

    /// All writes that recreate this journal in an empty store.
    pub fn as_writes(&self) -> Vec<StoreWrite> {
        let mut changes = vec![StoreWrite::Meta(self.meta.clone())];
        changes.extend(self.unsent.iter().cloned().map(StoreWrite::PutPending));
        changes.extend(self.heard.iter().cloned().map(StoreWrite::PutLogged));
        changes.extend(self.carried.iter().cloned().map(StoreWrite::PutImported));
        changes.extend(self.tray.iter().cloned().map(StoreWrite::PutRejected));
        changes.extend(self.drafts.iter().cloned().map(StoreWrite::PutDraft));
        changes
    }

    /// Drops the cached log, which the server has anyway: at sign-out from a shared browser, or to pull everything
    /// again. What only this device has stays.
    pub fn drop_synced(&mut self) -> Vec<StoreWrite> {
        self.heard.clear();
        self.meta.since = 0;
        self.count_write(vec![StoreWrite::DropAllLogged])
    }

    /// Id of the answer that is shown for an item.
    pub fn shown_fact(&self, sheet: &SheetId, item: &ItemId) -> Option<FactId> {
        self.sheet(sheet)
            .heads(item)
            .and_then(|it| it.shown())
            .map(|it| it.fact.clone())
    }

    /// The device that made a fact, and whether it is this one; `None` for a fact that is not known here.
    pub fn origin(&self, fact: &FactId) -> Option<(&DeviceId, bool)> {
        let fact = self.facts().find(|it| it.id == *fact)?;
        Some((&fact.device, fact.device == self.meta.device))
    }

    /// Number of facts still to be pushed, imported ones included.
    pub fn n_pending(&self) -> usize {
        self.unsent.len() + self.carried.len()
    }

    /// Whether an item has a draft, or an answer that the server has not acknowledged.
    pub fn is_pending(&self, sheet: &SheetId, item: &ItemId) -> bool {
        self.draft(sheet, item).is_some()
            || self.unacknowledged().iter().any(|it| {
                it.sheet == *sheet
                    && matches!(&it.body, FactBody::Answer { item: own, .. } if own == item)
            })
    }

    /// Whether a step of a sheet is still to be pushed.
    pub fn has_pending_step(&self, sheet: &SheetId) -> bool {
        let mut waiting = self.unacknowledged().into_iter();
        waiting.any(|it| it.sheet == *sheet && matches!(it.body, FactBody::Step { .. }))
    }

    /// The receipt of a sheet's latest submission, and the sheet as submitted; `None` until the server has
    /// acknowledged it.
    pub fn receipt(&self, sheet: &SheetId) -> Option<(Receipt, Sheet)> {
        let own = || self.heard.iter().filter(|it| it.fact.sheet == *sheet);
        let receipt = own().rev().find_map(|it| it.receipt.clone())?;
        let receipt = Receipt::deserialize(receipt).ok()?;
        // Facts after the receipt's number are not part of what was submitted.
        let then = own().take_while(|it| it.seq <= receipt.number);
        let then = Sheet::from_facts(then.map(|it| &it.fact));
        Some((receipt, then))
    }

    /// Rejected facts, oldest first.
    pub fn tray(&self) -> impl Iterator<Item = &RejectedFact> {
        self.tray.iter()
    }

    /// All facts of the person's own sheets, for their export. Other people's facts in them are included; other
    /// people's sheets are not.
    pub fn own_facts_export(&self) -> Vec<&Fact> {
        let own = self
            .facts()
            .filter(|it| it.sheet.person == self.meta.person);
        own.collect()
    }

    /// Everything that exists on this device only, for a file that the person saves.
    pub fn local_only_export(&self) -> LocalOnlyExport<'_> {
        LocalOnlyExport {
            person: &self.meta.person,
            device: &self.meta.device,
            unsent: self.unacknowledged(),
            refused: &self.tray,
            drafts: &self.drafts,
        }
    }

    fn count_write_if_any(&mut self, changes: Vec<StoreWrite>) -> Vec<StoreWrite> {
        if changes.is_empty() {
            changes
        } else {
            self.count_write(changes)
        }
    }

    /// Counts the write and adds the journal's own record. Last call of every function that changes the journal.
    fn count_write(&mut self, mut changes: Vec<StoreWrite>) -> Vec<StoreWrite> {
        self.meta.writes += 1;
        changes.push(StoreWrite::Meta(self.meta.clone()));
        changes
    }
}

#[cfg(test)]
mod tests;

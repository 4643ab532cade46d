//! What happened on this device: facts noted, what of it is unsent, what was heard, what was refused.
//!
//! A [`Journal`] is plain data and pure functions: no browser, no clock, no randomness. Each function changes the
//! journal in memory and returns the [`Change`]s that make the same happen on disk, to be written in one transaction.

mod apply_pull;
mod checkout;
mod checksum;
mod edit;
mod push;
mod recovery;
mod transfer;

pub use apply_pull::{Pull, Refused};
pub use checksum::State;
pub use edit::{Input, Minted, NotNoted};
pub use push::{PUSH_LIMIT, Push, SCHEMA};
pub use recovery::Base;
pub use transfer::{Carried, NotTaken, Parcel};

use crate::decode::{Read, record};
use crate::fact::{Body, Fact, Heard, Refusal, Unsent};
use crate::ids::{DeviceId, Epoch, FactId, ItemId, PersonId};
use crate::receipt::Receipt;
use crate::sheet::{Sheet, SheetId};
use crate::sorted_vec::sorted;
use serde::Serialize;
use serde_json::Value;

/// The few facts about the journal itself, kept in one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// Shape of the stored records.
    pub schema: u32,
    /// Whose journal this is.
    pub person: PersonId,
    /// Its name to the server.
    pub device: DeviceId,
    /// The server's life that `since` counts in.
    pub epoch: Option<Epoch>,
    /// The last number heard.
    pub since: i64,
    /// The number the next new fact gets.
    pub next_n: u64,
    /// Goes up with every write, so that another tab sees that it has to read again.
    pub writes: u64,
    /// Other people's sheets that this person writes in, and holds here for that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub along: Vec<SheetId>,
}

record!(Meta {
    schema,
    person,
    device,
    epoch,
    since,
    next_n,
    writes
} or_empty { along });

/// An input that is not an answer yet (a text still too long): kept, but not offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Where it belongs.
    pub sheet: SheetId,
    /// The item.
    pub item: ItemId,
    /// What was typed.
    pub value: Value,
}

record!(Draft { sheet, item, value });

impl Draft {
    fn is_of(&self, sheet: &SheetId, item: &ItemId) -> bool {
        self.sheet == *sheet && self.item == *item
    }
}

/// What exists on one device only, as it is saved to a file.
#[derive(Clone, Debug, Serialize)]
pub struct OnlyHere<'a> {
    person: &'a PersonId,
    device: &'a DeviceId,
    unsent: Vec<&'a Fact>,
    refused: &'a [Refusal],
    drafts: &'a [Draft],
}

/// A write to the device's store. All changes that one function returns belong into one transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The journal's own record.
    Meta(Meta),
    /// A fact not yet heard back, keyed by its number.
    PutUnsent(Unsent),
    /// It was heard or refused, or got another number.
    DropUnsent(u64),
    /// A fact of the server's log, keyed by its place in it.
    PutHeard(Heard),
    /// It is no longer this person's to hold.
    DropHeard(i64),
    /// The log is a new one.
    DropAllHeard,
    /// A fact of another device, keyed by its place in the row.
    PutCarried(Carried),
    /// It was heard or refused.
    DropCarried(u64),
    /// Into the tray.
    PutRefused(Refusal),
    /// Out of the tray, because the person said so.
    DropRefused(FactId),
    /// An input that is not an answer yet.
    PutDraft(Draft),
    /// It became one, or was emptied.
    DropDraft(SheetId, ItemId),
}

/// What a device's store holds of a journal, each kind in the order of its keys.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// By number.
    pub unsent: Vec<Unsent>,
    /// By place in the log.
    pub heard: Vec<Heard>,
    /// By place in the row.
    pub carried: Vec<Carried>,
    /// By id.
    pub tray: Vec<Refusal>,
    /// By sheet and item.
    pub drafts: Vec<Draft>,
}

/// One person's journal in one browser profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// Its own record.
    pub meta: Meta,
    /// Sorted by number.
    unsent: Vec<Unsent>,
    /// Sorted by place in the log.
    heard: Vec<Heard>,
    /// Sorted by place.
    carried: Vec<Carried>,
    /// Oldest first.
    tray: Vec<Refusal>,
    drafts: Vec<Draft>,
}

impl Journal {
    /// An empty journal for a person in a browser that has none of theirs.
    pub fn new(person: PersonId, device: DeviceId) -> Self {
        let meta = Meta {
            schema: SCHEMA,
            person,
            device,
            epoch: None,
            since: 0,
            next_n: 1,
            writes: 0,
            along: Vec::new(),
        };
        Self::load(meta, Stored::default())
    }

    /// The journal that a device's store holds.
    pub fn load(meta: Meta, stored: Stored) -> Self {
        Self {
            meta,
            unsent: stored.unsent,
            heard: stored.heard,
            carried: stored.carried,
            tray: stored.tray,
            drafts: stored.drafts,
        }
    }

    /// A sheet as this device knows it.
    pub fn sheet(&self, id: &SheetId) -> Sheet {
        Sheet::read(self.facts().filter(|it| it.sheet == *id))
    }

    /// Every sheet this device knows of.
    pub fn sheets(&self) -> Vec<SheetId> {
        let ids = sorted(self.facts().map(|it| &it.sheet));
        ids.into_iter().cloned().collect()
    }

    /// Where the unsent fact with a number stands, or would stand.
    fn place_of_unsent(&self, n: u64) -> Result<usize, usize> {
        self.unsent.binary_search_by(|it| it.fact.n.cmp(&n))
    }

    fn put_unsent(&mut self, unsent: Unsent) {
        match self.place_of_unsent(unsent.fact.n) {
            Ok(at) => self.unsent[at] = unsent,
            Err(at) => self.unsent.insert(at, unsent),
        }
    }

    fn take_refused(&mut self, id: &FactId) -> Option<Refusal> {
        let at = self.tray.iter().position(|it| it.fact.id == *id)?;
        Some(self.tray.remove(at))
    }

    /// Facts the server has not been heard to have. A plain list: one copy of every loop over it in the wasm.
    fn waiting(&self) -> Vec<&Fact> {
        let mut facts: Vec<&Fact> = self.carried.iter().map(|it| &it.fact).collect();
        facts.extend(self.unsent.iter().map(|it| &it.fact));
        facts
    }

    fn facts(&self) -> std::vec::IntoIter<&Fact> {
        let mut facts: Vec<&Fact> = self.heard.iter().map(|it| &it.fact).collect();
        facts.extend(self.waiting());
        facts.into_iter()
    }

    /// What was typed for an item that is not an answer yet.
    pub fn draft(&self, sheet: &SheetId, item: &ItemId) -> Option<&Value> {
        let draft = self.drafts.iter().find(|it| it.is_of(sheet, item))?;
        Some(&draft.value)
    }

    /// Whether anything typed for a sheet is not an answer yet.
    pub fn has_draft(&self, sheet: &SheetId) -> bool {
        self.drafts.iter().any(|it| it.sheet == *sheet)
    }

    /// How many entries the server has not been heard to have: unsent, carried in, refused, or not yet answers. Exact at
    /// any time (S17).
    pub fn only_here(&self) -> usize {
        self.unsent.len() + self.carried.len() + self.tray.len() + self.drafts.len()
    }

    /// Every change that makes this journal of an empty store.
    pub fn as_changes(&self) -> Vec<Change> {
        let mut changes = vec![Change::Meta(self.meta.clone())];
        changes.extend(self.unsent.iter().cloned().map(Change::PutUnsent));
        changes.extend(self.heard.iter().cloned().map(Change::PutHeard));
        changes.extend(self.carried.iter().cloned().map(Change::PutCarried));
        changes.extend(self.tray.iter().cloned().map(Change::PutRefused));
        changes.extend(self.drafts.iter().cloned().map(Change::PutDraft));
        changes
    }

    /// Forgets what the server has anyway: so that a shared browser keeps no more than it must after sign-out, or to hear
    /// it all again. What only this device has stays.
    pub fn shed(&mut self) -> Vec<Change> {
        self.heard.clear();
        self.meta.since = 0;
        self.written(vec![Change::DropAllHeard])
    }

    /// The answer to an item as this device shows it now.
    pub fn shown(&self, sheet: &SheetId, item: &ItemId) -> Option<FactId> {
        self.sheet(sheet)
            .heads(item)
            .and_then(|it| it.shown())
            .map(|it| it.fact.clone())
    }

    /// The device that made a fact, and whether it is this one.
    pub fn made_on(&self, fact: &FactId) -> Option<(&DeviceId, bool)> {
        let fact = self.facts().find(|it| it.id == *fact)?;
        Some((&fact.device, fact.device == self.meta.device))
    }

    /// How many facts still wait to be sent, those carried in included.
    pub fn n_unsent(&self) -> usize {
        self.unsent.len() + self.carried.len()
    }

    /// Whether the shown answer to an item, or the sheet's last step, is still only here.
    pub fn is_unsent(&self, sheet: &SheetId, item: &ItemId) -> bool {
        self.draft(sheet, item).is_some()
            || self.waiting().iter().any(|it| {
                it.sheet == *sheet
                    && matches!(&it.body, Body::Answer { item: own, .. } if own == item)
            })
    }

    /// Whether a step of a sheet waits to be sent.
    pub fn has_unsent_step(&self, sheet: &SheetId) -> bool {
        let mut waiting = self.waiting().into_iter();
        waiting.any(|it| it.sheet == *sheet && matches!(it.body, Body::Step { .. }))
    }

    /// The receipt of a sheet's latest submission, and the sheet as it was then; none before the server has answered.
    pub fn receipt(&self, sheet: &SheetId) -> Option<(Receipt, Sheet)> {
        let own = || self.heard.iter().filter(|it| it.fact.sheet == *sheet);
        let receipt = own().rev().find_map(|it| it.receipt.clone())?;
        let receipt = Receipt::read(receipt).ok()?;
        let then = own().take_while(|it| it.seq <= receipt.number);
        let then = Sheet::read(then.map(|it| &it.fact));
        Some((receipt, then))
    }

    /// What the server refused, oldest first.
    pub fn tray(&self) -> impl Iterator<Item = &Refusal> {
        self.tray.iter()
    }

    /// Every fact of the person's own sheets, for a file they keep: what others wrote in them included, others' sheets not.
    pub fn as_file(&self) -> Vec<&Fact> {
        let own = self
            .facts()
            .filter(|it| it.sheet.person == self.meta.person);
        own.collect()
    }

    /// Everything that exists only here, for a file the person saves.
    pub fn only_here_as_file(&self) -> OnlyHere<'_> {
        OnlyHere {
            person: &self.meta.person,
            device: &self.meta.device,
            unsent: self.waiting(),
            refused: &self.tray,
            drafts: &self.drafts,
        }
    }

    fn written_if_any(&mut self, changes: Vec<Change>) -> Vec<Change> {
        if changes.is_empty() {
            changes
        } else {
            self.written(changes)
        }
    }

    /// Records that something is being written, last of every function that changes anything.
    fn written(&mut self, mut changes: Vec<Change>) -> Vec<Change> {
        self.meta.writes += 1;
        changes.push(Change::Meta(self.meta.clone()));
        changes
    }
}

#[cfg(test)]
mod tests;

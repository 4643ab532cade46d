//! Transfer to another device: everything that a journal holds is exported, and imported there by fact id.
//!
//! Imported facts keep the device and the number that they have. They are pushed in the name of that device, so it
//! does not matter which of the two pushes them first: each counts once (S3).

use super::{Change, Draft, Journal, PUSH_LIMIT, Pull, Push, SCHEMA};
use crate::decode::record;
use crate::fact::{Fact, Heard, Reason, Refusal, Unsent};
use crate::ids::{DeviceId, FactId, PersonId};
use serde::Serialize;

/// A fact of another device that the server has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Position in the import order: 1, 2, 3 … A fact comes after the one that it replaces.
    pub place: u64,
    /// Unchanged, as the other device made it.
    pub fact: Fact,
}

record!(Carried { place, fact });

/// Contents of one journal, for a transfer file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parcel {
    /// Schema version; see [`SCHEMA`].
    pub schema: u32,
    /// The owner: only their journal imports it.
    pub person: PersonId,
    /// Logged, imported and pending facts, each after the one that it replaces.
    pub facts: Vec<Fact>,
    /// The rejected facts in the tray.
    pub refused: Vec<Refusal>,
    /// Inputs that are not valid answers yet.
    pub drafts: Vec<Draft>,
}

record!(Parcel {
    schema,
    person,
    facts,
    refused,
    drafts
});

/// Why a transfer was not imported. The journal is unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The transfer belongs to another person.
    OtherPerson,
    /// A newer build made it, with a schema that this one does not know.
    Newer,
}

impl Journal {
    /// Exports everything here, for another device. The returned writes must be on disk before the transfer leaves.
    pub fn pack(&mut self) -> (Parcel, Vec<Change>) {
        let parcel = Parcel {
            schema: SCHEMA,
            person: self.meta.person.clone(),
            facts: self.own_facts(),
            refused: self.tray.clone(),
            drafts: self.drafts.clone(),
        };
        let mut changes = Vec::new();
        for unsent in self.unsent.iter_mut().filter(|it| !it.offered) {
            // The other device may push it at any time, so it must not be rewritten.
            unsent.offered = true;
            changes.push(Change::PutUnsent(unsent.clone()));
        }
        (parcel, self.written_if_any(changes))
    }

    /// Facts that the person wrote: all in their own sheets, only the unacknowledged ones in other people's.
    fn own_facts(&self) -> Vec<Fact> {
        let person = &self.meta.person;
        let heard = self.heard.iter();
        // Other people's facts are left out: the importing device pulls them from the server.
        let own = heard.filter(|it| it.author == *person && it.fact.sheet.person == *person);
        let mut facts: Vec<Fact> = own.map(|it| it.fact.clone()).collect();
        facts.extend(self.waiting().into_iter().cloned());
        facts
    }

    /// Imports what another device exported. Returns the number of entries that were new here.
    pub fn unpack(&mut self, parcel: Parcel) -> Result<(usize, Vec<Change>), NotTaken> {
        if parcel.person != self.meta.person {
            return Err(NotTaken::OtherPerson);
        }
        if parcel.schema > SCHEMA {
            return Err(NotTaken::Newer);
        }
        let mut changes = Vec::new();
        for fact in parcel.facts {
            if !self.knows(&fact.id) {
                let sheet = &fact.sheet;
                if sheet.person != self.meta.person {
                    // The server acknowledges facts of a sheet only to devices that have it checked out.
                    self.hold(sheet, 0);
                }
                changes.push(self.carry(fact));
            }
        }
        for refusal in parcel.refused {
            if !self.knows(&refusal.fact.id) {
                self.tray.push(refusal.clone());
                changes.push(Change::PutRefused(refusal));
            }
        }
        for draft in parcel.drafts {
            // What is being typed here wins; the other device still has its own draft.
            if self.draft(&draft.sheet, &draft.item).is_none() {
                self.drafts.push(draft.clone());
                changes.push(Change::PutDraft(draft));
            }
        }
        Ok((changes.len(), self.written_if_any(changes)))
    }

    fn knows(&self, id: &FactId) -> bool {
        self.heard.iter().any(|it| it.fact.id == *id)
            || self.carried.iter().any(|it| it.fact.id == *id)
            || self.unsent.iter().any(|it| it.fact.id == *id)
            || self.tray.iter().any(|it| it.fact.id == *id)
    }

    fn carry(&mut self, fact: Fact) -> Change {
        if fact.device == self.meta.device {
            return self.take_back(fact);
        }
        let place = self.carried.last().map_or(1, |it| it.place + 1);
        let carried = Carried { place, fact };
        self.carried.push(carried.clone());
        Change::PutCarried(carried)
    }

    /// Restores an own fact that this profile lost when it was reset to an older image: pending again, under its
    /// number unless another fact has that now.
    fn take_back(&mut self, mut fact: Fact) -> Change {
        if self.place_of_unsent(fact.n).is_ok() {
            fact.n = self.meta.next_n;
        }
        self.meta.next_n = self.meta.next_n.max(fact.n + 1);
        let unsent = Unsent {
            fact,
            // The server may have it already, so it must not be rewritten.
            offered: true,
        };
        self.put_unsent(unsent.clone());
        Change::PutUnsent(unsent)
    }

    /// The next push of imported facts, in the name of the device that made them; `None` if there are none.
    pub(super) fn offer_carried(&self) -> Option<Push> {
        let device = &self.carried.first()?.fact.device;
        let own = self.carried.iter().filter(|it| it.fact.device == *device);
        Some(Push {
            schema: SCHEMA,
            device: device.clone(),
            epoch: self.meta.epoch.clone(),
            since: self.meta.since,
            facts: own.take(PUSH_LIMIT).map(|it| it.fact.clone()).collect(),
            along: self.meta.along.clone(),
        })
    }

    /// Applies the response to a push of imported facts.
    pub(super) fn hear_carried(
        &mut self,
        device: &DeviceId,
        pull: &Pull,
        fresh: &mut dyn FnMut() -> FactId,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        for heard in &pull.heard {
            self.hear_one(heard, &mut changes);
        }
        for refused in &pull.refused {
            let found = self.carried.iter().position(|it| it.fact.id == refused.id);
            if let Some(at) = found {
                // Every reason goes to the tray. A gap means that the log of the other device and the server's have
                // diverged: its owner decides. Should the server log the fact after all, it leaves the tray.
                self.refuse_carried(at, refused.reason, &refused.detail, &mut changes);
            }
        }
        // Accepted facts of a released sheet are never pulled, so nothing else would remove them.
        let is_gone = |it: &Carried| {
            let fact = &it.fact;
            fact.device == *device && fact.n < pull.expects && pull.forget.contains(&fact.sheet)
        };
        while let Some(at) = self.carried.iter().position(is_gone) {
            changes.push(Change::DropCarried(self.carried.remove(at).place));
        }
        self.meta.epoch = Some(pull.epoch.clone());
        self.meta.since = pull.next;
        self.forget(&pull.forget, 0, fresh, &mut changes);
        self.written(changes)
    }

    /// Moves everything imported from a device to the tray, because the server does not accept its pushes from this
    /// person.
    pub fn turn_away(&mut self, device: &DeviceId) -> Vec<Change> {
        let mut changes = Vec::new();
        let is_theirs = |it: &Carried| it.fact.device == *device;
        // The oldest imported fact is pushed before anything else: left here, it would block every later push.
        while let Some(at) = self.carried.iter().position(is_theirs) {
            self.refuse_carried(at, Reason::NotYours, "", &mut changes);
        }
        self.written_if_any(changes)
    }

    fn refuse_carried(
        &mut self,
        at: usize,
        reason: Reason,
        detail: &str,
        changes: &mut Vec<Change>,
    ) {
        let carried = self.carried.remove(at);
        changes.push(Change::DropCarried(carried.place));
        let refusal = Refusal {
            fact: carried.fact,
            reason,
            detail: detail.to_owned(),
        };
        self.tray.push(refusal.clone());
        changes.push(Change::PutRefused(refusal));
    }

    /// Removes the imported or rejected copy of a fact that the server has logged.
    pub(super) fn put_down(&mut self, heard: &Heard, changes: &mut Vec<Change>) {
        if let Some(at) = self.carried.iter().position(|it| it.fact == heard.fact) {
            changes.push(Change::DropCarried(self.carried.remove(at).place));
        }
        if let Some(at) = self.tray.iter().position(|it| it.fact == heard.fact) {
            changes.push(Change::DropRefused(self.tray.remove(at).fact.id));
        }
    }
}

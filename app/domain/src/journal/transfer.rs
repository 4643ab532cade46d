//! Transfer to another device: everything that a journal holds is exported, and imported there by fact id.
//!
//! Imported facts keep the device and the number that they have. They are pushed in the name of that device, so it
//! does not matter which of the two pushes them first: each counts once (S3).

use super::push::n_that_fit;
use super::{Draft, Journal, Pull, Push, SCHEMA, StoreWrite};
use crate::fact::{Fact, LoggedFact, PendingFact, Reason, RejectedFact};
use crate::ids::{DeviceId, FactId, PersonId};
use serde::{Deserialize, Serialize};

/// A fact of another device that the server has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedFact {
    /// Position in the import order: 1, 2, 3 … A fact comes after the one that it replaces.
    pub place: u64,
    /// Unchanged, as the other device made it.
    pub fact: Fact,
}

/// Contents of one journal, for a transfer file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferBundle {
    /// Schema version; see [`SCHEMA`].
    pub schema: u32,
    /// The owner: only their journal imports it.
    pub person: PersonId,
    /// Logged, imported and pending facts, each after the one that it replaces.
    pub facts: Vec<Fact>,
    /// The rejected facts in the tray.
    pub refused: Vec<RejectedFact>,
    /// Inputs that are not valid answers yet.
    pub drafts: Vec<Draft>,
}

/// Why a transfer was not imported. The journal is unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// The transfer belongs to another person.
    OtherPerson,
    /// A newer build made it, with a schema that this one does not know.
    Newer,
}

impl Journal {
    /// Exports everything here, for another device. The returned writes must be on disk before the transfer leaves.
    pub fn export(&mut self) -> (TransferBundle, Vec<StoreWrite>) {
        let parcel = TransferBundle {
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
            changes.push(StoreWrite::PutPending(unsent.clone()));
        }
        (parcel, self.count_write_if_any(changes))
    }

    /// Facts that the person wrote: all in their own sheets, only the unacknowledged ones in other people's.
    fn own_facts(&self) -> Vec<Fact> {
        let person = &self.meta.person;
        let heard = self.heard.iter();
        // Other people's facts are left out: the importing device pulls them from the server.
        let own = heard.filter(|it| it.author == *person && it.fact.sheet.person == *person);
        let mut facts: Vec<Fact> = own.map(|it| it.fact.clone()).collect();
        facts.extend(self.unacknowledged().into_iter().cloned());
        facts
    }

    /// Imports what another device exported. Returns the number of entries that were new here.
    pub fn import(
        &mut self,
        parcel: TransferBundle,
    ) -> Result<(usize, Vec<StoreWrite>), ImportError> {
        if parcel.person != self.meta.person {
            return Err(ImportError::OtherPerson);
        }
        if parcel.schema > SCHEMA {
            return Err(ImportError::Newer);
        }
        let mut changes = Vec::new();
        for fact in parcel.facts {
            if !self.has_fact(&fact.id) {
                let sheet = &fact.sheet;
                if sheet.person != self.meta.person {
                    // The server acknowledges facts of a sheet only to devices that have it checked out.
                    self.mark_checked_out(sheet, 0);
                }
                changes.push(self.add_imported(fact));
            }
        }
        for refusal in parcel.refused {
            if !self.has_fact(&refusal.fact.id) {
                self.tray.push(refusal.clone());
                changes.push(StoreWrite::PutRejected(refusal));
            }
        }
        for draft in parcel.drafts {
            // What is being typed here wins; the other device still has its own draft.
            if self.draft(&draft.sheet, &draft.item).is_none() {
                self.drafts.push(draft.clone());
                changes.push(StoreWrite::PutDraft(draft));
            }
        }
        Ok((changes.len(), self.count_write_if_any(changes)))
    }

    fn has_fact(&self, id: &FactId) -> bool {
        self.heard.iter().any(|it| it.fact.id == *id)
            || self.carried.iter().any(|it| it.fact.id == *id)
            || self.unsent.iter().any(|it| it.fact.id == *id)
            || self.tray.iter().any(|it| it.fact.id == *id)
    }

    fn add_imported(&mut self, fact: Fact) -> StoreWrite {
        if fact.device == self.meta.device {
            return self.restore_lost(fact);
        }
        let place = self.carried.last().map_or(1, |it| it.place + 1);
        let carried = ImportedFact { place, fact };
        self.carried.push(carried.clone());
        StoreWrite::PutImported(carried)
    }

    /// Restores an own fact that this profile lost when it was reset to an older image: pending again, under its
    /// number unless another fact has that now.
    fn restore_lost(&mut self, mut fact: Fact) -> StoreWrite {
        if self.pending_index(fact.n).is_ok() {
            fact.n = self.meta.next_n;
        }
        self.meta.next_n = self.meta.next_n.max(fact.n + 1);
        let unsent = PendingFact {
            fact,
            // The server may have it already, so it must not be rewritten.
            offered: true,
        };
        self.put_pending(unsent.clone());
        StoreWrite::PutPending(unsent)
    }

    /// The next push of imported facts, in the name of the device that made them; `None` if there are none.
    pub(super) fn next_imported_push(&self) -> Option<Push> {
        let device = &self.carried.first()?.fact.device;
        let own = || {
            let own = self.carried.iter().filter(|it| it.fact.device == *device);
            own.map(|it| &it.fact)
        };
        Some(Push {
            schema: SCHEMA,
            device: device.clone(),
            epoch: self.meta.epoch.clone(),
            since: self.meta.since,
            facts: own().take(n_that_fit(own())).cloned().collect(),
            runs: Vec::new(),
            along: self.meta.along.clone(),
        })
    }

    /// Applies the response to a push of imported facts.
    pub(super) fn apply_imported_pull(
        &mut self,
        device: &DeviceId,
        pull: &Pull,
        fresh: &mut dyn FnMut() -> FactId,
    ) -> Vec<StoreWrite> {
        let mut changes = Vec::new();
        for heard in &pull.heard {
            self.add_logged_fact(heard, &mut changes);
        }
        for refused in &pull.refused {
            let found = self.carried.iter().position(|it| it.fact.id == refused.id);
            if let Some(at) = found {
                // Every reason goes to the tray. A gap means that the log of the other device and the server's have
                // diverged: its owner decides. Should the server log the fact after all, it leaves the tray.
                self.reject_imported_at(at, refused.reason, &refused.detail, &mut changes);
            }
        }
        // Accepted facts of a released sheet are never pulled, so nothing else would remove them.
        let is_gone = |it: &ImportedFact| {
            let fact = &it.fact;
            fact.device == *device && fact.n < pull.expects && pull.forget.contains(&fact.sheet)
        };
        while let Some(at) = self.carried.iter().position(is_gone) {
            changes.push(StoreWrite::DropImported(self.carried.remove(at).place));
        }
        self.meta.epoch = Some(pull.epoch.clone());
        self.meta.since = pull.next;
        self.release(&pull.forget, 0, fresh, &mut changes);
        self.count_write(changes)
    }

    /// Moves everything imported from a device to the tray, because the server does not accept its pushes from this
    /// person.
    pub fn reject_imported(&mut self, device: &DeviceId) -> Vec<StoreWrite> {
        let mut changes = Vec::new();
        let is_theirs = |it: &ImportedFact| it.fact.device == *device;
        // The oldest imported fact is pushed before anything else: left here, it would block every later push.
        while let Some(at) = self.carried.iter().position(is_theirs) {
            self.reject_imported_at(at, Reason::NotYours, "", &mut changes);
        }
        self.count_write_if_any(changes)
    }

    fn reject_imported_at(
        &mut self,
        at: usize,
        reason: Reason,
        detail: &str,
        changes: &mut Vec<StoreWrite>,
    ) {
        let carried = self.carried.remove(at);
        changes.push(StoreWrite::DropImported(carried.place));
        let refusal = RejectedFact {
            fact: carried.fact,
            reason,
            detail: detail.to_owned(),
        };
        self.tray.push(refusal.clone());
        changes.push(StoreWrite::PutRejected(refusal));
    }

    /// Removes the imported or rejected copy of a fact that the server has logged.
    pub(super) fn settle_imported(&mut self, heard: &LoggedFact, changes: &mut Vec<StoreWrite>) {
        if let Some(at) = self.carried.iter().position(|it| it.fact == heard.fact) {
            changes.push(StoreWrite::DropImported(self.carried.remove(at).place));
        }
        if let Some(at) = self.tray.iter().position(|it| it.fact == heard.fact) {
            changes.push(StoreWrite::DropRejected(self.tray.remove(at).fact.id));
        }
    }
}

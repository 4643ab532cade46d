//! Carrying on elsewhere: all that one device holds, opened on another, and merged by the ids of its facts.
//!
//! Carried facts stay what they were: another device's, with its numbers. They are offered in its name, so it does not
//! matter which of the two reaches the server first; each counts once (S3).

use super::{Change, Draft, Journal, PUSH_LIMIT, Pull, Push, SCHEMA};
use crate::decode::record;
use crate::fact::{Fact, Heard, Reason, Refusal, Unsent};
use crate::ids::{DeviceId, FactId, PersonId};
use serde::Serialize;

/// A fact of another device that the server has not been heard to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// 1, 2, 3 … in the order it was carried in: a fact comes after what it was made on.
    pub place: u64,
    /// The fact, as the other device made it.
    pub fact: Fact,
}

record!(Carried { place, fact });

/// Everything one journal holds, as it travels in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parcel {
    /// Shape of this parcel; see [`SCHEMA`].
    pub schema: u32,
    /// Whose it is.
    pub person: PersonId,
    /// Heard, carried and unsent facts, each after what it was made on.
    pub facts: Vec<Fact>,
    /// What the server refused.
    pub refused: Vec<Refusal>,
    /// What is not an answer yet.
    pub drafts: Vec<Draft>,
}

record!(Parcel {
    schema,
    person,
    facts,
    refused,
    drafts
});

/// Why a parcel was not taken in. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It is another person's.
    OtherPerson,
    /// A newer build packed it.
    Newer,
}

impl Journal {
    /// Everything here, for another device. Its changes must be on disk before it leaves: what is in it is never
    /// rewritten.
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
            unsent.offered = true;
            changes.push(Change::PutUnsent(unsent.clone()));
        }
        (parcel, self.written_if_any(changes))
    }

    /// What the person wrote: of their own sheets all, of others' what the server has not been heard to have. What others
    /// wrote in a sheet comes from the server, wherever it is opened.
    fn own_facts(&self) -> Vec<Fact> {
        let person = &self.meta.person;
        let heard = self.heard.iter();
        let own = heard.filter(|it| it.author == *person && it.fact.sheet.person == *person);
        let mut facts: Vec<Fact> = own.map(|it| it.fact.clone()).collect();
        facts.extend(self.waiting().into_iter().cloned());
        facts
    }

    /// Takes in what another device packed; the number is how many entries were new here.
    ///
    /// What is typed here and not an answer yet stays; the other device keeps its own for the same item.
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

    /// An own fact that this profile forgot, because it was put back to an older image: unsent again, under its number
    /// if nothing else has it now.
    fn take_back(&mut self, mut fact: Fact) -> Change {
        if self.place_of_unsent(fact.n).is_ok() {
            fact.n = self.meta.next_n;
        }
        self.meta.next_n = self.meta.next_n.max(fact.n + 1);
        let unsent = Unsent {
            fact,
            offered: true,
        };
        self.put_unsent(unsent.clone());
        Change::PutUnsent(unsent)
    }

    /// The next push of carried facts, in the name of the device that made them; none if there is nothing to offer.
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

    /// Takes in the answer to a push of carried facts.
    ///
    /// What is refused goes to the tray, for whatever reason: a gap means that the other device's log and the server's
    /// have come apart, and its owner decides. Once the fact is heard after all, it leaves the tray.
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
                self.refuse_carried(at, refused.reason, &refused.detail, &mut changes);
            }
        }
        // What the server has of a sheet that is no longer theirs to hold is not heard again.
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

    /// Everything carried in from a device whose pushes the server takes from nobody here: into the tray with it, so
    /// that it blocks nothing else.
    pub fn turn_away(&mut self, device: &DeviceId) -> Vec<Change> {
        let mut changes = Vec::new();
        let is_theirs = |it: &Carried| it.fact.device == *device;
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

    /// A fact of another device that the server now has is carried no longer.
    pub(super) fn put_down(&mut self, heard: &Heard, changes: &mut Vec<Change>) {
        if let Some(at) = self.carried.iter().position(|it| it.fact == heard.fact) {
            changes.push(Change::DropCarried(self.carried.remove(at).place));
        }
        if let Some(at) = self.tray.iter().position(|it| it.fact == heard.fact) {
            changes.push(Change::DropRefused(self.tray.remove(at).fact.id));
        }
    }
}

//! Hearing: what the server answered, and what that makes of the journal.

use super::{Change, Heard, Journal, Reason, Refusal};
use crate::model::ids::{Epoch, FactId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A fact the server did not take, as the wire names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The fact.
    pub id: FactId,
    /// Why.
    pub reason: Reason,
    /// The server's own sentence about it.
    #[serde(default)]
    pub detail: String,
}

/// What the server answers to a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    /// The server's present life.
    pub epoch: Epoch,
    /// The number it takes next from this device.
    pub expects: u64,
    /// The person's own facts after `since`, in order.
    pub heard: Vec<Heard>,
    /// What it did not take, this time or when the same came before.
    #[serde(default)]
    pub refused: Vec<Refused>,
    /// The number to ask after next time.
    pub next: i64,
    /// Whether there is more to hear.
    pub more: bool,
}

impl Journal {
    /// Takes in the server's answer. Cursor and rows change together (S7).
    ///
    /// `fresh` mints an id for a fact whose own is taken by other content.
    pub fn hear(&mut self, pull: &Pull, fresh: &mut dyn FnMut() -> FactId) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.meta.epoch.as_ref().is_some_and(|it| *it != pull.epoch) {
            return self.begin_anew(pull);
        }
        let before = (self.meta.epoch.replace(pull.epoch.clone()), self.meta.since);
        for heard in &pull.heard {
            self.hear_one(heard, &mut changes);
        }
        let mut lost_its_number = false;
        for refused in &pull.refused {
            lost_its_number |= self.refuse_one(refused, fresh, &mut changes);
        }
        if lost_its_number {
            self.renumber(pull.expects, &mut changes);
        }
        self.meta.since = pull.next;
        if changes.is_empty() && before == (self.meta.epoch.clone(), self.meta.since) {
            return changes;
        }
        self.written(changes)
    }

    fn hear_one(&mut self, heard: &Heard, changes: &mut Vec<Change>) {
        if heard.fact.device == self.meta.device {
            let own = self
                .unsent
                .get(&heard.fact.n)
                .filter(|it| it.fact.id == heard.fact.id);
            if own.is_some() {
                self.unsent.remove(&heard.fact.n);
                changes.push(Change::DropUnsent(heard.fact.n));
            }
        }
        if self.heard.insert(heard.seq, heard.clone()).is_none() {
            changes.push(Change::PutHeard(heard.clone()));
        }
    }

    /// Moves a refused fact to the tray, or says that its number has to be given anew.
    fn refuse_one(
        &mut self,
        refused: &Refused,
        fresh: &mut dyn FnMut() -> FactId,
        changes: &mut Vec<Change>,
    ) -> bool {
        let n = self
            .unsent
            .values()
            .find(|it| it.fact.id == refused.id)
            .map(|it| it.fact.n);
        let Some(n) = n else { return false };
        match refused.reason {
            Reason::Gap => true,
            Reason::SameIdOtherContent => {
                if let Some(unsent) = self.unsent.get_mut(&n) {
                    unsent.fact.id = fresh();
                    unsent.offered = false;
                }
                true
            }
            reason => {
                if let Some(unsent) = self.unsent.remove(&n) {
                    let detail = refused.detail.clone();
                    let refusal = Refusal {
                        fact: unsent.fact,
                        reason,
                        detail,
                    };
                    self.tray.insert(refused.id.clone(), refusal.clone());
                    changes.push(Change::DropUnsent(n));
                    changes.push(Change::PutRefused(refusal));
                }
                false
            }
        }
    }

    /// Numbers the unsent facts from the one the server takes next, keeping their order.
    fn renumber(&mut self, expects: u64, changes: &mut Vec<Change>) {
        let old = std::mem::take(&mut self.unsent);
        changes.extend(old.keys().map(|n| Change::DropUnsent(*n)));
        let mut n = expects;
        for mut unsent in old.into_values() {
            unsent.fact.n = n;
            changes.push(Change::PutUnsent(unsent.clone()));
            self.unsent.insert(n, unsent);
            n += 1;
        }
        self.meta.next_n = n;
    }

    /// The server's log is another one (it was restored from a backup): offer again what it may not have, and hear
    /// everything from the beginning.
    fn begin_anew(&mut self, pull: &Pull) -> Vec<Change> {
        let own = std::mem::take(&mut self.heard);
        let again: BTreeMap<u64, super::Unsent> = own
            .into_values()
            .filter(|it| it.fact.device == self.meta.device && it.fact.n >= pull.expects)
            .map(|it| {
                (
                    it.fact.n,
                    super::Unsent {
                        fact: it.fact,
                        offered: true,
                    },
                )
            })
            .collect();
        let mut changes = vec![Change::DropAllHeard];
        changes.extend(again.values().cloned().map(Change::PutUnsent));
        self.unsent.extend(again);
        self.meta.epoch = Some(pull.epoch.clone());
        self.meta.since = 0;
        self.written(changes)
    }
}

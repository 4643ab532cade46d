//! Hearing: what the server answered, and what that makes of the journal.

use super::{Change, Heard, Journal, Reason, Refusal, Unsent};
use crate::model::ids::{DeviceId, Epoch, FactId};
use crate::model::read::record;
use crate::model::sheet::SheetId;
use serde::Serialize;

/// A fact the server did not take, as the wire names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The fact.
    pub id: FactId,
    /// Why.
    pub reason: Reason,
    /// The server's own sentence about it.
    pub detail: String,
}

record!(Refused { id, reason } or_empty { detail });

/// What the server answers to a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pull {
    /// The server's present life.
    pub epoch: Epoch,
    /// The number it takes next from this device.
    pub expects: u64,
    /// The person's own facts after `since`, in order.
    pub heard: Vec<Heard>,
    /// What it did not take, this time or when the same came before.
    pub refused: Vec<Refused>,
    /// The number to ask after next time.
    pub next: i64,
    /// Whether there is more to hear.
    pub more: bool,
    /// Sheets of others that are no longer this person's to hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forget: Vec<SheetId>,
}

record!(Pull { epoch, expects, heard, next, more } or_empty { refused, forget });

impl Journal {
    /// Takes in the server's answer to a push in the name of `device`. Cursor and rows change together (S7).
    ///
    /// `fresh` mints an id for a fact whose own is taken by other content.
    pub fn hear(
        &mut self,
        device: &DeviceId,
        pull: &Pull,
        fresh: &mut dyn FnMut() -> FactId,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        let is_own = self.meta.device == *device;
        if self.meta.epoch.as_ref().is_some_and(|it| *it != pull.epoch) {
            // The number it takes next is the other device's: offered again, a known fact counts once.
            return self.begin_anew(pull, if is_own { pull.expects } else { 0 });
        }
        if !is_own {
            return self.hear_carried(device, pull);
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
        self.forget(&pull.forget, pull.expects, &mut changes);
        self.meta.since = pull.next;
        if changes.is_empty() && before == (self.meta.epoch.clone(), self.meta.since) {
            return changes;
        }
        self.written(changes)
    }

    /// Hears one fact. An own one is no longer unsent, if it is the same to the letter: a profile that was put back to an
    /// older image may have made another of it.
    pub(super) fn hear_one(&mut self, heard: &Heard, changes: &mut Vec<Change>) {
        if heard.fact.device == self.meta.device {
            let own = self.unsent.iter().position(|it| it.fact == heard.fact);
            if let Some(at) = own {
                let own = self.unsent.remove(at);
                changes.push(Change::DropUnsent(own.fact.n));
            }
        }
        self.put_down(heard, changes);
        if let Err(at) = self.heard.binary_search_by(|it| it.seq.cmp(&heard.seq)) {
            self.heard.insert(at, heard.clone());
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
        let found = self.unsent.iter().position(|it| it.fact.id == refused.id);
        let Some(at) = found else { return false };
        match refused.reason {
            Reason::Gap => true,
            Reason::SameIdOtherContent => {
                self.unsent[at].fact.id = fresh();
                self.unsent[at].offered = false;
                true
            }
            reason => {
                let fact = self.unsent.remove(at).fact;
                changes.push(Change::DropUnsent(fact.n));
                let detail = refused.detail.clone();
                let refusal = Refusal {
                    fact,
                    reason,
                    detail,
                };
                self.tray.push(refusal.clone());
                changes.push(Change::PutRefused(refusal));
                false
            }
        }
    }

    /// Numbers the unsent facts from the one the server takes next, keeping their order.
    fn renumber(&mut self, expects: u64, changes: &mut Vec<Change>) {
        changes.extend(self.unsent.iter().map(|it| Change::DropUnsent(it.fact.n)));
        let mut n = expects;
        for unsent in &mut self.unsent {
            unsent.fact.n = n;
            changes.push(Change::PutUnsent(unsent.clone()));
            n += 1;
        }
        self.meta.next_n = n;
    }

    /// The server's log is another one (it was restored from a backup): offer again what it may not have, and hear
    /// everything from the beginning.
    fn begin_anew(&mut self, pull: &Pull, expects: u64) -> Vec<Change> {
        let mut changes = vec![Change::DropAllHeard];
        for heard in std::mem::take(&mut self.heard) {
            let fact = heard.fact;
            if fact.device == self.meta.device && fact.n >= expects {
                let again = Unsent {
                    fact,
                    offered: true,
                };
                changes.push(Change::PutUnsent(again.clone()));
                self.put_unsent(again);
            }
        }
        self.meta.epoch = Some(pull.epoch.clone());
        self.meta.since = 0;
        self.written(changes)
    }
}

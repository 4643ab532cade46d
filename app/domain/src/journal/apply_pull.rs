//! Hearing: what the server answered, and what that makes of the journal.

use super::{Change, Journal};
use crate::decode::record;
use crate::fact::{Fact, Heard, Reason, Refusal, Unsent};
use crate::ids::{DeviceId, Epoch, FactId};
use crate::sheet::SheetId;
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
        if let Some(changes) = self.hear_plain(device, pull) {
            return changes;
        }
        let mut changes = Vec::new();
        let is_own = self.meta.device == *device;
        if self.meta.epoch.as_ref().is_some_and(|it| *it != pull.epoch) {
            // The number it takes next is the other device's: offered again, a known fact counts once.
            return self.begin_anew(pull, if is_own { pull.expects } else { 0 });
        }
        if !is_own {
            return self.hear_carried(device, pull, fresh);
        }
        let before = self.meta.clone();
        self.hear_all(pull, &mut changes);
        let mut without_number = Vec::new();
        for refused in &pull.refused {
            without_number.extend(self.refuse_one(refused, fresh, &mut changes));
        }
        if !without_number.is_empty() {
            self.renumber(&without_number, pull.expects, &mut changes);
        }
        self.forget(&pull.forget, pull.expects, fresh, &mut changes);
        if changes.is_empty() && before == self.meta {
            return changes;
        }
        self.written(changes)
    }

    /// The same where nothing out of the ordinary was answered, as nearly always; none where something was.
    pub fn hear_plain(&mut self, device: &DeviceId, pull: &Pull) -> Option<Vec<Change>> {
        let meta = &self.meta;
        let is_known = meta.epoch.as_ref().is_none_or(|it| *it == pull.epoch);
        let is_own = meta.device == *device;
        if !is_known || !is_own || !pull.refused.is_empty() || !pull.forget.is_empty() {
            return None;
        }
        let is_news = meta.epoch.is_none() || meta.since != pull.next;
        let mut changes = Vec::new();
        self.hear_all(pull, &mut changes);
        if changes.is_empty() && !is_news {
            return Some(changes);
        }
        Some(self.written(changes))
    }

    fn hear_all(&mut self, pull: &Pull, changes: &mut Vec<Change>) {
        for heard in &pull.heard {
            self.hear_one(heard, changes);
        }
        self.meta.epoch = Some(pull.epoch.clone());
        self.meta.since = pull.next;
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

    /// Moves a refused fact to the tray, or gives its id if it needs another number.
    fn refuse_one(
        &mut self,
        refused: &Refused,
        fresh: &mut dyn FnMut() -> FactId,
        changes: &mut Vec<Change>,
    ) -> Option<FactId> {
        let found = self.unsent.iter().position(|it| it.fact.id == refused.id);
        let at = found?;
        match refused.reason {
            Reason::Gap => Some(refused.id.clone()),
            Reason::SameIdOtherContent => {
                let fresh = fresh();
                self.unsent[at].fact.id = fresh.clone();
                self.unsent[at].offered = false;
                Some(fresh)
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
                None
            }
        }
    }

    /// Numbers the unsent facts from the one the server takes next, keeping their order; but not those it has taken, which
    /// are heard on a later page.
    fn renumber(&mut self, without: &[FactId], expects: u64, changes: &mut Vec<Change>) {
        let is_taken = |it: &Unsent| it.fact.n < expects && !without.contains(&it.fact.id);
        let all = std::mem::take(&mut self.unsent);
        let (taken, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_taken);
        changes.extend(others.iter().map(|it| Change::DropUnsent(it.fact.n)));
        self.unsent = taken;
        self.meta.next_n = expects;
        for mut unsent in others {
            unsent.fact.n = self.meta.next_n;
            self.meta.next_n += 1;
            changes.push(Change::PutUnsent(unsent.clone()));
            self.unsent.push(unsent);
        }
    }

    /// The server's log is another one (it was restored from a backup): offer again what it may not have, and hear
    /// everything from the beginning.
    fn begin_anew(&mut self, pull: &Pull, expects: u64) -> Vec<Change> {
        let mut changes = vec![Change::DropAllHeard];
        let device = &self.meta.device;
        let heard = std::mem::take(&mut self.heard).into_iter();
        let again = heard.map(|it| it.fact);
        let again = again.filter(|it| it.device == *device && it.n >= expects);
        let again: Vec<Fact> = again.collect();
        // A profile that was put back to an older image has made others under the same numbers: those come after.
        let is_taken = |it: &Unsent| again.iter().any(|fact| fact.n == it.fact.n);
        let first = self.unsent.iter().position(is_taken);
        let moved = self.unsent.split_off(first.unwrap_or(self.unsent.len()));
        changes.extend(moved.iter().map(|it| Change::DropUnsent(it.fact.n)));
        for fact in again {
            self.meta.next_n = self.meta.next_n.max(fact.n + 1);
            self.put_again(fact, true, &mut changes);
        }
        for Unsent { mut fact, offered } in moved {
            fact.n = self.meta.next_n;
            self.meta.next_n += 1;
            self.put_again(fact, offered, &mut changes);
        }
        self.meta.epoch = Some(pull.epoch.clone());
        self.meta.since = 0;
        self.written(changes)
    }

    fn put_again(&mut self, fact: Fact, offered: bool, changes: &mut Vec<Change>) {
        let unsent = Unsent { fact, offered };
        changes.push(Change::PutUnsent(unsent.clone()));
        self.put_unsent(unsent);
    }
}

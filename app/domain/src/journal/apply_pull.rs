//! Applying a pull: adds logged facts, and acknowledges, rejects or renumbers pending ones.

use super::{AcknowledgedRange, Journal, LoggedRun, StoreWrite};
use crate::fact::{Fact, LoggedFact, PendingFact, Reason, RejectedFact};
use crate::ids::{DeviceId, Epoch, FactId};
use crate::sheet::SheetId;
use serde::{Deserialize, Serialize};

/// The server's rejection of a fact, as on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    pub id: FactId,
    pub reason: Reason,
    /// The server's explanation for the person; may be empty.
    #[serde(default)]
    pub detail: String,
}

/// The server's response to a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    /// The server's current epoch.
    pub epoch: Epoch,
    /// Number of the next fact that the server accepts from this device.
    pub expects: u64,
    /// The highest schema version of pushes that the server reads; servers of earlier releases do not say it.
    #[serde(default)]
    pub schema: u32,
    /// Facts after `since` of the person's own and of checked-out sheets, in log order. In schema 2 without those of
    /// `runs` and `acknowledged`.
    pub heard: Vec<LoggedFact>,
    /// In schema 2: packed facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<LoggedRun>,
    /// In schema 2: which facts of the push just sent are in the log now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<AcknowledgedRange>,
    /// Facts that were not accepted, now or when the same id was pushed before.
    #[serde(default)]
    pub refused: Vec<Rejection>,
    /// The new cursor, for `since` of the next push.
    pub next: i64,
    /// Whether more facts follow on the next page.
    pub more: bool,
    /// Other people's sheets to release: this person's permission to them has ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forget: Vec<SheetId>,
}

impl Journal {
    /// Applies the response to a push that was made in the name of `device`.
    ///
    /// `fresh` creates an id for a pending fact whose id is taken by other content.
    pub fn apply_pull(
        &mut self,
        device: &DeviceId,
        pull: &Pull,
        fresh: &mut dyn FnMut() -> FactId,
    ) -> Vec<StoreWrite> {
        let mut changes = Vec::new();
        let is_own = self.meta.device == *device;
        if self.meta.epoch.as_ref().is_some_and(|it| *it != pull.epoch) {
            // `expects` counts the other device's facts. 0 pushes all own facts again; a known id counts once.
            return self.rebase_on_new_epoch(pull, if is_own { pull.expects } else { 0 });
        }
        if !is_own {
            return self.apply_imported_pull(device, pull, fresh);
        }
        let before = self.meta.clone();
        self.add_logged(pull, &mut changes);
        let mut without_number = Vec::new();
        for refused in &pull.refused {
            without_number.extend(self.reject(refused, fresh, &mut changes));
        }
        if !without_number.is_empty() {
            self.renumber(&without_number, pull.expects, &mut changes);
        }
        self.release(&pull.forget, pull.expects, fresh, &mut changes);
        // Nothing new: no write, so that other tabs need not read again.
        if changes.is_empty() && before == self.meta {
            return changes;
        }
        // Cursor and rows go into one transaction, so that a crash cannot skip facts (S7).
        self.count_write(changes)
    }

    fn add_logged(&mut self, pull: &Pull, changes: &mut Vec<StoreWrite>) {
        for heard in &pull.heard {
            self.add_logged_fact(heard, changes);
        }
        self.meta.epoch = Some(pull.epoch.clone());
        self.meta.since = pull.next;
    }

    /// Adds one logged fact, and removes the pending or imported fact that it acknowledges.
    pub(super) fn add_logged_fact(&mut self, heard: &LoggedFact, changes: &mut Vec<StoreWrite>) {
        if heard.fact.device == self.meta.device {
            // Compared whole, not by id: a profile reset to an older image may have rewritten a fact that it had
            // pushed.
            let own = self.unsent.iter().position(|it| it.fact == heard.fact);
            if let Some(at) = own {
                let own = self.unsent.remove(at);
                changes.push(StoreWrite::DropPending(own.fact.n));
            }
        }
        self.settle_imported(heard, changes);
        // Idempotent: a fact may come again on a later page.
        if let Err(at) = self.heard.binary_search_by(|it| it.seq.cmp(&heard.seq)) {
            self.heard.insert(at, heard.clone());
            changes.push(StoreWrite::PutLogged(heard.clone()));
        }
    }

    /// Moves a rejected fact to the tray, or returns its id if it has to be renumbered and pushed again.
    fn reject(
        &mut self,
        refused: &Rejection,
        fresh: &mut dyn FnMut() -> FactId,
        changes: &mut Vec<StoreWrite>,
    ) -> Option<FactId> {
        let found = self.unsent.iter().position(|it| it.fact.id == refused.id);
        let at = found?;
        match refused.reason {
            // An earlier number is missing at the server: the fact stays pending and gets another number.
            Reason::Gap => Some(refused.id.clone()),
            Reason::SameIdOtherContent => {
                // The number is still free. Under a fresh id the fact was never pushed, so it may be rewritten again.
                let fresh = fresh();
                self.unsent[at].fact.id = fresh.clone();
                self.unsent[at].offered = false;
                Some(fresh)
            }
            reason => {
                let fact = self.unsent.remove(at).fact;
                changes.push(StoreWrite::DropPending(fact.n));
                let detail = refused.detail.clone();
                let refusal = RejectedFact {
                    fact,
                    reason,
                    detail,
                };
                self.tray.push(refusal.clone());
                changes.push(StoreWrite::PutRejected(refusal));
                None
            }
        }
    }

    /// Numbers the pending facts from `expects` on and keeps their order.
    pub(super) fn renumber(
        &mut self,
        without: &[FactId],
        expects: u64,
        changes: &mut Vec<StoreWrite>,
    ) {
        // The server has accepted these already and acknowledges them on a later page, so their numbers stay.
        let is_taken = |it: &PendingFact| it.fact.n < expects && !without.contains(&it.fact.id);
        let all = std::mem::take(&mut self.unsent);
        let (taken, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_taken);
        changes.extend(others.iter().map(|it| StoreWrite::DropPending(it.fact.n)));
        self.unsent = taken;
        self.meta.next_n = expects;
        for mut unsent in others {
            unsent.fact.n = self.meta.next_n;
            self.meta.next_n += 1;
            changes.push(StoreWrite::PutPending(unsent.clone()));
            self.unsent.push(unsent);
        }
    }

    /// Rebases on a new epoch (the server was restored from a backup): facts that it may have lost become pending
    /// again, and everything is pulled again.
    fn rebase_on_new_epoch(&mut self, pull: &Pull, expects: u64) -> Vec<StoreWrite> {
        let mut changes = vec![StoreWrite::DropAllLogged];
        let device = &self.meta.device;
        let heard = std::mem::take(&mut self.heard).into_iter();
        let again = heard.map(|it| it.fact);
        let again = again.filter(|it| it.device == *device && it.n >= expects);
        let again: Vec<Fact> = again.collect();
        // A profile reset to an older image has made other facts under the same numbers: those are renumbered.
        let is_taken = |it: &PendingFact| again.iter().any(|fact| fact.n == it.fact.n);
        let first = self.unsent.iter().position(is_taken);
        let moved = self.unsent.split_off(first.unwrap_or(self.unsent.len()));
        changes.extend(moved.iter().map(|it| StoreWrite::DropPending(it.fact.n)));
        for fact in again {
            self.meta.next_n = self.meta.next_n.max(fact.n + 1);
            // `true`: the server had it before the restore, so it must not be rewritten.
            self.put_pending_again(fact, true, &mut changes);
        }
        for PendingFact { mut fact, offered } in moved {
            fact.n = self.meta.next_n;
            self.meta.next_n += 1;
            self.put_pending_again(fact, offered, &mut changes);
        }
        self.meta.epoch = Some(pull.epoch.clone());
        // Sequence numbers of the old epoch mean nothing in the new one.
        self.meta.since = 0;
        self.count_write(changes)
    }

    fn put_pending_again(&mut self, fact: Fact, offered: bool, changes: &mut Vec<StoreWrite>) {
        let unsent = PendingFact { fact, offered };
        changes.push(StoreWrite::PutPending(unsent.clone()));
        self.put_pending(unsent);
    }
}

//! Building the next push.

use super::{Journal, StoreWrite};
use crate::fact::{Fact, Reason, RejectedFact};
use crate::fact_run::FactRun;
use crate::ids::{DeviceId, Epoch};
use crate::sheet::SheetId;
use serde::{Deserialize, Serialize};

/// Schema version of the device's store, and of pushes that are not packed; see [`super::PACKED_SCHEMA`].
pub const SCHEMA: u32 = 1;

/// Maximum number of facts in one push that is not packed.
pub const PUSH_LIMIT: usize = 500;

/// Maximum size of the facts in one push, in bytes of JSON. Reverse proxies refuse bodies over 1 MB unless they are
/// told otherwise, and a push that is refused each time would never arrive.
pub const PUSH_BYTES: usize = 512 * 1024;

/// How many of the first facts one push takes: at least one, if there is one.
pub(super) fn n_that_fit<'a>(facts: impl Iterator<Item = &'a Fact>) -> usize {
    let mut bytes = 0;
    let fit = facts.take_while(|it| {
        bytes += serde_json::to_string(it).map_or(0, |it| it.len());
        bytes <= PUSH_BYTES
    });
    fit.count().max(1)
}

/// What a device pushes: unacknowledged facts, and the cursor to pull from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// Schema version of this push, and the highest that its answer may have.
    pub schema: u32,
    /// The device that made the facts; for imported facts not the one that pushes.
    pub device: DeviceId,
    /// The epoch in which `since` counts; `None` before the first pull.
    pub epoch: Option<Epoch>,
    /// Sequence number of the last fact pulled.
    pub since: i64,
    /// Facts in the order they were made, at most [`PUSH_LIMIT`] and [`PUSH_BYTES`] unless they are packed.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// In schema 2: the facts, packed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<FactRun>,
    /// Other people's sheets that are checked out here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub along: Vec<SheetId>,
}

impl Journal {
    /// The next push. The returned writes must be on disk before it is sent.
    pub fn next_push(&mut self) -> (Push, Vec<StoreWrite>) {
        self.next_push_of(PUSH_LIMIT)
    }

    /// The next push, of fewer facts after one that was too large.
    pub fn next_push_of(&mut self, at_most: usize) -> (Push, Vec<StoreWrite>) {
        // Imported facts first: own facts may replace them.
        if let Some(mut push) = self.next_imported_push() {
            push.facts.truncate(at_most);
            return (push, Vec::new());
        }
        let mut changes = Vec::new();
        let mut facts = Vec::new();
        let n = n_that_fit(self.unsent.iter().map(|it| &it.fact)).min(at_most);
        for unsent in self.unsent.iter_mut().take(n) {
            facts.push(unsent.fact.clone());
            if !unsent.offered {
                // From now on the server may have the fact, so it must not be rewritten.
                unsent.offered = true;
                changes.push(StoreWrite::PutPending(unsent.clone()));
            }
        }
        let push = Push {
            schema: SCHEMA,
            device: self.meta.device.clone(),
            epoch: self.meta.epoch.clone(),
            since: self.meta.since,
            facts,
            runs: Vec::new(),
            along: self.meta.along.clone(),
        };
        (push, self.count_write_if_any(changes))
    }

    /// Moves the first fact of the next push to the tray: alone it is too large for the server or for what stands
    /// before it, and nothing behind it would ever arrive.
    pub fn set_first_aside(&mut self) -> Vec<StoreWrite> {
        let mut changes = Vec::new();
        let fact = if self.carried.is_empty() {
            if self.unsent.is_empty() {
                return changes;
            }
            let fact = self.unsent.remove(0).fact;
            changes.push(StoreWrite::DropPending(fact.n));
            self.renumber(&[], fact.n, &mut changes);
            fact
        } else {
            let imported = self.carried.remove(0);
            changes.push(StoreWrite::DropImported(imported.place));
            imported.fact
        };
        let rejected = RejectedFact {
            fact,
            reason: Reason::TooLarge,
            detail: String::new(),
        };
        self.tray.push(rejected.clone());
        changes.push(StoreWrite::PutRejected(rejected));
        self.count_write(changes)
    }
}

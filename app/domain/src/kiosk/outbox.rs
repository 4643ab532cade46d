//! The kiosk's outbox: visits are encrypted one by one, put into numbered batches, and stored until the server
//! acknowledges them.

use super::encrypted_visit::EncryptedVisit;
use super::protocol::Batch;
use serde::{Deserialize, Serialize};

/// Minimum number of encrypted visits in a batch, so that none is pushed alone.
pub const MIN_BATCH: usize = 5;

/// A write to the kiosk's store. All writes that one function returns belong in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboxWrite {
    /// Stores `took` and `last`.
    Counters,
    /// Adds an encrypted visit, keyed by its first characters.
    PutVisit(EncryptedVisit),
    /// Removes an encrypted visit that is in a batch now.
    DropVisit(EncryptedVisit),
    /// Adds a batch, keyed by its number.
    PutBatch(StoredBatch),
    /// Removes a batch that the server has acknowledged.
    DropBatch(u32),
}

/// A batch in the kiosk's store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBatch {
    pub batch: Batch,
    /// Number of visits in it that are not blanks.
    #[serde(rename = "answers")]
    pub n_visits: u32,
}

/// The outbox of one tablet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Number of visits that it ever took.
    pub took: u32,
    /// Number of the last batch, 0 before the first.
    pub last: u32,
    /// Encrypted visits that are in no batch yet.
    pub unbatched: Vec<EncryptedVisit>,
    /// Batches that the server has not acknowledged, lowest number first.
    pub batches: Vec<StoredBatch>,
}

impl Outbox {
    /// Number of visits that exist on this tablet only.
    pub fn waiting(&self) -> u32 {
        let batched: u32 = self.batches.iter().map(|it| it.n_visits).sum();
        count(self.unbatched.len()) + batched
    }

    /// Adds an encrypted visit.
    pub fn add_visit(&mut self, one: EncryptedVisit) -> Vec<OutboxWrite> {
        self.took += 1;
        self.unbatched.push(one.clone());
        vec![OutboxWrite::Counters, OutboxWrite::PutVisit(one)]
    }

    /// Moves all loose visits into a new batch, filled up with `blanks`. Does nothing without visits, or if they are
    /// fewer than [`MIN_BATCH`] together with the blanks. `dice` has a random number for each of them.
    pub fn make_batch(&mut self, blanks: Vec<EncryptedVisit>, dice: &[u32]) -> Vec<OutboxWrite> {
        if self.unbatched.is_empty() || self.unbatched.len() + blanks.len() < MIN_BATCH {
            return Vec::new();
        }
        let mut changes: Vec<OutboxWrite> = self
            .unbatched
            .iter()
            .cloned()
            .map(OutboxWrite::DropVisit)
            .collect();
        let n_visits = count(self.unbatched.len());
        let mut visits: Vec<EncryptedVisit> = self.unbatched.drain(..).chain(blanks).collect();
        // Fisher-Yates shuffle: the order in a batch must not be the order of the visitors.
        for (at, number) in (1..visits.len()).rev().zip(dice) {
            let other = number % count(at + 1);
            visits.swap(at, usize::try_from(other).unwrap_or_default());
        }
        self.last += 1;
        let n = self.last;
        let held = StoredBatch {
            batch: Batch { n, visits },
            n_visits,
        };
        self.batches.push(held.clone());
        changes.extend([OutboxWrite::Counters, OutboxWrite::PutBatch(held)]);
        changes
    }

    /// Removes batches that the server has stored.
    pub fn drop_acknowledged(&mut self, numbers: &[u32]) -> Vec<OutboxWrite> {
        let before = self.batches.len();
        self.batches.retain(|it| !numbers.contains(&it.batch.n));
        if self.batches.len() == before {
            return Vec::new();
        }
        numbers
            .iter()
            .map(|it| OutboxWrite::DropBatch(*it))
            .collect()
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Batch numbers from 1 to `last` that have not arrived.
pub fn missing_batches(arrived: &[u32], last: u32) -> Vec<u32> {
    let arrived: std::collections::BTreeSet<u32> = arrived.iter().copied().collect();
    (1..=last).filter(|it| !arrived.contains(it)).collect()
}

#[cfg(test)]
mod tests;

//! The kiosk's outbox: answers are encrypted one by one, put into numbered batches, and stored until the server
//! acknowledges them.

use super::Batch;
use crate::crypto::sealed_box;
use crate::ids::EventId;
use serde::{Deserialize, Serialize};

/// Minimum number of envelopes in a batch, so that no answer is pushed alone.
pub const MIN_BATCH: usize = 5;

/// Bytes that every answer is padded to, so that the length of an envelope discloses nothing.
const PADDED_LEN: usize = 1_024;

/// Characters of a box, sealed.
pub const ENCRYPTED_LEN: usize = 2 * (PADDED_LEN + sealed_box::OVERHEAD);

const PURPOSE: &str = "michishirube visit 1";

/// Pads a visit's JSON and encrypts it for the event. An empty text is a blank, which fills up a small batch. `None`
/// if it is too long or `server` is not a public key.
pub fn encrypt_visit(
    visit: &str,
    event: &EventId,
    server: &str,
    random: [u8; 32],
) -> Option<String> {
    let text = format!("{event}\n{visit}");
    (text.len() <= PADDED_LEN).then_some(())?;
    let padding = " ".repeat(PADDED_LEN - text.len());
    sealed_box::encrypt(PURPOSE, &(text + &padding), server, random)
}

/// What is in a box, if it was sealed for this server and this event; empty for a blank.
pub fn decrypt_visit(
    opener: &sealed_box::BoxSecretKey,
    envelope: &str,
    event: &EventId,
) -> Option<String> {
    let text = opener.decrypt(PURPOSE, envelope)?;
    let visit = text.strip_prefix(event.as_str())?.strip_prefix('\n')?;
    Some(visit.trim_end_matches(' ').to_owned())
}

/// A write to the kiosk's store. All writes that one function returns belong in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboxWrite {
    /// Stores `took` and `last`.
    Counters,
    /// Adds an encrypted answer, keyed by its first characters.
    PutVisit(String),
    /// Removes an encrypted answer that is in a batch now.
    DropVisit(String),
    /// Adds a batch, keyed by its number.
    PutBatch(StoredBatch),
    /// Removes a batch that the server has acknowledged.
    DropBatch(u32),
}

/// A batch in the kiosk's store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBatch {
    pub batch: Batch,
    /// Number of envelopes in it that are not blanks.
    pub answers: u32,
}

/// The outbox of one tablet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Number of answers that it ever took.
    pub took: u32,
    /// Number of the last batch, 0 before the first.
    pub last: u32,
    /// Encrypted answers that are in no batch yet.
    pub unbatched: Vec<String>,
    /// Batches that the server has not acknowledged, lowest number first.
    pub batches: Vec<StoredBatch>,
}

impl Outbox {
    /// Number of answers that exist on this tablet only.
    pub fn waiting(&self) -> u32 {
        let batched: u32 = self.batches.iter().map(|it| it.answers).sum();
        count(self.unbatched.len()) + batched
    }

    /// Adds an encrypted answer.
    pub fn add_answer(&mut self, one: String) -> Vec<OutboxWrite> {
        self.took += 1;
        self.unbatched.push(one.clone());
        vec![OutboxWrite::Counters, OutboxWrite::PutVisit(one)]
    }

    /// Moves all loose answers into a new batch, filled up with `blanks`. Does nothing without answers, or if they
    /// are fewer than [`MIN_BATCH`] together with the blanks. `dice` has a random number for each envelope.
    pub fn make_batch(&mut self, blanks: Vec<String>, dice: &[u32]) -> Vec<OutboxWrite> {
        if self.unbatched.is_empty() || self.unbatched.len() + blanks.len() < MIN_BATCH {
            return Vec::new();
        }
        let mut changes: Vec<OutboxWrite> = self
            .unbatched
            .iter()
            .cloned()
            .map(OutboxWrite::DropVisit)
            .collect();
        let answers = count(self.unbatched.len());
        let mut boxes: Vec<String> = self.unbatched.drain(..).chain(blanks).collect();
        // Fisher-Yates shuffle: the order in a batch must not be the order of the visitors.
        for (at, number) in (1..boxes.len()).rev().zip(dice) {
            let other = number % count(at + 1);
            boxes.swap(at, usize::try_from(other).unwrap_or_default());
        }
        self.last += 1;
        let n = self.last;
        let held = StoredBatch {
            batch: Batch { n, boxes },
            answers,
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

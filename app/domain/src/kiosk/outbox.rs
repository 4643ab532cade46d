//! What a tablet holds for the server: answers sealed one by one, put into numbered batches, kept until the server says
//! that it has them.

use super::Batch;
use crate::crypto::sealed_box;
use crate::decode::record;
use serde::Serialize;

/// A batch has at least so many boxes, so that no answer travels alone.
pub const SMALLEST_BATCH: usize = 5;

/// Bytes in every box, whatever was answered: a box's length tells nothing.
const BOX: usize = 1_024;

/// Characters of a box, sealed.
pub const BOXED: usize = 2 * (BOX + sealed_box::LONGER_BY);

const PURPOSE: &str = "michishirube visit 1";

/// A visit's JSON in a box: made as long as any other, and sealed for the event. An empty text is a blank, which makes a
/// small batch full. None if it is too long or the server's key is none.
pub fn boxed(visit: &str, event: &str, server: &str, random: [u8; 32]) -> Option<String> {
    let text = format!("{event}\n{visit}");
    (text.len() <= BOX).then_some(())?;
    let padding = " ".repeat(BOX - text.len());
    sealed_box::seal(PURPOSE, &(text + &padding), server, random)
}

/// What is in a box, if it was sealed for this server and this event; empty for a blank.
pub fn unboxed(opener: &sealed_box::Opener, envelope: &str, event: &str) -> Option<String> {
    let text = opener.open(PURPOSE, envelope)?;
    let visit = text.strip_prefix(event)?.strip_prefix('\n')?;
    Some(visit.trim_end_matches(' ').to_owned())
}

/// What has to be written to the store, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The counters.
    Counters,
    /// A box, under its first characters.
    PutBox(String),
    /// A box went into a batch.
    DropBox(String),
    /// A batch.
    PutBatch(Held),
    /// The server has it.
    DropBatch(u32),
}

/// A batch as the tablet keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Held {
    /// What is sent.
    pub batch: Batch,
    /// How many of its boxes are no blanks.
    pub answers: u32,
}

record!(Held { batch, answers });

/// The sealed answers of one tablet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many answers it took, ever.
    pub took: u32,
    /// The number of the last batch.
    pub last: u32,
    /// Boxes in no batch yet.
    pub loose: Vec<String>,
    /// Batches that the server does not have yet, lowest number first.
    pub batches: Vec<Held>,
}

impl Queue {
    /// How many answers are here and nowhere else.
    pub fn waiting(&self) -> u32 {
        let batched: u32 = self.batches.iter().map(|it| it.answers).sum();
        count(self.loose.len()) + batched
    }

    /// Takes an answer.
    pub fn take(&mut self, one: String) -> Vec<Change> {
        self.took += 1;
        self.loose.push(one.clone());
        vec![Change::Counters, Change::PutBox(one)]
    }

    /// Makes a batch of what is loose if it is enough for one; `blanks` fill it up if there is something, but too little.
    /// `dice` shuffles: one number for each box.
    pub fn pack(&mut self, blanks: Vec<String>, dice: &[u32]) -> Vec<Change> {
        if self.loose.is_empty() || self.loose.len() + blanks.len() < SMALLEST_BATCH {
            return Vec::new();
        }
        let mut changes: Vec<Change> = self.loose.iter().cloned().map(Change::DropBox).collect();
        let answers = count(self.loose.len());
        let mut boxes: Vec<String> = self.loose.drain(..).chain(blanks).collect();
        for (at, number) in (1..boxes.len()).rev().zip(dice) {
            let other = number % count(at + 1);
            boxes.swap(at, usize::try_from(other).unwrap_or_default());
        }
        self.last += 1;
        let n = self.last;
        let held = Held {
            batch: Batch { n, boxes },
            answers,
        };
        self.batches.push(held.clone());
        changes.extend([Change::Counters, Change::PutBatch(held)]);
        changes
    }

    /// The server has these batches for good.
    pub fn kept(&mut self, numbers: &[u32]) -> Vec<Change> {
        let before = self.batches.len();
        self.batches.retain(|it| !numbers.contains(&it.batch.n));
        if self.batches.len() == before {
            return Vec::new();
        }
        numbers.iter().map(|it| Change::DropBatch(*it)).collect()
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The numbers from 1 to the last that are not among those that arrived.
pub fn missing(arrived: &[u32], last: u32) -> Vec<u32> {
    let arrived: std::collections::BTreeSet<u32> = arrived.iter().copied().collect();
    (1..=last).filter(|it| !arrived.contains(it)).collect()
}

#[cfg(test)]
mod tests;

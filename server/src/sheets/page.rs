//! A page of a pull: facts, whole runs and places, up to its limits.

use super::push_rules::page_is_full;
use domain::fact::{Fact, LoggedFact};
use domain::fact_run::is_packed;
use domain::ids::PersonId;
use domain::journal::{AcknowledgedRange, LoggedRun, PACKED_SCHEMA, Pull};

/// A part of a page.
#[derive(Clone, Debug)]
pub(crate) struct PageEntry {
    /// The `seq` of its last fact.
    pub(crate) last: i64,
    /// Its size as JSON in bytes, about.
    pub(crate) size: usize,
    pub(crate) content: PageContent,
}

#[derive(Clone, Debug)]
pub(crate) enum PageContent {
    Fact(Box<LoggedFact>),
    /// For devices that read schema 2.
    Run(LoggedRun),
    /// A fact that the device has just sent in schema 2, by its number.
    Sent(u64),
}

impl PageEntry {
    pub(crate) fn of(fact: LoggedFact, size: usize) -> Self {
        Self {
            last: fact.seq,
            size,
            content: PageContent::Fact(Box::new(fact)),
        }
    }

    /// A fact just written, for the device that sent it in a push of `schema`.
    pub(crate) fn sent(schema: u32, seq: i64, author: &PersonId, fact: &Fact, size: usize) -> Self {
        // What comes back from its JSON with another last digit is told as the log has it.
        if schema >= PACKED_SCHEMA && is_packed(fact) {
            return Self {
                last: seq,
                size: 0,
                content: PageContent::Sent(fact.n),
            };
        }
        let fact = LoggedFact {
            seq,
            author: author.clone(),
            fact: fact.clone(),
            digest: None,
            receipt: None,
        };
        Self::of(fact, size)
    }

    /// The fact, if it is one.
    pub(crate) fn fact_mut(&mut self) -> Option<&mut LoggedFact> {
        match &mut self.content {
            PageContent::Fact(fact) => Some(fact),
            _ => None,
        }
    }
}

/// Adds entries to a pull up to the limits of [`page_is_full`].
pub(crate) fn fill(pull: &mut Pull, entries: Vec<PageEntry>) {
    let (mut n, mut bytes) = (0, 0);
    for entry in entries {
        if page_is_full(n, bytes, entry.size) {
            pull.more = true;
            break;
        }
        n += usize::from(entry.size > 0);
        bytes += entry.size;
        pull.next = entry.last;
        match entry.content {
            PageContent::Fact(fact) => pull.heard.push(*fact),
            PageContent::Run(run) => pull.runs.push(run),
            PageContent::Sent(n) => AcknowledgedRange::add(&mut pull.acknowledged, n, entry.last),
        }
    }
}

//! What became of a push.

use super::incoming_fact::IncomingFact;
use domain::fact::LoggedFact;
use domain::ids::PersonId;
use domain::journal::Rejection;

/// The result of applying a push, with what the pull that answers it needs.
#[derive(Debug, Default)]
pub(crate) struct PushOutcome {
    /// The sequence number expected next from the device.
    pub(crate) expects: u64,
    /// The rejected facts, each with its reason.
    pub(crate) refused: Vec<Rejection>,
    /// The facts just written, each with its size as JSON in bytes: the pull takes them from here instead of querying
    /// the log. Empty unless all are answers in the person's own sheets: a step may have a receipt.
    pub(crate) written: Vec<SizedFact>,
    /// The `seq` of the person's last fact before this push; none if [`Self::written`] is incomplete.
    pub(crate) last_before: Option<i64>,
}

/// A fact of the log, with its size as JSON in bytes.
#[derive(Clone, Debug)]
pub(crate) struct SizedFact {
    pub(crate) fact: LoggedFact,
    pub(crate) size: usize,
}

/// Facts just written, the first of them under `first`.
pub(crate) fn written(
    author: &PersonId,
    first: i64,
    facts: impl IntoIterator<Item = IncomingFact>,
) -> Vec<SizedFact> {
    let facts = (first..).zip(facts).map(|(seq, it)| SizedFact {
        fact: LoggedFact {
            seq,
            author: author.clone(),
            fact: it.fact,
            digest: None,
            receipt: None,
        },
        size: it.text.len(),
    });
    facts.collect()
}

//! What device and server send each other in schema 2: facts packed to runs, and of what was just sent only its places.

use super::{Pull, Push};
use crate::fact::LoggedFact;
use crate::fact_run::FactRun;
use crate::ids::PersonId;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::Error;

/// Schema version of pushes and pulls that this build packs.
pub const PACKED_SCHEMA: u32 = 2;

/// A run in the server's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedRun {
    /// Sequence number of its first fact in the log; the others follow without a gap.
    pub seq: i64,
    /// Who was signed in when the server received it.
    pub author: PersonId,
    pub run: FactRun,
}

/// Facts of the push just sent that are in the log now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcknowledgedRange {
    /// The first one's number on the device.
    pub n: u64,
    /// How many facts, with consecutive numbers on the device and in the log.
    pub count: u32,
    /// Sequence number of the first one in the log.
    pub seq: i64,
}

impl AcknowledgedRange {
    /// Adds a fact to the ranges, in the order of the log.
    pub fn add(ranges: &mut Vec<Self>, n: u64, seq: i64) {
        match ranges.last_mut() {
            Some(it) if it.goes_on_with(n, seq) => it.count += 1,
            _ => ranges.push(Self { n, count: 1, seq }),
        }
    }

    fn goes_on_with(&self, n: u64, seq: i64) -> bool {
        self.n + u64::from(self.count) == n && self.seq + i64::from(self.count) == seq
    }
}

impl Push {
    /// As it is sent to a server of which schema `spoken` is known: packed if the server can read that. A server that
    /// reads schema 1 only does not see packed facts and leaves them on the device.
    pub fn packed_for(mut self, spoken: u32) -> Result<Self, Error> {
        if spoken >= PACKED_SCHEMA || self.facts.is_empty() {
            self.schema = PACKED_SCHEMA;
        }
        if spoken >= PACKED_SCHEMA {
            let texts = self.facts.iter().map(serde_json::to_string);
            let texts = texts.collect::<Result<Vec<_>, _>>()?;
            let facts = self.facts.iter().zip(texts.iter().map(String::as_str));
            self.runs = FactRun::pack(facts)?;
            self.facts.clear();
        }
        Ok(self)
    }

    /// With the facts of its runs as facts, behind those that it has.
    pub fn unpacked(mut self) -> Result<Self, Error> {
        for run in std::mem::take(&mut self.runs) {
            self.facts.extend(run.facts()?);
        }
        Ok(self)
    }
}

impl Pull {
    /// With every fact in [`Pull::heard`], as schema 1 has them: the answer to `sent`, a push that was not packed yet,
    /// by `person`. Fails, with nothing taken over, if a part does not read: the same facts come again later.
    pub fn unpacked(mut self, sent: &Push, person: &PersonId) -> Result<Self, Error> {
        let logged = |seq, author: &PersonId, fact| LoggedFact {
            seq,
            author: author.clone(),
            fact,
            digest: None,
            receipt: None,
        };
        for LoggedRun { seq, author, run } in std::mem::take(&mut self.runs) {
            let facts = (seq..).zip(run.facts()?);
            self.heard
                .extend(facts.map(|(seq, fact)| logged(seq, &author, fact)));
        }
        for AcknowledgedRange { n, count, seq } in std::mem::take(&mut self.acknowledged) {
            let is_first = |it: &crate::fact::Fact| it.n == n && it.device == sent.device;
            let first = sent.facts.iter().position(is_first);
            let facts = first.and_then(|at| {
                let end = at.checked_add(usize::try_from(count).ok()?)?;
                sent.facts.get(at..end)
            });
            let facts = facts.ok_or_else(|| Error::custom("places of what was not sent"))?;
            let numbered = (n..).zip(facts);
            if numbered.clone().any(|(n, it)| it.n != n) {
                return Err(Error::custom("places of other facts"));
            }
            let facts = (seq..).zip(facts.iter().cloned());
            self.heard
                .extend(facts.map(|(seq, fact)| logged(seq, person, fact)));
        }
        // In the order of the log: a sheet is folded in it.
        self.heard.sort_by_key(|it| it.seq);
        Ok(self)
    }
}

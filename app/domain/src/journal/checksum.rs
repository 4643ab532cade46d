//! Checksum of the log, so that a device and the server can detect that their copies differ (S5).

use super::Journal;
use crate::fact::LoggedFact;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Checksum of one person's log, computed on the device and on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogChecksum {
    /// How many facts the checksum covers.
    pub facts: u32,
    /// SHA-256, in hexadecimal, of sequence numbers and digests; see [`LogChecksum::of`].
    pub hash: String,
}

impl LogChecksum {
    /// Of facts in log order. Each adds a line: its sequence number in decimal, a space, the SHA-256 of its JSON in
    /// hexadecimal, and a line feed.
    pub fn of(facts: impl Iterator<Item = (i64, Vec<u8>)>) -> Self {
        let (mut all, mut n) = (Sha256::new(), 0);
        for (seq, digest) in facts {
            all.update(format!("{seq} {}\n", hex::encode(digest)));
            n += 1;
        }
        Self {
            facts: n,
            hash: hex::encode(all.finalize()),
        }
    }
}

impl Journal {
    /// Checksum of the logged facts of the person's own sheets; checked-out sheets are left out.
    pub fn checksum(&self) -> LogChecksum {
        let digest = |it: &LoggedFact| {
            if let Some(digest) = it.digest.as_ref().and_then(|it| hex::decode(it).ok()) {
                return (it.seq, digest);
            }
            let Ok(text) = serde_json::to_string(&it.fact) else {
                unreachable!("a fact has only texts as keys");
            };
            (it.seq, Sha256::digest(text).to_vec())
        };
        let own = self.heard.iter();
        LogChecksum::of(
            own.filter(|it| it.fact.sheet.person == self.meta.person)
                .map(digest),
        )
    }
}

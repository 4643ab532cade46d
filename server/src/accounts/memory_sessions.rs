//! Sessions held in memory while the disk is full, so that people can still sign in and read.

use domain::ids::PersonId;
use domain::timestamp::Timestamp;
use std::sync::Mutex;

/// Bounds the memory used: at this many sessions the oldest is evicted.
pub(crate) const MAX_SESSIONS: usize = 10_000;

/// `hash` is the SHA-256 of the token, as in the table `session`; `begun_at`.
#[derive(Clone, Debug)]
pub(crate) struct MemorySession {
    hash: Vec<u8>,
    person: PersonId,
    begun_at: Timestamp,
}

/// In-memory sessions, oldest first. They are lost when the server restarts.
#[derive(Debug, Default)]
pub(crate) struct MemorySessions(Mutex<Vec<MemorySession>>);

impl MemorySessions {
    pub(crate) fn begin(&self, hash: Vec<u8>, person: PersonId, begun_at: Timestamp) {
        if let Ok(mut all) = self.0.lock() {
            if all.len() >= MAX_SESSIONS {
                all.remove(0);
            }
            all.push(MemorySession {
                hash,
                person,
                begun_at,
            });
        }
    }

    /// The person of a session and its begin.
    pub(crate) fn find(&self, hash: &[u8]) -> Option<(PersonId, Timestamp)> {
        let all = self.0.lock().ok()?;
        let found = all.iter().find(|it| it.hash == hash)?;
        Some((found.person.clone(), found.begun_at))
    }

    /// Removes a session; true if there was one.
    pub(crate) fn end(&self, hash: &[u8]) -> bool {
        let Ok(mut all) = self.0.lock() else {
            return false;
        };
        let before = all.len();
        all.retain(|it| it.hash != hash);
        all.len() < before
    }

    /// Removes a person's sessions, after a change of password.
    pub(crate) fn end_all(&self, person: &PersonId) {
        if let Ok(mut all) = self.0.lock() {
            all.retain(|it| it.person != *person);
        }
    }
}

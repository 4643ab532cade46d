//! Sessions that the disk had no room for: kept in memory, so that people can sign in and read while it is full.

use super::{Failure, SqliteDesk};
use api::Code;
use domain::ids::PersonId;
use std::sync::Mutex;

/// At most so many; the oldest goes first.
const MOST: usize = 10_000;

/// One session.
#[derive(Clone, Debug)]
struct Kept {
    hash: Vec<u8>,
    person: PersonId,
    begun_at: i64,
}

/// All of them, oldest first. They end with the server.
#[derive(Debug, Default)]
pub(super) struct Roomless(Mutex<Vec<Kept>>);

impl Roomless {
    pub(super) fn begin(&self, hash: Vec<u8>, person: PersonId, begun_at: i64) {
        if let Ok(mut all) = self.0.lock() {
            if all.len() >= MOST {
                all.remove(0);
            }
            all.push(Kept {
                hash,
                person,
                begun_at,
            });
        }
    }

    /// Whose session it is, and when it began.
    pub(super) fn find(&self, hash: &[u8]) -> Option<(PersonId, i64)> {
        let all = self.0.lock().ok()?;
        let found = all.iter().find(|it| it.hash == hash)?;
        Some((found.person.clone(), found.begun_at))
    }

    /// Ends one; whether it was there.
    pub(super) fn end(&self, hash: &[u8]) -> bool {
        let Ok(mut all) = self.0.lock() else {
            return false;
        };
        let before = all.len();
        all.retain(|it| it.hash != hash);
        all.len() < before
    }

    /// Ends all of a person but one.
    pub(super) fn end_others(&self, person: &PersonId, own: Option<&[u8]>) {
        if let Ok(mut all) = self.0.lock() {
            all.retain(|it| it.person != *person || Some(it.hash.as_slice()) == own);
        }
    }
}

impl Failure {
    /// Nothing, if it is only that the disk has no room.
    pub(super) fn unless_full(self) -> Result<(), Self> {
        if self.0.code == Code::StorageFull {
            Ok(())
        } else {
            Err(self)
        }
    }
}

/// Begins a session in memory where the disk has no room for it.
pub(super) fn begin_anyway(
    desk: &SqliteDesk,
    hash: Vec<u8>,
    person: PersonId,
    begun: Result<(), Failure>,
) -> Result<(), Failure> {
    let Err(failure) = begun else { return Ok(()) };
    failure.unless_full()?;
    desk.roomless.begin(hash, person, desk.now());
    Ok(())
}

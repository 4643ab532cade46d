//! What a tablet keeps of itself, beside its queue and its key.

use super::{Enrolled, Tries};
use crate::decode::record;
use crate::quiz::Idle;
use serde::Serialize;

/// A tablet's own record. Nothing in it comes from a visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// What the server told it.
    pub enrolled: Enrolled,
    /// Its name.
    pub name: String,
    /// PBKDF2 of the staff's number, in hexadecimal, and its salt.
    pub pin: String,
    /// See [`pin`](Self::pin).
    pub salt: String,
    /// Wrong numbers so far.
    pub tries: Tries,
    /// How many answers it took, ever.
    pub took: u32,
    /// The number of its last batch.
    pub last: u32,
    /// How many visitors' traces it removed.
    pub wiped: u32,
    /// When it last did: milliseconds since 1970, by its own clock; for display alone.
    pub wiped_at: Option<i64>,
    /// When the server last answered, likewise.
    pub synced_at: Option<i64>,
    /// How it waits; the quiz's own times until staff choose others.
    pub idle: Option<Idle>,
    /// Whether staff closed it: it takes no more until they say otherwise.
    pub done: bool,
    /// How many reports it has written.
    pub said: u32,
    /// Whether the server said last that it has no rights any more.
    pub refused: bool,
    /// What was in the browser before it became a booth tablet, as fingerprints: all else is a visitor's trace.
    pub before: Vec<String>,
}

record!(Kept {
    enrolled,
    name,
    pin,
    salt,
    tries,
    took,
    last,
    wiped,
    wiped_at,
    synced_at,
    idle,
    before
} or_empty { done, said, refused });

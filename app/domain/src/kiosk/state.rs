//! The kiosk's persistent state, without its outbox and its key.

use super::pin::PinAttempts;
use super::pin::{PinHash, PinSalt};
use super::protocol::EnrolResponse;
use crate::quiz::IdleTimeouts;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Stored on the tablet. Nothing in it comes from a visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskState {
    /// Response of the server to the enrolment.
    pub enrolled: EnrolResponse,
    pub name: String,
    pub pin: PinHash,
    pub salt: PinSalt,
    /// Wrong PINs, and the lockout after them.
    pub tries: PinAttempts,
    /// Number of visits that it ever took.
    pub took: u32,
    /// The number of its last batch.
    pub last: u32,
    /// Number of visitors whose traces were wiped.
    pub wiped: u32,
    /// Time of the last wipe, by the tablet's clock; for display only.
    pub wiped_at: Option<Timestamp>,
    /// Time of the server's last response, by the tablet's clock; for display only.
    pub synced_at: Option<Timestamp>,
    /// Idle times that staff chose; `None` for the quiz's own.
    pub idle: Option<IdleTimeouts>,
    /// Whether staff closed it: it takes no visits until they reopen it.
    #[serde(default)]
    pub done: bool,
    /// Number of the last report, counted from 1.
    #[serde(default)]
    pub said: u32,
    /// Whether the server's last response was that the tablet's access is revoked.
    #[serde(default)]
    pub refused: bool,
    /// Fingerprints of what the browser stored before it became a kiosk; everything else is a visitor's trace.
    pub before: Vec<String>,
}

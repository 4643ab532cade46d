//! Messages between a kiosk tablet and the server, as on the wire.

use super::encrypted_visit::EncryptedVisit;
use crate::crypto::sealed_box::BoxPublicKey;
use crate::fair::Event;
use crate::ids::{EnrolmentCode, QuizTag, TabletId};
use crate::text_newtype::text_newtype;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

text_newtype!(
    /// A tablet's public key for signatures: P-256, uncompressed, in hexadecimal.
    TabletKey
);
text_newtype!(
    /// ECDSA over P-256 with SHA-256, r and s, in hexadecimal.
    TabletSignature
);

/// Request to enrol a tablet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The enrolment consumes it.
    pub code: EnrolmentCode,
    /// Display name of the tablet.
    pub name: String,
    pub key: TabletKey,
}

/// Response to an enrolment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolResponse {
    pub tablet: TabletId,
    /// The event that it is enrolled for.
    pub event: Event,
    /// Visits are encrypted with it.
    #[serde(rename = "seal")]
    pub server_key: BoxPublicKey,
}

/// Encrypted visits that are pushed together. Fixed before the first try, so that a retry is idempotent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Number on this tablet: 1, 2, 3 …
    pub n: u32,
    /// Visits and blanks, shuffled.
    #[serde(rename = "boxes")]
    pub visits: Vec<EncryptedVisit>,
}

/// A tablet's status, part of every push.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskReport {
    /// Number of visits that it ever took.
    pub took: u32,
    /// The number of its last batch.
    pub last: u32,
    /// Number of visits on it that the server has not acknowledged, in a batch or not.
    pub waiting: u32,
    /// Build of the client.
    pub build: String,
    /// Edition of the quiz that it shows.
    pub quiz: QuizTag,
    /// Whether staff closed it: it takes no visits until they reopen it.
    #[serde(default)]
    pub done: bool,
    /// Incremented by every report, so that the server recognizes one that arrives late.
    #[serde(default)]
    pub said: u32,
    /// Pending batches, at most a few at a time.
    pub batches: Vec<Batch>,
}

/// A push: a report, and the tablet's signature of its exact bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskPush {
    /// Id from the enrolment.
    pub tablet: TabletId,
    /// A [`KioskReport`] as JSON; a string, because its bytes are signed.
    pub report: String,
    pub signature: TabletSignature,
}

/// Response to a push.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskPushResponse {
    /// Numbers of the batches in this push that the server has stored.
    pub kept: Vec<u32>,
    /// Numbers of batches that the server does not have, up to the last one reported.
    pub missing: Vec<u32>,
    /// The event in its current state.
    pub event: Event,
}

/// A tablet, as the recruiter sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tablet {
    pub id: TabletId,
    pub name: String,
    /// Number of visits that it reported as taken.
    pub took: u32,
    /// Number of these that the server has.
    pub arrived: u32,
    /// Numbers of batches that it reported and the server does not have.
    pub missing: Vec<u32>,
    /// Build of the client, as last reported.
    pub build: String,
    /// Edition of the quiz that it shows, as last reported.
    pub quiz: QuizTag,
    /// Time of the last report, by the server's clock; `None` before the first one.
    pub heard_at: Option<Timestamp>,
    /// Whether its access was revoked.
    pub revoked: bool,
    /// Whether staff closed it: it takes no visits.
    #[serde(default)]
    pub done: bool,
}

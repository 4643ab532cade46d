//! The fair's part of the trait that the server implements.

use super::Caller;
use crate::{ApiError, EventHistory, Label, NewEvent, OneTimeCode};
use async_trait::async_trait;
use domain::fair::{Event, EventCounts, VisitRecord};
use domain::kiosk::{EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse, Tablet};

/// The server's implementation of the fair's calls. Visitors and tablets have no session; all other methods require
/// the role 採用担当.
#[async_trait]
pub trait FairDesk: Send + Sync {
    /// A quiz edition as JSON, with its tag. `which` is a tag, a version, or `newest`. Public.
    fn quiz_text(&self, which: &str) -> Option<(String, String)>;
    /// An event by its code. Public.
    async fn fair_event(&self, event: &str) -> Result<Event, ApiError>;
    /// Stores a visit from a phone; `number` makes a retry idempotent. Public.
    async fn fair_visit(&self, number: String, visit: VisitRecord) -> Result<(), ApiError>;
    /// Enrols a tablet and consumes its one-time code.
    async fn enrol_tablet(&self, new: EnrolRequest) -> Result<EnrolResponse, ApiError>;
    /// Stores a tablet's push; authenticated by the signature of the tablet's key.
    async fn take_push(&self, push: KioskPush) -> Result<KioskPushResponse, ApiError>;
    /// All events, latest first.
    async fn fair_events(&self, caller: &Caller) -> Result<Vec<Event>, ApiError>;
    /// Creates an event with the newest quiz edition.
    async fn fair_new_event(&self, caller: &Caller, new: NewEvent) -> Result<(), ApiError>;
    /// An event and its history.
    async fn own_event(
        &self,
        caller: &Caller,
        event: &str,
    ) -> Result<(Event, EventHistory), ApiError>;
    /// Creates a one-time code for enrolling one tablet.
    async fn fair_code(&self, caller: &Caller, event: &str) -> Result<OneTimeCode, ApiError>;
    /// The tablets enrolled for an event.
    async fn fair_tablets(&self, caller: &Caller, event: &str) -> Result<Vec<Tablet>, ApiError>;
    /// Revokes a tablet's permission to push.
    async fn end_tablet(&self, caller: &Caller, tablet: &str) -> Result<(), ApiError>;
    /// Opens an event; pins its tablets to the build that they run.
    async fn open_event(&self, caller: &Caller, event: &str) -> Result<(), ApiError>;
    /// Closes an event. If answers are missing, `note` has to say what was lost.
    async fn close_event(&self, caller: &Caller, event: &str, note: &str) -> Result<(), ApiError>;
    /// Stores the push from an encrypted file that a tablet wrote for upload by hand.
    async fn take_file(
        &self,
        caller: &Caller,
        push: KioskPush,
    ) -> Result<KioskPushResponse, ApiError>;
    /// Aggregated counts of an event, small ones suppressed.
    async fn fair_counts(&self, caller: &Caller, event: &str) -> Result<EventCounts, ApiError>;
    /// Display names of the ids in an event's counts.
    async fn fair_names(&self, caller: &Caller, event: &str) -> Result<Vec<Label>, ApiError>;
    /// The counts as an XLSX workbook.
    async fn fair_book(&self, caller: &Caller, event: &str) -> Result<Vec<u8>, ApiError>;
}

//! The fair's part of what the server has to be able to do.

use super::Caller;
use crate::{ApiError, Name, NewEvent, OneTimeCode, Story};
use async_trait::async_trait;
use domain::fair::{Counts, Event, Visit};
use domain::kiosk::{BoothAnswer, BoothPush, Enrolled, NewTablet, Tablet};

/// The server's side of the fair's calls. Visitors and tablets have no session; all else is 採用担当's alone.
#[async_trait]
pub trait FairDesk: Send + Sync {
    /// An edition of the quiz as JSON, with its tag: a tag, a version, or `newest`; anyone.
    fn quiz_text(&self, which: &str) -> Option<(String, String)>;
    /// An event by its code; anyone.
    async fn fair_event(&self, event: &str) -> Result<Event, ApiError>;
    /// Takes what a visitor leaves; anyone.
    async fn fair_visit(&self, number: String, visit: Visit) -> Result<(), ApiError>;
    /// Takes a tablet on; whoever has a one-time code.
    async fn enrol_tablet(&self, new: NewTablet) -> Result<Enrolled, ApiError>;
    /// Takes what a tablet sends; whoever signs with its key.
    async fn take_push(&self, push: BoothPush) -> Result<BoothAnswer, ApiError>;
    /// Every event.
    async fn fair_events(&self, caller: &Caller) -> Result<Vec<Event>, ApiError>;
    /// Makes an event.
    async fn fair_new_event(&self, caller: &Caller, new: NewEvent) -> Result<(), ApiError>;
    /// An event, and what is told of it.
    async fn own_event(&self, caller: &Caller, event: &str) -> Result<(Event, Story), ApiError>;
    /// Makes a code with which one tablet can be taken on.
    async fn fair_code(&self, caller: &Caller, event: &str) -> Result<OneTimeCode, ApiError>;
    /// An event's tablets.
    async fn fair_tablets(&self, caller: &Caller, event: &str) -> Result<Vec<Tablet>, ApiError>;
    /// Ends a tablet's rights.
    async fn end_tablet(&self, caller: &Caller, tablet: &str) -> Result<(), ApiError>;
    /// Opens an event: all its tablets are pinned to the build they run.
    async fn open_event(&self, caller: &Caller, event: &str) -> Result<(), ApiError>;
    /// Closes an event; with a gap only if a note says what was lost.
    async fn close_event(&self, caller: &Caller, event: &str, note: &str) -> Result<(), ApiError>;
    /// Takes a tablet's sealed file.
    async fn take_file(&self, caller: &Caller, push: BoothPush) -> Result<BoothAnswer, ApiError>;
    /// An event in counts.
    async fn fair_counts(&self, caller: &Caller, event: &str) -> Result<Counts, ApiError>;
    /// What the ids of its counts are called.
    async fn fair_names(&self, caller: &Caller, event: &str) -> Result<Vec<Name>, ApiError>;
    /// The same as a workbook (XLSX).
    async fn fair_book(&self, caller: &Caller, event: &str) -> Result<Vec<u8>, ApiError>;
}

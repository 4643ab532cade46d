//! The fair's calls: public ones, a tablet's, and those of a recruiter (採用担当).

#[cfg(feature = "server")]
use super::desk::at_the_desk;
use super::{ApiError, JsonRpc};
use domain::decode::record;
use domain::fair::{Event, EventCounts, VisitRecord};
use domain::kiosk::{EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse, Tablet};
use leptos::prelude::*;
use serde::Serialize;

/// Input for creating an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewEvent {
    pub name: String,
    /// Venue, as text.
    pub place: String,
    /// First day, as `2026-11-25`.
    pub first_day: String,
    /// Last day, included, as `2026-11-25`.
    pub last_day: String,
    /// Whether visitors are offered the survey.
    pub survey: bool,
    /// Retention in days after the last day; then answers are aggregated to counts and deleted.
    pub keep_days: u32,
    /// Whether visits from visitors' own phones are rejected.
    pub tablets_only: bool,
}

record!(NewEvent {
    name,
    place,
    first_day,
    last_day,
    survey,
    keep_days
} or_empty { tablets_only });

/// The history of an event, for recruiters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventHistory {
    /// Note taken when it was closed; empty if nothing was lost.
    pub note: String,
    /// Retention in days after the last day; 0 if another instance keeps the answers.
    pub keep_days: u32,
    /// When the answers were aggregated and deleted: milliseconds since 1970, server's clock; `None` before that.
    pub deleted_at: Option<i64>,
    /// Number of visits that were deleted.
    pub deleted: u32,
    /// Number of them that are in no count, since their group was too small to stay anonymous.
    pub uncounted: u32,
}

record!(EventHistory {
    note,
    keep_days,
    deleted_at,
    deleted,
    uncounted
});

/// A one-time code for enrolling one tablet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OneTimeCode {
    /// 16 characters of an alphabet of 32: 80 random bits.
    pub code: String,
    /// Expiry: milliseconds since 1970, by the server's clock.
    pub until: i64,
}

record!(OneTimeCode { code, until });

/// The display name of an id in the counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Label {
    /// `type/…`, a question id, or `question/option`.
    pub id: String,
    pub ja: String,
    pub en: String,
}

record!(Label { id, ja, en });

/// Public: an event by its code.
#[server(prefix = "/api", endpoint = "v1/fair_event", protocol = JsonRpc)]
pub async fn find_event(event: String) -> Result<Event, ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.fair_event(&event).await
}

/// Public: submits a visit from a phone. `number` makes a retry idempotent. The body is exactly what was shown to
/// the visitor.
#[server(prefix = "/api", endpoint = "v1/fair_visit", protocol = JsonRpc)]
pub async fn leave_visit(number: Option<String>, visit: VisitRecord) -> Result<(), ApiError> {
    let (desk, _) = at_the_desk()?;
    // Pages of earlier releases send the number inside the visit.
    let mut visit = visit;
    let earlier = std::mem::take(&mut visit.once);
    desk.fair_visit(number.unwrap_or(earlier), visit).await
}

/// 採用担当: all events, latest first.
#[server(prefix = "/api", endpoint = "v1/fair_events", protocol = JsonRpc)]
pub async fn list_events() -> Result<Vec<Event>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_events(&caller).await
}

/// 採用担当: creates an event with the newest quiz edition; returns all events.
#[server(prefix = "/api", endpoint = "v1/fair_new_event", protocol = JsonRpc)]
pub async fn make_event(new: NewEvent) -> Result<Vec<Event>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_new_event(&caller, new).await?;
    desk.fair_events(&caller).await
}

/// 採用担当: an event and its history.
#[server(prefix = "/api", endpoint = "v1/fair_own_event", protocol = JsonRpc)]
pub async fn bring_event(event: String) -> Result<(Event, EventHistory), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.own_event(&caller, &event).await
}

/// 採用担当: creates a one-time code for enrolling one tablet.
#[server(prefix = "/api", endpoint = "v1/fair_code", protocol = JsonRpc)]
pub async fn make_code(event: String) -> Result<OneTimeCode, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_code(&caller, &event).await
}

/// Public: enrols a tablet with a one-time code and consumes the code.
#[server(prefix = "/api", endpoint = "v1/fair_enrol", protocol = JsonRpc)]
pub async fn enrol_tablet(new: EnrolRequest) -> Result<EnrolResponse, ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.enrol_tablet(new).await
}

/// Tablet: uploads a signed report and batches; authenticated by the signature, not by a session.
#[server(prefix = "/api", endpoint = "v1/fair_push", protocol = JsonRpc)]
pub async fn push_booth(push: KioskPush) -> Result<KioskPushResponse, ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.take_push(push).await
}

/// 採用担当: uploads the encrypted file that an offline tablet wrote.
#[server(prefix = "/api", endpoint = "v1/fair_file", protocol = JsonRpc)]
pub async fn bring_file(push: KioskPush) -> Result<KioskPushResponse, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.take_file(&caller, push).await
}

/// 採用担当: the tablets enrolled for an event.
#[server(prefix = "/api", endpoint = "v1/fair_tablets", protocol = JsonRpc)]
pub async fn list_tablets(event: String) -> Result<Vec<Tablet>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_tablets(&caller, &event).await
}

/// 採用担当: revokes a tablet's permission to push; returns the event's tablets.
#[server(prefix = "/api", endpoint = "v1/fair_end_tablet", protocol = JsonRpc)]
pub async fn end_tablet(event: String, tablet: String) -> Result<Vec<Tablet>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.end_tablet(&caller, &tablet).await?;
    desk.fair_tablets(&caller, &event).await
}

/// 採用担当: opens an event; pins its tablets to the build that they run.
#[server(prefix = "/api", endpoint = "v1/fair_open", protocol = JsonRpc)]
pub async fn open_event(event: String) -> Result<(Event, EventHistory), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.open_event(&caller, &event).await?;
    desk.own_event(&caller, &event).await
}

/// 採用担当: closes an event. If answers are missing, `note` has to say what was lost.
#[server(prefix = "/api", endpoint = "v1/fair_close", protocol = JsonRpc)]
pub async fn close_event(event: String, note: String) -> Result<(Event, EventHistory), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.close_event(&caller, &event, &note).await?;
    desk.own_event(&caller, &event).await
}

/// 採用担当: display names of the ids in an event's counts: `type/…`, a question, or `question/option`.
#[server(prefix = "/api", endpoint = "v1/fair_names", protocol = JsonRpc)]
pub async fn bring_names(event: String) -> Result<Vec<Label>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_names(&caller, &event).await
}

/// 採用担当: an event's counts as an XLSX workbook, in hexadecimal.
#[server(prefix = "/api", endpoint = "v1/fair_book", protocol = JsonRpc)]
pub async fn bring_fair_book(event: String) -> Result<String, ApiError> {
    let (desk, caller) = at_the_desk()?;
    Ok(hex::encode(desk.fair_book(&caller, &event).await?))
}

/// 採用担当: an event's aggregated counts, small ones suppressed.
#[server(prefix = "/api", endpoint = "v1/fair_counts", protocol = JsonRpc)]
pub async fn bring_counts(event: String) -> Result<EventCounts, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_counts(&caller, &event).await
}

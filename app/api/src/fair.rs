//! The fair's calls: what anyone may ask of an event, what a visitor leaves, and what a recruiter does.

#[cfg(feature = "server")]
use super::desk::at_the_desk;
use super::{ApiError, Call};
use domain::decode::record;
use domain::fair::{Counts, Event, Visit};
use domain::kiosk::{BoothAnswer, BoothPush, Enrolled, NewTablet, Tablet};
use leptos::prelude::*;
use serde::Serialize;

/// An event to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewEvent {
    /// Its name.
    pub name: String,
    /// Where.
    pub place: String,
    /// The first day, `2026-11-25`.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// Whether visitors are offered the survey.
    pub survey: bool,
    /// Days after the last one that answers are kept before they become counts for good.
    pub keep_days: u32,
    /// Whether nothing is taken from visitors' own phones.
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

/// What is told of an event to those who made it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Story {
    /// What was noted of it when it was closed.
    pub note: String,
    /// Days after the last one that its answers are kept; 0 if another instance keeps them.
    pub keep_days: u32,
    /// When they became counts and were deleted: milliseconds since 1970, by the server's clock.
    pub deleted_at: Option<i64>,
    /// How many these were.
    pub deleted: u32,
    /// How many of them were too few to be counted without giving somebody away.
    pub uncounted: u32,
}

record!(Story {
    note,
    keep_days,
    deleted_at,
    deleted,
    uncounted
});

/// A code with which one tablet can be taken on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OneTimeCode {
    /// Sixteen characters of 32: 80 bits.
    pub code: String,
    /// Until when: milliseconds since 1970, by the server's clock.
    pub until: i64,
}

record!(OneTimeCode { code, until });

/// What an id is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The id.
    pub id: String,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

record!(Name { id, ja, en });

/// Anyone: an event by its code.
#[server(prefix = "/api", endpoint = "v1/fair_event", protocol = Call)]
pub async fn find_event(event: String) -> Result<Event, ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.fair_event(&event).await
}

/// Anyone: what a visitor leaves from their phone, under the number of this one sending. The body is nothing but this, so
/// that the page can show it to the byte.
#[server(prefix = "/api", endpoint = "v1/fair_visit", protocol = Call)]
pub async fn leave_visit(number: Option<String>, visit: Visit) -> Result<(), ApiError> {
    let (desk, _) = at_the_desk()?;
    let mut visit = visit;
    let earlier = std::mem::take(&mut visit.once);
    desk.fair_visit(number.unwrap_or(earlier), visit).await
}

/// 採用担当: every event, latest first.
#[server(prefix = "/api", endpoint = "v1/fair_events", protocol = Call)]
pub async fn list_events() -> Result<Vec<Event>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_events(&caller).await
}

/// 採用担当: makes an event, pinned to the newest quiz.
#[server(prefix = "/api", endpoint = "v1/fair_new_event", protocol = Call)]
pub async fn make_event(new: NewEvent) -> Result<Vec<Event>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_new_event(&caller, new).await?;
    desk.fair_events(&caller).await
}

/// 採用担当: an event, and what is told of it.
#[server(prefix = "/api", endpoint = "v1/fair_own_event", protocol = Call)]
pub async fn bring_event(event: String) -> Result<(Event, Story), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.own_event(&caller, &event).await
}

/// 採用担当: makes a code with which one tablet can be taken on.
#[server(prefix = "/api", endpoint = "v1/fair_code", protocol = Call)]
pub async fn make_code(event: String) -> Result<OneTimeCode, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_code(&caller, &event).await
}

/// Whoever has such a code: takes a tablet on.
#[server(prefix = "/api", endpoint = "v1/fair_enrol", protocol = Call)]
pub async fn enrol_tablet(new: NewTablet) -> Result<Enrolled, ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.enrol_tablet(new).await
}

/// A tablet: what it has to say and to send.
#[server(prefix = "/api", endpoint = "v1/fair_push", protocol = Call)]
pub async fn push_booth(push: BoothPush) -> Result<BoothAnswer, ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.take_push(push).await
}

/// 採用担当: takes the sealed file that a tablet wrote.
#[server(prefix = "/api", endpoint = "v1/fair_file", protocol = Call)]
pub async fn bring_file(push: BoothPush) -> Result<BoothAnswer, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.take_file(&caller, push).await
}

/// 採用担当: an event's tablets.
#[server(prefix = "/api", endpoint = "v1/fair_tablets", protocol = Call)]
pub async fn list_tablets(event: String) -> Result<Vec<Tablet>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_tablets(&caller, &event).await
}

/// 採用担当: ends a tablet's rights.
#[server(prefix = "/api", endpoint = "v1/fair_end_tablet", protocol = Call)]
pub async fn end_tablet(event: String, tablet: String) -> Result<Vec<Tablet>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.end_tablet(&caller, &tablet).await?;
    desk.fair_tablets(&caller, &event).await
}

/// 採用担当: opens an event, pinned to the build that all its tablets run.
#[server(prefix = "/api", endpoint = "v1/fair_open", protocol = Call)]
pub async fn open_event(event: String) -> Result<(Event, Story), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.open_event(&caller, &event).await?;
    desk.own_event(&caller, &event).await
}

/// 採用担当: closes an event. `note` says what was lost, if anything was.
#[server(prefix = "/api", endpoint = "v1/fair_close", protocol = Call)]
pub async fn close_event(event: String, note: String) -> Result<(Event, Story), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.close_event(&caller, &event, &note).await?;
    desk.own_event(&caller, &event).await
}

/// 採用担当: what the ids of an event's counts are called: `type/…`, a question, or `question/option`.
#[server(prefix = "/api", endpoint = "v1/fair_names", protocol = Call)]
pub async fn bring_names(event: String) -> Result<Vec<Name>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_names(&caller, &event).await
}

/// 採用担当: an event's counts as a workbook (XLSX), its bytes in hexadecimal.
#[server(prefix = "/api", endpoint = "v1/fair_book", protocol = Call)]
pub async fn bring_fair_book(event: String) -> Result<String, ApiError> {
    let (desk, caller) = at_the_desk()?;
    Ok(hex::encode(desk.fair_book(&caller, &event).await?))
}

/// 採用担当: an event in counts.
#[server(prefix = "/api", endpoint = "v1/fair_counts", protocol = Call)]
pub async fn bring_counts(event: String) -> Result<Counts, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_counts(&caller, &event).await
}

//! The fair's calls: what anyone may ask of an event, what a visitor leaves, and what a recruiter does.

#[cfg(feature = "ssr")]
use super::desk::at_the_desk;
use super::{ApiError, Call};
use crate::model::fair::{Counts, Event, EventState, Visit};
use crate::model::read::record;
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
}

record!(NewEvent {
    name,
    place,
    first_day,
    last_day,
    survey
});

/// Anyone: an event by its code.
#[server(prefix = "/api", endpoint = "v1/fair_event", protocol = Call)]
pub async fn find_event(event: String) -> Result<Event, ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.fair_event(&event).await
}

/// Anyone: what a visitor leaves. The body is nothing but this, so that the page can show it to the byte.
#[server(prefix = "/api", endpoint = "v1/fair_visit", protocol = Call)]
pub async fn leave_visit(visit: Visit) -> Result<(), ApiError> {
    let (desk, _) = at_the_desk()?;
    desk.fair_visit(visit).await
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

/// 採用担当: closes an event, or opens it again.
#[server(prefix = "/api", endpoint = "v1/fair_set_event", protocol = Call)]
pub async fn set_event(event: String, state: EventState) -> Result<Vec<Event>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_set_event(&caller, event, state).await?;
    desk.fair_events(&caller).await
}

/// 採用担当: an event in counts.
#[server(prefix = "/api", endpoint = "v1/fair_counts", protocol = Call)]
pub async fn bring_counts(event: String) -> Result<Counts, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.fair_counts(&caller, &event).await
}

//! The recruiter's calls: events, their tablets, and their counts.

#[cfg(feature = "server")]
use crate::access::Download;
use crate::calls::calls;
use domain::fair::{Event, EventCounts};
use domain::ids::{Day, EnrolmentCode, EventId, TabletId};
use domain::instrument::Localized;
use domain::kiosk::{KioskPush, KioskPushResponse, Tablet};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Days that visits may be kept after an event. At least 7: a tablet may find a network only days later.
pub const KEEP_DAYS: RangeInclusive<u32> = 7..=366;

/// Input for creating an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEvent {
    pub name: String,
    /// Venue, as text.
    pub place: String,
    /// First day, as `2026-11-25`.
    pub first_day: Day,
    /// Last day, included, as `2026-11-25`.
    pub last_day: Day,
    /// Whether visitors are offered the survey.
    pub survey: bool,
    /// Retention in days after the last day; then answers are aggregated to counts and deleted.
    pub keep_days: u32,
    /// Whether visits from visitors' own phones are rejected.
    #[serde(default)]
    pub tablets_only: bool,
}

/// An event as recruiters see it. On the wire an array, `[event, history]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(Event, EventHistory)")]
pub struct EventDetails {
    pub event: Event,
    pub history: EventHistory,
}

impl From<EventDetails> for (Event, EventHistory) {
    fn from(it: EventDetails) -> Self {
        (it.event, it.history)
    }
}

/// The history of an event, for recruiters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventHistory {
    /// Note taken when it was closed; empty if nothing was lost.
    pub note: String,
    /// Retention in days after the last day; 0 if another instance keeps the answers.
    pub keep_days: u32,
    /// When the answers were aggregated and deleted, by the server's clock; `None` before that.
    pub deleted_at: Option<Timestamp>,
    /// Number of visits that were deleted.
    pub deleted: u32,
    /// Number of them that are in no count, since their group was too small to stay anonymous.
    pub uncounted: u32,
}

/// A one-time code for enrolling one tablet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeCode {
    /// 16 characters of an alphabet of 32: 80 random bits.
    pub code: EnrolmentCode,
    /// Expiry, by the server's clock.
    pub until: Timestamp,
}

/// The display name of an id in the counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// `type/…`, a question id, or `question/option`.
    pub id: String,
    pub ja: String,
    pub en: String,
}

/// A link that visitors are shown, with a year that is over in its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutdatedLink {
    pub words: Localized,
    pub url: String,
    pub year: u16,
}

calls! {
    /// Recruitment fair events.
    serve Every, send cookies, trait FairCalls {
        /// Links of the newest quiz whose year is over: they lead to an old page.
        [Roles Recruiter] post outdated_links() -> Vec<OutdatedLink>;
        /// All events, latest first.
        [Roles Recruiter] post events() -> Vec<Event>, was "fair_events";
        /// Creates an event, pinned to the newest quiz edition.
        [Roles Recruiter] post create_event(new: NewEvent) -> Vec<Event>, was "fair_new_event";
        /// An event with its note, retention and deletion.
        [Roles Recruiter] post event_details(event: EventId) -> EventDetails, was "fair_own_event";
        /// Creates a one-time code with which one tablet can be enrolled.
        [Roles Recruiter] post create_enrolment_code(event: EventId) -> OneTimeCode, was "fair_code";
        /// Accepts the encrypted file that a tablet exported.
        [Roles Recruiter] post import_kiosk_file(push: KioskPush) -> KioskPushResponse, was "fair_file";
        /// An event's tablets.
        [Roles Recruiter] post tablets(event: EventId) -> Vec<Tablet>, was "fair_tablets";
        /// Revokes a tablet.
        [Roles Recruiter] post revoke_tablet(event: EventId, tablet: TabletId) -> Vec<Tablet>, was "fair_end_tablet";
        /// Opens an event, pinned to the build that all its tablets run.
        [Roles Recruiter] post open_event(event: EventId) -> EventDetails, was "fair_open";
        /// Closes an event; `note` says what was lost, if anything was.
        [Roles Recruiter] post close_event(event: EventId, note: String) -> EventDetails, was "fair_close";
        /// What the ids of an event's counts are called: `type/…`, a question, or `question/option`.
        [Roles Recruiter] post event_labels(event: EventId) -> Vec<Label>, was "fair_names";
        /// An event's counts, small ones suppressed.
        [Roles Recruiter] post event_counts(event: EventId) -> EventCounts, was "fair_counts";
        /// The counts as an XLSX workbook.
        [Roles Recruiter] get event_workbook(event: EventId) -> Download, was "fair_book";
    }
}

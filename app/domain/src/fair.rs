//! The recruitment fair: an event, the record a visitor submits, and the counts made of these records.

mod address;

pub use address::is_internal_origin;

use super::ids::{Day, EventId, QuizTag};
use crate::is_default;
use crate::quiz::SurveyAnswer;
use crate::text_newtype::text_newtype;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Whether an event accepts visitors' records.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum EventState {
    /// Visitors' records are accepted.
    #[default]
    Open,
    /// Visitors' records are rejected.
    Closed,
}

/// A fair on one or more days at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    pub name: String,
    pub place: String,
    pub first_day: Day,
    /// May equal `first_day`.
    pub last_day: Day,
    /// The quiz edition this event is pinned to.
    pub quiz: QuizTag,
    /// Whether visitors are offered the survey.
    pub survey: bool,
    pub state: EventState,
    /// The build all tablets must run, recorded when the event opened; empty before. It does not change while open.
    #[serde(default)]
    pub build: String,
    /// Whether submissions from visitors' phones are rejected. A tablet's answers arrive in batches, a phone's one by
    /// one.
    #[serde(default)]
    pub tablets_only: bool,
}

/// The part of a fair's day that an event is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventStage {
    /// 準備: poster and tablets, before it opens.
    Preparation,
    /// 開場: visitors answer.
    Running,
    /// 片付け: every answer is collected, then it is closed.
    PackingUp,
    /// まとめ: closed; what is left are the counts.
    Summary,
}

impl EventStage {
    /// In the order of the day.
    pub const ALL: [Self; 4] = [
        Self::Preparation,
        Self::Running,
        Self::PackingUp,
        Self::Summary,
    ];
}

impl Event {
    /// The stage it is in on a day. An event that is still open after its last day waits to be packed up.
    pub fn stage(&self, today: &Day) -> EventStage {
        match self.state {
            EventState::Closed => EventStage::Summary,
            // Opening pins the build.
            EventState::Open if self.build.is_empty() => EventStage::Preparation,
            EventState::Open if *today > self.last_day => EventStage::PackingUp,
            EventState::Open => EventStage::Running,
        }
    }
}

/// The record one visitor submits. It has no name and no time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRecord {
    pub event: EventId,
    /// Never the time.
    pub day: Day,
    /// Ids of the quiz result's types.
    pub types: Vec<String>,
    #[serde(default)]
    pub wishes: Vec<SurveyAnswer>,
    /// Idempotency key of earlier builds, which sent it inside the record. Now it is sent next to the record.
    #[serde(default, skip_serializing_if = "is_default")]
    pub once: VisitNumber,
}

text_newtype!(
    /// Drawn by dice for one visit, so that it counts once however often it has to be sent: 16 bytes in hexadecimal.
    VisitNumber
);

impl VisitRecord {
    /// The very bytes that leave the device, everything of them: from a tablet sealed, from a phone as the body of
    /// the call `submit_visit`. A phone's sending has a `number`; a tablet numbers its batches
    /// instead.
    pub fn to_wire(&self, number: Option<&VisitNumber>) -> String {
        match number {
            Some(number) => serde_json::json!({ "number": number, "visit": self }),
            None => serde_json::json!({ "visit": self }),
        }
        .to_string()
    }

    /// Decodes a tablet's record; `None` if the text is malformed.
    pub fn from_wire(text: &str) -> Option<Self> {
        let mut value: serde_json::Value = serde_json::from_str(text).ok()?;
        serde_json::from_value(value.get_mut("visit")?.take()).ok()
    }
}

/// How often one option was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionCount {
    pub id: String,
    /// `None` if suppressed.
    pub n: Option<u32>,
}

/// Option counts of one survey question, in total or for one job type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionCounts {
    /// Id of the survey question, or of the job type in [`EventCounts::info_by_job`].
    pub id: String,
    pub options: Vec<OptionCount>,
}

/// The aggregated counts of one event, small ones suppressed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventCounts {
    /// Number of visitors counted so far; `None` if fewer than five.
    pub visitors: Option<u32>,
    /// Visitors for each result type.
    pub types: Vec<OptionCount>,
    /// One entry for each survey question.
    pub wishes: Vec<QuestionCounts>,
    /// What visitors want to know, one entry for each job type.
    pub info_by_job: Vec<QuestionCounts>,
}

/// An event's counts as one server instance transfers them to another. The signature covers this record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsTransfer {
    /// Version of this record: 1.
    pub schema: u32,
    pub event: Event,
    /// Already suppressed where small.
    pub counts: EventCounts,
}

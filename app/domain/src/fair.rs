//! The recruitment fair: an event, what a visitor leaves at it, and the counts that become of that.

use super::decode::{record, words};
use serde::Serialize;

/// Where an event stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventState {
    /// It takes what visitors leave.
    #[default]
    Open,
    /// It takes no more.
    Closed,
}

words!(EventState {
    Open = "open",
    Closed = "closed",
});

/// A day of a fair, at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its code, which stands in the address visitors open.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub place: String,
    /// The first day, `2026-11-25`.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// The edition of the quiz it is pinned to.
    pub quiz: String,
    /// Whether visitors are offered the survey.
    pub survey: bool,
    /// Where it stands.
    pub state: EventState,
    /// The build that every tablet was found to run when it was opened; empty before that. None changes it meanwhile.
    pub build: String,
    /// Whether nothing is taken from visitors' own phones: a tablet's answers travel together, a phone's alone.
    pub tablets_only: bool,
}

record!(Event {
    id,
    name,
    place,
    first_day,
    last_day,
    quiz,
    survey,
    state
} or_empty { build, tablets_only });

/// What one visitor leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Visit {
    /// The event.
    pub event: String,
    /// The day, `2026-11-25`; no time.
    pub day: String,
    /// The types of the result.
    pub types: Vec<String>,
    /// What was chosen in the survey: question and options.
    pub wishes: Vec<(String, Vec<String>)>,
    /// Where earlier builds put the number of the sending, which stands beside the visit now.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub once: String,
}

record!(Visit { event, day, types } or_empty { wishes, once });

impl Visit {
    /// The very bytes that leave the device, everything of them: from a tablet sealed, from a phone as the body of
    /// [`leave_visit`](api::leave_visit). A phone's sending has a `number`, drawn by dice for this one time: 16 bytes
    /// in hexadecimal, so that it counts once however often it has to be sent. A tablet numbers its batches instead.
    pub fn sent(&self, number: Option<&str>) -> String {
        match number {
            Some(number) => serde_json::json!({ "number": number, "visit": self }),
            None => serde_json::json!({ "visit": self }),
        }
        .to_string()
    }

    /// A visit from a tablet's bytes.
    pub fn of_sent(text: &str) -> Option<Self> {
        let mut value: serde_json::Value = serde_json::from_str(text).ok()?;
        crate::decode::Read::read(value.get_mut("visit")?.take()).ok()
    }
}

/// How often an option was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The option.
    pub id: String,
    /// How often; none where it is withheld.
    pub n: Option<u32>,
}

record!(Count { id, n });

/// The answers to one question of the survey, or one of them by job type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What is counted: a question of the survey, or the job type of those who answered.
    pub id: String,
    /// Its options.
    pub options: Vec<Count>,
}

record!(Counted { id, options });

/// An event in counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many visitors left something, as far as they are counted; none if fewer than five.
    pub visitors: Option<u32>,
    /// By type.
    pub types: Vec<Count>,
    /// By question of the survey.
    pub wishes: Vec<Counted>,
    /// What is wanted to be known, by job type.
    pub info_by_job: Vec<Counted>,
}

record!(Counts {
    visitors,
    types,
    wishes,
    info_by_job
});

/// An event's counts as one instance hands them to another: what its signature is under.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HandedOver {
    /// Of this record; 1.
    pub schema: u32,
    /// The event.
    pub event: Event,
    /// Its counts, small ones withheld already.
    pub counts: Counts,
}

record!(HandedOver {
    schema,
    event,
    counts
});

//! What a visitor's page asks of the server: the quiz, the event, and submitting a visit.

use api::fair_public::{self, submit_visit};
use api::{ApiError, Code};
use browser::http::{self, Credentials};
use domain::fair::Event;
use domain::ids::EventId;
use domain::quiz::Quiz;
use leptos::server_fn::ServerFn;

/// An edition of the quiz by tag, version, or `newest`; none if the server cannot be reached or has none.
pub(crate) async fn fetch_quiz(which: &str) -> Option<Quiz> {
    let text = http::get(&format!("/fair/quiz/{which}")).await.ok()?;
    serde_json::from_str(&text).ok()
}

/// The event of a code as it was typed.
pub(crate) async fn fetch_event(code: &str) -> Result<Event, Code> {
    let found = fair_public::find_event(EventId::from_typed(code)).await;
    found.map_err(|it| it.code)
}

/// Submits the JSON text that the visitor saw, byte for byte.
pub(crate) async fn send_visit(text: &str) -> Result<(), Code> {
    let answer = http::post(submit_visit::PATH, text, Credentials::Omit).await;
    answer.map(drop).map_err(|it| ApiError::from(it).code)
}

//! Routes outside the server functions: the quiz as JSON for visitors, and the board as a stream of server-sent
//! events.

use crate::guard;
use crate::router::ApiState;
use crate::site::Precompressed;
use api::Desk;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::fair::EventCounts;
use domain::kiosk::Tablet;
use futures_util::stream::unfold;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often the board polls for changes.
const POLL_EVERY: Duration = Duration::from_secs(2);

/// Quiz editions by tag, each compressed once.
#[derive(Clone)]
struct QuizCache {
    desk: Arc<dyn Desk>,
    packed: Arc<Mutex<HashMap<String, Precompressed>>>,
}

/// Serves an edition of the quiz as JSON, by tag, by version or as `newest`.
pub(crate) fn quiz_routes(desk: Arc<dyn Desk>) -> Router {
    let packed = Arc::default();
    Router::new()
        .route("/fair/quiz/{which}", get(quiz))
        .with_state(QuizCache { desk, packed })
}

async fn quiz(
    State(quizzes): State<QuizCache>,
    Path(which): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some((tag, text)) = quizzes.desk.quiz_text(&which) else {
        return (StatusCode::NOT_FOUND, "{}").into_response();
    };
    let mut answer = {
        let mut packed = quizzes
            .packed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let edition = packed
            .entry(tag)
            .or_insert_with(|| Precompressed::compress(text));
        edition.respond(StatusCode::OK, &headers)
    };
    // An edition never changes, but which one is the newest does.
    let kept = if which == "newest" {
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    };
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    answer
}

/// Streams the counts and tablets of an event whenever they change; for 採用担当 (recruiters).
pub(crate) fn board_routes(shared: ApiState) -> Router {
    Router::new()
        .route("/api/v1/fair_board/{event}", get(board))
        .with_state(shared)
}

async fn board(
    State(shared): State<ApiState>,
    Path(event): Path<String>,
    request: Request,
) -> Response {
    // `guard::api` does not wrap this route, so it rejects other sites itself.
    let site = request.headers().get("sec-fetch-site");
    if site.is_some_and(|it| it != "same-origin") {
        return guard::error_response(&api::Code::CrossSiteRequest.into());
    }
    let caller = guard::caller(State(shared.proxy), &request);
    let desk = Arc::clone(&shared.desk);
    // Checked before the stream begins: afterwards an error has no status, it can only end the stream.
    if let Err(error) = desk.fair_counts(&caller, &event).await {
        return guard::error_response(&error);
    }
    let watch = (desk, caller, event, String::new());
    let told = unfold(watch, |(desk, caller, event, last)| async move {
        loop {
            // Permissions are checked each time: a session that has ended receives nothing more.
            let counts = desk.fair_counts(&caller, &event).await.ok()?;
            let tablets = desk.fair_tablets(&caller, &event).await.ok()?;
            let text =
                serde_json::to_string::<(EventCounts, Vec<Tablet>)>(&(counts, tablets)).ok()?;
            if text != last {
                let told = Ok::<_, Infallible>(Event::default().data(&text));
                return Some((told, (desk, caller, event, text)));
            }
            tokio::time::sleep(POLL_EVERY).await;
        }
    });
    Sse::new(told)
        .keep_alive(KeepAlive::default())
        .into_response()
}

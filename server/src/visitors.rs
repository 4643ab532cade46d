//! What strangers and the big screen get without the API's one door: the quiz as data, and a board that changes by itself.

use crate::guard;
use crate::router::Shared;
use crate::site::Precompressed;
use api::Desk;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::fair::Counts;
use domain::kiosk::Tablet;
use futures_util::stream::unfold;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often the board looks whether something changed.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Editions, compressed once each, by their tag.
#[derive(Clone)]
struct Quizzes {
    desk: Arc<dyn Desk>,
    packed: Arc<Mutex<HashMap<String, Precompressed>>>,
}

/// The quiz as data.
pub(crate) fn quiz_routes(desk: Arc<dyn Desk>) -> Router {
    let packed = Arc::default();
    Router::new()
        .route("/fair/quiz/{which}", get(quiz))
        .with_state(Quizzes { desk, packed })
}

async fn quiz(
    State(quizzes): State<Quizzes>,
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
        let edition = packed.entry(tag).or_insert_with(|| Precompressed::of(text));
        edition.answer(StatusCode::OK, &headers)
    };
    // An edition never changes; which is the newest may.
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

/// The board of an event, told anew whenever it changes; for 採用担当.
pub(crate) fn board_routes(shared: Shared) -> Router {
    Router::new()
        .route("/api/v1/fair_board/{event}", get(board))
        .with_state(shared)
}

async fn board(
    State(shared): State<Shared>,
    Path(event): Path<String>,
    request: Request,
) -> Response {
    let site = request.headers().get("sec-fetch-site");
    if site.is_some_and(|it| it != "same-origin") {
        return guard::answer(&api::Code::CrossSite.into());
    }
    let caller = guard::caller(State(shared.proxy), &request);
    let desk = Arc::clone(&shared.desk);
    if let Err(error) = desk.fair_counts(&caller, &event).await {
        return guard::answer(&error);
    }
    let watch = (desk, caller, event, String::new());
    let told = unfold(watch, |(desk, caller, event, last)| async move {
        loop {
            // Rights are looked at each time: a session that ended sees no more.
            let counts = desk.fair_counts(&caller, &event).await.ok()?;
            let tablets = desk.fair_tablets(&caller, &event).await.ok()?;
            let text = serde_json::to_string::<(Counts, Vec<Tablet>)>(&(counts, tablets)).ok()?;
            if text != last {
                let told = Ok::<_, Infallible>(Event::default().data(&text));
                return Some((told, (desk, caller, event, text)));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    Sse::new(told)
        .keep_alive(KeepAlive::default())
        .into_response()
}

//! Routes outside the server functions: the quiz and the page for candidates as JSON for visitors, and the board as a
//! stream of server-sent events.

use crate::app_state::AppState;
use crate::content_pages;
use crate::http::security::{self, TrustedProxies};
use api::access::{Access, Authorize, Caller};
use api::fair::FairCalls;
use api::{ApiError, Code};
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use domain::fair::EventCounts;
use domain::ids::EventId;
use domain::kiosk::Tablet;
use domain::person::Role;
use futures_util::stream::unfold;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How often the board polls for changes.
pub(crate) const POLL_EVERY: Duration = Duration::from_secs(2);

/// Serves an edition of the quiz as JSON, by tag, by version or as `newest`.
pub(crate) fn quiz_routes(app: Arc<AppState>) -> Router {
    Router::new()
        .route("/fair/quiz/{which}", get(quiz))
        .route("/fair/pages/recruiting", get(recruiting))
        .with_state(app)
}

pub(crate) async fn quiz(State(app): State<Arc<AppState>>, Path(which): Path<String>) -> Response {
    let Some((_, quiz)) = app.quizzes.find(&which) else {
        return (StatusCode::NOT_FOUND, Json(json!({}))).into_response();
    };
    // An edition never changes, but which one is the newest does.
    let kept = if which == "newest" {
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    };
    ([(header::CACHE_CONTROL, kept)], Json(quiz)).into_response()
}

/// Serves the page for candidates as JSON.
async fn recruiting(State(app): State<Arc<AppState>>) -> Response {
    match content_pages::recruiting(&app).await {
        Ok(Some(page)) => ([(header::CACHE_CONTROL, "no-cache")], Json(page)).into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, Json(json!({}))).into_response(),
        Err(error) => security::error_response(&error.into()),
    }
}

/// Streams the counts and tablets of an event whenever they change; for 採用担当 (recruiters).
pub(crate) fn board_routes(app: Arc<AppState>, proxies: Arc<TrustedProxies>) -> Router {
    Router::new()
        .route("/api/v1/fair_board/{event}", get(board))
        .with_state((app, proxies))
}

pub(crate) async fn board(
    State((app, proxies)): State<(Arc<AppState>, Arc<TrustedProxies>)>,
    Path(event): Path<String>,
    request: Request,
) -> Response {
    // `security::api` does not wrap this route, so it rejects other sites itself.
    let site = request.headers().get("sec-fetch-site");
    if site.is_some_and(|it| it != "same-origin") {
        return security::error_response(&Code::CrossSiteRequest.into());
    }
    let event = EventId(event);
    let caller = security::caller(&proxies, &request);
    // Checked before the stream begins: afterwards an error has no status, it can only end the stream.
    if let Err(error) = board_data(&app, &caller, &event).await {
        return security::error_response(&error);
    }
    let watch = (app, caller, event, String::new());
    let told = unfold(watch, |(app, caller, event, last)| async move {
        loop {
            // Permissions are checked each time: a session that has ended receives nothing more.
            let data = board_data(&app, &caller, &event).await.ok()?;
            let text = serde_json::to_string(&data).ok()?;
            if text != last {
                let told = Ok::<_, Infallible>(Event::default().data(&text));
                return Some((told, (app, caller, event, text)));
            }
            tokio::select! {
                () = app.stopped() => return None,
                () = tokio::time::sleep(POLL_EVERY) => {}
            }
        }
    });
    let stream = Sse::new(told).keep_alive(KeepAlive::default());
    // nginx would hold events back until it has a page of them.
    ([("x-accel-buffering", "no")], stream).into_response()
}

/// What the board shows, if the caller is a recruiter.
async fn board_data(
    app: &AppState,
    caller: &Caller,
    event: &EventId,
) -> Result<(EventCounts, Vec<Tablet>), ApiError> {
    let viewer = app
        .authorize(caller, Access::Roles(&[Role::Recruiter]))
        .await?;
    let counts = app.event_counts(&viewer, event.to_owned()).await?;
    Ok((counts, app.tablets(&viewer, event.to_owned()).await?))
}

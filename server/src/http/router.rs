//! Every URL of the server: API calls, health, the fair's quiz and board, and the site.

use super::body_limit::{self, BodyReader};
use super::health;
use super::rate_limit::CallLimits;
use super::security::{self, TrustedProxies};
use super::static_site::Site;
use crate::app_state::AppState;
use crate::audit::{Act, AuditAct, AuditOutcome};
use crate::cli::Modules;
use crate::fair::public_routes;
use api::access::{Access, Authorize, Call, Caller, Download, Handler};
use api::server::{all_calls, provide};
use api::{ApiError, Code};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use domain::ids::PersonId;
use leptos::prelude::Owner;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// Configuration of the router, besides the state of the calls.
#[derive(Clone, Debug)]
pub struct RouterOptions {
    pub site: Site,
    /// Whose `X-Forwarded-*` headers are believed.
    pub proxies: TrustedProxies,
    /// Calls per minute of one session; none for no limit.
    pub calls_per_minute: Option<NonZeroU32>,
    /// Which parts are served.
    pub modules: Modules,
}

/// State of the API's routes and of the board.
#[derive(Clone)]
pub(crate) struct ApiState {
    pub(crate) app: Arc<AppState>,
    pub(crate) proxies: Arc<TrustedProxies>,
    pace: Option<Arc<CallLimits>>,
    bodies: BodyReader,
    modules: Modules,
}

/// The whole server as one service, for `serve` and for tests.
pub fn router(app: Arc<AppState>, options: RouterOptions) -> Router {
    register();
    let proxies = Arc::new(options.proxies);
    let pace = options
        .calls_per_minute
        .map(|it| Arc::new(CallLimits::per_minute(it)));
    let modules = options.modules;
    let shared = ApiState {
        app: Arc::clone(&app),
        proxies: Arc::clone(&proxies),
        pace,
        bodies: BodyReader::default(),
        modules,
    };
    let health = Router::new()
        .route("/api/v1/health", get(health::health))
        // The service worker leaves this navigation to the network: a gateway in between shows its page on the way.
        .route("/api/v1/return", get(async || Redirect::to("/")))
        .with_state((Arc::clone(&app), Arc::clone(&proxies)));
    let quiz = public_routes::quiz_routes(Arc::clone(&app));
    // Visitors reach the fair's instance only, so the staff's serves no pages for them.
    let strangers = match modules {
        Modules::Staff => Router::new(),
        Modules::All | Modules::Fair => options.site.clone().fair_routes(),
    };
    let board = public_routes::board_routes(app, Arc::clone(&proxies));
    let api = Router::new()
        // Every method, so that a wrong one gets the API's own error as JSON instead of axum's empty 405.
        .route("/api/{*path}", any(handle_call))
        .with_state(shared);
    let all = Router::new()
        .merge(security::never_cache(health))
        .merge(security::never_cache(board))
        .merge(security::protect_api(api))
        .merge(quiz)
        .merge(strangers)
        .merge(options.site.routes());
    // The site's own files are compressed already, at the highest level.
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(5));
    // Two MiB is axum's own limit for what reads a body; ours are by call.
    let all = all.layer(compression).layer(DefaultBodyLimit::disable());
    security::add_security_headers(all, proxies)
}

/// Registers every server function by its name: automatic registration depends on how the binary is linked.
fn register() {
    for call in all_calls() {
        if let Handler::Json(register) = call.handler {
            register();
        }
    }
}

/// The call with a path, by its name now or in the release before.
fn find_call(path: &str) -> Option<&'static Call> {
    let name = path.strip_prefix("/api/v1/")?;
    let is_named = |it: &&Call| it.name == name || it.was == Some(name);
    all_calls().find(is_named)
}

async fn handle_call(State(state): State<ApiState>, request: Request) -> Response {
    let call = find_call(request.uri().path());
    let Some(call) = call.filter(|it| state.modules.serves(it.instances)) else {
        return security::error_response(&Code::NotFound.into());
    };
    let is_get = request.method() == Method::GET;
    if is_get && matches!(call.handler, Handler::Json(_)) {
        return security::error_response(&Code::NotFound.into());
    }
    let caller = security::caller(&state.proxies, &request);
    let app = state.app;
    // Before the body is read: whoever calls too often sends bodies too often.
    if let Some(Err(slow_down)) = state.pace.map(|it| it.count_call(&caller)) {
        let nobody = PersonId::default();
        let act = Act::from_caller(&nobody, &caller, AuditAct::RateLimited);
        app.record_failure(&caller.address, act.outcome(AuditOutcome::Slowed))
            .await;
        return security::error_response(&slow_down);
    }
    let (parts, body) = request.into_parts();
    // A large body is kept for nobody who is not signed in: they are told so, and the body is let pass.
    if body_limit::is_large(call.name)
        && call.access != Access::Anyone
        && let Err(error) = app.authorize(&caller, Access::Session).await
    {
        body_limit::drain(call.name, body).await;
        return security::error_response(&error);
    }
    let Some(held) = state.bodies.read(call.name, body).await else {
        return security::error_response(&Code::TooLarge.into());
    };
    let mut request = Request::from_parts(parts, Body::from(held.bytes.clone()));
    // With these a failing call would be answered by a redirect, as for a form without a script.
    request.headers_mut().remove(header::ACCEPT);
    request.headers_mut().remove(header::REFERER);
    // A call that has begun runs to its end even if its caller is gone: what it wrote would otherwise stand without
    // what follows from it, such as a catalogue that is read anew.
    let answer = tokio::spawn(async move {
        let response = answer_call(call, app, caller, request).await;
        // Until the answer is made its bytes are in memory.
        drop(held);
        response
    });
    answer
        .await
        .unwrap_or_else(|_| security::error_response(&Code::Internal.into()))
}

async fn answer_call(
    call: &'static Call,
    app: Arc<AppState>,
    caller: Caller,
    request: Request,
) -> Response {
    let is_get = request.method() == Method::GET;
    let cookies = caller.clone();
    let mut response = match call.handler {
        Handler::Json(_) => handle_json(call, app, caller, request).await,
        Handler::Download(answer) if is_get => {
            let query = request.uri().query().unwrap_or_default();
            let request = serde_urlencoded::from_str::<HashMap<String, String>>(query);
            let request = request.map_or(Value::Null, |it| json!(it));
            file_response(in_context(&app, &caller, || answer(caller.clone(), request)).await)
        }
        Handler::Download(answer) => {
            let request = json_body(request).await;
            json_file_response(in_context(&app, &caller, || answer(caller.clone(), request)).await)
        }
    };
    for cookie in cookies.take_cookies() {
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// Runs `begin` with the calls and the caller in Leptos' context.
fn in_context<T>(app: &Arc<AppState>, caller: &Caller, begin: impl FnOnce() -> T) -> T {
    Owner::new().with(|| {
        provide(app, caller.clone());
        begin()
    })
}

async fn handle_json(
    call: &Call,
    app: Arc<AppState>,
    caller: Caller,
    mut request: Request,
) -> Response {
    // A call that came under its earlier name is registered under the present one.
    if let Ok(path) = format!("/api/v1/{}", call.name).parse::<Uri>() {
        *request.uri_mut() = path;
    }
    leptos_axum::handle_server_fns_with_context(move || provide(&app, caller.clone()), request)
        .await
        .into_response()
}

fn file_response(answer: Result<Download, ApiError>) -> Response {
    let file = match answer {
        Ok(file) => file,
        Err(error) => return security::error_response(&error),
    };
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (header::CONTENT_TYPE, file.content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, file.bytes).into_response()
}

/// The body, which was read within its limit, as JSON; null if it is none.
async fn json_body(request: Request) -> Value {
    let body = to_bytes(request.into_body(), usize::MAX).await;
    body.ok()
        .and_then(|it| serde_json::from_slice(&it).ok())
        .unwrap_or_default()
}

/// A file as the release before this one asked for it, by `POST`: text as it is, other bytes in hexadecimal, as a JSON
/// string.
fn json_file_response(answer: Result<Download, ApiError>) -> Response {
    let file = match answer {
        Ok(file) => file,
        Err(error) => return security::error_response(&error),
    };
    let is_text = file.content_type.starts_with("text/");
    let text = match String::from_utf8(file.bytes) {
        Ok(text) if is_text => text,
        Ok(text) => hex::encode(text),
        Err(error) => hex::encode(error.into_bytes()),
    };
    axum::Json(text).into_response()
}

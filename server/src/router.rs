//! Every URL of the server: API calls, health, the fair's quiz and board, and the site.

use crate::config::Modules;
use crate::guard::{self, Proxy};
use crate::pace::CallLimits;
use crate::site::Site;
use crate::visitors;
use api::{Code, Desk};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use leptos::prelude::provide_context;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Configuration of the router, besides the desk.
#[derive(Clone, Debug)]
pub struct RouterOptions {
    pub site: Site,
    /// Whether `X-Forwarded-*` headers are trusted.
    pub behind_proxy: bool,
    /// Calls per minute of one session; none for no limit.
    pub calls_per_minute: Option<NonZeroU32>,
    /// Which parts are served.
    pub modules: Modules,
}

/// State of the API's routes and of the board.
#[derive(Clone)]
pub(crate) struct ApiState {
    pub(crate) desk: Arc<dyn Desk>,
    pub(crate) proxy: Proxy,
    pace: Option<Arc<CallLimits>>,
    modules: Modules,
}

/// The whole server as one service, for `serve` and for tests.
pub fn router(desk: Arc<dyn Desk>, options: RouterOptions) -> Router {
    register();
    let proxy = Proxy {
        trusted: options.behind_proxy,
    };
    let pace = options
        .calls_per_minute
        .map(|it| Arc::new(CallLimits::per_minute(it)));
    let modules = options.modules;
    let shared = ApiState {
        desk: Arc::clone(&desk),
        proxy,
        pace,
        modules,
    };
    let quiz = visitors::quiz_routes(desk);
    // Visitors reach the fair's instance only, so the staff's serves no pages for them.
    let strangers = match modules {
        Modules::Staff => Router::new(),
        Modules::All | Modules::Fair => options.site.clone().fair_routes(),
    };
    let board = visitors::board_routes(shared.clone());
    let api = Router::new()
        // Other methods get the API's own error as JSON instead of axum's empty 405.
        .route("/api/{*path}", post(handle_call).fallback(no_such_call))
        .layer(from_fn(guard::protect_api))
        .with_state(shared);
    Router::new()
        .route("/api/v1/health", get(health))
        .merge(board)
        .merge(api)
        .merge(quiz)
        .merge(strangers)
        .merge(options.site.routes())
        .layer(from_fn_with_state((), |State(()), request, next| {
            guard::add_security_headers(request, next)
        }))
}

/// Registers every server function by hand: automatic registration depends on how the binary is linked.
fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<api::SignIn>();
    register_explicit::<api::SignOut>();
    register_explicit::<api::ChangePassword>();
    register_explicit::<api::WhoAmI>();
    register_explicit::<api::BringEdition>();
    register_explicit::<api::Exchange>();
    register_explicit::<api::ListShared>();
    register_explicit::<api::OpenShared>();
    register_explicit::<api::ListOpenings>();
    register_explicit::<api::BringProgress>();
    register_explicit::<api::BringOverview>();
    register_explicit::<api::BringExport>();
    register_explicit::<api::StateOfLog>();
    register_explicit::<api::BringCalendars>();
    register_explicit::<api::SetCycle>();
    register_explicit::<api::SetRetention>();
    register_explicit::<api::ListStaff>();
    register_explicit::<api::TakeAlong>();
    register_explicit::<api::BringOrgGoals>();
    register_explicit::<api::SeenBy>();
    register_explicit::<api::SetConfirmation>();
    register_explicit::<api::ListDeputies>();
    register_explicit::<api::AddDeputy>();
    register_explicit::<api::EndDeputy>();
    register_explicit::<api::BringCareers>();
    register_explicit::<api::BringCareer>();
    register_explicit::<api::BringViews>();
    register_explicit::<api::FindEvent>();
    register_explicit::<api::LeaveVisit>();
    register_explicit::<api::ListEvents>();
    register_explicit::<api::MakeEvent>();
    register_explicit::<api::MakeCode>();
    register_explicit::<api::BringEvent>();
    register_explicit::<api::EnrolTablet>();
    register_explicit::<api::PushBooth>();
    register_explicit::<api::BringFile>();
    register_explicit::<api::ListTablets>();
    register_explicit::<api::EndTablet>();
    register_explicit::<api::OpenEvent>();
    register_explicit::<api::CloseEvent>();
    register_explicit::<api::BringFairBook>();
    register_explicit::<api::BringNames>();
    register_explicit::<api::BringCounts>();
    register_explicit::<api::BringTraining>();
    register_explicit::<api::BringSkillsBook>();
    register_explicit::<api::BringBank>();
    register_explicit::<api::RetireQuestion>();
    register_explicit::<api::AddQuestions>();
}

/// Always "ok": the router exists only once the database is open and migrated.
async fn health() -> &'static str {
    "ok"
}

async fn handle_call(State(shared): State<ApiState>, request: Request) -> Response {
    if !shared.modules.serves(request.uri().path()) {
        return guard::error_response(&Code::NotFound.into());
    }
    if leptos::server_fn::axum::get_server_fn_service(
        request.uri().path(),
        request.method().clone(),
    )
    .is_none()
    {
        return guard::error_response(&Code::NotFound.into());
    }
    let caller = guard::caller(State(shared.proxy), &request);
    if let Some(Err(slow_down)) = shared.pace.map(|it| it.count_call(&caller)) {
        return guard::error_response(&slow_down);
    }
    let desk = shared.desk;
    let in_context = move || {
        provide_context(Arc::clone(&desk));
        provide_context(caller.clone());
    };
    axum::response::IntoResponse::into_response(
        leptos_axum::handle_server_fns_with_context(in_context, request).await,
    )
}

async fn no_such_call() -> Response {
    guard::error_response(&Code::NotFound.into())
}

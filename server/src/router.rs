//! Every URL of the server: the API's functions, health, and the site.

use crate::config::Modules;
use crate::guard::{self, Proxy};
use crate::pace::Pace;
use crate::site::Site;
use crate::visitors;
use app::api::{Code, Desk};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use leptos::prelude::provide_context;
use std::num::NonZeroU32;
use std::sync::Arc;

/// What the router needs beside the desk.
#[derive(Clone, Debug)]
pub struct Options {
    /// The built site.
    pub site: Site,
    /// Whether `X-Forwarded-*` headers are believed.
    pub behind_proxy: bool,
    /// Calls one session may make in a minute; none for no limit.
    pub calls_per_minute: Option<NonZeroU32>,
    /// Which parts are served.
    pub modules: Modules,
}

/// What every call needs.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) desk: Arc<dyn Desk>,
    pub(crate) proxy: Proxy,
    pace: Option<Arc<Pace>>,
    modules: Modules,
}

/// The whole server as one service, used by `serve` and by tests.
pub fn router(desk: Arc<dyn Desk>, options: Options) -> Router {
    register();
    let proxy = Proxy {
        believed: options.behind_proxy,
    };
    let pace = options.calls_per_minute.map(|it| Arc::new(Pace::of(it)));
    let modules = options.modules;
    let shared = Shared {
        desk: Arc::clone(&desk),
        proxy,
        pace,
        modules,
    };
    let quiz = visitors::quiz_routes(desk);
    // Strangers reach the instance that is there for them, and no other.
    let strangers = match modules {
        Modules::Staff => Router::new(),
        Modules::All | Modules::Fair => options.site.clone().fair_routes(),
    };
    let board = visitors::board_routes(shared.clone());
    let api = Router::new()
        .route("/api/{*path}", post(call).fallback(no_such_call))
        .layer(from_fn(guard::api))
        .with_state(shared);
    Router::new()
        .route("/api/v1/health", get(health))
        .merge(board)
        .merge(api)
        .merge(quiz)
        .merge(strangers)
        .merge(options.site.routes())
        .layer(from_fn_with_state((), |State(()), request, next| {
            guard::with_headers(request, next)
        }))
}

/// Names every function, so that none is missing however the binary is linked.
fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<app::api::SignIn>();
    register_explicit::<app::api::SignOut>();
    register_explicit::<app::api::ChangePassword>();
    register_explicit::<app::api::WhoAmI>();
    register_explicit::<app::api::BringEdition>();
    register_explicit::<app::api::Exchange>();
    register_explicit::<app::api::ListShared>();
    register_explicit::<app::api::OpenShared>();
    register_explicit::<app::api::ListOpenings>();
    register_explicit::<app::api::BringProgress>();
    register_explicit::<app::api::BringOverview>();
    register_explicit::<app::api::BringExport>();
    register_explicit::<app::api::StateOfLog>();
    register_explicit::<app::api::BringCalendars>();
    register_explicit::<app::api::SetCycle>();
    register_explicit::<app::api::SetRetention>();
    register_explicit::<app::api::ListStaff>();
    register_explicit::<app::api::TakeAlong>();
    register_explicit::<app::api::BringOrgGoals>();
    register_explicit::<app::api::SeenBy>();
    register_explicit::<app::api::SetConfirmation>();
    register_explicit::<app::api::ListDeputies>();
    register_explicit::<app::api::AddDeputy>();
    register_explicit::<app::api::EndDeputy>();
    register_explicit::<app::api::BringCareers>();
    register_explicit::<app::api::BringCareer>();
    register_explicit::<app::api::BringViews>();
    register_explicit::<app::api::FindEvent>();
    register_explicit::<app::api::LeaveVisit>();
    register_explicit::<app::api::ListEvents>();
    register_explicit::<app::api::MakeEvent>();
    register_explicit::<app::api::MakeCode>();
    register_explicit::<app::api::BringEvent>();
    register_explicit::<app::api::EnrolTablet>();
    register_explicit::<app::api::PushBooth>();
    register_explicit::<app::api::BringFile>();
    register_explicit::<app::api::ListTablets>();
    register_explicit::<app::api::EndTablet>();
    register_explicit::<app::api::OpenEvent>();
    register_explicit::<app::api::CloseEvent>();
    register_explicit::<app::api::BringFairBook>();
    register_explicit::<app::api::BringNames>();
    register_explicit::<app::api::BringCounts>();
    register_explicit::<app::api::BringTraining>();
    register_explicit::<app::api::BringSkillsBook>();
    register_explicit::<app::api::BringBank>();
    register_explicit::<app::api::RetireQuestion>();
    register_explicit::<app::api::AddQuestions>();
}

/// The database is open and its tables are up to date, or there would be no router.
async fn health() -> &'static str {
    "ok"
}

async fn call(State(shared): State<Shared>, request: Request) -> Response {
    if !shared.modules.serve(request.uri().path()) {
        return guard::answer(&Code::NotFound.into());
    }
    if leptos::server_fn::axum::get_server_fn_service(
        request.uri().path(),
        request.method().clone(),
    )
    .is_none()
    {
        return guard::answer(&Code::NotFound.into());
    }
    let caller = guard::caller(State(shared.proxy), &request);
    if let Some(Err(slow_down)) = shared.pace.map(|it| it.admit(&caller)) {
        return guard::answer(&slow_down);
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
    guard::answer(&Code::NotFound.into())
}

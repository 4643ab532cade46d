//! HTTP security: what every call passes, the caller's address and session, and the headers of every response.

use api::access::Caller;
use api::{ApiError, Code};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::accounts::session;

/// Largest request body: 4 MiB. A push of 500 ordinary facts has 200 KB.
pub(crate) const MAX_BODY_BYTES: usize = 4 << 20;

/// How long a call may take. The longest, an export of 2,000 people, takes seconds.
const CALL_TIMEOUT: Duration = Duration::from_mins(1);

/// Nothing inline and nothing from other hosts; `wasm-unsafe-eval` only permits compiling WebAssembly.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; \
     manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// How far the network in front of the server is trusted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proxy {
    /// Whether `X-Forwarded-*` are set by the ward's own reverse proxy.
    pub(crate) trusted: bool,
}

/// The headers that every response has (OWASP ASVS 5.0, chapter 3.4).
const SECURITY_HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Adds the headers that every response has.
pub(crate) fn add_security_headers(router: Router) -> Router {
    SECURITY_HEADERS
        .into_iter()
        .fold(router, |router, (name, value)| {
            router.layer(SetResponseHeaderLayer::overriding(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            ))
        })
}

/// Forbids caches to store the responses of a router: those of the API are personal.
pub(crate) fn never_cache(router: Router) -> Router {
    router.layer(SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store"),
    ))
}

/// What every call passes: cross-site requests are rejected, the body is limited, a call that hangs ends, a panic is an
/// error like any other, and every error has the status of its [`Code`].
pub(crate) fn protect_api(router: Router) -> Router {
    // The last layer is the first that a request passes.
    let router = router
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            CALL_TIMEOUT,
        ))
        .layer(CatchPanicLayer::new())
        .layer(map_response(give_errors_their_status))
        .layer(from_fn(reject_cross_site));
    never_cache(router)
}

/// An [`ApiError`] as a response, with the status of its code and with `Retry-After` if it has one.
pub(crate) fn error_response(error: &ApiError) -> Response {
    let status =
        StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(error)).into_response();
    if let Some(seconds) = error.retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

async fn reject_cross_site(request: Request, next: Next) -> Response {
    match check_request(&request) {
        Ok(()) => next.run(request).await,
        Err(code) => error_response(&code.into()),
    }
}

/// A server function fails with 500 only; the real status follows from the code in its body.
async fn give_errors_their_status(response: Response) -> Response {
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => error_response(&Code::TooLarge.into()),
        StatusCode::INTERNAL_SERVER_ERROR => {
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
            let error = serde_json::from_slice(&bytes).unwrap_or(Code::Internal.into());
            let mut response = error_response(&error);
            for cookie in parts.headers.get_all(header::SET_COOKIE) {
                response
                    .headers_mut()
                    .append(header::SET_COOKIE, cookie.clone());
            }
            response
        }
        _ => response,
    }
}

fn check_request(request: &Request) -> Result<(), Code> {
    let is_post = request.method() == Method::POST;
    if !is_post && request.method() != Method::GET {
        return Err(Code::NotFound);
    }
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    let site = headers
        .get("sec-fetch-site")
        .and_then(|it| it.to_str().ok());
    if site.is_some_and(|it| it != "same-origin") {
        return Err(Code::CrossSiteRequest);
    }
    // A browser that sends no Sec-Fetch-Site still sends Origin with every POST.
    let origin_host =
        text(header::ORIGIN).map(|it| it.split_once("://").map_or(it, |(_, host)| host));
    if site.is_none() && origin_host.is_some() && origin_host != text(header::HOST) {
        return Err(Code::CrossSiteRequest);
    }
    let is_json = text(header::CONTENT_TYPE).is_some_and(|it| it.starts_with("application/json"));
    if is_post && !is_json {
        return Err(Code::BadRequest);
    }
    Ok(())
}

/// The caller by session cookie and network address. `X-Forwarded-*` count only behind a trusted proxy.
pub(crate) fn caller(State(proxy): State<Proxy>, request: &Request) -> Caller {
    let headers = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or_else(String::new, |it| it.0.ip().to_string());
    let forwarded = |name: &str| {
        // The last entry was added by our own proxy; the ones before it are the client's and can be forged.
        let last = headers
            .get(name)
            .and_then(|it| it.to_str().ok())?
            .rsplit(',')
            .next();
        last.map(|it| it.trim().to_owned())
            .filter(|_| proxy.trusted)
    };
    Caller {
        token: token(headers),
        address: forwarded("x-forwarded-for").unwrap_or(peer),
        secure: forwarded("x-forwarded-proto").as_deref() == Some("https"),
        set_cookie: Arc::default(),
    }
}

fn token(headers: &HeaderMap) -> Option<String> {
    let cookie = CookieJar::from_headers(headers)
        .get(session::COOKIE)?
        .clone();
    Some(cookie.value().to_owned()).filter(|it| !it.is_empty())
}

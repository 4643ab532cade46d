//! HTTP security: cross-site checks, body limit, the caller's address and session, and the headers of every response.

use api::access::Caller;
use api::{ApiError, Code};
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;

use crate::accounts::session;

/// Largest request body: 4 MiB. A push of 500 ordinary facts has 200 KB.
pub(crate) const MAX_BODY_BYTES: usize = 4 << 20;

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

/// Adds the headers that every response has (OWASP ASVS 5.0, chapter 3.4).
pub(crate) async fn add_security_headers(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Responses of the API are personal: no cache may store them.
    if is_api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
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

/// Rejects calls from other sites, limits the body, and gives every error the status of its [`Code`].
pub(crate) async fn protect_api(request: Request, next: Next) -> Response {
    if let Err(code) = check_request(&request) {
        return error_response(&code.into());
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        return error_response(&Code::TooLarge.into());
    };
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    // A server function fails with 500 only; the real status follows from the code in its body.
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
    match serde_json::from_slice::<ApiError>(&bytes) {
        Ok(error) => {
            let mut response = error_response(&error);
            for cookie in parts.headers.get_all(header::SET_COOKIE) {
                response
                    .headers_mut()
                    .append(header::SET_COOKIE, cookie.clone());
            }
            response
        }
        Err(_) => error_response(&Code::Internal.into()),
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
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|it| it.to_str().ok());
    let mut tokens = cookies.filter_map(session::read_cookie);
    tokens.next().filter(|it| !it.is_empty()).map(str::to_owned)
}

//! HTTP security: what every call passes, the caller's address and session, and the headers of every response.

use api::access::Caller;
use api::{ApiError, Code};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::accounts::{known_browser, session};

/// How long a call may take, its body included. The longest, an export of 2,000 people, takes seconds.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// Largest body of an error, which is ours.
const MAX_ERROR_BYTES: usize = 64 << 10;

/// Browsers ask this host by HTTPS only, for a year.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// Nothing inline and nothing from other hosts; `wasm-unsafe-eval` only permits compiling WebAssembly.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; \
     manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The networks of the ward's own reverse proxies, whose `X-Forwarded-*` are believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub Vec<IpNet>);

impl TrustedProxies {
    fn trust(&self, peer: IpAddr) -> bool {
        self.0.iter().any(|it| it.contains(&peer))
    }
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
pub(crate) fn add_security_headers(router: Router, proxies: Arc<TrustedProxies>) -> Router {
    let router = router.layer(from_fn_with_state(proxies, add_hsts));
    SECURITY_HEADERS
        .into_iter()
        .fold(router, |router, (name, value)| {
            router.layer(SetResponseHeaderLayer::overriding(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            ))
        })
}

/// Over HTTPS the browser is told to stay there.
async fn add_hsts(
    State(proxies): State<Arc<TrustedProxies>>,
    request: Request,
    next: Next,
) -> Response {
    let is_secure = caller(&proxies, &request).secure;
    let mut response = next.run(request).await;
    if is_secure {
        let headers = response.headers_mut();
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}

/// Forbids caches to store the responses of a router: those of the API are personal.
pub(crate) fn never_cache(router: Router) -> Router {
    router.layer(SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store"),
    ))
}

/// What every call passes: cross-site requests are rejected, a call that hangs ends, a panic is an
/// error like any other, and every error has the status of its [`Code`].
pub(crate) fn protect_api(router: Router) -> Router {
    // The last layer is the first that a request passes.
    let router = router
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
            let bytes = to_bytes(body, MAX_ERROR_BYTES).await.unwrap_or_default();
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

/// The caller by session cookie and network address. `X-Forwarded-*` count only from a trusted proxy.
pub(crate) fn caller(proxies: &TrustedProxies, request: &Request) -> Caller {
    let headers = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|it| it.0.ip().to_canonical());
    let is_proxy = peer.is_some_and(|it| proxies.trust(it));
    let peer = peer.map_or_else(String::new, |it| it.to_string());
    let forwarded = |name: &HeaderName| {
        let lines: Result<Vec<&str>, _> = headers
            .get_all(name)
            .iter()
            .map(HeaderValue::to_str)
            .collect();
        // A line that is no text is nobody's word, and neither is what stands before it.
        let lines = lines.ok().filter(|_| is_proxy).unwrap_or_default();
        let values = lines.into_iter().flat_map(|it| it.split(','));
        values.map(|it| it.trim().to_owned()).collect::<Vec<_>>()
    };
    // The last value was written by the proxy that called. If it names another of our proxies, the one before it was
    // written by that one, and so on; what stands before is the client's and can be forged.
    let is_client = |it: &&String| {
        !it.parse()
            .is_ok_and(|it: IpAddr| proxies.trust(it.to_canonical()))
    };
    let forwarded_for = forwarded(&X_FORWARDED_FOR);
    let address = forwarded_for.iter().rev().find(is_client);
    // Where all of them are proxies, the first is who called: a network of proxies that has clients in it, too.
    let address = address.or(forwarded_for.first()).cloned();
    let proto = forwarded(&X_FORWARDED_PROTO);
    let secure = proto.last().is_some_and(|it| it == "https");
    let browser = headers.get(header::USER_AGENT).map(HeaderValue::to_str);
    Caller {
        token: cookie(headers, session::COOKIE, secure),
        address: address.filter(|it| !it.is_empty()).unwrap_or(peer),
        secure,
        browser: browser.and_then(Result::ok).unwrap_or_default().to_owned(),
        browser_mark: cookie(headers, known_browser::COOKIE, secure),
        set_cookies: Arc::default(),
    }
}

fn cookie(headers: &HeaderMap, name: &str, secure: bool) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let cookie = jar.get(&session::cookie_name(name, secure))?;
    Some(cookie.value().to_owned()).filter(|it| !it.is_empty())
}

//! HTTP to this site: a POST with a JSON body, a GET, and the text of the answer.

use crate::window;
use send_wrapper::SendWrapper;
use std::future::Future;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Milliseconds without a whole answer after which the server counts as unreachable.
const TIMEOUT: i32 = 60_000;

/// Why a request has no usable answer.
#[derive(Clone, Debug, PartialEq)]
pub enum HttpError {
    /// No whole answer came within the time limit.
    Unreachable,
    /// The status is 400 or above; the body says why, as JSON.
    Status(String),
    /// Somebody else answers in the server's place, such as a proxy or a sign-in page: the status, 0 for a redirect.
    Foreign(u16),
}

/// Whether the browser sends its cookies along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Sent to this site.
    SameOrigin,
    /// Not sent, even where somebody signed in before.
    Omit,
}

/// Posts a JSON text to a path of this site.
pub fn post(
    path: &str,
    body: &str,
    credentials: Credentials,
) -> impl Future<Output = Result<String, HttpError>> + Send + use<> {
    answer_text(fetch(path, Some(body), credentials))
}

/// Gets a JSON text from a path of this site, without cookies.
pub fn get(path: &str) -> impl Future<Output = Result<String, HttpError>> + Send + use<> {
    answer_text(fetch(path, None, Credentials::Omit))
}

/// Gets the bytes of a file of this site; the browser sends its cookies along.
pub fn get_bytes(path: &str) -> impl Future<Output = Result<Vec<u8>, HttpError>> + Send + use<> {
    let request = fetch(path, None, Credentials::SameOrigin);
    SendWrapper::new(async move {
        let unreachable = |_: JsValue| HttpError::Unreachable;
        let answer = response(request).await?;
        if !answer.ok() {
            let body = text(&answer).await?;
            return Err(HttpError::of(&answer, body));
        }
        let bytes = JsFuture::from(answer.array_buffer().map_err(unreachable)?)
            .await
            .map_err(unreachable)?;
        Ok(js_sys::Uint8Array::new(&bytes).to_vec())
    })
}

fn answer_text(
    request: Result<js_sys::Promise, JsValue>,
) -> impl Future<Output = Result<String, HttpError>> + Send {
    SendWrapper::new(async move {
        let answer = response(request).await?;
        let text = text(&answer).await?;
        if answer.ok() && !text.starts_with('<') {
            Ok(text)
        } else {
            Err(HttpError::of(&answer, text))
        }
    })
}

impl HttpError {
    /// What an answer without what was asked for says.
    fn of(answer: &web_sys::Response, body: String) -> Self {
        if body.starts_with('{') {
            Self::Status(body)
        } else {
            Self::Foreign(answer.status())
        }
    }
}

async fn response(
    request: Result<js_sys::Promise, JsValue>,
) -> Result<web_sys::Response, HttpError> {
    let unreachable = |_: JsValue| HttpError::Unreachable;
    let answer = JsFuture::from(request.map_err(unreachable)?).await;
    answer.and_then(JsCast::dyn_into).map_err(unreachable)
}

async fn text(answer: &web_sys::Response) -> Result<String, HttpError> {
    let unreachable = |_: JsValue| HttpError::Unreachable;
    let text = JsFuture::from(answer.text().map_err(unreachable)?)
        .await
        .map_err(unreachable)?;
    text.as_string().ok_or(HttpError::Unreachable)
}

/// A signal that aborts after [`TIMEOUT`]. By hand: tablets that end at iPadOS 15 have no `AbortSignal.timeout`.
fn abort_in_time() -> Result<web_sys::AbortSignal, JsValue> {
    let controller = web_sys::AbortController::new()?;
    let signal = controller.signal();
    let abort = Closure::once_into_js(move || controller.abort());
    window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(abort.unchecked_ref(), TIMEOUT)?;
    Ok(signal)
}

fn fetch(
    path: &str,
    body: Option<&str>,
    credentials: Credentials,
) -> Result<js_sys::Promise, JsValue> {
    let options = web_sys::RequestInit::new();
    if let Some(body) = body {
        let headers = web_sys::Headers::new()?;
        headers.set("content-type", "application/json")?;
        options.set_method("POST");
        options.set_headers(&headers);
        options.set_body(&JsValue::from_str(body));
    }
    options.set_credentials(match credentials {
        Credentials::SameOrigin => web_sys::RequestCredentials::SameOrigin,
        Credentials::Omit => web_sys::RequestCredentials::Omit,
    });
    // This site redirects none of it: whoever does is somebody else.
    options.set_redirect(web_sys::RequestRedirect::Manual);
    options.set_signal(Some(&abort_in_time()?));
    Ok(window().fetch_with_str_and_init(path, &options))
}

//! HTTP to this site: a POST with a JSON body, a GET, and the parsed answer.

use crate::window;
use send_wrapper::SendWrapper;
use serde_json::Value;
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Milliseconds without a whole answer after which the server counts as unreachable.
const TIMEOUT: u32 = 60_000;

/// Why a request has no usable answer.
#[derive(Clone, Debug, PartialEq)]
pub enum HttpError {
    /// No whole answer came within the time limit, or it is not JSON.
    Unreachable,
    /// The status is 400 or above; the JSON body says why.
    Status(Value),
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
) -> impl Future<Output = Result<Value, HttpError>> + Send + use<> {
    parse(fetch(path, Some(body), credentials))
}

/// Gets a JSON text from a path of this site, without cookies.
pub fn get(path: &str) -> impl Future<Output = Result<Value, HttpError>> + Send + use<> {
    parse(fetch(path, None, Credentials::Omit))
}

fn parse(
    request: Result<js_sys::Promise, JsValue>,
) -> impl Future<Output = Result<Value, HttpError>> + Send {
    SendWrapper::new(async move {
        let unreachable = |_: JsValue| HttpError::Unreachable;
        let answer = JsFuture::from(request.map_err(unreachable)?).await;
        let answer: web_sys::Response = answer.and_then(JsCast::dyn_into).map_err(unreachable)?;
        let text = JsFuture::from(answer.text().map_err(unreachable)?)
            .await
            .map_err(unreachable)?;
        let text = text.as_string().unwrap_or_default();
        // Whatever does not parse was cut off, or comes from some other server in between.
        let value = serde_json::from_slice(text.as_bytes()).map_err(|_| HttpError::Unreachable)?;
        if answer.ok() {
            Ok(value)
        } else {
            Err(HttpError::Status(value))
        }
    })
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
    options.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIMEOUT)));
    Ok(window().fetch_with_str_and_init(path, &options))
}

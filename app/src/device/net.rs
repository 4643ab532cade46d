//! The network: a POST with a JSON body or, at a fair, a GET, and its answer.

use super::window;
use crate::api::{ApiError, Code};
use crate::model::read::Read;
use send_wrapper::SendWrapper;
use serde_json::Value;
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// After so many milliseconds without a whole answer the server counts as out of reach.
const PATIENCE: u32 = 60_000;

/// Posts a JSON text to a path of this site; the parsed answer, or why there is none.
pub(crate) fn post(
    path: &str,
    body: &str,
) -> impl Future<Output = Result<Value, ApiError>> + Send + use<> {
    answer(ask(path, Some(body)))
}

/// Gets a JSON text from a path of this site.
#[cfg(feature = "fair")]
pub(crate) fn get(path: &str) -> impl Future<Output = Result<Value, ApiError>> + Send + use<> {
    answer(ask(path, None))
}

fn answer(
    asked: Result<js_sys::Promise, JsValue>,
) -> impl Future<Output = Result<Value, ApiError>> + Send {
    SendWrapper::new(async move {
        let unreachable = |_: JsValue| ApiError::from(Code::Unreachable);
        let answer = JsFuture::from(asked.map_err(unreachable)?).await;
        let answer: web_sys::Response = answer.and_then(JsCast::dyn_into).map_err(unreachable)?;
        let text = JsFuture::from(answer.text().map_err(unreachable)?)
            .await
            .map_err(unreachable)?;
        let text = text.as_string().unwrap_or_default();
        let value = serde_json::from_slice(text.as_bytes()).map_err(|_| Code::Unreachable)?;
        if answer.ok() {
            Ok(value)
        } else {
            Err(ApiError::read(value).unwrap_or(Code::Unreachable.into()))
        }
    })
}

fn ask(path: &str, body: Option<&str>) -> Result<js_sys::Promise, JsValue> {
    let how = web_sys::RequestInit::new();
    if let Some(body) = body {
        let headers = web_sys::Headers::new()?;
        headers.set("content-type", "application/json")?;
        how.set_method("POST");
        how.set_headers(&headers);
        how.set_body(&JsValue::from_str(body));
    }
    // A stranger is nobody: no cookie goes along, even where one of the staff signed in before.
    #[cfg(feature = "fair")]
    how.set_credentials(web_sys::RequestCredentials::Omit);
    how.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(PATIENCE)));
    Ok(window().fetch_with_str_and_init(path, &how))
}

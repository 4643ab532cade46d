//! Files that leave the page: downloaded, or by the share sheet where a download leads nowhere.

use super::window;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Saves a text (UTF-8) as a file.
pub async fn save_file(name: &str, text: &str) -> Result<(), JsValue> {
    save_bytes(name, text.as_bytes()).await
}

/// Saves bytes as a file. Fails if the person closes the share sheet, see [`is_cancelled`].
pub async fn save_bytes(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    if is_on_ios_home_screen() && can_share() {
        return share(name, bytes, "").await;
    }
    let url = url_of(bytes, "")?;
    let document = window().document().ok_or(JsValue::NULL)?;
    let link: web_sys::HtmlElement = document.create_element("a")?.dyn_into()?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.click();
    // Some browsers start to read the blob only after the click: its URL is revoked a minute later.
    let urls = Reflect::get(&window(), &"URL".into())?;
    let revoke: Function = Reflect::get(&urls, &"revokeObjectURL".into())?.into();
    let later = window().set_timeout_with_callback_and_timeout_and_arguments_1(
        &revoke,
        60_000,
        &url.into(),
    );
    later.map(drop)
}

/// A URL of these bytes, for as long as the page lives. `kind` is their media type, or empty.
pub fn url_of(bytes: &[u8], kind: &str) -> Result<String, JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    web_sys::Url::create_object_url_with_blob(&blob)
}

/// An app on the home screen of iOS: there a download opens a preview without a way back, or does nothing.
fn is_on_ios_home_screen() -> bool {
    let installed = Reflect::get(&window().navigator(), &"standalone".into());
    installed.is_ok_and(|it| it.is_truthy())
}

/// The browser inside an app such as LINE: it downloads nothing, and what it keeps goes with the app.
pub fn is_in_other_app() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    [" Line/", "FBAN/", "FBAV/", "Instagram"]
        .iter()
        .any(|it| agent.contains(it))
}

/// Whether there is a share sheet that takes files.
pub fn can_share() -> bool {
    let navigator = window().navigator();
    function(&navigator, "share").is_some() && function(&navigator, "canShare").is_some()
}

/// Hands a file to the share sheet. `kind` is its media type, or empty.
pub async fn share(name: &str, bytes: &[u8], kind: &str) -> Result<(), JsValue> {
    let options = web_sys::FilePropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let file = web_sys::File::new_with_u8_array_sequence_and_options(&parts, name, &options)?;
    let what = js_sys::Object::new();
    Reflect::set(&what, &JsValue::from_str("files"), &Array::of1(&file))?;
    let navigator = window().navigator();
    let can = function(&navigator, "canShare").ok_or(JsValue::NULL)?;
    if !can.call1(&navigator, &what)?.is_truthy() {
        return Err(JsValue::NULL);
    }
    let shared: Promise = function(&navigator, "share")
        .ok_or(JsValue::NULL)?
        .call1(&navigator, &what)?
        .dyn_into()?;
    JsFuture::from(shared).await.map(|_| ())
}

/// Whether sharing failed because the person closed the share sheet.
pub fn is_cancelled(why: &JsValue) -> bool {
    let name = Reflect::get(why, &JsValue::from_str("name")).unwrap_or_default();
    name.as_string().is_some_and(|it| it == "AbortError")
}

fn function(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &JsValue::from_str(name))
        .ok()?
        .dyn_into()
        .ok()
}

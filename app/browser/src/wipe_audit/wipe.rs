//! Kiosk wipe: removes everything that was not in the browser when it was enrolled.

use super::{
    FIELDS, call_async, clear_focus_and_clipboard, fingerprints, foreign_cache_entries, hash,
};
use crate::window;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// Removes all entries whose fingerprint is not in `before`, the fingerprints taken at enrolment.
pub async fn wipe(before: &[String]) {
    for (kind, storage) in [
        ("local", window().local_storage()),
        ("session", window().session_storage()),
    ] {
        if let Ok(Some(storage)) = storage {
            remove_values(kind, &storage, before);
        }
    }
    for print in fingerprints().await {
        if let (Some(name), Ok(factory)) = (print.strip_prefix("database:"), idb::Factory::new())
            && !before.contains(&print)
            && let Ok(gone) = factory.delete(name)
        {
            let _ = gone.await;
        }
    }
    if let Ok(caches) = window().caches() {
        for (name, request) in foreign_cache_entries().await {
            let _ = match request {
                None => call_async(&caches, "delete", &[name]).await,
                Some(request) => match call_async(&caches, "open", &[name]).await {
                    Some(cache) => call_async(&cache, "delete", &[request]).await,
                    None => None,
                },
            };
        }
    }
    remove_from_page();
    clear_focus_and_clipboard().await;
}

fn remove_values(kind: &str, storage: &web_sys::Storage, before: &[String]) {
    for key in Object::keys(storage).iter() {
        let key = key.as_string().unwrap_or_default();
        let value = storage.get_item(&key).ok().flatten().unwrap_or_default();
        if !before.contains(&format!("{kind}:{key}={}", hash(&value))) {
            let _ = storage.remove_item(&key);
        }
    }
}

/// Clears the cookies that scripts can see, all form fields, and the history state.
fn remove_from_page() {
    if let Some(document) = window().document() {
        let cookies = Reflect::get(&document, &"cookie".into()).unwrap_or_default();
        for cookie in cookies.as_string().unwrap_or_default().split(';') {
            let name = cookie.split('=').next().unwrap_or_default().trim();
            let gone = format!("{name}=; max-age=0");
            let _ = Reflect::set(&document, &"cookie".into(), &gone.into());
        }
        // After a reset no screen with a field is shown, so any field left in the document is a trace.
        while let Ok(Some(field)) = document.query_selector(FIELDS) {
            field.remove();
        }
    }
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", None);
    }
}

//! Kiosk wipe audit: looks for traces of a visitor in every kind of browser storage and in the page.

mod wipe;

pub use wipe::wipe;

use super::{kiosk_store, window};
use js_sys::{Array, JSON, Object, Promise, Reflect};
use sha2::{Digest, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Prefixes of caches that hold only public files: builds and quizzes.
const PUBLIC_CACHES: [&str; 3] = ["fair-build-", "fair-quiz", "michishirube-"];

/// Path prefixes of the public files that these caches may hold.
const PUBLIC_PATHS: [&str; 5] = [
    "/pkg/",
    "/icons/",
    "/fair/quiz/",
    "/fair/",
    "/manifest.webmanifest",
];

/// Elements that a visitor can type into or choose from.
const FIELDS: &str = "input, textarea, select, [contenteditable]";

/// Calls a method by name and awaits its promise. By name, because not every browser has all of these methods.
async fn call_async(of: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let method: js_sys::Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
    let asked = method.apply(of, &with.iter().collect::<Array>()).ok()?;
    JsFuture::from(asked.dyn_into::<Promise>().ok()?).await.ok()
}

/// Fingerprints of all storage entries except the kiosk's own database: `kind:name=hash`. Contents are only hashed.
pub async fn fingerprints() -> Vec<String> {
    let mut all = Vec::new();
    for (kind, storage) in [
        ("local", window().local_storage()),
        ("session", window().session_storage()),
    ] {
        if let Ok(Some(storage)) = storage {
            for key in Object::keys(&storage)
                .iter()
                .filter_map(|it| it.as_string())
            {
                let value = storage.get_item(&key).ok().flatten().unwrap_or_default();
                all.push(format!("{kind}:{key}={}", hash(&value)));
            }
        }
    }
    let factory = window().indexed_db().ok().flatten();
    if let Some(factory) = factory
        && let Some(databases) = call_async(&factory, "databases", &[]).await
    {
        for database in Array::from(&databases).iter() {
            let name = Reflect::get(&database, &"name".into())
                .ok()
                .and_then(|it| it.as_string());
            all.extend(
                name.filter(|it| it != kiosk_store::DATABASE)
                    .map(|it| format!("database:{it}")),
            );
        }
    }
    if let Some(cookies) = window()
        .document()
        .and_then(|it| Reflect::get(&it, &"cookie".into()).ok())
    {
        let cookies = cookies.as_string().unwrap_or_default();
        all.extend((!cookies.is_empty()).then(|| format!("cookie:{}", hash(&cookies))));
    }
    all
}

/// The first 8 bytes of the SHA-256, in hexadecimal.
fn hash(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..8])
}

/// Cache entries that are not public files: cache name and request; `None` for the whole of a foreign cache.
async fn foreign_cache_entries() -> Vec<(JsValue, Option<JsValue>)> {
    let mut strange = Vec::new();
    let Ok(caches) = window().caches() else {
        return strange;
    };
    // What cannot be looked at counts as left behind.
    let Some(names) = call_async(&caches, "keys", &[]).await else {
        return vec![(JsValue::NULL, None)];
    };
    for name in Array::from(&names).iter() {
        let text = name.as_string().unwrap_or_default();
        let cache = call_async(&caches, "open", std::slice::from_ref(&name)).await;
        let Some(cache) = cache.filter(|_| PUBLIC_CACHES.iter().any(|it| text.starts_with(it)))
        else {
            strange.push((name, None));
            continue;
        };
        let Some(requests) = call_async(&cache, "keys", &[]).await else {
            strange.push((name, None));
            continue;
        };
        let requests = Array::from(&requests);
        let odd = requests.iter().filter(|it| !is_public(it));
        strange.extend(odd.map(|it| (name.clone(), Some(it))));
    }
    strange
}

/// Whether a cached request is a public file of this site. A query or fragment could carry a visitor's data.
fn is_public(request: &JsValue) -> bool {
    let url = Reflect::get(request, &"url".into()).unwrap_or_default();
    let url = url.as_string().unwrap_or_default();
    let path = url.strip_prefix(&super::page::origin()).unwrap_or("?");
    let is_known = path == "/" || PUBLIC_PATHS.iter().any(|it| path.starts_with(it));
    is_known && !path.contains(['?', '#'])
}

/// Content of the clipboard; `None` unless reading it is already permitted, so that no prompt is shown.
async fn clipboard() -> Option<String> {
    let navigator = window().navigator();
    let permissions = Reflect::get(&navigator, &"permissions".into()).ok()?;
    let what = Object::new();
    Reflect::set(&what, &"name".into(), &"clipboard-read".into()).ok()?;
    let status = call_async(&permissions, "query", &[what.into()]).await?;
    let state = Reflect::get(&status, &"state".into()).ok()?;
    if state.as_string()? != "granted" {
        return None;
    }
    JsFuture::from(navigator.clipboard().read_text())
        .await
        .ok()?
        .as_string()
}

/// Clears focus, selection and clipboard.
pub async fn clear_focus_and_clipboard() {
    let active = window().document().and_then(|it| it.active_element());
    if let Some(active) = active.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = active.blur();
    }
    if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.remove_all_ranges();
    }
    if clipboard().await.is_some_and(|it| !it.is_empty()) {
        let _ = JsFuture::from(window().navigator().clipboard().write_text("")).await;
    }
}

/// Audits the browser: names of the places where a trace was found. `before` are the fingerprints taken at enrolment.
pub async fn audit(before: &[String]) -> Vec<&'static str> {
    let mut found = Vec::new();
    for print in fingerprints().await {
        if !before.contains(&print) {
            found.push(match print.split(':').next() {
                Some("local") => "localStorage",
                Some("session") => "sessionStorage",
                Some("database") => "IndexedDB",
                _ => "Cookie",
            });
        }
    }
    if kiosk_store::has_foreign_records().await {
        found.push("IndexedDB");
    }
    if !foreign_cache_entries().await.is_empty() {
        found.push("Cache Storage");
    }
    if let Some(document) = window().document() {
        let fields = document.query_selector_all(FIELDS);
        if fields.is_ok_and(|it| it.length() > 0) {
            found.push("form");
        }
        let body: Option<web_sys::Element> = document.body().map(Into::into);
        if document.active_element().is_some_and(|it| Some(it) != body) {
            found.push("focus");
        }
    }
    let state = window()
        .history()
        .and_then(|it| it.state())
        .unwrap_or_default();
    if !(state.is_null() || state.is_undefined())
        || JSON::stringify(&state).is_ok_and(|it| it.length() > 9)
    {
        found.push("history");
    }
    if clipboard().await.is_some_and(|it| !it.is_empty()) {
        found.push("clipboard");
    }
    found.sort_unstable();
    found.dedup();
    found
}

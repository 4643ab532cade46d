//! The browser's storage estimate and whether the storage is persistent.

use super::window;
use domain::storage_health::StorageHealth;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Storage used, quota, and persistence. Whatever the browser does not report stays `None`.
pub async fn estimate() -> StorageHealth {
    let navigator = window().navigator();
    let is_there = js_sys::Reflect::has(&navigator, &JsValue::from_str("storage"));
    if !is_there.unwrap_or(false) {
        return StorageHealth::default();
    }
    let manager = navigator.storage();
    let estimate = match manager.estimate() {
        Ok(asked) => JsFuture::from(asked).await.ok(),
        Err(_) => None,
    };
    let estimate: Option<web_sys::StorageEstimate> = estimate.map(JsCast::unchecked_into);
    let promised = match manager.persisted() {
        Ok(asked) => JsFuture::from(asked).await.ok(),
        Err(_) => None,
    };
    StorageHealth {
        used: estimate
            .as_ref()
            .and_then(web_sys::StorageEstimate::get_usage),
        quota: estimate
            .as_ref()
            .and_then(web_sys::StorageEstimate::get_quota),
        is_persisted: promised.and_then(|it| it.as_bool()),
        // Safari deletes a site's storage after seven days without a visit, unless the site is installed.
        evicts_after_seven_days: is_safari() && !is_installed(),
    }
}

fn is_safari() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    agent.contains("Safari/") && !agent.contains("Chrom") && !agent.contains("Android")
}

fn is_installed() -> bool {
    let query = window()
        .match_media("(display-mode: standalone)")
        .ok()
        .flatten();
    query.is_some_and(|it| it.matches())
}

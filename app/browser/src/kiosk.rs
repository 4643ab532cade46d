//! The tablet as a kiosk: full screen, wake lock, blocked navigation, user activity, battery, service worker.

use super::{listen, window};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, KeyboardEvent, MouseEvent, TouchEvent};

/// Cache entry that pins the running build while an event is open; `public/fair-sw.js` looks it up.
const PINNED_BUILD: &str = "/fair/quiz/pinned";

/// Side length of the corner that staff tap, in CSS pixels.
const CORNER_SIDE: f64 = 72.0;

/// Taps that open the staff menu, all within [`WITHIN`] milliseconds.
const TAPS: usize = 5;
const TAPS_WITHIN: f64 = 4_000.0;

/// User activity that resets the idle timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// An event that is over at once.
    Once,
    /// An input method (IME) starts or continues a composition.
    Composing,
    /// The composition ended.
    Composed,
}

const COVERED: &str = "data-covered";

/// Hides everything on the page, for when it is not seen: what a woken tablet shows first is what it showed last.
pub fn cover() {
    if let Some(root) = window().document().and_then(|it| it.document_element()) {
        let _ = root.set_attribute(COVERED, "");
    }
}

/// Shows the page again, unless it is hidden.
pub fn uncover_if_visible() {
    let document = window().document().filter(|it| !it.hidden());
    if let Some(root) = document.and_then(|it| it.document_element()) {
        let _ = root.remove_attribute(COVERED);
    }
}

/// A monotonic clock: milliseconds since the page was opened.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since the page was opened"
)]
pub fn monotonic_millis() -> u64 {
    window().performance().map_or(0.0, |it| it.now()) as u64
}

thread_local! {
    static IS_SCRIPTED_FOCUS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Focuses an element by its id without counting that as user activity.
pub fn focus_without_activity(id: &str) {
    IS_SCRIPTED_FOCUS.set(true);
    super::page::focus(id);
    IS_SCRIPTED_FOCUS.set(false);
}

/// Calls back on any user activity: touch, key, switch, screen reader, input method.
pub fn on_activity(back: impl Fn(Activity) + Clone + 'static) {
    for (name, sign) in [
        ("pointerdown", Activity::Once),
        ("pointermove", Activity::Once),
        ("touchstart", Activity::Once),
        ("wheel", Activity::Once),
        ("scroll", Activity::Once),
        ("keydown", Activity::Once),
        ("input", Activity::Once),
        ("focusin", Activity::Once),
        ("click", Activity::Once),
        ("compositionstart", Activity::Composing),
        ("compositionupdate", Activity::Composing),
        ("compositionend", Activity::Composed),
    ] {
        let back = back.clone();
        listen::<Event>(&window(), name, move |event| {
            // Untrusted events come from scripts. Not every browser marks `compositionend` as trusted: accept it.
            if (event.is_trusted() || sign != Activity::Once) && !IS_SCRIPTED_FOCUS.get() {
                back(sign);
            }
        });
    }
    // A resize of the visual viewport means that the on-screen keyboard opened or closed.
    let viewport = Reflect::get(&window(), &"visualViewport".into()).ok();
    if let Some(viewport) = viewport.and_then(|it| it.dyn_into::<web_sys::EventTarget>().ok()) {
        listen::<Event>(&viewport, "resize", move |_| back(Activity::Once));
    }
}

/// Whether a text field has the focus. Some browsers send no `compositionend` when the field loses it.
pub fn is_in_field() -> bool {
    let active = window().document().and_then(|it| it.active_element());
    active.is_some_and(|it| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}

/// Calls back when staff tap the upper right corner five times within 4 s, or press Ctrl+Alt+S.
pub fn on_staff_gesture(back: impl Fn() + Clone + 'static) {
    let (by_key, mut taps) = (back.clone(), Vec::new());
    listen::<MouseEvent>(&window(), "pointerdown", move |event| {
        let width = window()
            .inner_width()
            .ok()
            .and_then(|it| it.as_f64())
            .unwrap_or_default();
        if event.client_x() + CORNER_SIDE < width || event.client_y() > CORNER_SIDE {
            taps.clear();
            return;
        }
        let now = event.time_stamp();
        taps.retain(|it| now - it < TAPS_WITHIN);
        taps.push(now);
        if taps.len() >= TAPS {
            taps.clear();
            back();
        }
    });
    listen::<KeyboardEvent>(&window(), "keydown", move |event| {
        if event.ctrl_key() && event.alt_key() && event.code() == "KeyS" {
            event.prevent_default();
            by_key();
        }
    });
}

/// Blocks what would leave the page, as far as a page can: context menu, drag, pinch, reload, back.
pub fn block_navigation() {
    let stop = |event: Event| event.prevent_default();
    for name in [
        "contextmenu",
        "copy",
        "cut",
        "dragstart",
        "gesturestart",
        "drop",
        "dragover",
    ] {
        listen::<Event>(&window(), name, stop);
    }
    listen::<TouchEvent>(&window(), "touchmove", |event| {
        if event.touches().length() > 1 && event.cancelable() {
            event.prevent_default();
        }
    });
    listen::<KeyboardEvent>(&window(), "keydown", |event| {
        // Only a part reaches the page: browsers and the OS keep some of these keys for themselves.
        let leads_out = matches!(
            event.key().as_str(),
            "F1" | "F3" | "F5" | "F7" | "F11" | "F12" | "BrowserBack"
        );
        let with = (event.ctrl_key() || event.meta_key())
            && matches!(
                event.code().as_str(),
                "KeyR" | "KeyP" | "KeyS" | "KeyO" | "KeyF" | "KeyN" | "KeyT" | "KeyU" | "KeyJ"
            );
        if leads_out || with || (event.alt_key() && event.key().starts_with("Arrow")) {
            event.prevent_default();
        }
    });
    // An extra history entry with the same URL: "back" lands on it, and the next one is pushed again.
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", None);
        listen::<Event>(&window(), "popstate", move |_| {
            let _ = history.push_state_with_url(&JsValue::NULL, "", None);
        });
    }
}

fn js_method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

/// Enters full screen and takes a wake lock, where supported. Browsers grant both only right after a tap.
pub fn enter_fullscreen() {
    let root = window().document().and_then(|it| it.document_element());
    if let Some(root) = root
        && window().document().is_some_and(|it| {
            Reflect::get(&it, &"fullscreenElement".into()).is_ok_and(|it| it.is_null())
        })
        && let Some(full) = js_method(&root, "requestFullscreen")
        && let Ok(asked) = full.call0(&root)
    {
        ignore_rejection(asked);
    }
    request_wake_lock();
}

/// Exits full screen.
pub fn exit_fullscreen() {
    if let Some(document) = window().document()
        && let Some(leave) = js_method(&document, "exitFullscreen")
        && let Ok(asked) = leave.call0(&document)
    {
        ignore_rejection(asked);
    }
}

/// Requests a screen wake lock. The browser releases it whenever the page is hidden, so it has to be requested again.
pub fn request_wake_lock() {
    let lock = Reflect::get(&window().navigator(), &"wakeLock".into()).unwrap_or_default();
    if let Some(ask) = js_method(&lock, "request")
        && let Ok(asked) = ask.call1(&lock, &"screen".into())
    {
        ignore_rejection(asked);
    }
}

/// Awaits a promise and ignores its rejection: full screen and wake lock are optional.
fn ignore_rejection(asked: JsValue) {
    if let Ok(asked) = asked.dyn_into::<Promise>() {
        spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
    }
}

/// Battery level in percent and whether it is charging; `None` where the browser has no Battery API.
pub async fn battery() -> Option<(u32, bool)> {
    let navigator = window().navigator();
    let asked: Promise = js_method(&navigator, "getBattery")?
        .call0(&navigator)
        .ok()?
        .dyn_into()
        .ok()?;
    let battery = JsFuture::from(asked).await.ok()?;
    let of = |name: &str| Reflect::get(&battery, &name.into()).ok();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100"
    )]
    let level = (of("level")?.as_f64()? * 100.0).round() as u32;
    Some((level, of("charging")?.is_truthy()))
}

/// Bytes used and bytes available (quota); `None` where the browser gives no estimate.
pub async fn storage_estimate() -> Option<(f64, f64)> {
    let estimate = JsFuture::from(window().navigator().storage().estimate().ok()?)
        .await
        .ok()?;
    let of = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((of("usage")?, of("quota")?))
}

/// Whether no other tab of this browser is the tablet; this one is from here on.
pub async fn acquire_kiosk_lock() -> bool {
    thread_local! { static IS_OURS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) }; }
    if IS_OURS.get() {
        return true;
    }
    let told = Promise::new(&mut |done, _| {
        let back = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let _ = done.call1(&JsValue::NULL, &JsValue::from_bool(!lock.is_null()));
            // A promise that never settles keeps the lock until the page is closed.
            if lock.is_null() {
                JsValue::NULL
            } else {
                Promise::new(&mut |_, _| {}).into()
            }
        });
        let options = web_sys::LockOptions::new();
        options.set_if_available(true);
        let locks = window().navigator().locks();
        let _ = locks.request_with_options("michishirube-booth", &options, back.unchecked_ref());
    });
    let is_ours = JsFuture::from(told).await.is_ok_and(|it| it.is_truthy());
    IS_OURS.set(is_ours);
    is_ours
}

/// Waits until the service worker has cached this build for offline use, at most 15 s.
pub async fn wait_for_offline_cache() {
    if let Ok(ready) = window().navigator().service_worker().ready() {
        let late = Promise::new(&mut |done, _| {
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, 15_000);
        });
        let _ = JsFuture::from(Promise::race(&js_sys::Array::of2(&ready, &late))).await;
    }
}

/// Activates a newer build and reloads the page; `false` if there is none.
pub async fn activate_newer_build() -> bool {
    let registered = JsFuture::from(window().navigator().service_worker().get_registration()).await;
    let Some(registered) = registered
        .ok()
        .and_then(|it| it.dyn_into::<web_sys::ServiceWorkerRegistration>().ok())
    else {
        return false;
    };
    let newer = match registered.waiting() {
        Some(waiting) => Some((waiting, "take-over")),
        // A newer worker may have been activated while the browser was closed. It serves the pinned build until it
        // is told to delete the others.
        None if registered.installing().is_none() && count_cached_builds().await > 1 => {
            registered.active().map(|it| (it, "forget-others"))
        }
        None => None,
    };
    let Some((worker, what)) = newer else {
        return false;
    };
    let _ = worker.post_message(&what.into());
    // The new worker needs a moment to take control before the reload is served by it.
    super::page::pause(400).await;
    super::page::reload();
    true
}

/// Number of builds in the service worker's caches.
async fn count_cached_builds() -> usize {
    let Ok(caches) = window().caches() else {
        return 0;
    };
    let names = JsFuture::from(caches.keys()).await.unwrap_or_default();
    let names = js_sys::Array::from(&names);
    let is_build = |it: &JsValue| {
        it.as_string()
            .is_some_and(|it| it.starts_with("fair-build-"))
    };
    names.iter().filter(is_build).count()
}

/// Pins the running build while an event is open: the service worker then installs no other one.
pub async fn pin_build(is_pinned: bool) {
    let Ok(caches) = window().caches() else {
        return;
    };
    let Ok(cache) = JsFuture::from(caches.open("fair-quiz")).await else {
        return;
    };
    let cache: web_sys::Cache = cache.unchecked_into();
    let mark = JsFuture::from(cache.match_with_str(PINNED_BUILD)).await;
    if mark.is_ok_and(|it| !it.is_undefined()) == is_pinned {
        return;
    }
    let done = if is_pinned {
        let Ok(answer) = web_sys::Response::new_with_opt_str(Some(&script())) else {
            return;
            // The service worker finds the pinned build by the script URL in this entry's body.
        };
        JsFuture::from(cache.put_with_str(PINNED_BUILD, &answer)).await
    } else {
        JsFuture::from(cache.delete_with_str(PINNED_BUILD)).await
    };
    let _ = done;
}

/// URL of this page's module script; empty if there is none.
fn script() -> String {
    let script = window()
        .document()
        .and_then(|it| it.query_selector("script[type=module]").ok().flatten());
    script
        .and_then(|it| it.get_attribute("src"))
        .unwrap_or_default()
}

/// Id of the running build: the part of its script's name after the first dot.
pub fn build_id() -> String {
    script().split('.').nth(1).unwrap_or_default().to_owned()
}

//! The browser adapter: the only modules that call web APIs (time, random ids, storage, network, tabs, the page).

pub mod active_user;
pub mod autosave;
pub mod clock;
pub mod event_source;
pub mod files;
pub mod http;
pub mod page;
pub mod prefs;
pub mod quota;
pub mod store;
pub mod tabs;
pub mod update;

pub mod kiosk;
pub mod kiosk_store;
pub mod visitor;
pub mod webcrypto;
pub mod wipe_audit;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The global `window`. Panics in a worker; no worker runs this code.
fn window() -> web_sys::Window {
    #[expect(clippy::expect_used, reason = "this module runs in a page only")]
    web_sys::window().expect("a page has a window")
}

/// Adds an event listener that is never removed. Events that are not an `E` are ignored.
fn listen<E: JsCast + 'static>(
    target: &web_sys::EventTarget,
    name: &str,
    mut back: impl FnMut(E) + 'static,
) {
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        if let Ok(event) = event.dyn_into() {
            back(event);
        }
    });
    let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    // Leaked on purpose: JavaScript keeps calling it, and every listener here lives as long as the page.
    closure.forget();
}

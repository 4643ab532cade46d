//! The only door to the browser: time, ids, storage, network, other tabs, the page itself.

#[cfg_attr(
    not(feature = "csr"),
    expect(dead_code, reason = "the fair's build needs some of it")
)]
pub(crate) mod clock;
pub(crate) mod net;
#[cfg_attr(
    not(feature = "csr"),
    expect(dead_code, reason = "the fair's build needs some of it")
)]
pub(crate) mod page;
#[cfg(feature = "csr")]
pub(crate) mod settings;
#[cfg(feature = "csr")]
pub(crate) mod storage;
#[cfg(feature = "csr")]
pub(crate) mod store;
#[cfg(feature = "csr")]
pub(crate) mod stream;
#[cfg(feature = "csr")]
pub(crate) mod tabs;
#[cfg(feature = "csr")]
pub(crate) mod update;
#[cfg(feature = "csr")]
pub(crate) mod whose;

#[cfg(feature = "fair")]
pub(crate) mod booth;
#[cfg(feature = "fair")]
pub(crate) mod kiosk;
#[cfg(feature = "fair")]
pub(crate) mod residue;
#[cfg(feature = "fair")]
pub(crate) mod signing;
#[cfg(feature = "fair")]
pub(crate) mod visitor;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The window; there is always one, since no worker runs this code.
fn window() -> web_sys::Window {
    #[expect(clippy::expect_used, reason = "this module runs in a page only")]
    web_sys::window().expect("a page has a window")
}

/// Calls back on every event of a kind, for as long as the page lives.
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
    closure.forget();
}

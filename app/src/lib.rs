//! Everything a browser may see: the words of the domain, the journal of one device, the wire, and the pages.

pub mod api;
pub mod booth;
pub mod courier;
pub mod envelope;
pub mod journal;
pub mod locale;
pub mod model;
pub mod parcel;
pub mod picture;
pub mod proof;
pub mod qr;
pub mod route;
pub mod scoring;

#[cfg(feature = "csr")]
mod components;
#[cfg(feature = "browser")]
mod device;
#[cfg(feature = "fair")]
mod fair;
#[cfg(feature = "csr")]
mod pages;
#[cfg(feature = "csr")]
mod sync;

/// The wasm entry: called by `public/start.js` once the module is loaded, with the text of the page's dictionary if the
/// person chose another language than Japanese.
#[cfg(feature = "csr")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(dictionary: &str) {
    device::page::report_panics();
    locale::speak_english(dictionary);
    leptos::mount::mount_to_body(pages::App);
    device::page::ready();
}

/// The entry of the fair's own build; `app/examples/fair.rs` is that build.
#[cfg(feature = "fair")]
pub fn open_fair() {
    device::page::report_panics();
    leptos::mount::mount_to_body(fair::Fair);
    device::page::ready();
}

//! What staff use in a browser: sync, pages and components.

mod components;
mod i18n;
mod navigator;
mod pages;
mod sync;

/// The wasm entry, called by `public/start.js` once the module is loaded.
///
/// `dictionary` is the JSON of the language's file in `app/locales`; empty for Japanese.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(dictionary: &str) {
    browser::page::report_panics();
    i18n::use_language(browser::prefs::language(), dictionary);
    leptos::mount::mount_to_body(pages::App);
    browser::page::remove_skeleton();
}

//! The chunk of the kiosk, which is cached on kiosks only.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split makes a chunk fallible: its code may not load"
)]

use super::kiosk;
use super::lazy::{LazyView, lazy_view};
use super::texts::FairTexts;
use browser::page;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

#[wasm_split(kiosk, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_kiosk() -> LazyView {
    Ok(Box::new(|| view! { <kiosk::KioskApp /> }.into_any()))
}

/// The kiosk; if its chunk cannot be loaded, a button that reloads the page.
pub(super) fn kiosk() -> AnyView {
    let again = Callback::new(|()| page::reload());
    lazy_view(Box::pin(load_kiosk()), Some((FairTexts::TRY_AGAIN, again)))
}

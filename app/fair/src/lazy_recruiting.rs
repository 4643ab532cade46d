//! The chunk of the page for candidates.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split makes a chunk fallible: its code may not load"
)]

use super::lazy::{LazyView, lazy_view};
use super::recruiting;
use super::texts::FairTexts;
use browser::page;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

#[wasm_split(recruiting, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_recruiting() -> LazyView {
    Ok(Box::new(|| view! { <recruiting::Recruiting /> }.into_any()))
}

/// The page for candidates; if its chunk cannot be loaded, a button that reloads the page.
pub(super) fn recruiting() -> AnyView {
    let again = Callback::new(|()| page::reload());
    lazy_view(
        Box::pin(load_recruiting()),
        Some((FairTexts::TRY_AGAIN, again)),
    )
}

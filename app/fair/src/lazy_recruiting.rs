//! The chunk of the pages for candidates.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split makes a chunk fallible: its code may not load"
)]

use super::joining;
use super::lazy::{LazyView, lazy_view};
use super::recruiting;
use super::texts::FairTexts;
use browser::page;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

#[wasm_split(recruiting, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_recruiting(is_joining: bool) -> LazyView {
    Ok(Box::new(move || {
        if is_joining {
            view! { <joining::Joining /> }.into_any()
        } else {
            view! { <recruiting::Recruiting /> }.into_any()
        }
    }))
}

/// The page for candidates, or with `is_joining` the one for those who have been offered a job; if the chunk cannot be
/// loaded, a button that reloads the page.
pub(super) fn recruiting(is_joining: bool) -> AnyView {
    let again = Callback::new(|()| page::reload());
    lazy_view(
        Box::pin(load_recruiting(is_joining)),
        Some((FairTexts::TRY_AGAIN, again)),
    )
}

//! The page of a result that was taken home, in the chunk that it needs anyway to save the result as an image.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split makes a chunk fallible: its code may not load"
)]

use super::lazy::{LazyView, lazy_view};
use super::shared_result::SharedResult;
use domain::quiz::Quiz;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

#[wasm_split(after_result, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_shared_result(quiz: Quiz) -> LazyView {
    Ok(Box::new(move || view! { <SharedResult quiz /> }.into_any()))
}

pub(super) fn shared_result(quiz: Quiz) -> AnyView {
    lazy_view(Box::pin(load_shared_result(quiz)), None)
}

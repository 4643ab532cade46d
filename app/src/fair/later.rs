//! Code that the first question does not wait for: what comes after a result, and the booth tablet.
//!
//! The service worker brings it in the background, so it is there without network as well.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::Show;
use super::booth;
use super::comfort::say;
use super::keepsake::Picture;
use super::survey::{Said, Survey};
use super::words::Words;
use crate::model::quiz::Quiz;
use crate::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::future::Future;
use std::pin::Pin;

/// Makes a view whose code came in a chunk.
type Later = Result<Box<dyn FnOnce() -> AnyView>, SplitLoaderError>;

#[wasm_split(booth, wasm_split_path = ::leptos::wasm_split, fallible)]
fn on_tablet() -> Later {
    Ok(Box::new(|| view! { <booth::Booth/> }.into_any()))
}

/// What comes after a result.
enum After {
    Survey(Show, Strengths, Said, RwSignal<String>, Callback<()>),
    Picture(StoredValue<Quiz>, Strengths),
}

#[wasm_split(after, wasm_split_path = ::leptos::wasm_split, fallible)]
fn after(what: After) -> Later {
    Ok(Box::new(move || match what {
        After::Survey(show, result, said, once, back) => {
            view! { <Survey show result said once back/> }.into_any()
        }
        After::Picture(quiz, result) => view! { <Picture quiz result/> }.into_any(),
    }))
}

/// The booth tablet.
pub(super) fn tablet() -> AnyView {
    loading(Box::pin(on_tablet()))
}

/// The survey; `back` leads back to the result.
pub(super) fn survey(
    show: Show,
    result: Strengths,
    said: Said,
    once: RwSignal<String>,
    back: Callback<()>,
) -> AnyView {
    loading(Box::pin(after(After::Survey(
        show, result, said, once, back,
    ))))
}

/// Keeping the result as a picture.
pub(super) fn picture(quiz: StoredValue<Quiz>, result: Strengths) -> AnyView {
    loading(Box::pin(after(After::Picture(quiz, result))))
}

/// Shows what comes, once it came.
fn loading(coming: Pin<Box<dyn Future<Output = Later>>>) -> AnyView {
    let came = StoredValue::new_local(None::<Later>);
    let is_here = RwSignal::new(false);
    spawn_local(async move {
        let it = coming.await;
        // The page may be gone by now.
        if came.try_set_value(Some(it)).is_none() {
            is_here.set(true);
        }
    });
    let shown = move || {
        is_here.track();
        let word = match came.try_update_value(Option::take).flatten() {
            Some(Ok(show)) => return show(),
            Some(Err(_)) => Words::NOT_LOADED,
            None => Words::OPENING,
        };
        view! { <p class="word" role="status">{say(word)}</p> }.into_any()
    };
    shown.into_any()
}

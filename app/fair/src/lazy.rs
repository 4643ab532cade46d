//! Lazily loaded chunks: what follows a result, and the kiosk.
//!
//! The service worker caches them in the background for offline use; the kiosk's chunk on kiosks only.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::Show;
use super::buttons::main_button;
use super::kiosk;
use super::quiz::Visitor;
use super::reading_prefs::say;
use super::survey::Survey;
use super::take_home::Picture;
use super::texts::{Word, Words};
use browser::{page, visitor as device};
use domain::quiz::Quiz;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::future::Future;
use std::pin::Pin;

/// Builds a view whose code is in a chunk; an error if the chunk could not be loaded.
type Later = Result<Box<dyn FnOnce() -> AnyView>, SplitLoaderError>;

#[wasm_split(booth, wasm_split_path = ::leptos::wasm_split, fallible)]
fn on_tablet() -> Later {
    Ok(Box::new(|| view! { <kiosk::Booth/> }.into_any()))
}

/// Views in the chunk `after`.
enum After {
    Survey(Show, Strengths, Visitor, Callback<()>),
    Picture(StoredValue<Quiz>, Strengths),
}

#[wasm_split(after, wasm_split_path = ::leptos::wasm_split, fallible)]
fn after(what: After) -> Later {
    Ok(Box::new(move || match what {
        After::Survey(show, result, visitor, back) => {
            view! { <Survey show result visitor back/> }.into_any()
        }
        After::Picture(quiz, result) => view! { <Picture quiz result/> }.into_any(),
    }))
}

/// The kiosk; if its chunk cannot be loaded, a button that reloads the page.
pub(super) fn tablet() -> AnyView {
    let again = Callback::new(|()| page::reload());
    loading(Box::pin(on_tablet()), Some((Words::AGAIN, again)))
}

/// The survey. `back` returns to the result, also if the chunk cannot be loaded.
pub(super) fn survey(
    show: Show,
    result: Strengths,
    visitor: Visitor,
    back: Callback<()>,
) -> AnyView {
    let coming = after(After::Survey(show, result, visitor, back));
    loading(Box::pin(coming), Some((Words::BACK, back)))
}

/// Buttons that save or share the result as an image.
pub(super) fn picture(quiz: StoredValue<Quiz>, result: Strengths) -> AnyView {
    loading(Box::pin(after(After::Picture(quiz, result))), None)
}

/// Label and action of the button that is shown if a full-screen chunk cannot be loaded.
type Else = Option<(Word, Callback<()>)>;

/// A placeholder until the chunk is loaded, then its view.
fn loading(coming: Pin<Box<dyn Future<Output = Later>>>, or: Else) -> AnyView {
    // The loaded view is `FnOnce` and cannot be cloned out of a signal: a stored value, and a flag that tells of it.
    let came = StoredValue::new_local(None::<Later>);
    let is_here = RwSignal::new(false);
    spawn_local(async move {
        let it = coming.await;
        // A value handed back means that the page is unmounted.
        if came.try_set_value(Some(it)).is_none() {
            is_here.set(true);
            if or.is_some() {
                device::to_top();
            }
        }
    });
    let shown = move || {
        is_here.track();
        match (came.try_update_value(Option::take).flatten(), or) {
            (Some(Ok(show)), _) => show(),
            (Some(Err(_)), Some((word, go))) => view! {
                <main id="main" tabindex="-1" class="middle">
                    <h1>{say(Words::NOT_LOADED)}</h1>
                    {main_button(word, move || go.run(()))}
                </main>
            }
            .into_any(),
            (Some(Err(_)), None) => {
                view! { <p class="word" role="status">{say(Words::NOT_LOADED)}</p> }.into_any()
            }
            (None, _) => {
                view! { <p class="word" role="status">{say(Words::OPENING)}</p> }.into_any()
            }
        }
    };
    shown.into_any()
}

//! Lazily loaded chunks: what follows a result, and the kiosk.
//!
//! The service worker caches them in the background for offline use; the kiosk's chunk on kiosks only.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::QuizContext;
use super::buttons::primary_button;
use super::kiosk;
use super::quiz::VisitState;
use super::reading_prefs::localized;
use super::survey::Survey;
use super::take_home::CardOutcome;
use super::texts::{FairText, FairTexts};
use browser::{page, visitor as device};
use domain::quiz::Quiz;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::future::Future;
use std::pin::Pin;

/// Builds a view whose code is in a chunk; an error if the chunk could not be loaded.
type LazyView = Result<Box<dyn FnOnce() -> AnyView>, SplitLoaderError>;

#[wasm_split(booth, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_kiosk() -> LazyView {
    Ok(Box::new(|| view! { <kiosk::KioskApp/> }.into_any()))
}

/// Views in the chunk `after`.
enum AfterResult {
    Survey(QuizContext, Strengths, VisitState, Callback<()>),
    Picture(StoredValue<Quiz>, Strengths),
}

#[wasm_split(after, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_after_result(what: AfterResult) -> LazyView {
    Ok(Box::new(move || match what {
        AfterResult::Survey(show, result, visitor, back) => {
            view! { <Survey show result visitor back/> }.into_any()
        }
        AfterResult::Picture(quiz, result) => view! { <CardOutcome quiz result/> }.into_any(),
    }))
}

/// The kiosk; if its chunk cannot be loaded, a button that reloads the page.
pub(super) fn kiosk() -> AnyView {
    let again = Callback::new(|()| page::reload());
    lazy_view(Box::pin(load_kiosk()), Some((FairTexts::TRY_AGAIN, again)))
}

/// The survey. `back` returns to the result, also if the chunk cannot be loaded.
pub(super) fn survey(
    show: QuizContext,
    result: Strengths,
    visitor: VisitState,
    back: Callback<()>,
) -> AnyView {
    let coming = load_after_result(AfterResult::Survey(show, result, visitor, back));
    lazy_view(Box::pin(coming), Some((FairTexts::BACK, back)))
}

/// Buttons that save or share the result as an image.
pub(super) fn save_image(quiz: StoredValue<Quiz>, result: Strengths) -> AnyView {
    lazy_view(
        Box::pin(load_after_result(AfterResult::Picture(quiz, result))),
        None,
    )
}

/// Label and action of the button that is shown if a full-screen chunk cannot be loaded.
type Fallback = Option<(FairText, Callback<()>)>;

/// A placeholder until the chunk is loaded, then its view.
fn lazy_view(coming: Pin<Box<dyn Future<Output = LazyView>>>, or: Fallback) -> AnyView {
    // The loaded view is `FnOnce` and cannot be cloned out of a signal: a stored value, and a flag that tells of it.
    let came = StoredValue::new_local(None::<LazyView>);
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
                <main id="main" tabindex="-1" class="centered">
                    <h1>{localized(FairTexts::NOT_LOADED)}</h1>
                    {primary_button(word, move || go.run(()))}
                </main>
            }
            .into_any(),
            (Some(Err(_)), None) => {
                view! { <p class="loading-text" role="status">{localized(FairTexts::NOT_LOADED)}</p> }
                    .into_any()
            }
            (None, _) => {
                view! { <p class="loading-text" role="status">{localized(FairTexts::LOADING)}</p> }
                    .into_any()
            }
        }
    };
    shown.into_any()
}

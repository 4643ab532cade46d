//! Content that is requested first: waiting, failed with a retry button, or loaded.

use crate::i18n::{locale, t};
use api::{ApiError, Code};
use browser::page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;

/// View constructor that comes from a lazy chunk.
pub(crate) type LazyView = Box<dyn FnOnce() -> AnyView>;

/// Makes the view of what came.
type LoadedView = Box<dyn FnOnce() -> AnyView>;

/// A request in flight. Boxed, so that the wasm contains the waiting logic once.
pub(crate) type PendingView = Pin<Box<dyn Future<Output = Result<LoadedView, ApiError>>>>;

/// Combines a request with the view of its answer.
pub(crate) fn ask<T: 'static>(
    call: impl Future<Output = Result<T, ApiError>> + 'static,
    show: fn(T) -> AnyView,
) -> PendingView {
    Box::pin(async move {
        let answer = call.await?;
        let show: LoadedView = Box::new(move || show(answer));
        Ok(show)
    })
}

/// Pause before a chunk that did not come is asked for again, in milliseconds.
const ASKED_AGAIN_MS: i32 = 5_000;

enum LoadState {
    Waiting,
    Failed(ApiError),
    Loaded(Option<LoadedView>),
}

/// Runs the request, and runs it again when the person retries after a failure.
#[component]
pub(crate) fn Loading(
    /// Starts the request; see [`ask`].
    asking: Box<dyn Fn() -> PendingView>,
) -> impl IntoView {
    let asking = StoredValue::new_local(asking);
    // Rendering takes the constructor out, so it cannot be a signal's value: `turn` triggers the rendering.
    let asked = StoredValue::new_local(LoadState::Waiting);
    let turn = RwSignal::new(0_u32);
    let go = move || {
        asked.set_value(LoadState::Waiting);
        turn.update(|it| *it += 1);
        let answer = asking.with_value(|it| it());
        spawn_local(async move {
            let answer = match answer.await {
                Ok(show) => LoadState::Loaded(Some(show)),
                Err(error) => LoadState::Failed(api::settle(error).await),
            };
            // Gives the value back if the page is gone by now.
            if asked.try_set_value(answer).is_none() {
                turn.update(|it| *it += 1);
            }
        });
    };
    go();
    move || {
        turn.get();
        let mut view = None;
        asked.update_value(|it| {
            view = Some(match it {
                LoadState::Waiting => waiting(),
                LoadState::Failed(error) => failed(error, go),
                LoadState::Loaded(show) => show.take().map_or_else(waiting, |show| show()),
            });
        });
        view
    }
}

/// Asks for a view in a chunk.
type AskForView = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<LazyView, ApiError>>>>>;

/// A view from a chunk that nobody waits for: nothing is shown until it is there. If it does not come, it is asked for
/// again for as long as there is a place for it.
pub(crate) fn later(asking: AskForView) -> AnyView {
    let made = StoredValue::new_local(None::<LazyView>);
    let is_there = RwSignal::new(false);
    spawn_local(async move {
        loop {
            let answer = asking().await;
            if is_there.try_get_untracked().is_none() {
                return;
            }
            if let Ok(it) = answer {
                made.try_set_value(Some(it));
                is_there.try_set(true);
                return;
            }
            page::pause(ASKED_AGAIN_MS).await;
        }
    });
    let view = move || {
        let mut view = None;
        if is_there.get() {
            made.update_value(|it| view = it.take());
        }
        view.map(|it| it())
    };
    view.into_any()
}

fn waiting() -> AnyView {
    view! {
        <p class="loading" role="status">
            {t("読み込んでいます")}
        </p>
    }
    .into_any()
}

fn failed(error: &ApiError, again: impl Fn() + Copy + 'static) -> AnyView {
    let is_outdated = error.code == Code::NewBuild;
    let go = move |_| if is_outdated { page::reload() } else { again() };
    // The title of a page whose own comes with its content; hidden where there is another.
    view! {
        <div class="card failed" role="alert">
            <h1>{t("いまは開けません")}</h1>
            <p>{error.sentence(locale())}</p>
            <button class="button" on:click=go>
                {t("もう一度読み込む")}
            </button>
        </div>
    }
    .into_any()
}

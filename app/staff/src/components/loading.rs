//! A page that asks the server first: waiting, failed with a way to try again, or there.

use api::ApiError;
use domain::i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;

/// Makes a view whose code came in a chunk.
pub(crate) type Later = Box<dyn FnOnce() -> AnyView>;

/// Makes the view of what came.
type Show = Box<dyn FnOnce() -> AnyView>;

/// A question on its way. Boxed, so that the wasm has one copy of the waiting around it.
pub(crate) type Asking = Pin<Box<dyn Future<Output = Result<Show, ApiError>>>>;

/// A call to the server, and how to show its answer.
pub(crate) fn ask<T: 'static>(
    call: impl Future<Output = Result<T, ApiError>> + 'static,
    show: fn(T) -> AnyView,
) -> Asking {
    Box::pin(async move {
        let answer = call.await?;
        let show: Show = Box::new(move || show(answer));
        Ok(show)
    })
}

enum Asked {
    Waiting,
    Failed(ApiError),
    There(Option<Show>),
}

/// Asks the server for something, and again when the person says so after a failure.
#[component]
pub(crate) fn Loading(
    /// Asks; see [`ask`].
    asking: Box<dyn Fn() -> Asking>,
) -> impl IntoView {
    let asking = StoredValue::new_local(asking);
    let asked = StoredValue::new_local(Asked::Waiting);
    let turn = RwSignal::new(0_u32);
    let go = move || {
        asked.set_value(Asked::Waiting);
        turn.update(|it| *it += 1);
        let answer = asking.with_value(|it| it());
        spawn_local(async move {
            let answer = match answer.await {
                Ok(show) => Asked::There(Some(show)),
                Err(error) => Asked::Failed(error),
            };
            // The page may be gone by now.
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
                Asked::Waiting => waiting(),
                Asked::Failed(error) => failed(error.sentence(), go),
                Asked::There(show) => show.take().map_or_else(waiting, |show| show()),
            });
        });
        view
    }
}

fn waiting() -> AnyView {
    view! { <p class="waiting" role="status">{t("読み込んでいます")}</p> }.into_any()
}

fn failed(message: String, again: impl Fn() + Copy + 'static) -> AnyView {
    view! {
        <div class="card failed" role="alert">
            <p>{message}</p>
            <button class="button" on:click=move |_| again()>{t("もう一度読み込む")}</button>
        </div>
    }
    .into_any()
}

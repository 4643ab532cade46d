//! A page that asks the server first: waiting, failed with a way to try again, or there.

use crate::api::ApiError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// What was asked for, as far as it is here.
#[derive(Clone, Debug)]
pub(crate) enum Asked<T> {
    /// On its way.
    Waiting,
    /// It failed.
    Failed(ApiError),
    /// Here it is.
    There(T),
}

/// Asks the server for something, and again whenever `ask` is called anew.
#[component]
pub(crate) fn Loading<T, A, F, V, W>(
    /// Asks.
    ask: A,
    /// Shows what came.
    show: V,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    A: Fn() -> F + Copy + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
    V: Fn(T) -> W + Clone + Send + Sync + 'static,
    W: IntoView + 'static,
{
    let asked = RwSignal::new(Asked::Waiting);
    let go = move || {
        asked.set(Asked::Waiting);
        spawn_local(async move {
            let answer = ask().await;
            // The page may be gone by now.
            asked.try_set(match answer {
                Ok(it) => Asked::There(it),
                Err(error) => Asked::Failed(error),
            });
        });
    };
    go();
    move || match asked.get() {
        Asked::Waiting => view! { <p class="waiting" role="status">"読み込んでいます"</p> }.into_any(),
        Asked::Failed(error) => view! {
            <div class="card failed" role="alert">
                <p>{error.message}</p>
                <button class="button" on:click=move |_| go()>"もう一度読み込む"</button>
            </div>
        }
        .into_any(),
        Asked::There(it) => show(it).into_any(),
    }
}

//! A list that is loaded page by page, latest first.

use crate::i18n::{locale, t};
use api::ApiError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// Button that appends the entries before the last in view. It is there for as long as there may be any.
#[component]
pub(crate) fn EarlierButton<T, F>(
    all: RwSignal<Vec<T>>,
    /// Entries on a full page.
    page_size: usize,
    /// Asks for the page before an entry.
    load: impl Fn(&T) -> F + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<Vec<T>, ApiError>> + 'static,
{
    let is_busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    // The length of the list when the page before it was empty.
    let whole = RwSignal::new(None::<usize>);
    let may_have_more = Memo::new(move |_| {
        let n = all.with(Vec::len);
        n > 0 && n % page_size == 0 && whole.get() != Some(n)
    });
    let more = move |_| {
        let Some(call) = all.with_untracked(|all| all.last().map(&load)) else {
            return;
        };
        is_busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match call.await {
                Ok(page) if page.is_empty() => {
                    whole.try_set(all.try_with_untracked(Vec::len));
                }
                Ok(page) => drop(all.try_update(|it| it.extend(page))),
                Err(error) => drop(failed.try_set(Some(error.sentence(locale())))),
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <p class="page-actions" hidden=move || !may_have_more.get()>
            <button type="button" class="button" prop:disabled=move || is_busy.get() on:click=more>
                {t("もっと前を見る")}
            </button>
        </p>
        <p role="status" class="status-message failed">
            {move || failed.get()}
        </p>
    }
}

//! The pages of a long list, and the arrow keys that go from row to row.

use crate::i18n::{fill, t};
use browser::page as browser_page;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Page before, page after, and which rows are shown. Hidden where one page has them all.
#[component]
pub(crate) fn Pager(
    /// From 0; it may be past the end.
    page: RwSignal<usize>,
    n_found: Signal<usize>,
    /// Rows on a page.
    size: usize,
    /// Ids of the links of the rows that are shown: the first gets the focus with a new page.
    first: impl Fn() -> Vec<String> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let n_pages = move || n_found.get().div_ceil(size).max(1);
    let shown = move || page.get().min(n_pages() - 1);
    let go = move |by: isize| {
        let to = untrack(shown).checked_add_signed(by).unwrap_or_default();
        page.set(to);
        spawn_local(async move {
            // The rows of the new page are made first.
            browser_page::microtask().await;
            if let Some(id) = untrack(first).first() {
                browser_page::focus(id);
            }
        });
    };
    let said = move || {
        let at = shown();
        fill!(
            "{0}〜{1}件目",
            at * size + 1,
            ((at + 1) * size).min(n_found.get())
        )
    };
    let is_first = move || shown() == 0;
    let is_last = move || shown() + 1 >= n_pages();
    view! {
        <nav class="pager" aria-label=t("一覧のページ") hidden=move || n_pages() == 1>
            <button type="button" class="button" prop:disabled=is_first on:click=move |_| go(-1)>
                {t("前のページ")}
            </button>
            <span role="status">{said}</span>
            <button type="button" class="button" prop:disabled=is_last on:click=move |_| go(1)>
                {t("次のページ")}
            </button>
        </nav>
    }
}

/// Leads to the first of the rows, once those that fit what was typed are there.
pub(crate) fn focus_first(rows: impl Fn() -> Vec<String> + 'static) {
    spawn_local(async move {
        browser_page::microtask().await;
        if let Some(id) = untrack(rows).first() {
            browser_page::focus(id);
        }
    });
}

/// ↓ and ↑ go from row to row, by the ids of their links; ↑ on the first goes back to the search.
pub(crate) fn move_focus(event: &KeyboardEvent, rows: &[String], search: &str) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let focused = browser_page::focused_id();
    let Some(at) = rows.iter().position(|it| *it == focused) else {
        return;
    };
    event.prevent_default();
    match at.checked_add_signed(step) {
        None => browser_page::focus(search),
        Some(at) => {
            if let Some(id) = rows.get(at) {
                browser_page::focus(id);
            }
        }
    }
}

//! Reordering a list: by dragging a handle, or with buttons that work from the keyboard.

use crate::i18n::{fill, t};
use browser::page;
use leptos::prelude::*;

/// Called with the old and the new index.
pub(super) type OnMove = Callback<(usize, usize)>;

/// Drag handle and up/down buttons of one list entry.
#[component]
pub(super) fn ReorderControls(
    /// Id of the list's element.
    list: String,
    /// Index of the entry.
    at: usize,
    /// Number of entries.
    n: Signal<usize>,
    /// Name of the entry, for assistive technology.
    name: String,
    /// Index of the drop target during a drag; the list highlights it.
    over: RwSignal<Option<usize>>,
    on_move: OnMove,
) -> impl IntoView {
    let is_held = RwSignal::new(false);
    let own = list.clone();
    let on_drag = move |event: leptos::ev::PointerEvent| {
        if is_held.get_untracked() {
            event.prevent_default();
            over.set(page::child_index_at(&own, event.client_y()));
        }
    };
    let let_go = move || {
        is_held.set(false);
        let to = over.get_untracked();
        over.set(None);
        if let Some(to) = to.filter(|it| *it != at) {
            on_move.run((at, to));
        }
    };
    let list_up = list.clone();
    let go = move |list: &str, to: usize, word: &'static str| {
        on_move.run((at, to));
        // The focus follows the moved entry. At an end its button is disabled, so the opposite one is focused.
        let word = match word {
            "down" if to + 1 >= n.get_untracked() => "up",
            "up" if to == 0 => "down",
            word => word,
        };
        let id = format!("{list}-{word}-{to}");
        request_animation_frame(move || page::focus(&id));
    };
    view! {
        <span class="reorder">
            <span
                class="reorder-handle"
                aria-hidden="true"
                on:pointerdown=move |event| {
                    is_held.set(true);
                    page::capture_pointer(&event);
                }
                on:pointermove=on_drag
                on:pointerup=move |_| let_go()
                on:pointercancel=move |_| {
                    is_held.set(false);
                    over.set(None);
                }
            ></span>
            <button
                type="button"
                class="reorder-button"
                id=format!("{list}-up-{at}")
                disabled=at == 0
                on:click=move |_| go(&list_up, at.saturating_sub(1), "up")
            >
                <span aria-hidden="true">"▲"</span>
                <span class="visually-hidden">{fill!("{0}を上へ", name)}</span>
            </button>
            <button
                type="button"
                class="reorder-button"
                id=format!("{list}-down-{at}")
                prop:disabled=move || { at + 1 >= n.get() }
                on:click=move |_| go(&list, at + 1, "down")
            >
                <span aria-hidden="true">"▼"</span>
                <span class="visually-hidden">{fill!("{0}を下へ", name.clone())}</span>
            </button>
        </span>
    }
}

/// Hint below a list that can be reordered.
pub(super) fn hint() -> &'static str {
    t("順番は、つまみを動かすか、▲▼で変えられます。")
}

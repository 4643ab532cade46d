//! Conditional view.
//!
//! Like Leptos' `<Show>`, but type-erased: the wasm contains the logic once, not once per use.

use leptos::prelude::*;

type Part = Box<dyn Fn() -> AnyView + Send + Sync>;

/// Shows `part` while `holds` returns true.
pub(crate) fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    behind_one_type(Memo::new(move |_| holds()), Box::new(part))
}

fn behind_one_type(holds: Memo<bool>, part: Part) -> AnyView {
    view! { {move || holds.get().then(|| part())} }.into_any()
}

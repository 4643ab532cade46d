//! Conditional view.
//!
//! Like Leptos' `<Show>`, but type-erased: the wasm contains the logic once, not once per use.

use leptos::prelude::*;

type PartView = Box<dyn Fn() -> AnyView + Send + Sync>;

/// Shows `part` while `holds` returns true.
pub(crate) fn show_if(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    type_erased(Memo::new(move |_| holds()), Box::new(part))
}

fn type_erased(holds: Memo<bool>, part: PartView) -> AnyView {
    view! { {move || holds.get().then(|| part())} }.into_any()
}

//! A part of a page that is there only while a condition holds.
//!
//! Like Leptos' `<Show>`, but with everything behind one type: the browser downloads the waiting once, not once for each
//! place.

use leptos::prelude::*;

type Part = Box<dyn Fn() -> AnyView + Send + Sync>;

/// Shows `part` while `holds` says so.
pub(crate) fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    behind_one_type(Memo::new(move |_| holds()), Box::new(part))
}

fn behind_one_type(holds: Memo<bool>, part: Part) -> AnyView {
    view! { {move || holds.get().then(|| part())} }.into_any()
}

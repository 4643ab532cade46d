//! The policy: its frame, words, measures and paths, each with where the tool works with it.

use crate::components::content::ContentBrowser;
use leptos::prelude::*;

#[component]
pub(crate) fn PolicyPage(
    /// The part or term that is shown, after a slash; empty for the contents.
    rest: String,
) -> impl IntoView {
    view! { <ContentBrowser page="policy" base="/policy" rest /> }
}

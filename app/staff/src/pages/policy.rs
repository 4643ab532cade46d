//! The policy: its frame, words, measures and paths, each with where the tool works with it.

use crate::components::content::ContentBrowser;
use leptos::prelude::*;

#[component]
pub(crate) fn PolicyPage(
    /// The part that is shown; `None` for the contents.
    at: Option<String>,
) -> impl IntoView {
    view! { <ContentBrowser page="policy" at /> }
}

//! Where to turn, and what helps. Nobody learns who reads it.

use crate::components::content::ContentBrowser;
use leptos::prelude::*;

#[component]
pub(crate) fn SupportPage(
    /// The part or term that is shown, after a slash; empty for the contents.
    rest: String,
) -> impl IntoView {
    view! { <ContentBrowser page="support" base="/support" rest /> }
}

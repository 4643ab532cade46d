//! Where to turn, and what helps. Nobody learns who reads it.

use crate::components::content::ContentBrowser;
use leptos::prelude::*;

#[component]
pub(crate) fn SupportPage(
    /// The part that is shown; `None` for the contents.
    at: Option<String>,
) -> impl IntoView {
    view! { <ContentBrowser page="support" at /> }
}

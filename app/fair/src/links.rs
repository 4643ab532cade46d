//! Links to the ward's recruitment pages, as the quiz names them.

use super::reading_prefs::localized;
use super::texts::FairTexts;
use domain::quiz::Quiz;
use leptos::prelude::*;

/// Links to the ward's pages, if the quiz names any.
pub(super) fn links(quiz: StoredValue<Quiz>) -> AnyView {
    let links = quiz.with_value(|it| it.links.clone());
    if links.is_empty() {
        return ().into_any();
    }
    let links = links.into_iter();
    let links = links.map(|it| {
        view! {
            <li>
                <a href=it.url target="_blank" rel="noreferrer">
                    {localized(it.words)}
                    <span aria-hidden="true">" ↗"</span>
                </a>
            </li>
        }
        .into_any()
    });
    let links: Vec<AnyView> = links.collect();
    view! {
        <section class="paper-card">
            <h2>{localized(FairTexts::LINKS)}</h2>
            <ul>{links}</ul>
        </section>
    }
    .into_any()
}

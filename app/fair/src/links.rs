//! Links to the page for candidates and to the ward's recruitment pages, as the quiz names them.

use super::reading_prefs::localized;
use super::texts::FairTexts;
use domain::quiz::Quiz;
use leptos::prelude::*;

/// The page for candidates, and the ward's pages that the quiz names.
pub(super) fn links(quiz: StoredValue<Quiz>) -> AnyView {
    let links = quiz.with_value(|it| it.links.clone()).into_iter();
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
            <ul>
                <li>
                    <a href="/fair/work">{localized(FairTexts::WORK_PAGE)}</a>
                </li>
                {links}
            </ul>
        </section>
    }
    .into_any()
}

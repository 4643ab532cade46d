//! The page that a phone opens from the QR code of a result.

use super::after_result;
use super::links::links;
use super::reading_prefs::localized;
use super::result::ResultView;
use super::texts::FairTexts;
use browser::page;
use domain::quiz::Quiz;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;

/// The page that a phone opens from the QR code: the result is decoded from the fragment alone.
#[component]
pub(super) fn SharedResult(quiz: Quiz) -> impl IntoView {
    let result = Strengths::from_fragment(&page::fragment(), &quiz);
    let result = result.filter(|it| !it.types(&quiz).is_empty());
    let quiz = StoredValue::new(quiz);
    view! {
        <main id="main" tabindex="-1" class="result">
            {match result {
                Some(result) => {
                    view! {
                        <ResultView quiz result=result.clone() />
                        {after_result::save_image(quiz, result)}
                        <p class="small">{localized(FairTexts::RESULT_NOTE)}</p>
                    }
                        .into_any()
                }
                None => view! { <h1>{localized(FairTexts::RESULT_INVALID)}</h1> }.into_any(),
            }}
            {links(quiz)}
            <p class="disclaimer">{localized(FairTexts::DISCLAIMER)}</p>
            <nav class="page-nav">
                <a class="secondary-button" href="/fair/">
                    {localized(FairTexts::TRY_QUIZ)}
                </a>
            </nav>
        </main>
    }
}

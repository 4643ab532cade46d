//! The chunk of what follows a result: the survey, and saving the result as an image. The service worker caches it in
//! the background for offline use.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split makes a chunk fallible: its code may not load"
)]

use super::QuizContext;
use super::lazy::{LazyView, lazy_view};
use super::survey::Survey;
use super::take_home::SaveImage;
use super::texts::FairTexts;
use super::visit::VisitState;
use domain::quiz::Quiz;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Views in the chunk `after_result`.
enum AfterResult {
    Survey(QuizContext, Strengths, VisitState, Callback<()>),
    Picture(StoredValue<Quiz>, Strengths),
}

#[wasm_split(after_result, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_after_result(what: AfterResult) -> LazyView {
    Ok(Box::new(move || match what {
        AfterResult::Survey(show, result, visitor, back) => {
            view! { <Survey show result visitor back /> }.into_any()
        }
        AfterResult::Picture(quiz, result) => view! { <SaveImage quiz result /> }.into_any(),
    }))
}

/// The survey. `back` returns to the result, also if the chunk cannot be loaded.
pub(super) fn survey(
    show: QuizContext,
    result: Strengths,
    visitor: VisitState,
    back: Callback<()>,
) -> AnyView {
    let coming = load_after_result(AfterResult::Survey(show, result, visitor, back));
    lazy_view(Box::pin(coming), Some((FairTexts::BACK, back)))
}

/// Buttons that save or share the result as an image.
pub(super) fn save_image(quiz: StoredValue<Quiz>, result: Strengths) -> AnyView {
    lazy_view(
        Box::pin(load_after_result(AfterResult::Picture(quiz, result))),
        None,
    )
}

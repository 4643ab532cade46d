//! One question per screen, with its answers as cards.

use super::QuizContext;
use super::buttons::{back_button, secondary_button, toggle_button};
use super::reading_prefs::{ReadingPrefs, localized, localized_name};
use super::texts::FairTexts;
use super::visit::VisitState;
use leptos::prelude::*;

/// A question. `turn` goes to a question by its index; `None` is the start page.
#[component]
pub(super) fn QuestionScreen(
    show: QuizContext,
    visitor: VisitState,
    at: usize,
    turn: Callback<Option<usize>>,
) -> impl IntoView {
    let (question, n) = show
        .quiz
        .with_value(|it| (it.questions[at].clone(), it.questions.len()));
    let mut aloud = vec![question.words.clone()];
    aloud.extend(question.options.iter().map(|it| it.words.clone()));
    ReadingPrefs::from_context().set_spoken_texts(aloud);
    let own = move || visitor.answers.with(|it| it[at]);
    let choose = move |option| {
        visitor.answers.update(|it| it[at] = Some(option));
        turn.run(Some(at + 1));
    };
    let options = question.options.into_iter().enumerate();
    let options = options.map(|(place, option)| {
        let is_own = Signal::derive(move || own() == Some(place));
        let card = toggle_button("card", localized(option.words), is_own, move || {
            choose(place);
        });
        view! { <li>{card}</li> }.into_any()
    });
    let options: Vec<AnyView> = options.collect();
    let path = move || {
        visitor.answers.with(|it| {
            let stones = it
                .iter()
                .enumerate()
                .map(|(stone, own)| match (stone == at, own) {
                    (true, _) => "<i class=\"current\"></i>",
                    (false, Some(_)) => "<i class=\"done\"></i>",
                    (false, None) => "<i></i>",
                });
            stones.collect::<String>()
        })
    };
    let onward = if at + 1 < n {
        FairTexts::NEXT
    } else {
        FairTexts::TO_RESULT
    };
    let forth = move || {
        let word = if own().is_some() {
            onward
        } else {
            FairTexts::SKIP
        };
        secondary_button(word, move || turn.run(Some(at + 1)))
    };
    let place = format!("{} / {n}", at + 1);
    view! {
        <main id="main" tabindex="-1" class="question">
            <div class="quiz-progress">
                <span class="progress-dots" aria-hidden="true" inner_html=path></span>
                <b>{place}</b>
            </div>
            <h1>{localized(question.words)}</h1>
            <ul class="cards" aria-label=localized_name(FairTexts::CHOICES)>
                {options}
            </ul>
            <nav class="page-nav">{back_button(FairTexts::BACK, move || turn.run(at.checked_sub(1)))}{forth}</nav>
        </main>
    }
    .into_any()
}

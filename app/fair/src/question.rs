//! One question per screen, with its answers as cards.

use super::Show;
use super::buttons::{back, choice, quiet};
use super::quiz::Visitor;
use super::reading_prefs::{Comfort, named, say};
use super::texts::Words;
use leptos::prelude::*;

/// A question. `turn` goes to a question by its index; `None` is the start page.
#[component]
pub(super) fn Question(
    show: Show,
    visitor: Visitor,
    at: usize,
    turn: Callback<Option<usize>>,
) -> impl IntoView {
    let (question, n) = show
        .quiz
        .with_value(|it| (it.questions[at].clone(), it.questions.len()));
    let mut aloud = vec![question.words.clone()];
    aloud.extend(question.options.iter().map(|it| it.words.clone()));
    Comfort::here().on_screen(aloud);
    let own = move || visitor.answers.with(|it| it[at]);
    let choose = move |option| {
        visitor.answers.update(|it| it[at] = Some(option));
        turn.run(Some(at + 1));
    };
    let options = question.options.into_iter().enumerate();
    let options = options.map(|(place, option)| {
        let is_own = Signal::derive(move || own() == Some(place));
        let card = choice("card", say(option.words), is_own, move || choose(place));
        view! { <li>{card}</li> }.into_any()
    });
    let options: Vec<AnyView> = options.collect();
    let path = move || {
        visitor.answers.with(|it| {
            let stones = it
                .iter()
                .enumerate()
                .map(|(stone, own)| match (stone == at, own) {
                    (true, _) => "<i class=\"now\"></i>",
                    (false, Some(_)) => "<i class=\"done\"></i>",
                    (false, None) => "<i></i>",
                });
            stones.collect::<String>()
        })
    };
    let onward = if at + 1 < n {
        Words::NEXT
    } else {
        Words::TO_RESULT
    };
    let forth = move || {
        let word = if own().is_some() { onward } else { Words::PASS };
        quiet(word, move || turn.run(Some(at + 1)))
    };
    let place = format!("{} / {n}", at + 1);
    view! {
        <main id="main" tabindex="-1" class="question">
            <div class="path">
                <span class="stones" aria-hidden="true" inner_html=path></span>
                <b>{place}</b>
            </div>
            <h1>{say(question.words)}</h1>
            <ul class="cards" aria-label=named(Words::CHOICES)>{options}</ul>
            <nav class="turns">{back(Words::BACK, move || turn.run(at.checked_sub(1)))}{forth}</nav>
        </main>
    }
    .into_any()
}

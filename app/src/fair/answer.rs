//! One question a screen, with its four answers as cards.

use super::Show;
use super::comfort::{Comfort, named, say};
use super::quiz::Visitor;
use super::words::Words;
use leptos::prelude::*;

/// A question. `turn` goes to another one: none is before the first.
#[component]
pub(super) fn Question(
    show: Show,
    visitor: Visitor,
    at: usize,
    turn: impl Fn(Option<usize>) + Copy + Send + 'static,
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
        turn(Some(at + 1));
    };
    let options = question.options.into_iter().enumerate().map(|(place, option)| {
        view! {
            <li>
                <button class="card" aria-pressed=move || (own() == Some(place)).to_string() on:click=move |_| choose(place)>
                    {say(option.words)}
                </button>
            </li>
        }
    });
    let stones = (0..n).map(|stone| {
        let is_done = move || visitor.answers.with(|it| it[stone].is_some());
        view! { <i class:done=is_done class:now=stone == at></i> }
    });
    let onward = if at + 1 < n {
        Words::NEXT
    } else {
        Words::TO_RESULT
    };
    view! {
        <main id="main" tabindex="-1" class="question">
            <div class="path" role="img" aria-label=format!("{} / {n}", at + 1)>{stones.collect_view()}<b>{format!("{} / {n}", at + 1)}</b></div>
            <h1>{say(question.words)}</h1>
            <ul class="cards" aria-label=named(Words::CHOSEN)>{options.collect_view()}</ul>
            <nav class="turns">
                <button class="quiet" on:click=move |_| turn(at.checked_sub(1))>"← "{say(Words::BACK)}</button>
                {move || {
                    let word = if own().is_some() { onward } else { Words::PASS };
                    view! { <button class="quiet" on:click=move |_| turn(Some(at + 1))>{say(word)}" →"</button> }
                }}
            </nav>
        </main>
    }
}

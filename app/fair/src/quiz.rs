//! The quiz: start, one question per screen, result, survey.

use super::Show;
use super::buttons::main_button;
use super::lazy;
use super::question::Question;
use super::reading_prefs::{Comfort, say};
use super::result::Result;
use super::texts::Words;
use browser::{clock, visitor as device};
use domain::quiz::Text;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    Question(usize),
    Result,
    Survey,
}

impl Place {
    /// Position in the browser's history, counted from the start, in a quiz of `n` questions.
    fn depth(self, n: usize) -> usize {
        match self {
            Self::Start => 0,
            Self::Question(at) => at + 1,
            Self::Result => n + 1,
            Self::Survey => n + 2,
        }
    }

    fn at(depth: usize, n: usize) -> Self {
        match depth {
            0 => Self::Start,
            it if it <= n => Self::Question(it - 1),
            it if it == n + 1 => Self::Result,
            _ => Self::Survey,
        }
    }
}

/// State of one visit, in memory only.
#[derive(Clone, Copy)]
pub(super) struct Visitor {
    pub(super) place: RwSignal<Place>,
    /// Index of the chosen option, by question.
    pub(super) answers: RwSignal<Vec<Option<usize>>>,
    /// Chosen option ids of the survey, by question id.
    pub(super) said: RwSignal<Vec<(String, Vec<String>)>>,
    /// Idempotency number of a phone's submission: a retry sends the same one and counts once. 16 bytes, hexadecimal.
    pub(super) number: RwSignal<String>,
    /// The visit was submitted; the result does not offer it again.
    pub(super) is_told: RwSignal<bool>,
    has_begun: StoredValue<bool>,
    /// The browser was asked to go back and has not yet: further steps are ignored.
    is_turning: StoredValue<bool>,
}

fn dice() -> String {
    hex::encode(clock::random::<16>().unwrap_or_default())
}

impl Visitor {
    fn new(n: usize) -> Self {
        Self {
            place: RwSignal::new(Place::Start),
            answers: RwSignal::new(vec![None; n]),
            said: RwSignal::new(Vec::new()),
            number: RwSignal::new(dice()),
            is_told: RwSignal::new(false),
            has_begun: StoredValue::new(false),
            is_turning: StoredValue::new(false),
        }
    }

    fn show(self, place: Place) {
        // After a reload the history may still point to a later screen, whose answers are gone.
        let has_begun = self.has_begun.get_value();
        self.place.set(if has_begun { place } else { Place::Start });
        device::to_top();
    }

    /// Goes to another screen. On a phone through the browser's history, so that its back gesture works too.
    fn go(self, to: Place, n: usize, is_phone: bool) {
        if self.is_turning.get_value() {
            return;
        }
        let (from, depth) = (self.place.get_untracked().depth(n), to.depth(n));
        self.has_begun.set_value(true);
        if !is_phone {
            self.show(to);
        } else if depth > from {
            device::step_to(depth);
            self.show(to);
        } else {
            self.is_turning.set_value(true);
            device::step_back(from - depth);
        }
    }

    /// Overwrites the answers before their memory is freed.
    fn forget(self) {
        self.answers.update(|it| it.fill(None));
        self.said.update(Vec::clear);
        self.number.set(dice());
        self.is_told.set(false);
        self.has_begun.set_value(false);
        self.place.set(Place::Start);
    }
}

/// One visit from start to end.
#[component]
pub(super) fn Visit(show: Show) -> impl IntoView {
    let n = show.quiz.with_value(|it| it.questions.len());
    let visitor = Visitor::new(n);
    on_cleanup(move || visitor.forget());
    let is_phone = show.take_home.is_none();
    if is_phone {
        device::begin_steps();
        device::on_steps(move |depth| {
            visitor.is_turning.set_value(false);
            visitor.show(Place::at(depth, n));
        });
    }
    let go = move |to| visitor.go(to, n, is_phone);
    let stored = StoredValue::new(show);
    move || {
        let show = stored.get_value();
        match visitor.place.get() {
            Place::Start => {
                let begin = Callback::new(move |()| go(Place::Question(0)));
                view! { <Start show begin/> }.into_any()
            }
            Place::Question(at) => {
                let turn = Callback::new(move |to: Option<usize>| match to {
                    Some(to) if to < n => go(Place::Question(to)),
                    Some(_) => go(Place::Result),
                    None => go(Place::Start),
                });
                view! { <Question show visitor at turn/> }.into_any()
            }
            Place::Result => {
                let result = show
                    .quiz
                    .with_value(|it| Strengths::of(it, &visitor.answers.get_untracked()));
                let anew = Callback::new(move |()| {
                    go(Place::Start);
                    visitor.forget();
                });
                let back = Callback::new(move |()| go(Place::Question(n - 1)));
                let survey = Callback::new(move |()| go(Place::Survey));
                let may_tell = !visitor.is_told.get_untracked();
                view! { <Result show result may_tell back anew survey/> }.into_any()
            }
            Place::Survey => {
                let result = show
                    .quiz
                    .with_value(|it| Strengths::of(it, &visitor.answers.get_untracked()));
                {
                    let back = Callback::new(move |()| go(Place::Result));
                    lazy::survey(show, result, visitor, back)
                }
            }
        }
    }
}

#[component]
fn Start(show: Show, begin: Callback<()>) -> impl IntoView {
    let (title, note, privacy) = show
        .quiz
        .with_value(|it| (it.title.clone(), it.start_note.clone(), it.privacy.clone()));
    let place = show
        .event
        .with_value(|it| it.as_ref().map(|it| it.name.clone()));
    // About seven questions a minute.
    let n = show.quiz.with_value(|it| it.questions.len());
    let minutes = n.div_ceil(7);
    let long = Text::of(
        &format!("{n}の{{質問|しつもん}}・{minutes}{{分|ふん}}くらい"),
        &format!("{n} questions, about {minutes} minutes"),
    );
    Comfort::here().on_screen(vec![title.clone(), note.clone(), Words::BEGIN.into()]);
    view! {
        <main id="main" tabindex="-1" class="middle start">
            <p class="eyebrow">{place}</p>
            <div class="flower small" inner_html=domain::result_card::flower(&[3, 5, 4, 5, 3, 4, 5])></div>
            <h1>{say(title)}</h1>
            <p class="lead">{say(note)}</p>
            {main_button(Words::BEGIN, move || begin.run(()))}
            <p class="small">{say(long)}</p>
            <p class="small">{say(privacy)}</p>
        </main>
    }
}

//! The quiz: start, one question per screen, result, survey.

use super::QuizContext;
use super::buttons::primary_button;
use super::lazy;
use super::question::QuestionScreen;
use super::reading_prefs::{ReadingPrefs, localized};
use super::result::QuizResult;
use super::texts::FairTexts;
use browser::{clock, visitor as device};
use domain::quiz::FuriganaText;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuizScreen {
    Start,
    Question(usize),
    Result,
    Survey,
}

impl QuizScreen {
    /// Position in the browser's history, counted from the start, in a quiz of `n` questions.
    fn depth(self, n: usize) -> usize {
        match self {
            Self::Start => 0,
            Self::Question(at) => at + 1,
            Self::Result => n + 1,
            Self::Survey => n + 2,
        }
    }

    fn at_depth(depth: usize, n: usize) -> Self {
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
pub(super) struct VisitState {
    pub(super) screen: RwSignal<QuizScreen>,
    /// Index of the chosen option, by question.
    pub(super) answers: RwSignal<Vec<Option<usize>>>,
    /// Chosen option ids of the survey, by question id.
    pub(super) said: RwSignal<Vec<(String, Vec<String>)>>,
    /// Idempotency number of a phone's submission: a retry sends the same one and counts once. 16 bytes, hexadecimal.
    pub(super) number: RwSignal<String>,
    /// The visit was submitted; the result does not offer it again.
    pub(super) is_submitted: RwSignal<bool>,
    has_started: StoredValue<bool>,
    /// The browser was asked to go back and has not yet: further steps are ignored.
    is_going_back: StoredValue<bool>,
}

fn random_hex() -> String {
    hex::encode(clock::random_bytes::<16>().unwrap_or_default())
}

impl VisitState {
    fn new(n: usize) -> Self {
        Self {
            screen: RwSignal::new(QuizScreen::Start),
            answers: RwSignal::new(vec![None; n]),
            said: RwSignal::new(Vec::new()),
            number: RwSignal::new(random_hex()),
            is_submitted: RwSignal::new(false),
            has_started: StoredValue::new(false),
            is_going_back: StoredValue::new(false),
        }
    }

    fn show(self, place: QuizScreen) {
        // After a reload the history may still point to a later screen, whose answers are gone.
        let has_begun = self.has_started.get_value();
        self.screen
            .set(if has_begun { place } else { QuizScreen::Start });
        device::to_top();
    }

    /// Goes to another screen. On a phone through the browser's history, so that its back gesture works too.
    fn go(self, to: QuizScreen, n: usize, is_phone: bool) {
        if self.is_going_back.get_value() {
            return;
        }
        let (from, depth) = (self.screen.get_untracked().depth(n), to.depth(n));
        self.has_started.set_value(true);
        if !is_phone {
            self.show(to);
        } else if depth > from {
            device::push_step(depth);
            self.show(to);
        } else {
            self.is_going_back.set_value(true);
            device::step_back(from - depth);
        }
    }

    /// Overwrites the answers before their memory is freed.
    fn clear(self) {
        self.answers.update(|it| it.fill(None));
        self.said.update(Vec::clear);
        self.number.set(random_hex());
        self.is_submitted.set(false);
        self.has_started.set_value(false);
        self.screen.set(QuizScreen::Start);
    }
}

/// One visit from start to end.
#[component]
pub(super) fn QuizVisit(show: QuizContext) -> impl IntoView {
    let n = show.quiz.with_value(|it| it.questions.len());
    let visitor = VisitState::new(n);
    on_cleanup(move || visitor.clear());
    let is_phone = show.take_home.is_none();
    if is_phone {
        device::mark_first_step();
        device::on_step_change(move |depth| {
            visitor.is_going_back.set_value(false);
            visitor.show(QuizScreen::at_depth(depth, n));
        });
    }
    let go = move |to| visitor.go(to, n, is_phone);
    let stored = StoredValue::new(show);
    move || {
        let show = stored.get_value();
        match visitor.screen.get() {
            QuizScreen::Start => {
                let begin = Callback::new(move |()| go(QuizScreen::Question(0)));
                view! { <StartScreen show begin/> }.into_any()
            }
            QuizScreen::Question(at) => {
                let turn = Callback::new(move |to: Option<usize>| match to {
                    Some(to) if to < n => go(QuizScreen::Question(to)),
                    Some(_) => go(QuizScreen::Result),
                    None => go(QuizScreen::Start),
                });
                view! { <QuestionScreen show visitor at turn/> }.into_any()
            }
            QuizScreen::Result => {
                let result = show
                    .quiz
                    .with_value(|it| Strengths::score(it, &visitor.answers.get_untracked()));
                let anew = Callback::new(move |()| {
                    go(QuizScreen::Start);
                    visitor.clear();
                });
                let back = Callback::new(move |()| go(QuizScreen::Question(n - 1)));
                let survey = Callback::new(move |()| go(QuizScreen::Survey));
                let may_tell = !visitor.is_submitted.get_untracked();
                view! { <QuizResult show result may_tell back anew survey/> }.into_any()
            }
            QuizScreen::Survey => {
                let result = show
                    .quiz
                    .with_value(|it| Strengths::score(it, &visitor.answers.get_untracked()));
                {
                    let back = Callback::new(move |()| go(QuizScreen::Result));
                    lazy::survey(show, result, visitor, back)
                }
            }
        }
    }
}

#[component]
fn StartScreen(show: QuizContext, begin: Callback<()>) -> impl IntoView {
    let (title, note, privacy) = show
        .quiz
        .with_value(|it| (it.title.clone(), it.start_note.clone(), it.privacy.clone()));
    let place = show
        .event
        .with_value(|it| it.as_ref().map(|it| it.name.clone()));
    // About seven questions a minute.
    let n = show.quiz.with_value(|it| it.questions.len());
    let minutes = n.div_ceil(7);
    let long = FuriganaText::new(
        &format!("{n}の{{質問|しつもん}}・{minutes}{{分|ふん}}くらい"),
        &format!("{n} questions, about {minutes} minutes"),
    );
    ReadingPrefs::from_context().set_spoken_texts(vec![
        title.clone(),
        note.clone(),
        FairTexts::BEGIN.into(),
    ]);
    view! {
        <main id="main" tabindex="-1" class="centered start">
            <p class="eyebrow">{place}</p>
            <div class="flower small" inner_html=domain::result_card::flower_svg(&[3, 5, 4, 5, 3, 4, 5])></div>
            <h1>{localized(title)}</h1>
            <p class="lead">{localized(note)}</p>
            {primary_button(FairTexts::BEGIN, move || begin.run(()))}
            <p class="small">{localized(long)}</p>
            <p class="small">{localized(privacy)}</p>
        </main>
    }
}

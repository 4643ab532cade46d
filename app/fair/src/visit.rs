//! State of one visit, and the screen it is at.

use browser::{clock, visitor as device};
use domain::fair::VisitNumber;
use domain::quiz::SurveyAnswer;
use leptos::prelude::*;

/// A screen of the quiz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuizScreen {
    Start,
    Question(usize),
    Result,
    Survey,
}

impl QuizScreen {
    /// Position in the browser's history, counted from the start, in a quiz of `n` questions.
    pub(super) fn depth(self, n: usize) -> usize {
        match self {
            Self::Start => 0,
            Self::Question(at) => at + 1,
            Self::Result => n + 1,
            Self::Survey => n + 2,
        }
    }

    pub(super) fn at_depth(depth: usize, n: usize) -> Self {
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
    pub(super) said: RwSignal<Vec<SurveyAnswer>>,
    /// Idempotency number of a phone's submission: a retry sends the same one and counts once. 16 bytes, hexadecimal.
    pub(super) number: RwSignal<VisitNumber>,
    /// The visit was submitted; the result does not offer it again.
    pub(super) is_submitted: RwSignal<bool>,
    has_started: StoredValue<bool>,
    /// The browser was asked to go back and has not yet: further steps are ignored.
    is_going_back: StoredValue<bool>,
}

/// The number of one visit. Without randomness two visits would have the same one, and the second be lost.
#[expect(
    clippy::expect_used,
    reason = "every browser that runs wasm has crypto.getRandomValues"
)]
fn random_number() -> VisitNumber {
    let random = clock::random_bytes::<16>().expect("random bytes");
    VisitNumber(hex::encode(random))
}

impl VisitState {
    pub(super) fn new(n: usize) -> Self {
        Self {
            screen: RwSignal::new(QuizScreen::Start),
            answers: RwSignal::new(vec![None; n]),
            said: RwSignal::new(Vec::new()),
            number: RwSignal::new(random_number()),
            is_submitted: RwSignal::new(false),
            has_started: StoredValue::new(false),
            is_going_back: StoredValue::new(false),
        }
    }

    pub(super) fn show(self, place: QuizScreen) {
        // After a reload the history may still point to a later screen, whose answers are gone.
        let has_begun = self.has_started.get_value();
        self.screen
            .set(if has_begun { place } else { QuizScreen::Start });
        device::to_top();
    }

    /// Goes to another screen. On a phone through the browser's history, so that its back gesture works too.
    pub(super) fn go(self, to: QuizScreen, n: usize, is_phone: bool) {
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

    /// The browser has gone back as it was asked to.
    pub(super) fn stop_going_back(self) {
        self.is_going_back.set_value(false);
    }

    /// Overwrites the answers before their memory is freed.
    pub(super) fn clear(self) {
        self.answers.update(|it| it.fill(None));
        self.said.update(Vec::clear);
        self.number.set(random_number());
        self.is_submitted.set(false);
        self.has_started.set_value(false);
        self.screen.set(QuizScreen::Start);
    }
}

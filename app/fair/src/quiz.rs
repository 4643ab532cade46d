//! The quiz: start, one question per screen, result, survey.

use super::QuizContext;
use super::after_result;
use super::buttons::primary_button;
use super::question::QuestionScreen;
use super::reading_prefs::{ReadingPrefs, localized};
use super::result::QuizResult;
use super::texts::FairTexts;
use super::visit::{QuizScreen, VisitState};
use browser::visitor as device;
use domain::quiz::FuriganaText;
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;

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
            visitor.stop_going_back();
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
                view! { <StartScreen show begin /> }.into_any()
            }
            QuizScreen::Question(at) => {
                let turn = Callback::new(move |to: Option<usize>| match to {
                    Some(to) if to < n => go(QuizScreen::Question(to)),
                    Some(_) => go(QuizScreen::Result),
                    None => go(QuizScreen::Start),
                });
                view! { <QuestionScreen show visitor at turn /> }.into_any()
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
                view! { <QuizResult show result may_tell back anew survey /> }.into_any()
            }
            QuizScreen::Survey => {
                let result = show
                    .quiz
                    .with_value(|it| Strengths::score(it, &visitor.answers.get_untracked()));
                {
                    let back = Callback::new(move |()| go(QuizScreen::Result));
                    after_result::survey(show, result, visitor, back)
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

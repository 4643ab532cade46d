//! The result: its types, a flower without numbers, work that suits them, and how to take it home.

use super::QuizContext;
use super::after_result;
use super::buttons::{self, primary_button};
use super::links::links;
use super::reading_prefs::{ReadingPrefs, localized, localized_name};
use super::texts::FairTexts;
use domain::fair::{Event, EventState};
use domain::quiz::{FuriganaText, Quiz};
use domain::result_card;
use domain::scoring::strengths::{MIN_ANSWERS, Strengths};
use leptos::prelude::*;

/// The quiz's last page; asks for more answers if there are fewer than [`MIN_ANSWERS`].
#[component]
pub(super) fn QuizResult(
    show: QuizContext,
    result: Strengths,
    may_tell: bool,
    back: Callback<()>,
    anew: Callback<()>,
    survey: Callback<()>,
) -> impl IntoView {
    if result.answered < MIN_ANSWERS {
        ReadingPrefs::from_context().set_spoken_texts(vec![FairTexts::TOO_FEW.into()]);
        return view! {
            <main id="main" tabindex="-1" class="centered">
                <h1>{localized(FairTexts::TOO_FEW)}</h1>
                {primary_button(FairTexts::BACK, move || back.run(()))}
            </main>
        }
        .into_any();
    }
    let quiz = show.quiz;
    let is_phone = show.take_home.is_none();
    let told = show.event.with_value(|it| {
        let is_open = |it: &&Event| may_tell && it.state == EventState::Open;
        let open = it.as_ref().filter(is_open);
        open.map(|it| (it.survey, is_phone && it.tablets_only))
    });
    let tell = move |(has_survey, is_elsewhere): (bool, bool)| {
        if is_elsewhere {
            return view! { <p>{localized(FairTexts::SUBMIT_AT_BOOTH)}</p> }.into_any();
        }
        let [title, why, way] = if has_survey {
            [
                FairTexts::OFFER_SURVEY,
                FairTexts::OFFER_SURVEY_NOTE,
                FairTexts::TO_SURVEY,
            ]
        } else {
            [
                FairTexts::OFFER_TYPE,
                FairTexts::OFFER_TYPE_NOTE,
                FairTexts::TO_PREVIEW,
            ]
        };
        view! {
            <section class="paper-card submit-offer">
                <h2>{localized(title)}</h2>
                <p>{localized(why)}</p>
                {primary_button(way, move || survey.run(()))}
            </section>
        }
        .into_any()
    };
    let (take_home, end) = (show.take_home, show.end);
    let fragment = result.to_fragment();
    view! {
        <main id="main" tabindex="-1" class="result">
            <ResultView quiz result=result.clone() />
            {match take_home {
                Some(code) => code(fragment),
                None => after_result::save_image(quiz, result),
            }}
            {told.map(tell)}
            {take_home.is_none().then(|| links(quiz))}
            <p class="disclaimer">{localized(FairTexts::DISCLAIMER)}</p>
            <nav class="page-nav">
                {buttons::back_button(FairTexts::BACK, move || back.run(()))}
                {if take_home.is_some() {
                    primary_button(FairTexts::END, move || end.run(()))
                } else {
                    buttons::secondary_button(FairTexts::START_OVER, move || anew.run(()))
                }}
            </nav>
        </main>
    }
    .into_any()
}

/// Content of a result, shared by the quiz and the page that a phone opens from the QR code.
#[component]
pub(super) fn ResultView(quiz: StoredValue<Quiz>, result: Strengths) -> impl IntoView {
    let told = quiz.with_value(|quiz| result_texts(quiz, &result));
    let mut aloud: Vec<FuriganaText> = vec![FairTexts::YOUR_TYPE.into()];
    aloud.extend(
        told.types
            .iter()
            .flat_map(|it| [it.title.clone(), it.summary.clone(), it.body.clone()]),
    );
    aloud.push(FairTexts::DISCLAIMER.into());
    ReadingPrefs::from_context().set_spoken_texts(aloud);
    let titles = told.types.iter().map(|it| {
        view! { <span class="type-name">{localized(it.title.clone())}</span> }.into_any()
    });
    let titles = titles.collect_view();
    let lines = |pick: fn(&domain::quiz::ResultType) -> FuriganaText| {
        told.types
            .iter()
            .map(|it| view! { <p>{localized(pick(it))}</p> }.into_any())
            .collect_view()
    };
    let dimensions = told
        .dimensions
        .into_iter()
        .enumerate()
        .map(|(at, (words, leads))| {
            view! {
                <li class:leads=leads>
                    <span class="mark" inner_html=result_card::mark_svg(at)></span>
                    <span>
                        {localized(words)}
                        {leads.then(|| view! { <em>{localized(FairTexts::LARGEST)}</em> }.into_any())}
                    </span>
                </li>
            }
            .into_any()
        });
    let abilities = told
        .abilities
        .into_iter()
        .map(|it| view! { <li>{localized(it)}</li> }.into_any());
    view! {
        <p class="eyebrow">{localized(FairTexts::YOUR_TYPE)}</p>
        <h1>{titles}</h1>
        <div class="lead">{lines(|it| it.summary.clone())}</div>
        <section class="paper-card result-flower">
            <h2>{localized(FairTexts::SHAPE)}</h2>
            <div class="flower" inner_html=result_card::flower_svg(&result.sums)></div>
            <ul class="marks" aria-label=localized_name(FairTexts::SHAPE)>
                {dimensions.collect_view()}
            </ul>
        </section>
        <section class="paper-card">
            {lines(|it| it.body.clone())} <h2>{localized(FairTexts::ABILITIES)}</h2>
            <ul class="chips">{abilities.collect_view()}</ul> <h2>{localized(FairTexts::WORK)}</h2>
            {lines(|it| it.examples.clone())}
        </section>
        <section class="paper-card ask-staff">
            <h2>{localized(FairTexts::ASK)}</h2>
            {lines(|it| it.ask_staff.clone())}
        </section>
    }
}

/// A result resolved to the quiz's texts; `dimensions` say whether they have the largest sum.
struct ResultTexts {
    types: Vec<domain::quiz::ResultType>,
    dimensions: Vec<(FuriganaText, bool)>,
    abilities: Vec<FuriganaText>,
}

fn result_texts(quiz: &Quiz, result: &Strengths) -> ResultTexts {
    let types: Vec<_> = result.types(quiz).into_iter().cloned().collect();
    let most = result.sums.iter().copied().max().unwrap_or_default();
    let dimensions = quiz.dimensions.iter().zip(&result.sums);
    let abilities = result
        .abilities
        .iter()
        .filter_map(|it| quiz.abilities.get(*it));
    ResultTexts {
        dimensions: dimensions
            .map(|(it, sum)| (it.words.clone(), *sum == most))
            .collect(),
        abilities: abilities.map(|it| it.words.clone()).collect(),
        types,
    }
}

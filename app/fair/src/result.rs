//! The result: its types, a flower without numbers, work that suits them, and how to take it home.

use super::Show;
use super::buttons::{self, main_button};
use super::lazy;
use super::reading_prefs::{Comfort, named, say};
use super::take_home::links;
use super::texts::Words;
use domain::fair::{Event, EventState};
use domain::quiz::{Quiz, Text};
use domain::result_card;
use domain::scoring::strengths::{FEWEST, Strengths};
use leptos::prelude::*;

/// The quiz's last page; asks for more answers if there are fewer than [`FEWEST`].
#[component]
pub(super) fn Result(
    show: Show,
    result: Strengths,
    may_tell: bool,
    back: Callback<()>,
    anew: Callback<()>,
    survey: Callback<()>,
) -> impl IntoView {
    if result.answered < FEWEST {
        Comfort::here().on_screen(vec![Words::TOO_FEW.into()]);
        return view! {
            <main id="main" tabindex="-1" class="middle">
                <h1>{say(Words::TOO_FEW)}</h1>
                {main_button(Words::BACK, move || back.run(()))}
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
            return view! { <p>{say(Words::AT_BOOTH)}</p> }.into_any();
        }
        let [title, why, way] = if has_survey {
            [Words::TELL, Words::TELL_WHY, Words::TO_SURVEY]
        } else {
            [Words::TELL_TYPE, Words::TELL_TYPE_WHY, Words::TO_PANEL]
        };
        view! {
            <section class="paper-card tell">
                <h2>{say(title)}</h2>
                <p>{say(why)}</p>
                {main_button(way, move || survey.run(()))}
            </section>
        }
        .into_any()
    };
    let (take_home, end) = (show.take_home, show.end);
    let fragment = result.fragment();
    view! {
        <main id="main" tabindex="-1" class="result">
            <Told quiz result=result.clone()/>
            {match take_home {
                Some(code) => code(fragment),
                None => lazy::picture(quiz, result),
            }}
            {told.map(tell)}
            {take_home.is_none().then(|| links(quiz))}
            <p class="never">{say(Words::NEVER)}</p>
            <nav class="turns">
                {buttons::back(Words::BACK, move || back.run(()))}
                {if take_home.is_some() { main_button(Words::END, move || end.run(())) } else { buttons::quiet(Words::ANEW, move || anew.run(())) }}
            </nav>
        </main>
    }
    .into_any()
}

/// Content of a result, shared by the quiz and the page that a phone opens from the QR code.
#[component]
pub(super) fn Told(quiz: StoredValue<Quiz>, result: Strengths) -> impl IntoView {
    let told = quiz.with_value(|quiz| told(quiz, &result));
    let mut aloud: Vec<Text> = vec![Words::YOUR_TYPE.into()];
    aloud.extend(
        told.types
            .iter()
            .flat_map(|it| [it.title.clone(), it.summary.clone(), it.body.clone()]),
    );
    aloud.push(Words::NEVER.into());
    Comfort::here().on_screen(aloud);
    let titles = told
        .types
        .iter()
        .map(|it| view! { <span class="type-name">{say(it.title.clone())}</span> }.into_any());
    let titles = titles.collect_view();
    let lines = |pick: fn(&domain::quiz::Type) -> Text| {
        told.types
            .iter()
            .map(|it| view! { <p>{say(pick(it))}</p> }.into_any())
            .collect_view()
    };
    let dimensions = told
        .dimensions
        .into_iter()
        .enumerate()
        .map(|(at, (words, leads))| {
            view! {
                <li class:leads=leads>
                    <span class="mark" inner_html=result_card::mark(at)></span>
                    <span>{say(words)}{leads.then(|| view! { <em>{say(Words::LEADS)}</em> }.into_any())}</span>
                </li>
            }
            .into_any()
        });
    let abilities = told
        .abilities
        .into_iter()
        .map(|it| view! { <li>{say(it)}</li> }.into_any());
    view! {
        <p class="eyebrow">{say(Words::YOUR_TYPE)}</p>
        <h1>{titles}</h1>
        <div class="lead">{lines(|it| it.summary.clone())}</div>
        <section class="paper-card bloom">
            <h2>{say(Words::SHAPE)}</h2>
            <div class="flower" inner_html=result_card::flower(&result.sums)></div>
            <ul class="marks" aria-label=named(Words::SHAPE)>{dimensions.collect_view()}</ul>
        </section>
        <section class="paper-card">
            {lines(|it| it.body.clone())}
            <h2>{say(Words::ABILITIES)}</h2>
            <ul class="chips">{abilities.collect_view()}</ul>
            <h2>{say(Words::WORK)}</h2>
            {lines(|it| it.examples.clone())}
        </section>
        <section class="paper-card ask">
            <h2>{say(Words::ASK)}</h2>
            {lines(|it| it.ask_staff.clone())}
        </section>
    }
}

/// A result resolved to the quiz's texts; `dimensions` say whether they have the largest sum.
struct InWords {
    types: Vec<domain::quiz::Type>,
    dimensions: Vec<(Text, bool)>,
    abilities: Vec<Text>,
}

fn told(quiz: &Quiz, result: &Strengths) -> InWords {
    let types: Vec<_> = result.types(quiz).into_iter().cloned().collect();
    let most = result.sums.iter().copied().max().unwrap_or_default();
    let dimensions = quiz.dimensions.iter().zip(&result.sums);
    let abilities = result
        .abilities
        .iter()
        .filter_map(|it| quiz.abilities.get(*it));
    InWords {
        dimensions: dimensions
            .map(|(it, sum)| (it.words.clone(), *sum == most))
            .collect(),
        abilities: abilities.map(|it| it.words.clone()).collect(),
        types,
    }
}

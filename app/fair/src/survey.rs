//! The survey (知りたい情報), and the preview of the exact bytes before they are sent.

use super::QuizContext;
use super::buttons::{self, primary_button, secondary_button, toggle_button};
use super::reading_prefs::{ReadingPrefs, localized};
use super::texts::{FairText, FairTexts};
use super::thanks::Thanks;
use super::visit::VisitState;
use browser::{clock, visitor as device};
use domain::calendar::display_day;
use domain::fair::{Event, VisitNumber, VisitRecord};
use domain::ids::Day;
use domain::locale::Locale;
use domain::quiz::{
    FuriganaText, LabeledOption, Language, Quiz, Survey as Wishes, SurveyAnswer, SurveyQuestion,
};
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Chosen option ids by question id.
type SurveyAnswers = RwSignal<Vec<SurveyAnswer>>;

#[derive(Clone, Copy)]
enum SurveyStep {
    /// A question, by its index.
    Question(usize),
    Preview,
    Sending,
    Failed(FairText),
    Done,
}

/// Survey questions, then the preview, then the thanks.
#[component]
pub(super) fn Survey(
    show: QuizContext,
    result: Strengths,
    visitor: VisitState,
    back: Callback<()>,
) -> impl IntoView {
    let said = visitor.said;
    // The number makes a phone's retry idempotent; a kiosk numbers its batches instead.
    let number = show.take_home.is_none().then_some(visitor.number);
    let event = show.event.get_value().unwrap_or_default();
    // Without a survey only the result's types are submitted.
    let first = if event.survey {
        SurveyStep::Question(0)
    } else {
        SurveyStep::Preview
    };
    let step = RwSignal::new(first);
    let go = Callback::new(move |to| {
        if matches!(to, SurveyStep::Done) {
            visitor.is_submitted.set(true);
        }
        step.set(to);
        device::to_top();
    });
    let (survey, types) = show.quiz.with_value(|it| {
        let types: Vec<_> = result
            .types(it)
            .into_iter()
            .map(|it| (it.id.clone(), it.title.clone()))
            .collect();
        (it.survey.clone(), types)
    });
    let survey = StoredValue::new(survey);
    let shown = StoredValue::new((show, event, types));
    // Memos: `Looking`, `Sending` and `Failed` show the same panel, which must not be rebuilt between them.
    let asking = Memo::new(move |_| match step.get() {
        SurveyStep::Question(at) => Some(at),
        _ => None,
    });
    let is_done = Memo::new(move |_| matches!(step.get(), SurveyStep::Done));
    move || {
        let (show, event, types) = shown.get_value();
        if is_done.get() {
            return view! { <Thanks show back /> }.into_any();
        }
        let Some(at) = asking.get() else {
            let visit = build_visit(&event, &types, said.get_untracked());
            let number = number.map(|it| it.get_untracked());
            return view! { <SubmissionPreview show event types visit number step go back /> }
                .into_any();
        };
        let way = SurveyPosition { survey, said, at };
        view! { <SurveyPage way go back /> }.into_any()
    }
}

/// A question of the survey, and the way to its neighbours.
#[derive(Clone, Copy)]
struct SurveyPosition {
    survey: StoredValue<Wishes>,
    said: SurveyAnswers,
    at: usize,
}

impl SurveyPosition {
    /// Indices of the questions that have options under the answers so far.
    fn askable_questions(self) -> Vec<usize> {
        let said = self.said.get_untracked();
        self.survey.with_value(|it| {
            let all = it.questions.iter().enumerate();
            let some = all.filter(|it| !it.1.options_for(&said).is_empty());
            some.map(|it| it.0).collect()
        })
    }

    fn next(self) -> Option<usize> {
        self.askable_questions()
            .into_iter()
            .find(|it| *it > self.at)
    }

    fn previous(self) -> Option<usize> {
        self.askable_questions()
            .into_iter()
            .rev()
            .find(|it| *it < self.at)
    }
}

/// One question per screen, as in the quiz.
#[component]
fn SurveyPage(way: SurveyPosition, go: Callback<SurveyStep>, back: Callback<()>) -> impl IntoView {
    let it = way.survey.get_value();
    let is_first = way.previous().is_none();
    let wish = it.questions[way.at].clone();
    let mut aloud = vec![wish.words.clone()];
    aloud.extend(wish.options.iter().map(|it| it.words.clone()));
    ReadingPrefs::from_context().set_spoken_texts(aloud);
    let earlier = move || match way.previous() {
        Some(to) => go.run(SurveyStep::Question(to)),
        None => back.run(()),
    };
    let forth = move || match way.next() {
        Some(to) => go.run(SurveyStep::Question(to)),
        None => go.run(SurveyStep::Preview),
    };
    view! {
        <main id="main" tabindex="-1" class="survey">
            <p class="eyebrow">{localized(it.title)}</p>
            {is_first.then(|| view! { <p class="lead">{localized(it.intro)}</p> }.into_any())}
            <QuestionOptions survey=way.survey wish said=way.said />
            <nav class="page-nav">
                {buttons::back_button(FairTexts::BACK, earlier)}
                {secondary_button(FairTexts::STOP_HERE, move || go.run(SurveyStep::Preview))}
                {primary_button(FairTexts::NEXT, forth)}
            </nav>
        </main>
    }
    .into_any()
}

/// Builds the visit record to be submitted.
fn build_visit(
    event: &Event,
    types: &[(String, FuriganaText)],
    said: Vec<SurveyAnswer>,
) -> VisitRecord {
    let today = clock::now().day();
    // The device's clock may be wrong: the day is clamped to the event's days.
    let within = today
        .max(event.first_day.clone())
        .min(event.last_day.clone());
    VisitRecord {
        event: event.id.clone(),
        day: within,
        types: types.iter().map(|it| it.0.clone()).collect(),
        wishes: said,
        ..VisitRecord::default()
    }
}

/// One question with its options; some questions' options depend on earlier answers.
#[component]
fn QuestionOptions(
    survey: StoredValue<Wishes>,
    wish: SurveyQuestion,
    said: SurveyAnswers,
) -> impl IntoView {
    let wish = StoredValue::new(wish);
    let options = Memo::new(move |_| {
        let named = |it: &LabeledOption| (it.id.clone(), it.words.clone());
        let dependent = wish.with_value(|it| !it.show_if.is_empty());
        // Tracks the answers only where options depend on them, so that a tap does not rebuild the whole list.
        let own = if dependent { said.get() } else { Vec::new() };
        wish.with_value(|it| {
            it.options_for(&own)
                .into_iter()
                .map(named)
                .collect::<Vec<_>>()
        })
    });
    let (id, words, most) =
        wish.with_value(|it| (it.id.clone(), it.words.clone(), it.max_choices()));
    let label = StoredValue::new(format!("wish-{id}"));
    let id = StoredValue::new(id);
    let chosen = move |all: &Vec<SurveyAnswer>| {
        let own = all.iter().find(|it| id.with_value(|id| it.question == *id));
        own.map(|it| it.options.clone()).unwrap_or_default()
    };
    let chip = move |(option, words): (String, FuriganaText)| {
        let own = option.clone();
        let is_own = Signal::derive(move || said.with(chosen).contains(&own));
        let press = move || {
            said.update(|all| survey.with_value(|it| it.toggle(all, &id.get_value(), &option)));
        };
        toggle_button("", localized(words), is_own, press)
    };
    let chips = move || {
        options
            .get()
            .into_iter()
            .map(chip)
            .collect::<Vec<AnyView>>()
    };
    let left = move || {
        let n = most.saturating_sub(said.with(chosen).len());
        (most > 1).then(|| {
            localized(FuriganaText::new(
                &format!("あと{n}つ"),
                &format!("{n} more"),
            ))
        })
    };
    view! {
        <section class="paper-card" role="group" aria-labelledby=label.get_value()>
            <h1 id=label.get_value()>{localized(words)}</h1>
            <p class="small" role="status">
                {left}
            </p>
            <div class="choices">{chips}</div>
        </section>
    }
    .into_any()
}

/// A day as people write it: `2026年11月28日（土）`, and in English as in the record.
fn day_in_words(day: Day) -> AnyView {
    let language = ReadingPrefs::from_context().language;
    let words = move || match language.get() {
        Language::English => day.0.clone(),
        _ => display_day(&day.0, Locale::JAPANESE),
    };
    view! { <span>{words}</span> }.into_any()
}

/// The visit record as table rows in the visitor's language.
fn preview_rows(
    quiz: StoredValue<Quiz>,
    event: String,
    types: Vec<(String, FuriganaText)>,
    visit: VisitRecord,
    number: Option<VisitNumber>,
) -> Vec<AnyView> {
    let survey = quiz.with_value(|it| it.survey.clone());
    let wishes: Vec<(FuriganaText, Vec<FuriganaText>)> = survey
        .questions
        .iter()
        .filter_map(|wish| {
            let chosen = visit.wishes.iter().find(|it| it.question == wish.id)?;
            let options = wish
                .options_for(&visit.wishes)
                .into_iter()
                .filter(|it| chosen.options.contains(&it.id));
            Some((
                wish.words.clone(),
                options.map(|it| it.words.clone()).collect(),
            ))
        })
        .collect();
    let joined = |all: Vec<FuriganaText>| {
        all.into_iter()
            .map(|it| view! { <span class="chosen-option">{localized(it)}</span> }.into_any())
            .collect::<Vec<AnyView>>()
    };
    let row = |words: AnyView, value: AnyView| {
        view! {
            <div>
                <dt>{words}</dt>
                <dd>{value}</dd>
            </div>
        }
        .into_any()
    };
    let types = types.into_iter().map(|it| it.1).collect();
    let mut rows = vec![
        row(localized(FairTexts::EVENT), event.into_any()),
        row(localized(FairTexts::DAY), day_in_words(visit.day)),
        row(localized(FairTexts::TYPE), joined(types).into_any()),
    ];
    rows.extend(
        wishes
            .into_iter()
            .map(|(words, chosen)| row(localized(words), joined(chosen).into_any())),
    );
    rows.extend(number.map(|it| row(localized(FairTexts::NUMBER), it.0.into_any())));
    rows
}

/// Preview (「これだけが送られます」): the record in words, and its exact bytes.
#[component]
fn SubmissionPreview(
    show: QuizContext,
    event: Event,
    types: Vec<(String, FuriganaText)>,
    visit: VisitRecord,
    number: Option<VisitNumber>,
    step: RwSignal<SurveyStep>,
    go: Callback<SurveyStep>,
    back: Callback<()>,
) -> impl IntoView {
    let text = visit.to_wire(number.as_ref());
    ReadingPrefs::from_context().set_spoken_texts(vec![
        FairTexts::PREVIEW_TITLE.into(),
        FairTexts::PREVIEW_NOTE.into(),
    ]);
    let has_questions = event.survey;
    let rows = preview_rows(show.quiz, event.name, types, visit, number);
    let (leave, end, is_booth) = (show.submit.clone(), show.end, show.take_home.is_some());
    let sent = text.clone();
    let send = move || {
        if matches!(step.get_untracked(), SurveyStep::Sending) {
            return;
        }
        step.set(SurveyStep::Sending);
        let gone = leave(sent.clone());
        spawn_local(async move {
            let step = match gone.await {
                Ok(()) => SurveyStep::Done,
                Err(word) => SurveyStep::Failed(word),
            };
            // The page may be unmounted by now.
            go.try_run(step);
        });
    };
    let trouble = move || match step.get() {
        SurveyStep::Failed(word) => Some(localized(word)),
        _ => None,
    };
    let earlier = move || {
        if has_questions {
            go.run(SurveyStep::Question(0));
        } else {
            back.run(());
        }
    };
    let no = move || if is_booth { end.run(()) } else { back.run(()) };
    view! {
        <main id="main" tabindex="-1" class="panel">
            <h1>{localized(FairTexts::PREVIEW_TITLE)}</h1>
            <p class="lead">{localized(FairTexts::PREVIEW_NOTE)}</p>
            <dl class="paper-card">{rows}</dl>
            <details>
                <summary>{localized(FairTexts::BYTES)}</summary>
                <pre class="bytes" tabindex="0" translate="no">
                    {text}
                </pre>
            </details>
            <p class="form-error" role="alert">
                {trouble}
            </p>
            <nav class="page-nav" inert=move || matches!(step.get(), SurveyStep::Sending)>
                {buttons::back_button(FairTexts::BACK, earlier)}
                {secondary_button(FairTexts::NOT_SEND, no)}
                {primary_button(FairTexts::SEND, send)}
            </nav>
        </main>
    }
}

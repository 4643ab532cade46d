//! The survey (知りたい情報), and the preview of the exact bytes before they are sent.

use super::Show;
use super::buttons::{self, choice, main_button, quiet};
use super::quiz::Visitor;
use super::reading_prefs::{Comfort, say};
use super::texts::{Word, Words};
use browser::{clock, visitor as device};
use domain::calendar::day;
use domain::fair::{Event, Visit};
use domain::quiz::{Named, Quiz, Survey as Wishes, Text, Wish};
use domain::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Chosen option ids by question id.
type Said = RwSignal<Vec<(String, Vec<String>)>>;

#[derive(Clone, Copy)]
enum Step {
    /// A question, by its index.
    Asking(usize),
    Looking,
    Sending,
    Failed(Word),
    Done,
}

/// Survey questions, then the preview, then the thanks.
#[component]
pub(super) fn Survey(
    show: Show,
    result: Strengths,
    visitor: Visitor,
    back: Callback<()>,
) -> impl IntoView {
    let said = visitor.said;
    // The number makes a phone's retry idempotent; a kiosk numbers its batches instead.
    let number = show.take_home.is_none().then_some(visitor.number);
    let event = show.event.get_value().unwrap_or_default();
    // Without a survey only the result's types are submitted.
    let first = if event.survey {
        Step::Asking(0)
    } else {
        Step::Looking
    };
    let step = RwSignal::new(first);
    let go = Callback::new(move |to| {
        if matches!(to, Step::Done) {
            visitor.is_told.set(true);
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
        Step::Asking(at) => Some(at),
        _ => None,
    });
    let is_done = Memo::new(move |_| matches!(step.get(), Step::Done));
    move || {
        let (show, event, types) = shown.get_value();
        if is_done.get() {
            return view! { <Thanks show back/> }.into_any();
        }
        let Some(at) = asking.get() else {
            let visit = visit(&event, &types, said.get_untracked());
            let number = number.map(|it| it.get_untracked());
            return view! { <Panel show event types visit number step go back/> }.into_any();
        };
        let way = Way { survey, said, at };
        view! { <Page way go back/> }.into_any()
    }
}

/// A question of the survey, and the way to its neighbours.
#[derive(Clone, Copy)]
struct Way {
    survey: StoredValue<Wishes>,
    said: Said,
    at: usize,
}

impl Way {
    /// Indices of the questions that have options under the answers so far.
    fn asked(self) -> Vec<usize> {
        let said = self.said.get_untracked();
        self.survey.with_value(|it| {
            let all = it.questions.iter().enumerate();
            let some = all.filter(|it| !it.1.options_for(&said).is_empty());
            some.map(|it| it.0).collect()
        })
    }

    fn next(self) -> Option<usize> {
        self.asked().into_iter().find(|it| *it > self.at)
    }

    fn before(self) -> Option<usize> {
        self.asked().into_iter().rev().find(|it| *it < self.at)
    }
}

/// One question per screen, as in the quiz.
#[component]
fn Page(way: Way, go: Callback<Step>, back: Callback<()>) -> impl IntoView {
    let it = way.survey.get_value();
    let is_first = way.before().is_none();
    let wish = it.questions[way.at].clone();
    let mut aloud = vec![wish.words.clone()];
    aloud.extend(wish.options.iter().map(|it| it.words.clone()));
    Comfort::here().on_screen(aloud);
    let earlier = move || match way.before() {
        Some(to) => go.run(Step::Asking(to)),
        None => back.run(()),
    };
    let forth = move || match way.next() {
        Some(to) => go.run(Step::Asking(to)),
        None => go.run(Step::Looking),
    };
    view! {
        <main id="main" tabindex="-1" class="survey">
            <p class="eyebrow">{say(it.title)}</p>
            {is_first.then(|| view! { <p class="lead">{say(it.intro)}</p> }.into_any())}
            <Asked survey=way.survey wish said=way.said/>
            <nav class="turns">
                {buttons::back(Words::BACK, earlier)}
                {quiet(Words::ENOUGH, move || go.run(Step::Looking))}
                {main_button(Words::NEXT, forth)}
            </nav>
        </main>
    }
    .into_any()
}

/// Builds the visit record to be submitted.
fn visit(event: &Event, types: &[(String, Text)], said: Vec<(String, Vec<String>)>) -> Visit {
    let today = day(clock::now());
    // The device's clock may be wrong: the day is clamped to the event's days.
    let within = today
        .max(event.first_day.clone())
        .min(event.last_day.clone());
    Visit {
        event: event.id.clone(),
        day: within,
        types: types.iter().map(|it| it.0.clone()).collect(),
        wishes: said,
        ..Visit::default()
    }
}

/// One question with its options; some questions' options depend on earlier answers.
#[component]
fn Asked(survey: StoredValue<Wishes>, wish: Wish, said: Said) -> impl IntoView {
    let wish = StoredValue::new(wish);
    let options = Memo::new(move |_| {
        let named = |it: &Named| (it.id.clone(), it.words.clone());
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
    let (id, words, most) = wish.with_value(|it| (it.id.clone(), it.words.clone(), it.most()));
    let label = StoredValue::new(format!("wish-{id}"));
    let id = StoredValue::new(id);
    let chosen = move |all: &Vec<(String, Vec<String>)>| {
        let own = all.iter().find(|it| id.with_value(|id| it.0 == *id));
        own.map(|it| it.1.clone()).unwrap_or_default()
    };
    let chip = move |(option, words): (String, Text)| {
        let own = option.clone();
        let is_own = Signal::derive(move || said.with(chosen).contains(&own));
        let press = move || {
            said.update(|all| survey.with_value(|it| it.toggle(all, &id.get_value(), &option)));
        };
        choice("", say(words), is_own, press)
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
        (most > 1).then(|| say(Text::of(&format!("あと{n}つ"), &format!("{n} more"))))
    };
    view! {
        <section class="paper-card" role="group" aria-labelledby=label.get_value()>
            <h1 id=label.get_value()>{say(words)}</h1>
            <p class="small" role="status">{left}</p>
            <div class="choices">{chips}</div>
        </section>
    }
    .into_any()
}

/// The visit record as table rows in the visitor's language.
fn rows(
    quiz: StoredValue<Quiz>,
    event: String,
    types: Vec<(String, Text)>,
    visit: Visit,
    number: Option<String>,
) -> Vec<AnyView> {
    let survey = quiz.with_value(|it| it.survey.clone());
    let wishes: Vec<(Text, Vec<Text>)> = survey
        .questions
        .iter()
        .filter_map(|wish| {
            let chosen = visit.wishes.iter().find(|it| it.0 == wish.id)?;
            let options = wish
                .options_for(&visit.wishes)
                .into_iter()
                .filter(|it| chosen.1.contains(&it.id));
            Some((
                wish.words.clone(),
                options.map(|it| it.words.clone()).collect(),
            ))
        })
        .collect();
    let joined = |all: Vec<Text>| {
        all.into_iter()
            .map(|it| view! { <span class="said">{say(it)}</span> }.into_any())
            .collect::<Vec<AnyView>>()
    };
    let row = |words: AnyView, value: AnyView| {
        view! { <div><dt>{words}</dt><dd>{value}</dd></div> }.into_any()
    };
    let types = types.into_iter().map(|it| it.1).collect();
    let mut rows = vec![
        row(say(Words::EVENT), event.into_any()),
        row(say(Words::DAY), visit.day.into_any()),
        row(say(Words::TYPE), joined(types).into_any()),
    ];
    rows.extend(
        wishes
            .into_iter()
            .map(|(words, chosen)| row(say(words), joined(chosen).into_any())),
    );
    rows.extend(number.map(|it| row(say(Words::NUMBER), it.into_any())));
    rows
}

/// Preview (「これだけが送られます」): the record in words, and its exact bytes.
#[component]
fn Panel(
    show: Show,
    event: Event,
    types: Vec<(String, Text)>,
    visit: Visit,
    number: Option<String>,
    step: RwSignal<Step>,
    go: Callback<Step>,
    back: Callback<()>,
) -> impl IntoView {
    let text = visit.sent(number.as_deref());
    Comfort::here().on_screen(vec![Words::ONLY_THIS.into(), Words::ONLY_HOW.into()]);
    let has_questions = event.survey;
    let rows = rows(show.quiz, event.name, types, visit, number);
    let (leave, end, is_booth) = (show.leave.clone(), show.end, show.take_home.is_some());
    let sent = text.clone();
    let send = move || {
        if matches!(step.get_untracked(), Step::Sending) {
            return;
        }
        step.set(Step::Sending);
        let gone = leave(sent.clone());
        spawn_local(async move {
            let step = match gone.await {
                Ok(()) => Step::Done,
                Err(word) => Step::Failed(word),
            };
            // The page may be unmounted by now.
            go.try_run(step);
        });
    };
    let trouble = move || match step.get() {
        Step::Failed(word) => Some(say(word)),
        _ => None,
    };
    let earlier = move || {
        if has_questions {
            go.run(Step::Asking(0));
        } else {
            back.run(());
        }
    };
    let no = move || if is_booth { end.run(()) } else { back.run(()) };
    view! {
        <main id="main" tabindex="-1" class="panel">
            <h1>{say(Words::ONLY_THIS)}</h1>
            <p class="lead">{say(Words::ONLY_HOW)}</p>
            <dl class="paper-card">
                {rows}
            </dl>
            <pre class="bytes" tabindex="0" translate="no">{text}</pre>
            <p class="trouble" role="alert">{trouble}</p>
            <nav class="turns" inert=move || matches!(step.get(), Step::Sending)>
                {buttons::back(Words::BACK, earlier)}
                {quiet(Words::NOT_SEND, no)}
                {main_button(Words::SEND, send)}
            </nav>
        </main>
    }
}

#[component]
fn Thanks(show: Show, back: Callback<()>) -> impl IntoView {
    Comfort::here().on_screen(vec![Words::SENT.into(), Words::NEVER.into()]);
    let (is_booth, end) = (show.take_home.is_some(), show.end);
    view! {
        <main id="main" tabindex="-1" class="middle">
            <div class="flower small" inner_html=domain::result_card::flower(&[5; 7])></div>
            <h1>{say(Words::SENT)}</h1>
            <p class="lead">{say(Words::SENT_HOW)}</p>
            <p class="never">{say(Words::NEVER)}</p>
            <nav class="turns">
                {buttons::back(Words::TO_RESULT, move || back.run(()))}
                {is_booth.then(|| main_button(Words::END, move || end.run(())))}
            </nav>
        </main>
    }
}

//! 知りたい情報: what a visitor may tell, and the very bytes of it before they go.

use super::Show;
use super::comfort::{Comfort, say};
use super::words::Words;
use crate::device::{clock, visitor as device};
use crate::model::calendar::day;
use crate::model::fair::{Event, Visit};
use crate::model::quiz::{Named, Survey as Wishes, Text, Wish};
use crate::scoring::strengths::Strengths;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Chosen options by question.
type Said = RwSignal<Vec<(String, Vec<String>)>>;

/// How far the visitor is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Asking,
    Looking,
    Sending,
    Failed,
    Done,
}

/// The survey, the panel, and the thanks.
#[component]
pub(super) fn Survey(
    show: Show,
    result: Strengths,
    back: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let said: Said = RwSignal::new(Vec::new());
    on_cleanup(move || said.update(Vec::clear));
    let step = RwSignal::new(Step::Asking);
    let go = move |to| {
        step.set(to);
        device::to_top();
    };
    let (survey, types) = show.quiz.with_value(|it| {
        let types: Vec<_> = result
            .types(it)
            .into_iter()
            .map(|it| (it.id.clone(), it.title.clone()))
            .collect();
        (it.survey.clone(), types)
    });
    let event = show.event.get_value().unwrap_or_default();
    let survey = StoredValue::new(survey);
    let shown = StoredValue::new((show, event, types));
    let is_asking = Memo::new(move |_| step.get() == Step::Asking);
    let is_done = Memo::new(move |_| step.get() == Step::Done);
    move || {
        let (show, event, types) = shown.get_value();
        if is_done.get() {
            return view! { <Thanks show/> }.into_any();
        }
        if !is_asking.get() {
            let visit = visit(&event, &types, said.get_untracked());
            return view! { <Panel show event types visit step go back/> }.into_any();
        }
        let it = survey.get_value();
        let mut aloud = vec![it.title.clone(), it.intro.clone()];
        aloud.extend(it.questions.iter().map(|it| it.words.clone()));
        Comfort::here().on_screen(aloud);
        let questions = it
            .questions
            .into_iter()
            .map(|wish| view! { <Asked survey wish said/> });
        view! {
            <main id="main" tabindex="-1" class="survey">
                <h1>{say(it.title)}</h1>
                <p class="lead">{say(it.intro)}</p>
                {questions.collect_view()}
                <nav class="turns">
                    <button class="quiet" on:click=move |_| back()>"← "{say(Words::BACK)}</button>
                    <button class="main-button" on:click=move |_| go(Step::Looking)>{say(Words::NEXT)}</button>
                </nav>
            </main>
        }
        .into_any()
    }
}

/// All that a visit is. The day is one of the event's, whatever the device's clock says.
fn visit(event: &Event, types: &[(String, Text)], said: Vec<(String, Vec<String>)>) -> Visit {
    let today = day(clock::now());
    let within = today
        .max(event.first_day.clone())
        .min(event.last_day.clone());
    Visit {
        event: event.id.clone(),
        day: within,
        types: types.iter().map(|it| it.0.clone()).collect(),
        wishes: said,
    }
}

/// One question with its options; more appear by what was chosen before.
#[component]
fn Asked(survey: StoredValue<Wishes>, wish: Wish, said: Said) -> impl IntoView {
    let wish = StoredValue::new(wish);
    let options = Memo::new(move |_| {
        let named = |it: &Named| (it.id.clone(), it.words.clone());
        let dependent = wish.with_value(|it| !it.show_if.is_empty());
        // Only what it hangs on is looked at, so that a choice does not draw the whole list anew.
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
    let is_chosen = move |option: &str| {
        said.with(|all| {
            all.iter()
                .any(|it| id.with_value(|id| it.0 == *id) && it.1.iter().any(|it| it == option))
        })
    };
    let n_chosen = move || {
        said.with(|all| {
            all.iter()
                .find(|it| id.with_value(|id| it.0 == *id))
                .map_or(0, |it| it.1.len())
        })
    };
    let chips = move || {
        options.get().into_iter().map(move |(option, words)| {
            let (own, pressed) = (option.clone(), option.clone());
            let is_own = move || is_chosen(&own);
            let is_full = { let is_own = is_own.clone(); move || most > 1 && n_chosen() >= most && !is_own() };
            view! {
                <button aria-pressed={let it = is_own.clone(); move || it().to_string()} disabled=is_full
                    on:click=move |_| said.update(|all| survey.with_value(|it| it.toggle(all, &id.get_value(), &pressed)))>
                    {say(words)}
                </button>
            }
        }).collect_view()
    };
    view! {
        <section class="paper-card" role="group" aria-labelledby=label.get_value() hidden=move || options.with(Vec::is_empty)>
            <h2 id=label.get_value()>{say(words)}</h2>
            <div class="choices">{chips}</div>
        </section>
    }
}

/// "これだけが送られます": in words, and to the byte.
#[component]
fn Panel(
    show: Show,
    event: Event,
    types: Vec<(String, Text)>,
    visit: Visit,
    step: RwSignal<Step>,
    go: impl Fn(Step) + Copy + Send + 'static,
    back: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let text = visit.sent();
    Comfort::here().on_screen(vec![Words::ONLY_THIS.into(), Words::ONLY_HOW.into()]);
    let survey = show.quiz.with_value(|it| it.survey.clone());
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
            .map(|it| view! { <span class="said">{say(it)}</span> })
            .collect_view()
    };
    let rows = wishes
        .into_iter()
        .map(|(words, chosen)| view! { <div><dt>{say(words)}</dt><dd>{joined(chosen)}</dd></div> })
        .collect_view();
    let (leave, end, is_booth) = (show.leave.clone(), show.end, show.is_booth);
    let sent = text.clone();
    let send = move |_| {
        if step.get_untracked() == Step::Sending {
            return;
        }
        step.set(Step::Sending);
        let gone = leave(sent.clone());
        spawn_local(async move { go(if gone.await { Step::Done } else { Step::Failed }) });
    };
    let no = move |_| if is_booth { end.run(()) } else { back() };
    view! {
        <main id="main" tabindex="-1" class="panel">
            <h1>{say(Words::ONLY_THIS)}</h1>
            <p class="lead">{say(Words::ONLY_HOW)}</p>
            <dl class="paper-card">
                <div><dt>{say(Words::EVENT)}</dt><dd>{event.name}</dd></div>
                <div><dt>{say(Words::DAY)}</dt><dd>{visit.day}</dd></div>
                <div><dt>{say(Words::TYPE)}</dt><dd>{joined(types.into_iter().map(|it| it.1).collect())}</dd></div>
                {rows}
            </dl>
            <pre class="bytes" tabindex="0" translate="no">{text}</pre>
            <p class="trouble" role="alert">{move || (step.get() == Step::Failed).then(|| say(Words::NOT_SENT))}</p>
            <nav class="turns">
                <button class="quiet" on:click=move |_| go(Step::Asking)>"← "{say(Words::BACK)}</button>
                <button class="quiet" on:click=no>{say(Words::NOT_SEND)}</button>
                <button class="main-button" aria-busy=move || (step.get() == Step::Sending).to_string() on:click=send>{say(Words::SEND)}</button>
            </nav>
        </main>
    }
}

#[component]
fn Thanks(show: Show) -> impl IntoView {
    Comfort::here().on_screen(vec![Words::SENT.into(), Words::NEVER.into()]);
    let (is_booth, end) = (show.is_booth, show.end);
    view! {
        <main id="main" tabindex="-1" class="middle">
            <div class="flower small" inner_html=crate::picture::flower(&[5; 7])></div>
            <h1>{say(Words::SENT)}</h1>
            <p class="lead">{say(Words::SENT_HOW)}</p>
            <p class="never">{say(Words::NEVER)}</p>
            {is_booth.then(|| view! { <button class="main-button" on:click=move |_| end.run(())>{say(Words::END)}</button> })}
        </main>
    }
}

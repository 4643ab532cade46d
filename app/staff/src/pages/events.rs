//! 採用担当: events of the fair, each with its days, tablets, poster, board and counts.

mod board;
mod counts;
mod day;
mod event;
mod guide;
mod internal_address;
mod poster;
mod stages;
mod tablets;

use crate::components::day_input::DayInput;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::navigator::Navigator;
use api::ApiError;
use api::fair::NewEvent;
use browser::clock;
use domain::calendar::display_day;
use domain::fair::{Event, EventState};
use domain::ids::EventId;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Page for what follows `/events`: nothing, `guide`, or an event's id and optionally one of its pages.
#[component]
pub(crate) fn EventsPage(rest: String) -> impl IntoView {
    let rest = rest.trim_matches('/');
    let (event, what) = rest.split_once('/').unwrap_or((rest, ""));
    let event = EventId::from(event);
    match (event.as_str(), what) {
        ("", _) => view! { <EventList /> }.into_any(),
        ("guide", _) => view! { <guide::SetupGuide /> }.into_any(),
        (_, "poster") => view! { <poster::Poster event /> }.into_any(),
        (_, "board") => view! { <board::Board event /> }.into_any(),
        _ => view! { <event::EventPage event /> }.into_any(),
    }
}

/// URL of an event, or of one of its pages.
fn event_url(event: &EventId, what: &str) -> String {
    let slash = if what.is_empty() { "" } else { "/" };
    let rest = format!("/{event}{slash}{what}");
    Route::Events(rest).to_string()
}

/// `2026年11月25日`, or the first and the last day.
fn days(event: &Event) -> String {
    let first = display_day(event.first_day.as_str(), locale());
    if event.first_day == event.last_day {
        first
    } else {
        format!(
            "{first} – {}",
            display_day(event.last_day.as_str(), locale())
        )
    }
}

/// The server's error message, translated line by line: a sentence, and below it the tablets concerned.
fn error_lines(error: &ApiError) -> String {
    let lines: Vec<&str> = error.message.lines().map(t).collect();
    lines.join("\n")
}

/// Label of an event's state.
fn state_label(event: &Event) -> &'static str {
    match event.state {
        EventState::Closed => t("閉場"),
        // Opening pins the build.
        EventState::Open if event.build.is_empty() => t("準備中"),
        EventState::Open => t("開場中"),
    }
}

/// All events, and the form for a new one.
#[component]
fn EventList() -> impl IntoView {
    view! {
        <div class="page">
            <h1>{t("フェア")}</h1>
            <p class="lead">
                {t(
                    "説明会や合同フェアごとに作ります。来場者の答えは、ここでは件数だけが見えます。",
                )}
            </p>
            <p class="page-actions">
                <a class="button" href=Route::Events("/guide".to_owned()).to_string()>
                    {t("タブレットの設営の手引き")}
                </a>
            </p>
            <Loading asking=Box::new(|| ask(api::fair::events(), |all| view! { <EventCards all /> }.into_any())) />
        </div>
    }
}

#[component]
fn EventCards(all: Vec<Event>) -> impl IntoView {
    let all = RwSignal::new(all);
    let cards = move || {
        let card = |it: Event| {
            let state = state_label(&it);
            view! {
                <li class="card sheet-card">
                    <div>
                        <h2>{it.name.clone()}</h2>
                        <p>{days(&it)}" "{it.place.clone()}</p>
                    </div>
                    <div class="sheet-actions">
                        <span class="tag">{state}</span>
                        <a class="button" href=event_url(&it.id, "")>
                            {t("開く")}
                            <span class="visually-hidden">{fill!("（{0}）", it.name)}</span>
                        </a>
                    </div>
                </li>
            }
        };
        all.get().into_iter().map(card).collect_view()
    };
    view! {
        <p class="hint" hidden=move || !all.with(Vec::is_empty)>
            {t("ここに、作ったイベントが並びます。")}
        </p>
        <ul class="cards">{cards}</ul>
        <NewEventForm all />
    }
}

#[component]
fn NewEventForm(all: RwSignal<Vec<Event>>) -> impl IntoView {
    let navigator = expect_context::<Navigator>();
    let today = clock::now().day().0;
    let [name, place] = [(); 2].map(|()| RwSignal::new(String::new()));
    let [first, last] = [(); 2].map(|()| RwSignal::new(today.clone()));
    let (keep, survey) = (RwSignal::new("30".to_owned()), RwSignal::new(true));
    // Phones send one answer at a time; by default only tablets are accepted, which send batches of five or more.
    let from_phones = RwSignal::new(false);
    let (said, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let new = NewEvent {
            name: name.get_untracked(),
            place: place.get_untracked(),
            first_day: first.get_untracked().into(),
            // ISO days compare as text: the last day is never before the first.
            last_day: last.get_untracked().max(first.get_untracked()).into(),
            survey: survey.get_untracked(),
            keep_days: keep.get_untracked().parse().unwrap_or(30),
            tablets_only: !from_phones.get_untracked(),
        };
        spawn_local(async move {
            match api::fair::create_event(new).await {
                Ok(fresh) => {
                    let is_new = |it: &&Event| {
                        all.with_untracked(|old| old.iter().all(|own| own.id != it.id))
                    };
                    let to = fresh.iter().find(is_new).map(|it| format!("/{}", it.id));
                    all.try_set(fresh);
                    if let Some(to) = to {
                        navigator.go(&Route::Events(to));
                    }
                }
                Err(error) => drop(said.try_set(error_lines(&error))),
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <form class="card stack" on:submit=make novalidate>
            <h2>{t("新しいイベント")}</h2>
            {field(t("イベントの名前"), "text", name)}
            {field(t("場所"), "text", place)}
            {day_field(t("初日"), first)}
            {day_field(t("最終日"), last)}
            {field(
                t("終わってから回答を残す日数（その後は件数だけになります）"),
                "number",
                keep,
            )}
            {tick(t("知りたい情報のアンケートをする"), survey)}
            {tick(t("来場者のスマートフォンからも受け取る"), from_phones)}
            <p class="hint">
                {t(
                    "タブレットの答えは、封をして5件以上まとめて届きます。スマートフォンの答えは1人分ずつ届き、5件そろうまで件数に入りません。",
                )}
            </p>
            <p class="status-message failed" role="alert">
                {move || said.get()}
            </p>
            <p class="page-actions">
                <button class="button primary" disabled=move || is_busy.get()>
                    {t("イベントを作る")}
                </button>
            </p>
        </form>
    }
}

fn day_field(label: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <DayInput value on_day=move |day| value.set(day) />
        </label>
    }
}

fn field(label: &'static str, kind: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                class="day"
                type=kind
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

fn tick(label: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

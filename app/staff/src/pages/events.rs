//! 採用担当: events of the fair, each with its days, tablets, poster, board and counts.

mod answered;
mod board;
mod counts;
mod day;
mod display_names;
mod event;
mod guide;
mod internal_address;
mod joining;
mod poster;
mod stages;
mod tablets;

use crate::components::content::ContentBrowser;
use crate::components::day_input::DayInput;
use crate::components::form::half_width_digits;
use crate::components::form_field::{FormField, are_right};
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::navigator::Navigator;
use api::ApiError;
use api::fair::{KEEP_DAYS, NewEvent, OutdatedLink};
use browser::clock;
use domain::calendar::display_day;
use domain::fair::{Event, EventState};
use domain::ids::EventId;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Page for what follows `/events`: nothing, `guide`, `joining`, `recruiting` with a part of it, or an event's id and
/// optionally one of its pages.
#[component]
pub(crate) fn EventsPage(rest: String) -> impl IntoView {
    let rest = rest.trim_matches('/');
    let (event, what) = rest.split_once('/').unwrap_or((rest, ""));
    let event = EventId::from(event);
    match (event.as_str(), what) {
        ("", _) => view! { <EventList /> }.into_any(),
        ("joining", _) => view! { <joining::JoiningPage /> }.into_any(),
        ("guide", _) => view! { <guide::SetupGuide /> }.into_any(),
        ("recruiting", section) => {
            let rest = section.to_owned();
            view! { <ContentBrowser page="recruiting" base="/events/recruiting" rest /> }.into_any()
        }
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
                <a class="button" href=Route::Events("/recruiting".to_owned()).to_string()>
                    {t("採用のページを直す")}
                </a>
                <a class="button" href=Route::Events("/joining".to_owned()).to_string()>
                    {t("内定者からの質問")}
                </a>
            </p>
            <OutdatedLinks />
            <Loading asking=Box::new(|| ask(api::fair::events(), |all| view! { <EventCards all /> }.into_any())) />
        </div>
    }
}

/// Links of the quiz that lead to the page of a year that is over; nothing where there are none.
#[component]
fn OutdatedLinks() -> impl IntoView {
    let links = RwSignal::new(Vec::<OutdatedLink>::new());
    spawn_local(async move {
        if let Ok(found) = api::fair::outdated_links().await {
            links.try_set(found);
        }
    });
    let row = |it: OutdatedLink| {
        view! {
            <li>
                <span>{it.words.shown(locale()).to_owned()}</span>
                <small>{fill!("{0}年度のページです: {1}", it.year, it.url)}</small>
            </li>
        }
    };
    move || {
        let rows: Vec<_> = links.get().into_iter().map(row).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card waiting" aria-labelledby="outdated-links">
                    <h2 id="outdated-links">{t("年度が過ぎたリンク")}</h2>
                    <ul class="more-steps">{rows}</ul>
                    <p class="hint">
                        {t(
                            "クイズの結果に出るリンクです。新しいアドレスを確かめ、様式のファイルを直して、版を一つ上げてください。",
                        )}
                    </p>
                </section>
            }
        })
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
    let [name, place] = ["event-name", "event-place"].map(FormField::new);
    let [first, last] = ["event-first", "event-last"].map(|it| FormField::with(it, today.clone()));
    let keep = FormField::with("event-keep", "30".to_owned());
    let fields = [name, place, first, last, keep];
    let survey = RwSignal::new(true);
    // Phones send one answer at a time; by default only tablets are accepted, which send batches of five or more.
    let from_phones = RwSignal::new(false);
    let (said, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        said.set(String::new());
        let keep_days = check_new_event(fields);
        if !are_right(&fields) {
            return;
        }
        is_busy.set(true);
        let new = NewEvent {
            name: name.text(),
            place: place.text(),
            first_day: first.text().into(),
            last_day: last.text().into(),
            survey: survey.get_untracked(),
            keep_days,
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
            {name.view(t("イベントの名前"), "text", "off")}
            {place.view(t("場所"), "text", "off")}
            {day_field(t("初日"), "event-first", first)}
            {day_field(t("最終日"), "event-last", last)}
            {keep
                .view(
                    t("終わってから回答を残す日数（その後は件数だけになります）"),
                    "text",
                    "off",
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

/// Says what is wrong with a new event, at its fields; the number of days that its answers are kept.
fn check_new_event([name, _, first, last, keep]: [FormField; 5]) -> u32 {
    name.require(
        !name.text().trim().is_empty(),
        t("イベントの名前を入れてください。"),
    );
    first.require(!first.text().is_empty(), t("初日を入れてください。"));
    // ISO days compare as text.
    let is_after = !last.text().is_empty() && last.text() >= first.text();
    last.require(is_after, t("初日か、それより後の日にしてください。"));
    let days: u32 = half_width_digits(&keep.text()).parse().unwrap_or_default();
    let is_kept = KEEP_DAYS.contains(&days);
    let (least, most) = (KEEP_DAYS.start(), KEEP_DAYS.end());
    keep.require(
        is_kept,
        &fill!("{0}から{1}までの日数にしてください。", least, most),
    );
    days
}

fn day_field(label: &'static str, id: &'static str, field: FormField) -> AnyView {
    let value = field.value;
    let day = view! { <DayInput value on_day=move |day| value.set(day) id=id /> };
    field.frame(label, day.into_any())
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

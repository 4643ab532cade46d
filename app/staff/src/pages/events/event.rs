//! One event through its day: preparation, running, packing up, summary.

use super::counts::CountsCard;
use super::day::{EventDay, SCREEN};
use super::stages::{Preparing, Running, packing_up, summary};
use super::{days, state_label};
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use api::fair::{EventDetails, EventHistory};
use browser::{clock, page};
use domain::fair::EventStage;
use domain::ids::EventId;
use domain::kiosk::Tablet;
use leptos::prelude::*;
use std::time::Duration;

/// Pause between two looks at the tablets while the page is in view.
const LOOK_EVERY: Duration = Duration::from_secs(15);

#[component]
pub(super) fn EventPage(event: EventId) -> impl IntoView {
    view! {
        <div class="page wide">
            <Loading asking=Box::new(move || {
                let event = event.clone();
                let call = async move {
                    let details = api::fair::event_details(event.clone()).await?;
                    let tablets = api::fair::tablets(event).await?;
                    Ok((details, tablets))
                };
                ask(call, |(details, tablets)| view! { <OwnEvent details tablets /> }.into_any())
            }) />
        </div>
    }
}

#[component]
fn OwnEvent(details: EventDetails, tablets: Vec<Tablet>) -> impl IntoView {
    let EventDetails { event, history } = details;
    let end = deletion_notice(&history);
    // 0: another instance keeps the answers, and this one has counts only.
    let is_own = history.keep_days > 0;
    let (title, when, place) = (event.name.clone(), days(&event), event.place.clone());
    let day = EventDay {
        shown: RwSignal::new(event.stage(&clock::now().day())),
        event: RwSignal::new(event),
        noted: RwSignal::new(history.note),
        tablets: RwSignal::new(tablets),
        seen_at: RwSignal::new(clock::now()),
        problem: RwSignal::new(String::new()),
        is_busy: RwSignal::new(false),
    };
    let head = view! {
        <p class="eyebrow">{when}" "{place}</p>
        <h1>{title}</h1>
        <p>
            <span class="tag">{move || day.event.with(state_label)}</span>
        </p>
    };
    if !is_own {
        let event = day.id();
        return view! {
            {head}
            <CountsCard event is_closed=true />
        }
        .into_any();
    }
    let look = set_interval_with_handle(
        move || {
            if page::is_visible() {
                day.renew();
            }
        },
        LOOK_EVERY,
    );
    on_cleanup(move || {
        if let Ok(look) = look {
            look.clear();
        }
    });
    let screen = move || match day.shown.get() {
        EventStage::Preparation => view! { <Preparing day /> }.into_any(),
        EventStage::Running => view! { <Running day /> }.into_any(),
        EventStage::PackingUp => packing_up(day),
        EventStage::Summary => summary(day, end.clone()),
    };
    view! {
        {head}
        <nav class="interview-steps no-print" aria-label=t("フェアの一日")>
            <ol class="step-nav">{EventStage::ALL.map(|it| stone(day, it)).collect_view()}</ol>
        </nav>
        <p class="status-message failed" role="alert">
            {move || day.problem.get()}
        </p>
        <div class="event-screen" id=SCREEN tabindex="-1" role="group" aria-label=move || stage_name(day.shown.get())>
            {screen}
        </div>
    }
    .into_any()
}

fn stage_name(stage: EventStage) -> &'static str {
    match stage {
        EventStage::Preparation => t("準備"),
        EventStage::Running => t("開場"),
        EventStage::PackingUp => t("片付け"),
        EventStage::Summary => t("まとめ"),
    }
}

fn stone(day: EventDay, stage: EventStage) -> AnyView {
    let name = stage_name(stage);
    let is_here = move || day.shown.get() == stage;
    view! {
        <li class:done=move || stage < day.stage() class:current-step=is_here>
            <button
                type="button"
                aria-current=move || is_here().then_some("step")
                on:click=move |_| day.shown.set(stage)
            >
                <span class="step-marker" aria-hidden="true"></span>
                <span class="step-name">{name}</span>
            </button>
        </li>
    }
    .into_any()
}

/// When answers are deleted, or when they were and how many never became part of the counts.
fn deletion_notice(history: &EventHistory) -> Option<String> {
    let deleted = history.deleted_at.map(|at| {
        let deleted = fill!(
            "{0} に、{1} 件の回答を件数に変えて消しました。",
            at.display(locale()),
            history.deleted
        );
        let late = fill!(
            "ほかと合わせて5件に満たなかった {0} 件は、件数に入っていません。",
            history.uncounted
        );
        let late = if history.uncounted > 0 {
            late
        } else {
            String::new()
        };
        format!("{deleted} {late}")
    });
    let will = || {
        fill!(
            "回答は、最終日から {0} 日たつと件数に変わり、消えます。",
            history.keep_days
        )
    };
    deleted.or_else(|| (history.keep_days > 0).then(will))
}

//! Backcasting path: the future on top, its steps by descending date, and today's position among them.

use crate::i18n::{locale, t};
use browser::clock;
use domain::calendar::display_day;
use domain::instrument::{PathEntry, PathStep, path_entries};
use leptos::prelude::*;

/// The path as an ordered list, which needs no text alternative. Nothing if every step is empty.
#[component]
pub(crate) fn Backcast(steps: Vec<PathStep>) -> impl IntoView {
    let today = clock::now().day();
    let is_empty = steps.iter().all(|it| it.text.is_empty());
    let day = |day: &str| display_day(day, locale());
    let step = move |step: PathStep, is_past: bool| {
        view! {
            <li class="backcast-step" class:past=is_past>
                <span class="backcast-day">{day(&step.due)}</span>
                <span>{step.text}</span>
            </li>
        }
        .into_any()
    };
    let entries = path_entries(steps, today.as_str());
    let entries = entries.into_iter().map(|entry| match entry {
        PathEntry::Ahead(it) => step(it, false),
        PathEntry::Past(it) => step(it, true),
        PathEntry::Today => view! {
            <li class="backcast-today">
                <span class="backcast-day">{day(today.as_str())}</span>
                <strong>{t("今日")}</strong>
            </li>
        }
        .into_any(),
    });
    (!is_empty).then(|| {
        view! {
            <ol class="backcast" aria-label=t("未来から今日までの道筋")>
                <li class="backcast-goal">
                    <strong>{t("未来の姿")}</strong>
                </li>
                {entries.collect_view()}
            </ol>
        }
    })
}

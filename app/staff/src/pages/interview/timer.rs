//! Timer of an interview: it shows minutes only, with no alarm and no automatic end.

use crate::i18n::{fill, t};
use browser::clock;
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

/// Planned length of an interview, in minutes.
const PLANNED_MINUTES: u64 = 30;

#[component]
pub(super) fn Timer() -> impl IntoView {
    let begun_at: RwSignal<Option<Timestamp>> = RwSignal::new(None);
    let now = RwSignal::new(clock::now());
    let tick = set_interval_with_handle(
        move || {
            now.try_set(clock::now());
        },
        Duration::from_secs(15),
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let minutes = move || begun_at.get().map(|it| now.get().since(it).as_secs() / 60);
    view! {
        <span class="timer">
            {move || match minutes() {
                None => {
                    view! {
                        <button
                            class="button"
                            on:click=move |_| {
                                now.set(clock::now());
                                begun_at.set(Some(clock::now()));
                            }
                        >
                            {t("面談を始める")}
                        </button>
                    }
                        .into_any()
                }
                Some(n) => {
                    view! {
                        <progress
                            max=PLANNED_MINUTES.to_string()
                            value=n.min(PLANNED_MINUTES).to_string()
                            aria-label=t("面談の時間")
                        ></progress>
                        <span>{fill!("{0}分 / めやす{1}分", n, PLANNED_MINUTES)}</span>
                        <button class="link" on:click=move |_| begun_at.set(None)>
                            {t("止める")}
                        </button>
                    }
                        .into_any()
                }
            }}
        </span>
    }
}

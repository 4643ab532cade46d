//! Timer of an interview: it shows minutes only, with no alarm and no automatic end. Its beginning and its end fill in
//! what the record asks about them.

use crate::components::form::SheetForm;
use crate::i18n::{fill, t};
use browser::clock;
use domain::instrument::{ItemKind, ItemRole};
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Planned length of an interview, in minutes.
const PLANNED_MINUTES: u64 = 30;

/// Fills an item of the record that nobody has answered yet.
fn fill_in(form: SheetForm, role: ItemRole, value: impl FnOnce(&ItemKind) -> Option<Value>) {
    let item = form
        .edition
        .with_value(|it| it.item_with_role(role).cloned());
    let Some(item) = item.map(Arc::new) else {
        return;
    };
    let is_free = form.sheet.with_untracked(|it| it.value(&item.id).is_none());
    if let (true, Some(value)) = (
        is_free && untrack(|| form.accepts(&item)),
        value(&item.kind),
    ) {
        form.answer(&item, value);
    }
}

/// Notes what the beginning of an interview tells: its day, and the kind that its period has.
fn note_beginning(form: SheetForm) {
    fill_in(form, ItemRole::InterviewDay, |_| {
        Some(clock::now().day().0.into())
    });
    let period = form.with_id(|it| it.cycle.period.code());
    fill_in(form, ItemRole::InterviewKind, |kind| {
        let ItemKind::Single { options, .. } = kind else {
            return None;
        };
        let mut offered = options.iter().filter(|it| !it.retired);
        offered.any(|it| it.id == period).then(|| period.into())
    });
}

#[component]
pub(super) fn Timer(form: SheetForm) -> impl IntoView {
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
                                note_beginning(form);
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
                        <button
                            class="link"
                            on:click=move |_| {
                                fill_in(form, ItemRole::InterviewMinutes, |_| Some(n.max(1).into()));
                                begun_at.set(None);
                            }
                        >
                            {t("止める")}
                        </button>
                    }
                        .into_any()
                }
            }}
        </span>
    }
}

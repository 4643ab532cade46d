//! The browser's native field for a day: it brings the calendar, the keyboard and the person's date format.

use crate::i18n::t;
use browser::page;
use leptos::prelude::*;
use std::time::Duration;

/// How long nobody types before a whole day counts as meant.
const PAUSE: Duration = Duration::from_secs(2);

/// Earliest and latest year that anybody means; while one types 2026 the field says 0002, 0020 and 0202.
const YEARS: std::ops::Range<&str> = "1950".."2100";

#[derive(Clone, Copy, Default)]
struct Typing {
    /// Whether a key was pressed since the field got the focus: a day that is picked is meant at once.
    by_key: bool,
    /// What the field said last, if that was a whole day or nothing.
    pending: bool,
}

/// A field for a day, `2026-11-25`, or with `time` `2026-11-25T14:30`. The browser reports every day that it could be
/// while one types, and nothing while a part of it is missing. Only a day that is whole and meant is taken: one that was
/// picked, or that stands when the field is left, at Enter, or after a pause. What is typed is never overwritten.
#[component]
pub(crate) fn DayInput(
    #[prop(into)] value: Signal<String>,
    /// Takes a day, or the empty text once the field was emptied.
    on_day: impl Fn(String) + Copy + Send + Sync + 'static,
    #[prop(optional)] time: bool,
    /// Id of the labelling element, if no label is around the field.
    #[prop(optional, into)]
    labelled_by: Option<String>,
    #[prop(optional, into)] read_only: Signal<bool>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    // What is written into the field: not while somebody is typing in it.
    let shown = RwSignal::new(value.get_untracked());
    let is_focused = StoredValue::new(false);
    let typing = StoredValue::new(Typing::default());
    let text = StoredValue::new(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let is_partial = RwSignal::new(false);
    Effect::new(move |_| {
        let fresh = value.get();
        if !is_focused.get_value() {
            shown.set(fresh);
        }
    });
    let stop_timer = move || {
        timer.try_update_value(|it| {
            if let Some(it) = it.take() {
                it.clear();
            }
        });
    };
    on_cleanup(stop_timer);
    let commit = move || {
        stop_timer();
        let Some(true) = typing.try_with_value(|it| it.pending) else {
            return;
        };
        let day = text.get_value();
        let is_meant = day.is_empty() || day.get(..4).is_some_and(|it| YEARS.contains(&it));
        if is_meant {
            typing.update_value(|it| it.pending = false);
            if day != value.get_untracked() {
                on_day(day);
            }
        }
    };
    let on_input = move |event: leptos::ev::Event| {
        stop_timer();
        let is_whole = !page::has_bad_input(&event);
        text.set_value(event_target_value(&event));
        typing.update_value(|it| it.pending = is_whole);
        if is_whole {
            is_partial.set(false);
        }
        if !typing.with_value(|it| it.by_key) {
            commit();
        } else if is_whole && !text.with_value(String::is_empty) {
            // A field that is emptied by keys may be about to be filled anew: it waits until it is left.
            timer.set_value(set_timeout_with_handle(commit, PAUSE).ok());
        }
    };
    let on_blur = move |event: leptos::ev::FocusEvent| {
        commit();
        is_focused.set_value(false);
        let is_whole = !page::has_bad_input(&event);
        let is_left_over = typing.with_value(|it| it.pending);
        is_partial.set(!is_whole || is_left_over);
        if is_whole && !is_left_over {
            shown.set(value.get_untracked());
        }
    };
    view! {
        <input
            class="day"
            type=if time { "datetime-local" } else { "date" }
            aria-labelledby=labelled_by
            aria-invalid=move || is_partial.get().then_some("true")
            min="1950-01-01"
            max=if time { "2099-12-31T23:59" } else { "2099-12-31" }
            required=required
            prop:value=move || shown.get()
            prop:readOnly=move || read_only.get()
            on:focus=move |_| {
                is_focused.set_value(true);
                typing.set_value(Typing::default());
            }
            on:keydown=move |event| {
                if event.key() != "Tab" {
                    typing.update_value(|it| it.by_key = true);
                }
                if event.key() == "Enter" {
                    commit();
                }
            }
            on:input=on_input
            on:blur=on_blur
        />
        <span class="status-message failed" role="alert">
            {move || is_partial.get().then(|| t("年・月・日が、そろっていません。"))}
        </span>
    }
}

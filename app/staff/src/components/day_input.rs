//! The browser's native field for a day: it brings the calendar, the keyboard and the person's date format.

use crate::i18n::t;
use browser::page;
use leptos::prelude::*;
use std::time::Duration;

/// How long nobody types before a whole day counts as meant.
const PAUSE: Duration = Duration::from_secs(2);

/// Earliest and latest year that anybody means; while one types 2026 the field says 0002, 0020 and 0202.
const YEARS: std::ops::Range<&str> = "1950".."2100";

/// What goes on in a field.
#[derive(Clone, Copy)]
struct DayTyping<F> {
    value: Signal<String>,
    on_day: F,
    /// What is written into the field: never while somebody is in it.
    shown: RwSignal<String>,
    is_focused: StoredValue<bool>,
    /// Whether a key was pressed since the field got the focus: a day that is picked is meant at once.
    by_key: StoredValue<bool>,
    /// What the field said last and is not taken yet; none if a part of it is missing.
    pending: StoredValue<Option<String>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Whether the field was left with a part missing, or with a year that nobody means.
    is_partial: RwSignal<bool>,
}

impl<F: Fn(String) + Copy + Send + Sync + 'static> DayTyping<F> {
    fn new(value: Signal<String>, on_day: F) -> Self {
        let it = Self {
            value,
            on_day,
            shown: RwSignal::new(value.get_untracked()),
            is_focused: StoredValue::new(false),
            by_key: StoredValue::new(false),
            pending: StoredValue::new(None),
            timer: StoredValue::new(None),
            is_partial: RwSignal::new(false),
        };
        Effect::new(move |_| {
            let fresh = it.value.get();
            if !it.is_focused.get_value() {
                it.shown.set(fresh);
            }
        });
        on_cleanup(move || it.stop_timer());
        it
    }

    fn stop_timer(self) {
        self.timer.try_update_value(|it| {
            if let Some(it) = it.take() {
                it.clear();
            }
        });
    }

    /// Takes what the field says, if it is meant.
    fn commit(self) {
        self.stop_timer();
        let Some(Some(day)) = self.pending.try_get_value() else {
            return;
        };
        let is_meant = day.is_empty() || day.get(..4).is_some_and(|it| YEARS.contains(&it));
        if is_meant {
            self.pending.set_value(None);
            if day != self.value.get_untracked() {
                (self.on_day)(day);
            }
        }
    }

    fn on_focus(self) {
        self.is_focused.set_value(true);
        self.by_key.set_value(false);
        self.pending.set_value(None);
    }

    fn on_key(self, key: &str) {
        match key {
            "Tab" => {}
            "Enter" => self.commit(),
            _ => self.by_key.set_value(true),
        }
    }

    fn on_input(self, text: String, is_whole: bool) {
        self.stop_timer();
        let is_empty = text.is_empty();
        self.pending.set_value(is_whole.then_some(text));
        if is_whole {
            self.is_partial.set(false);
        }
        if !self.by_key.get_value() {
            self.commit();
        } else if is_whole && !is_empty {
            // A field that is emptied by keys may be about to be filled anew: it waits until it is left.
            let later = set_timeout_with_handle(move || self.commit(), PAUSE);
            self.timer.set_value(later.ok());
        }
    }

    fn on_blur(self, is_whole: bool) {
        self.commit();
        self.is_focused.set_value(false);
        let is_partial = !is_whole || self.pending.with_value(Option::is_some);
        self.is_partial.set(is_partial);
        if !is_partial {
            self.shown.set(self.value.get_untracked());
        }
    }
}

/// A field for a day, `2026-11-25`, or with `time` `2026-11-25T14:30`. The browser reports every day that it could be
/// while one types, and nothing while a part of it is missing. Only a day that is whole and meant is taken: one that
/// was picked, or that stands when the field is left, at Enter, or after a pause. What is typed is never overwritten.
#[component]
pub(crate) fn DayInput(
    #[prop(into)] value: Signal<String>,
    /// Takes a day, or the empty text once the field was emptied.
    on_day: impl Fn(String) + Copy + Send + Sync + 'static,
    #[prop(optional)] time: bool,
    /// Id of the labelling element, if no label is around the field.
    #[prop(optional, into)]
    labelled_by: Option<String>,
    /// Id of its element, if something leads to it.
    #[prop(optional)]
    id: Option<&'static str>,
    #[prop(optional, into)] read_only: Signal<bool>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let typing = DayTyping::new(value, on_day);
    let is_partial = typing.is_partial;
    view! {
        <input
            class="day"
            id=id
            type=if time { "datetime-local" } else { "date" }
            aria-labelledby=labelled_by
            aria-invalid=move || is_partial.get().then_some("true")
            min="1950-01-01"
            max=if time { "2099-12-31T23:59" } else { "2099-12-31" }
            required=required
            prop:value=typing.shown
            prop:readOnly=move || read_only.get()
            on:focus=move |_| typing.on_focus()
            on:keydown=move |event| typing.on_key(&event.key())
            on:input=move |event| {
                let is_whole = !page::has_bad_input(&event);
                typing.on_input(event_target_value(&event), is_whole);
            }
            on:blur=move |event| typing.on_blur(!page::has_bad_input(&event))
        />
        <span class="form-error" role="alert">
            {move || is_partial.get().then(|| t("年・月・日が、そろっていません。"))}
        </span>
    }
}

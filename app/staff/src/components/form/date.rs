//! A date, optionally with a time of day.

use super::SheetForm;
use domain::instrument::Item;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// The browser's native field: it brings the calendar, the keyboard and the person's date format.
#[component]
pub(super) fn DateField(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    /// Whether a time of day is asked, too.
    time: bool,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    let text = move || {
        let text = value.with(|it| it.as_ref().and_then(Value::as_str).map(str::to_owned));
        text.unwrap_or_default()
    };
    let kind = if time { "datetime-local" } else { "date" };
    let on_change = move |event| {
        let text = event_target_value(&event);
        let answer = if text.is_empty() {
            Value::Null
        } else {
            Value::from(text)
        };
        if item.validate(&answer).is_ok() {
            form.answer(&item, answer);
        }
    };
    view! {
        <input
            class="day"
            type=kind
            aria-labelledby=label
            prop:value=text
            min="1990-01-01"
            max="2099-12-31T23:59"
            prop:readOnly=move || !open.get()
            on:change=on_change
        />
    }
}

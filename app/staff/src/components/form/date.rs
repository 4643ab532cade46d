//! A day, or a day and a time of it.

use super::Form;
use domain::instrument::Item;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// A date item. The browser's own field: it knows the calendar, the keyboard and the person's habits.
#[component]
pub(super) fn DateField(
    form: Form,
    item: Arc<Item>,
    /// The id of the element that names it.
    label: String,
    /// Whether it takes an answer.
    open: Memo<bool>,
    /// Whether the hour belongs to it.
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
        if item.check(&answer).is_ok() {
            form.answer(&item, answer);
        }
    };
    view! {
        <input class="day" type=kind aria-labelledby=label prop:value=text min="1990-01-01" max="2099-12-31T23:59"
            prop:readOnly=move || !open.get() on:change=on_change/>
    }
}

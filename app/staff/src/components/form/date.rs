//! A date, optionally with a time of day.

use super::SheetForm;
use crate::components::day_input::DayInput;
use domain::instrument::Item;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

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
    let take = StoredValue::new(item);
    let on_day = move |text: String| {
        let answer = if text.is_empty() {
            Value::Null
        } else {
            Value::from(text)
        };
        take.with_value(|item| {
            if item.validate(&answer).is_ok() {
                form.answer(item, answer);
            }
        });
    };
    view! {
        <DayInput
            value=Signal::derive(text)
            on_day
            time
            labelled_by=label
            read_only=Signal::derive(move || !open.get())
        />
    }
}

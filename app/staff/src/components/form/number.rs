//! A whole number with its unit.

use super::SheetForm;
use crate::i18n::fill;
use domain::instrument::Item;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Validated on change; an invalid number is not recorded.
#[component]
pub(super) fn NumberField(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    min: i64,
    max: i64,
    /// Unit shown after the number.
    unit: String,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    let problem = RwSignal::new(String::new());
    let text = move || {
        let number = value.with(|it| it.as_ref().and_then(Value::as_i64));
        number.map(|it| it.to_string()).unwrap_or_default()
    };
    let hint = format!("{label}-hint");
    let on_change = move |event| {
        let typed = half_width_digits(&event_target_value(&event));
        let answer = if typed.is_empty() {
            Some(Value::Null)
        } else {
            typed.parse::<i64>().ok().map(Value::from)
        };
        match answer.filter(|it| item.validate(it).is_ok()) {
            Some(answer) => {
                problem.set(String::new());
                form.answer(&item, answer);
            }
            None => problem.set(fill!("{0}から{1}までの数を入れてください。", min, max)),
        }
    };
    view! {
        <span class="number">
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-labelledby=label
                aria-describedby=hint.clone()
                prop:value=move || text()
                prop:readOnly=move || !open.get()
                aria-invalid=move || (!problem.with(String::is_empty)).then_some("true")
                on:change=on_change
            />
            <span>{unit}</span>
        </span>
        <p class="text-count over" id=hint role="status">
            {move || problem.get()}
        </p>
    }
}

/// Trims, and converts the full-width digits that Japanese input methods produce.
pub(crate) fn half_width_digits(text: &str) -> String {
    let narrow = text.trim().chars().map(|it| match it {
        '０'..='９' => char::from_digit(u32::from(it) - u32::from('０'), 10).unwrap_or(it),
        other => other,
    });
    narrow.collect()
}

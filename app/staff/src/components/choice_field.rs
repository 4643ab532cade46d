//! A criterion that one of some values, or all of them, may meet.

use crate::i18n::t;
use leptos::prelude::*;

/// A criterion: its label, what it may be, what it is, and how it is set.
pub(crate) fn choice(
    name: &'static str,
    options: Vec<(String, String)>,
    value: impl Fn() -> String + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let options: Vec<_> = options
        .into_iter()
        .filter(|it| !it.0.is_empty())
        .map(|(value, word)| view! { <option value=value>{word}</option> })
        .collect();
    view! {
        <label class="field">
            <span>{name}</span>
            <select class="select" prop:value=value on:change=move |event| set(event_target_value(&event))>
                <option value="">{t("すべて")}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

/// Values that are their own words.
pub(crate) fn as_options(all: Vec<String>) -> Vec<(String, String)> {
    all.into_iter().map(|it| (it.clone(), it)).collect()
}

//! Scale item: five choices with wording, and 該当なし. Keys 1–5 answer and go on; 0 is 該当なし.

use super::SheetForm;
use crate::i18n::{locale, pick_language};
use browser::page;
use domain::instrument::{Item, ScalePoint};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

#[component]
pub(super) fn Scale(
    form: SheetForm,
    item: Arc<Item>,
    /// Index among all items, from 0.
    at: usize,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    let points = form.edition.with_value(|it| it.scale.clone());
    // The edition lists points from high to low. Here 1 is on the left, as on the number keys, and 該当なし is last.
    let (numbered, apart): (Vec<ScalePoint>, Vec<ScalePoint>) = points
        .into_iter()
        .filter(|it| !it.retired)
        .partition(|it| it.value.is_some());
    let rising: Vec<ScalePoint> = numbered.into_iter().rev().chain(apart).collect();
    let by_key = rising.clone();
    let keyed = item.clone();
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let digit = digit_of(&event);
        let point = digit.and_then(|digit| {
            by_key
                .iter()
                .find(|it| it.value == Some(digit) || digit == 0 && it.value.is_none())
        });
        if let Some(point) = point.filter(|_| open.get_untracked()) {
            event.prevent_default();
            form.answer(&keyed, point.answer());
            form.go(at + 1);
        }
    };
    let choices = rising.into_iter().map(|point| {
        let (answer, own) = (point.answer(), item.clone());
        let given = answer.clone();
        let is_chosen = move || value.with(|it| it.as_ref() == Some(&given));
        let on_change = move |_| form.answer(&own, answer.clone());
        let name = item.id.to_string();
        view! {
            <label
                class="scale-point"
                class:aside=point.value.is_none()
                on:click=move |event| advance_after_tap(form, open, at, event.detail())
            >
                <input
                    type="radio"
                    name=name
                    prop:checked=move || is_chosen()
                    on:change=on_change
                    prop:disabled=move || !open.get()
                />
                <span class="scale-number" aria-hidden="true">
                    {point.value.map_or_else(|| "—".to_owned(), |it| it.to_string())}
                </span>
                <span class="scale-word" aria-hidden="true">
                    {pick_language(&point.short, &point.short_en).to_owned()}
                </span>
                <span class="scale-wording">{point.words.shown(locale()).to_owned()}</span>
            </label>
        }
    });
    view! {
        <div class="scale" role="radiogroup" aria-labelledby=label on:keydown=on_key>
            {choices.collect_view()}
        </div>
    }
}

/// The digit that was typed. Shortcuts and input methods keep their keys.
pub(super) fn digit_of(event: &leptos::ev::KeyboardEvent) -> Option<u8> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return None;
    }
    event.key().parse().ok()
}

/// On a phone, goes to the next question after a tap.
pub(super) fn advance_after_tap(form: SheetForm, open: Memo<bool>, at: usize, clicks: i32) {
    // Arrow keys fire `click`, too, with a click count of 0: they only choose.
    if clicks > 0 && page::is_narrow() && open.get_untracked() {
        let next = move || {
            // The person may have gone to another question within the 250 ms, or left the page.
            if form.at.try_get_untracked() == Some(at) {
                form.go(at + 1);
            }
        };
        set_timeout(next, Duration::from_millis(250));
    }
}

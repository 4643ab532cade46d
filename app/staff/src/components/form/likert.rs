//! Likert item: a scale that the item defines itself; some of its points have a wording. Order and keys are those of
//! the edition's scale.

use super::SheetForm;
use super::choice::is_unoffered;
use super::scale::{advance_after_tap, digit_of};
use crate::i18n::locale;
use domain::instrument::{Item, LikertPoint};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Points of the item's own scale as radio buttons.
#[component]
pub(super) fn Likert(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    mut points: Vec<LikertPoint>,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    points.sort_by_key(|it| it.value);
    let at = form
        .edition
        .with_value(|it| it.items().position(|own| own.id == item.id))
        .unwrap_or_default();
    let (keyed, by_key) = (item.clone(), points.clone());
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let digit = digit_of(&event).filter(|_| open.get_untracked());
        let mut offered = by_key.iter().filter(|it| !it.retired);
        if let Some(point) = digit.and_then(|digit| offered.find(|it| it.value == digit)) {
            event.prevent_default();
            form.answer(&keyed, point.value.into());
            form.go(at + 1);
        }
    };
    let choices = points.into_iter().map(|point| {
        let (item, name) = (item.clone(), item.id.to_string());
        let number = point.value;
        let is_chosen = Memo::new(move |_| {
            value.with(|it| it.as_ref().and_then(Value::as_u64) == Some(number.into()))
        });
        view! {
            <label
                class="scale-point"
                hidden=is_unoffered(point.retired, is_chosen)
                on:click=move |event| advance_after_tap(form, open, at, event.detail())
            >
                <input
                    type="radio"
                    name=name
                    prop:checked=move || is_chosen.get()
                    prop:disabled=move || !open.get()
                    on:change=move |_| form.answer(&item, number.into())
                />
                <span class="scale-number">{number}</span>
                <span class="scale-wording">{point.words.shown(locale()).to_owned()}</span>
            </label>
        }
    });
    view! {
        <div class="scale likert" role="radiogroup" aria-labelledby=label on:keydown=on_key>
            {choices.collect_view()}
        </div>
    }
}

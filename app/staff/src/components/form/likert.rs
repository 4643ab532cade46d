//! Likert item: a scale that the item defines itself; some of its points have a wording.

use super::SheetForm;
use super::choice::is_unoffered;
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
    points: Vec<LikertPoint>,
) -> impl IntoView {
    let [value, _] = form.value(&item);
    let choices = points.into_iter().map(|point| {
        let (item, name) = (item.clone(), item.id.to_string());
        let number = point.value;
        let is_chosen = Memo::new(move |_| {
            value.with(|it| it.as_ref().and_then(Value::as_u64) == Some(number.into()))
        });
        view! {
            <label class="scale-point" hidden=is_unoffered(point.retired, is_chosen)>
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
        <div class="scale likert" role="radiogroup" aria-labelledby=label>
            {choices.collect_view()}
        </div>
    }
}

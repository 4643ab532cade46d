//! Taking an answer back that radio buttons hold: once one of them is chosen, a browser lets nobody choose none.

use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::instrument::{Item, ItemKind};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Empties the present question's answer, by button, or by Delete or Backspace on one of its choices.
#[component]
pub(super) fn ClearButton(form: SheetForm) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let present = Memo::new(move |_| form.edition.with_value(|it| held_item(form, it.items())));
    // The same sentence twice would be no change, and not be read.
    Effect::new(move || {
        if present.with(Option::is_some) {
            said.set(String::new());
        }
    });
    let clear = move || {
        if let Some(item) = present.get_untracked() {
            form.answer(&item, Value::Null);
            form.go(form.at.get_untracked());
            said.set(fill!(
                "「{0}」の答えを消しました。",
                item.words.shown(locale())
            ));
        }
    };
    let listening = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Delete" | "Backspace") && page::is_on_radio() {
            event.prevent_default();
            clear();
        }
    });
    on_cleanup(move || listening.remove());
    view! {
        <button type="button" class="link" hidden=move || present.with(Option::is_none) on:click=move |_| clear()>
            {t("この答えを消す")}
        </button>
        <span class="visually-hidden" role="status">
            {move || said.get()}
        </span>
    }
}

/// The item of the question that has the focus, if radio buttons hold an answer to it that may be changed.
fn held_item<'a>(form: SheetForm, mut items: impl Iterator<Item = &'a Item>) -> Option<Arc<Item>> {
    let item = items.nth(form.at.get())?;
    let is_radio = matches!(
        item.kind,
        ItemKind::Scale | ItemKind::Likert { .. } | ItemKind::Single { .. }
    );
    let is_answered = form.sheet.with(|it| it.value(&item.id).is_some());
    (is_radio && is_answered && form.accepts(item)).then(|| Arc::new(item.clone()))
}

//! Undoing the last answers that were given in one act: choices and scales. A text has the browser's own undo.

use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::instrument::{Item, ItemKind};
use domain::sheet::Sheet;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Answers that can be undone; older ones are let go.
const DEPTH: usize = 50;

/// An answer as it was before the last change of it.
struct Before {
    /// Index of its item.
    at: usize,
    value: Value,
}

/// Whether its answer is chosen and not written.
fn is_chosen(item: &Item) -> bool {
    !matches!(
        item.kind,
        ItemKind::Text { .. }
            | ItemKind::Number { .. }
            | ItemKind::Date { .. }
            | ItemKind::Rows { .. }
            | ItemKind::Sign { .. }
    )
}

/// Whether the answer that is shown was given on this device.
fn is_from_here(form: SheetForm, item: &Item) -> bool {
    form.here.optimistic.with_untracked(|journal| {
        let Some(journal) = journal else {
            return false;
        };
        let fact = form.with_id(|sheet| journal.shown_fact(sheet, &item.id));
        let origin = fact.as_ref().and_then(|it| journal.origin(it));
        // An answer that was taken back shows no fact.
        origin.is_none_or(|(_, is_this)| is_this)
    })
}

#[component]
pub(super) fn UndoButton(form: SheetForm) -> impl IntoView {
    let items = form.edition.with_value(|it| {
        let items = it.items().enumerate().filter(|(_, it)| is_chosen(it));
        items
            .map(|(at, it)| (at, Arc::new(it.clone())))
            .collect::<Vec<_>>()
    });
    let items = StoredValue::new(items);
    let stack = StoredValue::new(Vec::<Before>::new());
    let n = RwSignal::new(0_usize);
    let (said, is_undoing) = (RwSignal::new(String::new()), StoredValue::new(false));
    let values = move |sheet: &Sheet| {
        items.with_value(|it| {
            let values = it.iter().map(|(_, item)| sheet.value(&item.id).cloned());
            values
                .map(Option::unwrap_or_default)
                .collect::<Vec<Value>>()
        })
    };
    Effect::new(move |before: Option<Vec<Value>>| {
        let now = form.sheet.with(values);
        let is_ours = !is_undoing.get_value();
        is_undoing.set_value(false);
        if let Some(before) = before.filter(|_| is_ours) {
            let changed = before.into_iter().zip(&now).enumerate();
            for (place, (value, _)) in changed.filter(|(_, (was, is))| was != *is) {
                let (at, item) = items.with_value(|it| (it[place].0, Arc::clone(&it[place].1)));
                // What another tab or device answers meanwhile is not the last act on this page.
                if page::has_focus() && is_from_here(form, &item) {
                    stack.update_value(|it| {
                        it.push(Before { at, value });
                        let over = it.len().saturating_sub(DEPTH);
                        it.drain(..over);
                    });
                    said.set(String::new());
                }
            }
            n.set(stack.with_value(Vec::len));
        }
        now
    });
    let undo = move || {
        let Some(last) = stack.try_update_value(Vec::pop).flatten() else {
            return;
        };
        n.set(stack.with_value(Vec::len));
        let item = items.with_value(|it| {
            let found = it.iter().find(|(at, _)| *at == last.at);
            found.map(|(_, item)| Arc::clone(item))
        });
        if let Some(item) = item.filter(|it| form.accepts(it)) {
            is_undoing.set_value(true);
            form.answer(&item, last.value);
            form.go(last.at);
            said.set(fill!(
                "「{0}」の答えを、前のものに戻しました。",
                item.words.shown(locale())
            ));
        }
    };
    let listening = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let is_undo =
            (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key() == "z";
        if is_undo && !page::is_in_text_field() && n.get_untracked() > 0 {
            event.prevent_default();
            undo();
        }
    });
    on_cleanup(move || listening.remove());
    view! {
        <button type="button" class="link" hidden=move || n.get() == 0 on:click=move |_| undo()>
            {t("答えを一つ戻す")}
        </button>
        <span class="visually-hidden" role="status">
            {move || said.get()}
        </span>
    }
}

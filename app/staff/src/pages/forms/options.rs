//! The options, points and columns of a question: their words, their order, and which there are.

use super::editor_state::{FormEditor, put};
use super::fields::{field_id, text_field};
use super::structure::{earlier_item, free_option_id, no_words};
use crate::i18n::{fill, t};
use browser::page;
use domain::instrument::ItemKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

fn list(editor: FormEditor, pointer: &str) -> Vec<Value> {
    editor.at(pointer).as_array().cloned().unwrap_or_default()
}

/// A row of words, with what moves it up and takes it out.
fn row(editor: FormEditor, pointer: &str, at: usize, name: &str) -> AnyView {
    let words = format!("{pointer}/{at}/words");
    let change = move |pointer: String, change: fn(&mut Vec<Value>, usize)| {
        move |_| {
            let place = pointer.clone();
            editor.change("", |source| {
                if let Some(all) = source.pointer_mut(&place).and_then(Value::as_array_mut) {
                    change(all, at);
                }
            });
            // The row, or its button, is another one now.
            page::focus(&field_id(&format!("{place}-add")));
        }
    };
    let up = change(pointer.to_owned(), |all, at| {
        if at > 0 && at < all.len() {
            all.swap(at, at - 1);
        }
    });
    let out = change(pointer.to_owned(), |all, at| {
        if at < all.len() {
            all.remove(at);
        }
    });
    view! {
        <div class="form-option" role="group" aria-label=name.to_owned()>
            {text_field(editor, format!("{words}/ja"), t("言葉（日本語）"), 1)}
            {text_field(editor, format!("{words}/en"), t("言葉（英語）"), 1)}
            <button type="button" class="button small" hidden=at == 0 on:click=up>
                {t("上へ")}
                <span class="visually-hidden">{fill!("（{0}）", name)}</span>
            </button>
            <button type="button" class="button small" on:click=out>
                {t("外す")}
                <span class="visually-hidden">{fill!("（{0}）", name)}</span>
            </button>
        </div>
    }
    .into_any()
}

/// The rows of a list, and the button that adds one.
fn rows(
    editor: FormEditor,
    pointer: &str,
    [legend, add]: [&'static str; 2],
    name: fn(usize) -> String,
    new: impl Fn(&[Value]) -> Value + Send + Sync + 'static,
) -> AnyView {
    let (place, own) = (pointer.to_owned(), pointer.to_owned());
    // The fields stay while one types in them: only how many there are makes them anew.
    let n = Memo::new(move |_| list(editor, &place).len());
    let fields = move || {
        (0..n.get())
            .map(|at| row(editor, &own, at, &name(at)))
            .collect_view()
    };
    let id = field_id(&format!("{pointer}-add"));
    let place = pointer.to_owned();
    let add_one = move |_| {
        let mut all = untrack(|| list(editor, &place));
        let at = all.len();
        all.push(new(&all));
        editor.change("", |source| put(source, &place, all.into()));
        let id = field_id(&format!("{place}/{at}/words/ja"));
        spawn_local(async move {
            page::microtask().await;
            page::focus(&id);
        });
    };
    view! {
        <fieldset class="stack form-options">
            <legend>{legend}</legend>
            {fields}
            <p>
                <button type="button" id=id class="button small" on:click=add_one>
                    {add}
                </button>
            </p>
        </fieldset>
    }
    .into_any()
}

pub(super) fn options(editor: FormEditor, item: &str, pointer: &str) -> AnyView {
    let id = untrack(|| editor.text_at(&format!("{item}/id")));
    let new = move |present: &[Value]| json!({"id": free_option_id(editor, &id, present), "words": no_words()});
    let name = |at: usize| fill!("選択肢{0}", at + 1);
    rows(
        editor,
        pointer,
        [t("選択肢"), t("選択肢を加える")],
        name,
        new,
    )
}

/// The number after the highest: what a point of the middle meant stays its own.
fn next_point(present: &[Value]) -> u64 {
    let values = present.iter().filter_map(|it| it["value"].as_u64());
    values.max().unwrap_or(0) + 1
}

pub(super) fn points(editor: FormEditor, pointer: &str) -> AnyView {
    let new = |present: &[Value]| json!({"value": next_point(present), "words": no_words()});
    let name = |at: usize| fill!("段階{0}", at + 1);
    rows(
        editor,
        pointer,
        [t("段階（低いほうから）"), t("段階を加える")],
        name,
        new,
    )
}

pub(super) fn columns(editor: FormEditor, item: &str, pointer: &str) -> AnyView {
    let id = untrack(|| editor.text_at(&format!("{item}/id")));
    let new = move |present: &[Value]| {
        // Cells of a column that is gone are kept under its id.
        let earlier: Vec<String> = match earlier_item(editor, &id).map(|it| it.kind) {
            Some(ItemKind::Rows { columns, .. }) => columns.into_iter().map(|it| it.id).collect(),
            _ => Vec::new(),
        };
        let mut ids = (1..).map(|it| format!("c{it}"));
        let is_free = |id: &String| present.iter().all(|it| it["id"] != *id);
        let free = ids.find(|id| is_free(id) && !earlier.contains(id));
        json!({"id": free, "words": no_words(), "kind": {"text": {"max_length": 200}}})
    };
    let name = |at: usize| fill!("列{0}", at + 1);
    rows(editor, pointer, [t("列"), t("列を加える")], name, new)
}

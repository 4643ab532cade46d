//! The lines beside an entry's text, and its steps: changed, added, taken out, and moved up.

use super::EntryEditing;
use crate::i18n::{fill, t};
use browser::page;
use domain::content_page::{ContentDetail, ContentText, EntryChange};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The list that is changed, in a change.
type Lines<T> = fn(&mut EntryChange) -> &mut Vec<T>;

fn details(it: &mut EntryChange) -> &mut Vec<ContentDetail> {
    it.details.get_or_insert_default()
}

fn steps(it: &mut EntryChange) -> &mut Vec<ContentText> {
    it.steps.get_or_insert_default()
}

/// A text of the line at a place; empty once the line is gone.
fn text_field<T: 'static>(
    editing: &EntryEditing,
    (lines, at): (Lines<T>, usize),
    (part, label): (&str, String),
    of: fn(&mut T) -> &mut String,
) -> AnyView {
    let editing = *editing;
    let value = move || {
        editing.draft.with(|it| {
            let mut change = it.clone();
            let line = lines(&mut change).get_mut(at);
            line.map(|it| of(it).clone()).unwrap_or_default()
        })
    };
    let type_text = move |event| {
        let text = event_target_value(&event);
        editing.draft.update(|it| {
            if let Some(line) = lines(it).get_mut(at) {
                *of(line) = text;
            }
        });
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea
                id=editing.id(&format!("{part}-{at}"))
                class="text"
                rows="2"
                maxlength="2000"
                prop:value=value
                on:input=type_text
            ></textarea>
        </label>
    }
    .into_any()
}

/// Moves a line up, and takes it out.
fn line_actions<T: 'static>(
    editing: &EntryEditing,
    (lines, at): (Lines<T>, usize),
    name: &str,
    first: &str,
) -> AnyView {
    let editing = *editing;
    let up = move |_| {
        editing.draft.update(|it| {
            let all = lines(it);
            if at > 0 && at < all.len() {
                all.swap(at, at - 1);
            }
        });
    };
    let first = editing.id(first);
    let take_out = move |_| {
        editing.draft.update(|it| {
            let all = lines(it);
            if at < all.len() {
                all.remove(at);
            }
        });
        // The button that had the focus is gone.
        page::focus(&first);
    };
    view! {
        <p class="page-actions">
            <button type="button" class="button small" hidden=at == 0 on:click=up>
                {t("上へ")}
                <span class="visually-hidden">{fill!("（{0}）", name)}</span>
            </button>
            <button type="button" class="button small" on:click=take_out>
                {t("外す")}
                <span class="visually-hidden">{fill!("（{0}）", name)}</span>
            </button>
        </p>
    }
    .into_any()
}

/// The lines, and the button that adds one.
fn list<T: Default + 'static>(
    editing: &EntryEditing,
    lines: Lines<T>,
    (part, legend, add): (&'static str, &'static str, &'static str),
    row: fn(&EntryEditing, usize) -> AnyView,
) -> AnyView {
    let editing = *editing;
    // The fields stay while one types in them: only how many there are makes them anew.
    let n = Memo::new(move |_| {
        editing.draft.with(|it| {
            let mut change = it.clone();
            lines(&mut change).len()
        })
    });
    let add_one = move |_| {
        let at = n.get_untracked();
        editing.draft.update(|it| lines(it).push(T::default()));
        let id = editing.id(&format!("{part}-{at}"));
        spawn_local(async move {
            page::microtask().await;
            page::focus(&id);
        });
    };
    let rows = move || (0..n.get()).map(|at| row(&editing, at)).collect_view();
    view! {
        <fieldset class="stack">
            <legend>{legend}</legend>
            {rows}
            <p>
                <button type="button" id=editing.id(&format!("{part}-add")) class="button small" on:click=add_one>
                    {add}
                </button>
            </p>
        </fieldset>
    }
    .into_any()
}

pub(super) fn detail_fields(editing: &EntryEditing) -> AnyView {
    let row = |editing: &EntryEditing, at: usize| {
        let name = fill!("{0}行目", at + 1);
        let line = (details as Lines<ContentDetail>, at);
        let label = |words: &'static str| format!("{name}　{words}");
        view! {
            <div class="stack content-line" role="group" aria-label=name.clone()>
                <div class="two-columns">
                    {text_field(
                        editing,
                        line,
                        ("line-name", label(t("見出し（日本語）"))),
                        |it| &mut it.words.ja,
                    )}
                    {text_field(
                        editing,
                        line,
                        ("line-name-en", label(t("見出し（英語）"))),
                        |it| &mut it.words.en,
                    )}
                </div>
                {text_field(editing, line, ("line", label(t("文（日本語）"))), |it| &mut it.text.ja)}
                {text_field(
                    editing,
                    line,
                    ("line-easy", label(t("文（やさしい日本語）"))),
                    |it| &mut it.text.easy,
                )}
                {text_field(editing, line, ("line-en", label(t("文（英語）"))), |it| &mut it.text.en)}
                {line_actions(editing, line, &name, "line-name-add")}
            </div>
        }
        .into_any()
    };
    let words = ("line-name", t("説明に添える行"), t("行を加える"));
    list(editing, details, words, row)
}

pub(super) fn step_fields(editing: &EntryEditing) -> AnyView {
    let row = |editing: &EntryEditing, at: usize| {
        let name = fill!("手順{0}", at + 1);
        let line = (steps as Lines<ContentText>, at);
        let label = |words: &'static str| format!("{name}　{words}");
        view! {
            <div class="stack content-line" role="group" aria-label=name.clone()>
                {text_field(editing, line, ("step", label(t("文（日本語）"))), |it| &mut it.ja)}
                {text_field(
                    editing,
                    line,
                    ("step-easy", label(t("文（やさしい日本語）"))),
                    |it| &mut it.easy,
                )}
                {text_field(editing, line, ("step-en", label(t("文（英語）"))), |it| &mut it.en)}
                {line_actions(editing, line, &name, "step-add")}
            </div>
        }
        .into_any()
    };
    list(editing, steps, ("step", t("手順"), t("手順を加える")), row)
}

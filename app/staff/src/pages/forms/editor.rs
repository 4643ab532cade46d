//! The editor: the form's parts on one side, what is selected of them on the other.

use super::editor_state::{FormEditor, Kept, PANEL, Selected};
use super::item_panel::item_panel;
use super::panels::{form_panel, section_panel};
use super::preview::preview_panel;
use super::publish::publish_panel;
use crate::i18n::{fill, locale, t};
use browser::files;
use domain::route::Route;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

#[component]
pub(super) fn Editor(editor: FormEditor) -> impl IntoView {
    let name = move || {
        let words = editor.text_at("/words/ja");
        if words.is_empty() {
            t("新しい様式").to_owned()
        } else {
            words
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let is_ours = (event.ctrl_key() || event.meta_key()) && !event.is_composing();
        match event.key().as_str() {
            "z" if is_ours && !event.shift_key() => editor.undo(),
            "z" | "Z" | "y" if is_ours => editor.redo(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <p>
            <a href=Route::Forms(String::new()).to_string()>{t("様式の一覧へ戻る")}</a>
        </p>
        <h1>{name}</h1>
        <Toolbar editor />
        <Troubles editor />
        <div class="form-editor" on:keydown=on_key>
            <nav class="card form-outline" aria-label=t("様式の中身")>
                {move || outline(editor)}
                <p>
                    <button type="button" class="button small" on:click=move |_| editor.add_section()>
                        {t("区分を加える")}
                    </button>
                </p>
            </nav>
            <section class="card stack form-panel" aria-labelledby=PANEL>
                {move || panel(editor, editor.selected.get())}
            </section>
        </div>
    }
}

#[component]
fn Toolbar(editor: FormEditor) -> impl IntoView {
    let save_file = move |_| {
        let text = editor.source.with_untracked(serde_json::to_string_pretty);
        let name = format!("{}.json", editor.instrument());
        spawn_local(async move {
            let _ = files::save_file(&name, &text.unwrap_or_default()).await;
        });
    };
    let show = move |it: Selected, word: &'static str| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || (editor.selected.get() == it).to_string()
                on:click=move |_| editor.select(it)
            >
                {word}
            </button>
        }
    };
    view! {
        <div class="list-head">
            <p role="status" class="hint">
                {move || editor.kept_words()}
            </p>
            <p class="page-actions">
                <button
                    type="button"
                    class="button small"
                    aria-disabled=move || (!editor.can_undo()).to_string()
                    on:click=move |_| editor.undo()
                >
                    {t("元に戻す")}
                </button>
                <button
                    type="button"
                    class="button small"
                    aria-disabled=move || (!editor.can_redo()).to_string()
                    on:click=move |_| editor.redo()
                >
                    {t("やり直す")}
                </button>
                <button type="button" class="button small" on:click=save_file>
                    {t("ファイルに保存")}
                </button>
                {show(Selected::Preview, t("見本"))}
                {show(Selected::Publish, t("確かめて公開"))}
            </p>
        </div>
    }
}

/// What somebody else has saved, and what this device had kept.
#[component]
fn Troubles(editor: FormEditor) -> impl IntoView {
    let conflict = move || {
        (editor.kept.get() == Kept::Conflict).then(|| {
            view! {
                <div class="notice stack" role="alert">
                    <p>
                        {t(
                            "この様式を、ほかの人が先に保存しました。あなたが書いた内容は、この端末に残っています。どちらを使うか選んでください。",
                        )}
                    </p>
                    <p class="page-actions">
                        <button type="button" class="button small" on:click=move |_| editor.take_theirs()>
                            {t("ほかの人の内容を使う")}
                        </button>
                        <button type="button" class="button small" on:click=move |_| editor.take_own()>
                            {t("自分の内容で置き換える")}
                        </button>
                    </p>
                </div>
            }
        })
    };
    let stale = move || {
        let source = editor.stale.get()?;
        let take = move |_| {
            editor.change("", |it| *it = source.clone());
            editor.forget_stale();
        };
        let drop_it = move |_| {
            editor.forget_stale();
        };
        Some(view! {
            <div class="notice stack" role="status">
                <p>
                    {t(
                        "この端末に、前に書きかけた内容があります。そのあとに、様式が変わっています。",
                    )}
                </p>
                <p class="page-actions">
                    <button type="button" class="button small" on:click=take>
                        {t("書きかけた内容を使う")}
                    </button>
                    <button type="button" class="button small" on:click=drop_it>
                        {t("捨てる")}
                    </button>
                </p>
            </div>
        })
    };
    view! {
        {conflict}
        {stale}
    }
}

fn words_of(it: &Value) -> String {
    let word = |name: &str| it["words"][name].as_str().unwrap_or_default();
    let words = locale().pick(word("ja"), word("en"));
    if words.trim().is_empty() {
        t("（言葉がありません）").to_owned()
    } else {
        words.to_owned()
    }
}

/// The parts of the form, each a button that selects it; questions are dragged to another place as well.
fn outline(editor: FormEditor) -> AnyView {
    let sections = editor.at("/sections");
    let dragged = RwSignal::new(None::<(usize, usize)>);
    let all = sections.as_array().cloned().unwrap_or_default();
    let rows = all.into_iter().enumerate().map(|(section, it)| {
        let items = it["items"].as_array().cloned().unwrap_or_default();
        let items = items.into_iter().enumerate().map(|(at, item)| {
            view! {
                <li
                    draggable="true"
                    on:dragstart=move |_| dragged.set(Some((section, at)))
                    on:dragover=move |event| event.prevent_default()
                    on:drop=move |event| {
                        event.prevent_default();
                        if let Some(from) = dragged.get_untracked() {
                            editor.drop_item(from, (section, at));
                        }
                    }
                >
                    {part_button(editor, Selected::Item(section, at), words_of(&item))}
                </li>
            }
        });
        let own = part_button(editor, Selected::Section(section), words_of(&it));
        view! { <li>{own} <ol>{items.collect_view()}</ol></li> }
    });
    view! {
        <ul class="plain">
            <li>{part_button(editor, Selected::Form, t("様式の全体").to_owned())}</li>
            {rows.collect_view()}
        </ul>
    }
    .into_any()
}

fn part_button(editor: FormEditor, it: Selected, words: String) -> AnyView {
    let is_current = move || (editor.selected.get() == it).then_some("true");
    view! {
        <button type="button" class="form-part" aria-current=is_current on:click=move |_| editor.select(it)>
            {words}
        </button>
    }
    .into_any()
}

/// What is selected, with what moves it and takes it out.
fn panel(editor: FormEditor, selected: Selected) -> AnyView {
    let (title, body) = match selected {
        Selected::Form => (t("様式の全体").to_owned(), form_panel(editor)),
        Selected::Section(at) => (fill!("区分 {0}", at + 1), section_panel(editor, at)),
        Selected::Item(section, at) => {
            let title = fill!("区分 {0} の質問 {1}", section + 1, at + 1);
            (title, item_panel(editor, section, at))
        }
        Selected::Preview => (t("見本").to_owned(), preview_panel(editor)),
        Selected::Publish => (t("確かめて公開").to_owned(), publish_panel(editor)),
    };
    let is_part = matches!(selected, Selected::Section(_) | Selected::Item(..));
    let moves = is_part.then(|| {
        view! {
            <p class="page-actions">
                <button type="button" class="button small" on:click=move |_| editor.move_selected(false)>
                    {t("上へ")}
                </button>
                <button type="button" class="button small" on:click=move |_| editor.move_selected(true)>
                    {t("下へ")}
                </button>
                <button type="button" class="button small" on:click=move |_| editor.take_out()>
                    {t("外す")}
                </button>
            </p>
        }
    });
    view! {
        <h2 id=PANEL tabindex="-1">
            {title}
        </h2>
        {moves}
        {body}
    }
    .into_any()
}

/// Opens what was asked for once it has come.
pub(super) fn open(editor: FormEditor) -> AnyView {
    // Who leaves the page within a moment after typing sends it all the same.
    on_cleanup(move || {
        let (instrument, seq) = (editor.instrument(), editor.seq.get_untracked());
        let source = editor.source.get_untracked();
        if editor.kept.with_untracked(|it| *it == Kept::Waiting) {
            spawn_local(async move {
                let _ = api::forms::save_form_draft(instrument, seq, source).await;
            });
        }
    });
    view! { <Editor editor /> }.into_any()
}

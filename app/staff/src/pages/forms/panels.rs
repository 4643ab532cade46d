//! The form as a whole, and one section of it.

use super::editor_state::FormEditor;
use super::fields::{choice_field, text_field, words_fields};
use crate::components::outcome::Outcome;
use crate::i18n::{fill, t};
use leptos::prelude::*;
use serde_json::Value;

fn choices(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = all.iter();
    own.map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
}

pub(super) fn form_panel(editor: FormEditor) -> AnyView {
    let is_fixed = Signal::derive(move || editor.is_published());
    let notice = |member: &str, ja: &'static str, en: &'static str| {
        words_fields(editor, &format!("/notice/{member}"), [ja, en], 2)
    };
    view! {
        {words_fields(editor, "/words", [t("様式の名前（日本語）"), t("様式の名前（英語）")], 1)}
        <fieldset class="stack">
            <legend>{t("書く前に知らせること")}</legend>
            {notice("purpose", t("何のために（日本語）"), t("何のために（英語）"))}
            {notice("readers", t("だれが読むか（日本語）"), t("だれが読むか（英語）"))}
            {notice("retention", t("いつまで残るか（日本語）"), t("いつまで残るか（英語）"))}
            {notice(
                "reminder",
                t("いちばん上の一言（日本語）"),
                t("いちばん上の一言（英語）"),
            )}
        </fieldset>
        <div class="two-columns">
            {choice_field(
                editor,
                "/asks".to_owned(),
                t("求める人"),
                choices(
                    &[
                        ("everybody", t("全員")),
                        ("chosen", t("職員課が選んだ人")),
                        ("whoever_wants", t("出したい人（だれにも求めない）")),
                    ],
                ),
                Signal::stored(false),
            )}
            {choice_field(
                editor,
                "/opens".to_owned(),
                t("受付の開き方"),
                choices(&[("by_itself", t("年度とともに開く")), ("by_hand", t("職員課が開く"))]),
                Signal::stored(false),
            )}
            {choice_field(
                editor,
                "/share".to_owned(),
                t("提出したものを読む人"),
                choices(
                    &[
                        ("self_only", t("本人だけ")),
                        ("supervisor", t("所属長")),
                        ("supervisor_and_personnel", t("所属長と職員課")),
                        ("personnel_only", t("職員課")),
                    ],
                ),
                is_fixed,
            )}
            {choice_field(
                editor,
                "/course".to_owned(),
                t("進め方"),
                choices(
                    &[
                        ("hand_in", t("書いて提出する")),
                        ("agreement", t("所属長と合意する")),
                        ("together", t("所属長と二人で書く")),
                        ("private", t("提出しない（自分だけ）")),
                    ],
                ),
                is_fixed,
            )}
        </div>
        {yearly(editor, is_fixed)}
        <p class="hint" hidden=move || !is_fixed.get()>
            {t(
                "公開した様式の、読む人・進め方・回数は変えられません。変えるときは、新しい様式を作ってください。",
            )}
        </p>
        {source_field(editor)}
    }
    .into_any()
}

fn yearly(editor: FormEditor, is_fixed: Signal<bool>) -> AnyView {
    let toggle = move |event| {
        let value = if event_target_checked(&event) {
            true.into()
        } else {
            Value::Null
        };
        editor.set("/yearly", value);
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || editor.at("/yearly") == Value::Bool(true)
                prop:disabled=is_fixed
                on:change=toggle
            />
            <span>{t("一年に一度だけ書く（外すと、期首・中間・期末の三度）")}</span>
        </label>
    }
    .into_any()
}

/// Everything that has no field of its own: bands, subjects, measures, presets, scales.
fn source_field(editor: FormEditor) -> AnyView {
    let typed = RwSignal::new(None::<String>);
    let said = RwSignal::new(None::<Outcome>);
    let shown = move || {
        typed.get().unwrap_or_else(|| {
            let text = editor.source.with(serde_json::to_string_pretty);
            text.unwrap_or_default()
        })
    };
    let take = move |_| {
        let Some(text) = typed.get_untracked() else {
            return;
        };
        match serde_json::from_str::<Value>(&text) {
            Ok(source) if source.is_object() => {
                editor.change("", |it| *it = source);
                typed.set(None);
                said.set(Some(Outcome::Done(t("取り入れました。").to_owned())));
            }
            Ok(_) => said.set(Some(Outcome::Failed(
                t("様式として読めません。").to_owned(),
            ))),
            Err(error) => {
                let why = fill!("{0}行目の近くを読めません: {1}", error.line(), error);
                said.set(Some(Outcome::Failed(why)));
            }
        }
    };
    view! {
        <details class="stack">
            <summary>{t("職層・対象・施策・段階など、ほかの設定（JSON）")}</summary>
            <p class="hint">
                {t(
                    "様式の全体です。直してから「取り入れる」を押すと、ほかの欄にも反映されます。元に戻すこともできます。",
                )}
            </p>
            <textarea
                id="form-source"
                class="text form-source"
                rows="16"
                spellcheck="false"
                aria-label=t("様式の全体（JSON）")
                prop:value=shown
                on:input=move |event| typed.set(Some(event_target_value(&event)))
            ></textarea>
            <p
                role="status"
                class="status-message"
                class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
            >
                {move || said.get().map(Outcome::sentence)}
            </p>
            <p>
                <button
                    type="button"
                    class="button small"
                    aria-disabled=move || typed.with(Option::is_none).to_string()
                    on:click=take
                >
                    {t("取り入れる")}
                </button>
            </p>
        </details>
    }
    .into_any()
}

pub(super) fn section_panel(editor: FormEditor, at: usize) -> AnyView {
    let section = format!("/sections/{at}");
    view! {
        {words_fields(
            editor,
            &format!("{section}/words"),
            [t("区分の名前（日本語）"), t("区分の名前（英語）")],
            1,
        )}
        {words_fields(
            editor,
            &format!("{section}/lead"),
            [t("はじめの説明（日本語）"), t("はじめの説明（英語）")],
            2,
        )}
        <p>
            <button type="button" class="button" on:click=move |_| editor.add_item(at)>
                {t("質問を加える")}
            </button>
        </p>
        <details class="stack">
            <summary>{t("この区分の id")}</summary>
            {text_field(
                editor,
                format!("{section}/id"),
                t("id（公開したあとに変えると、別の区分になります）"),
                1,
            )}
        </details>
    }
    .into_any()
}

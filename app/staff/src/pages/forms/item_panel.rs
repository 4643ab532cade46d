//! One question: its words, how it is answered, who is asked and who reads.

use super::editor_state::FormEditor;
use super::fields::{
    check_field, choice_field, list_field, number_field, text_field, words_fields,
};
use super::options::{columns, options, points};
use super::structure::{earlier_item, kind_word, kinds, new_kind};
use crate::i18n::{locale, t};
use leptos::prelude::*;
use serde_json::{Value, json};

pub(super) fn item_panel(editor: FormEditor, section: usize, at: usize) -> AnyView {
    let item = format!("/sections/{section}/items/{at}");
    let id = untrack(|| editor.text_at(&format!("{item}/id")));
    // What people have answered keeps its kind and is never asked of fewer.
    let is_published = earlier_item(editor, &id).is_some();
    let fixed = Signal::derive(move || is_published);
    let kind_place = format!("{item}/kind");
    let word = Memo::new({
        let place = kind_place.clone();
        move |_| kind_word(&editor.at(&place))
    });
    let place = item.clone();
    view! {
        {words_fields(editor, &format!("{item}/words"), [t("質問（日本語）"), t("質問（英語）")], 2)}
        {kind_field(editor, kind_place, word, is_published)}
        {move || kind_fields(editor, &place, &word.get())}
        {check_field(
            editor,
            format!("{item}/required"),
            t("答えるまで、提出の前に知らせる（必須）"),
        )}
        {readers_field(editor, &item)}
        {list_field(
            editor,
            format!("{item}/bands"),
            t("出す職層（選ばなければ全員）"),
            named(editor, "/bands"),
        )}
        {condition_fields(editor, &item, &id)}
        {subject_field(editor, &item)}
        <p class="hint" hidden=move || !fixed.get()>
            {t(
                "公開した質問です。種類は変えられず、読む人を広げたり、出す人を減らしたりもできません。そうしたいときは、新しい質問を作ってください。",
            )}
        </p>
        <p class="hint">{t("この質問の id")} " " <code>{id}</code></p>
    }
    .into_any()
}

/// Ids and words of a list of the form: bands, subjects.
pub(super) fn named(editor: FormEditor, pointer: &str) -> Vec<(String, String)> {
    let all = untrack(|| editor.at(pointer));
    let all = all.as_array().into_iter().flatten();
    let one = |it: &Value| {
        let word = |name: &str| it["words"][name].as_str().unwrap_or_default().to_owned();
        let id = it["id"].as_str()?.to_owned();
        Some((id, locale().pick(&word("ja"), &word("en")).to_owned()))
    };
    all.filter_map(one).collect()
}

fn kind_field(editor: FormEditor, pointer: String, word: Memo<String>, is_fixed: bool) -> AnyView {
    let options = kinds().map(|(value, words)| view! { <option value=value>{words}</option> });
    let choose = move |event| editor.set(&pointer, new_kind(&event_target_value(&event)));
    view! {
        <label class="field">
            <span>{t("答え方")}</span>
            <select class="select" prop:value=word prop:disabled=is_fixed on:change=choose>
                {options.into_iter().collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// What a kind has besides its word.
fn kind_fields(editor: FormEditor, item: &str, word: &str) -> AnyView {
    let kind = format!("{item}/kind/{word}");
    match word {
        "single" | "rank" => options(editor, item, &format!("{kind}/options")),
        "multi" => view! {
            {options(editor, item, &format!("{kind}/options"))}
            {number_field(editor, format!("{kind}/max"), t("選べる数"))}
        }
        .into_any(),
        "text" => number_field(editor, format!("{kind}/max_length"), t("書ける文字数")),
        "number" => view! {
            <div class="two-columns">
                {number_field(editor, format!("{kind}/min"), t("いちばん小さい数"))}
                {number_field(editor, format!("{kind}/max"), t("いちばん大きい数"))}
                {text_field(editor, format!("{kind}/unit"), t("単位（日本語）"), 1)}
                {text_field(editor, format!("{kind}/unit_en"), t("単位（英語）"), 1)}
            </div>
        }
        .into_any(),
        "likert" => points(editor, &format!("{kind}/points")),
        "date" => check_field(editor, format!("{kind}/time"), t("時刻も入れる")),
        "rows" => view! {
            {columns(editor, item, &format!("{kind}/columns"))}
            {number_field(editor, format!("{kind}/max"), t("行の数（まで）"))}
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn readers_field(editor: FormEditor, item: &str) -> AnyView {
    let options = [
        ("own_choice", t("書いた人が選んだ相手")),
        ("personnel", t("職員課だけ")),
        ("aggregate_only", t("だれも読まない（5人以上の集計だけ）")),
        ("self_only", t("本人だけ")),
    ];
    let options = options.map(|it| (it.0.to_owned(), it.1.to_owned()));
    let never = Signal::stored(false);
    choice_field(
        editor,
        format!("{item}/readers"),
        t("読む人"),
        options.to_vec(),
        never,
    )
}

fn subject_field(editor: FormEditor, item: &str) -> Option<AnyView> {
    let subjects = named(editor, "/subjects");
    (!subjects.is_empty()).then(|| {
        let mut options = vec![(String::new(), t("なし").to_owned())];
        options.extend(subjects);
        let never = Signal::stored(false);
        choice_field(
            editor,
            format!("{item}/subject"),
            t("何について"),
            options,
            never,
        )
    })
}

/// The question on whose answer this one depends, and which answers bring it.
fn condition_fields(editor: FormEditor, item: &str, id: &str) -> AnyView {
    let others = untrack(|| choosable(editor, id));
    if others.is_empty() {
        return ().into_any();
    }
    let place = format!("{item}/only_if");
    let (of, set_at) = (format!("{place}/item"), place.clone());
    let chosen = Memo::new(move |_| editor.text_at(&of));
    let choose = move |event| {
        let of = event_target_value(&event);
        let value = if of.is_empty() {
            Value::Null
        } else {
            json!({"item": of, "any_of": []})
        };
        editor.set(&set_at, value);
    };
    let options: Vec<_> = others
        .iter()
        .map(|it| view! { <option value=it.0.clone()>{it.1.clone()}</option> })
        .collect();
    let answers = move || {
        let of = chosen.get();
        let found = others.iter().find(|it| it.0 == of)?;
        let answers = found.2.clone();
        let legend = t("どれを選んだときに出すか");
        Some(list_field(
            editor,
            format!("{place}/any_of"),
            legend,
            answers,
        ))
    };
    view! {
        <label class="field">
            <span>{t("出す条件")}</span>
            <select class="select" prop:value=chosen on:change=choose>
                <option value="">{t("いつも出す")}</option>
                {options}
            </select>
        </label>
        {answers}
    }
    .into_any()
}

/// Questions whose answer another can depend on: id, words, and the answers with their words.
type Choosable = Vec<(String, String, Vec<(String, String)>)>;

fn choosable(editor: FormEditor, id: &str) -> Choosable {
    let sections = editor.at("/sections");
    let items = sections.as_array().into_iter().flatten();
    let items = items.filter_map(|it| it["items"].as_array()).flatten();
    let words = |it: &Value| {
        let word = |name: &str| it["words"][name].as_str().unwrap_or_default().to_owned();
        locale().pick(&word("ja"), &word("en")).to_owned()
    };
    let one = |it: &Value| {
        let word = kind_word(&it["kind"]);
        let options = it["kind"][word.as_str()]["options"].as_array()?;
        let own = it["id"].as_str().filter(|own| *own != id)?;
        let answers = options.iter().filter_map(|it| {
            let id = it["id"].as_str()?;
            Some((id.to_owned(), words(it)))
        });
        Some((own.to_owned(), words(it), answers.collect()))
    };
    items.filter_map(one).collect()
}

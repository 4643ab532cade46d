//! The dictionary is complete: every text of the interface has an English one, and no entry is unused.

use crate::source::root;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Japanese literals that are not translated: proper names, texts of logs and the roster, file rules.
const NOT_TRANSLATED: [&str; 21] = [
    "道しるべ",
    "{title} — 道しるべ",
    "日本語",
    "やさしい日本語",
    // Eras, as they are typed.
    "令和",
    "平成",
    "昭和",
    "Ｒ",
    "Ｈ",
    "Ｓ",
    "「{text}」は申告の時期ではありません",
    "職員課",
    "情報政策課",
    "採用担当",
    "システム管理",
    "次の番号は{}です",
    "{note}（{author}、{}）",
    "まだ送られていないか、読めない分",
    "{}番の便",
    "{name}: {took} 件中 {arrived} 件（{batches}）",
    "{name}: タブレットで「閉場」がまだ押されていません",
];

/// Server files whose sentences are shown on pages.
const SERVER_SOURCES: [&str; 14] = [
    "server/src/accounts.rs",
    "server/src/accounts/confirm_pin.rs",
    "server/src/accounts/password.rs",
    "server/src/accounts/password_reset.rs",
    "server/src/fair/closing.rs",
    "server/src/fair/events.rs",
    "server/src/fair/tablets.rs",
    "server/src/personnel/deletion_approval.rs",
    "server/src/personnel/deputies.rs",
    "server/src/personnel/guidance.rs",
    "server/src/sheets/exchange/confirm_pin.rs",
    "server/src/sheets/exchange/daily_use.rs",
    "server/src/sheets/exchange/guidance.rs",
    "server/src/sheets/push_rules.rs",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            // The fair has its three languages in its own words; its staff's screens are in Japanese only.
            if !path.ends_with("app/fair") && !path.ends_with("tests") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|it| it == "rs") && !is_test(&path) {
            found.push(path);
        }
    }
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(
        |it| matches!(it, '\u{3001}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'),
    )
}

fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.parent().is_some_and(|it| it.ends_with("tests"))
}

/// String literals of a source file, without comments and tests.
fn literals(source: &str) -> Vec<String> {
    let source = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let code: Vec<&str> = source
        .lines()
        .filter(|it| !it.trim_start().starts_with("//"))
        .collect();
    // Escaped quotes are masked, so that splitting at `"` alternates between code and literals.
    let code = code.join("\n").replace("\\\"", "\u{1}");
    let pieces = code.split('"').skip(1).step_by(2);
    pieces
        .map(|it| {
            let lines: Vec<&str> = it.split("\\\n").collect();
            let (first, rest) = lines.split_first().expect("a line");
            let rest: String = rest.iter().map(|it| it.trim_start()).collect();
            format!("{first}{rest}").replace('\u{1}', "\"")
        })
        .collect()
}

fn interface_texts() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&root().join("app"), &mut files);
    files.extend(SERVER_SOURCES.iter().map(|it| root().join(it)));
    let texts = files
        .iter()
        .flat_map(|it| literals(&fs::read_to_string(it).expect("text")));
    texts
        .filter(|it| is_japanese(it) && !NOT_TRANSLATED.contains(&it.as_str()))
        .collect()
}

fn dictionary(language: &str) -> Map<String, Value> {
    let file = root().join(format!("app/locales/{language}.json"));
    let text = fs::read_to_string(file).expect("a dictionary");
    serde_json::from_str(&text).expect("an object")
}

fn english() -> Map<String, Value> {
    dictionary("en")
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let pieces = text.split('{').skip(1);
    pieces
        .map(|it| it.split('}').next().unwrap_or_default())
        .collect()
}

#[test]
fn every_interface_text_has_an_english_translation() {
    let english = english();
    let missing: Vec<String> = interface_texts()
        .into_iter()
        .filter(|it| !english.contains_key(it))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_dictionaries_have_no_unused_entry() {
    let shown = interface_texts();
    for language in ["en", "ja-easy"] {
        let words = dictionary(language);
        let left: Vec<&String> = words.keys().filter(|it| !shown.contains(*it)).collect();
        assert_eq!(left, Vec::<&String>::new(), "{language}");
    }
}

/// What is not simplified stays as it is; a sentence of やさしい日本語 is short, so that a learner can follow it.
#[test]
fn easy_japanese_has_the_same_placeholders_and_short_sentences() {
    for (japanese, easy) in dictionary("ja-easy") {
        let easy = easy.as_str().expect("a text");
        assert!(is_japanese(easy) && easy != japanese, "{easy}");
        assert_eq!(placeholders(&japanese), placeholders(easy), "{japanese}");
        let longest = easy.split('。').map(|it| it.chars().count()).max();
        assert!(longest.is_some_and(|it| it <= 55), "{easy}");
    }
}

#[test]
fn a_translation_is_english_and_has_the_same_placeholders() {
    for (japanese, english) in english() {
        let english = english.as_str().expect("a text");
        assert!(!english.is_empty() && !is_japanese(english), "{english}");
        assert_eq!(placeholders(&japanese), placeholders(english), "{japanese}");
    }
}

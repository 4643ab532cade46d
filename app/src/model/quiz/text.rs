//! A text that strangers read: Japanese with its readings, easy Japanese where there is one, English.

use crate::model::read::record;
use serde::Serialize;

/// The three wordings of a text. Readings are marked as `{漢字|かんじ}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語; empty where it is the same.
    pub easy: String,
    /// English.
    pub en: String,
}

record!(Text { ja } or_empty { easy, en });

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Without a reading.
    Plain(&'a str),
    /// Characters and their reading.
    Read(&'a str, &'a str),
}

/// The pieces of a marked text. What is no whole mark stays as it stands.
pub fn parts(mut text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    while let Some(open) = text.find('{') {
        let mark = text[open..].split_once('}').and_then(|(mark, after)| {
            let (characters, reading) = mark[1..].split_once('|')?;
            Some((characters, reading, after))
        });
        let Some((characters, reading, after)) = mark else {
            break;
        };
        if open > 0 {
            parts.push(Part::Plain(&text[..open]));
        }
        parts.push(Part::Read(characters, reading));
        text = after;
    }
    if !text.is_empty() {
        parts.push(Part::Plain(text));
    }
    parts
}

impl Text {
    /// A text as it stands in the source: Japanese with readings, and English.
    pub fn of(ja: &str, en: &str) -> Self {
        Self {
            ja: ja.to_owned(),
            easy: String::new(),
            en: en.to_owned(),
        }
    }

    /// The pieces of the Japanese wording, or of the easy one where there is one and it is wanted.
    pub fn parts(&self, is_easy: bool) -> Vec<Part<'_>> {
        let is_easy = is_easy && !self.easy.is_empty();
        parts(if is_easy { &self.easy } else { &self.ja })
    }

    /// The same without readings.
    pub fn plain(&self, is_easy: bool) -> String {
        let pieces = self.parts(is_easy).into_iter();
        pieces
            .map(|it| match it {
                Part::Plain(text) | Part::Read(text, _) => text,
            })
            .collect()
    }

    /// Whether any wording of it has these words.
    pub fn says(&self, words: &str) -> bool {
        [self.plain(false), self.plain(true), self.en.clone()]
            .iter()
            .any(|it| it.contains(words))
    }
}

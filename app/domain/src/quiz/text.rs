//! Texts for visitors: Japanese with furigana, optionally easy Japanese, and English.

use crate::locale::Language;
use serde::{Deserialize, Serialize};

/// A text in three languages. Furigana are marked as `{漢字|かんじ}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FuriganaText {
    /// Japanese, with furigana marks.
    pub ja: String,
    /// やさしい日本語, with furigana marks; empty if `ja` is easy enough.
    #[serde(default)]
    pub easy: String,
    /// Empty if there is no translation.
    #[serde(default)]
    pub en: String,
}

/// A piece of a text, with or without furigana.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RubyPart<'a> {
    Plain(&'a str),
    /// Characters and their furigana.
    Ruby(&'a str, &'a str),
}

/// Splits a marked text. An incomplete mark and everything after it is plain.
pub fn parts(mut text: &str) -> Vec<RubyPart<'_>> {
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
            parts.push(RubyPart::Plain(&text[..open]));
        }
        parts.push(RubyPart::Ruby(characters, reading));
        text = after;
    }
    if !text.is_empty() {
        parts.push(RubyPart::Plain(text));
    }
    parts
}

impl FuriganaText {
    /// A text from source code: Japanese with furigana marks, and English. There is no easy Japanese.
    pub fn new(ja: &str, en: &str) -> Self {
        Self {
            ja: ja.to_owned(),
            easy: String::new(),
            en: en.to_owned(),
        }
    }

    /// The pieces of the easy Japanese if wanted and present, else of the Japanese.
    pub fn parts(&self, is_easy: bool) -> Vec<RubyPart<'_>> {
        let is_easy = is_easy && !self.easy.is_empty();
        parts(if is_easy { &self.easy } else { &self.ja })
    }

    /// The Japanese or easy Japanese without furigana.
    pub fn plain(&self, is_easy: bool) -> String {
        let pieces = self.parts(is_easy).into_iter();
        pieces
            .map(|it| match it {
                RubyPart::Plain(text) | RubyPart::Ruby(text, _) => text,
            })
            .collect()
    }

    /// The text in a language, without furigana. Falls back to Japanese.
    pub fn plain_in(&self, tongue: Language) -> String {
        match tongue {
            Language::English if !self.en.is_empty() => self.en.clone(),
            _ => self.plain(tongue == Language::Easy),
        }
    }

    /// The text in a language as escaped HTML, with `<ruby>` furigana if `is_read`. Falls back to Japanese.
    pub fn to_html(&self, tongue: Language, is_read: bool) -> String {
        let plain = escape_html(&self.plain_in(tongue));
        let parts = self.parts(tongue == Language::Easy);
        let has_readings = parts.iter().any(|it| matches!(it, RubyPart::Ruby(..)));
        if tongue == Language::English && !self.en.is_empty() || !is_read || !has_readings {
            return plain;
        }
        // Screen readers would speak characters and furigana one after the other: they get the plain text instead.
        let mut marked = String::from("<span aria-hidden=\"true\">");
        for it in parts {
            match it {
                RubyPart::Plain(text) => marked.push_str(&escape_html(text)),
                RubyPart::Ruby(text, reading) => {
                    let (text, reading) = (escape_html(text), escape_html(reading));
                    marked.extend(["<ruby>", &text, "<rt>", &reading, "</rt></ruby>"]);
                }
            }
        }
        format!("{marked}</span><span class=\"visually-hidden\">{plain}</span>")
    }

    /// Whether any language of the text contains `words`.
    pub fn contains(&self, words: &str) -> bool {
        [self.plain(false), self.plain(true), self.en.clone()]
            .iter()
            .any(|it| it.contains(words))
    }
}

/// Escapes a text for HTML content and double-quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(it),
        }
    }
    out
}

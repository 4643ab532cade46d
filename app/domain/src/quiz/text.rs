//! A text that strangers read: Japanese with its readings, easy Japanese where there is one, English.

use crate::decode::record;
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

/// The language a visitor reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// Japanese.
    #[default]
    Japanese,
    /// やさしい日本語: Japanese for those who are learning it.
    Easy,
    /// English.
    English,
}

impl Tongue {
    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Japanese | Self::Easy => "ja",
            Self::English => "en",
        }
    }
}

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

    /// The text in a language, without readings.
    pub fn plain_in(&self, tongue: Tongue) -> String {
        match tongue {
            Tongue::English if !self.en.is_empty() => self.en.clone(),
            _ => self.plain(tongue == Tongue::Easy),
        }
    }

    /// The text in a language as markup; readings above the characters if they are wanted. Those are for eyes: beside
    /// them stands the plain text for a screen reader, which would say characters and reading one after the other.
    pub fn markup(&self, tongue: Tongue, is_read: bool) -> String {
        let plain = escaped(&self.plain_in(tongue));
        let parts = self.parts(tongue == Tongue::Easy);
        let has_readings = parts.iter().any(|it| matches!(it, Part::Read(..)));
        if tongue == Tongue::English && !self.en.is_empty() || !is_read || !has_readings {
            return plain;
        }
        let mut marked = String::from("<span aria-hidden=\"true\">");
        for it in parts {
            match it {
                Part::Plain(text) => marked.push_str(&escaped(text)),
                Part::Read(text, reading) => {
                    let (text, reading) = (escaped(text), escaped(reading));
                    marked.extend(["<ruby>", &text, "<rt>", &reading, "</rt></ruby>"]);
                }
            }
        }
        format!("{marked}</span><span class=\"visually-hidden\">{plain}</span>")
    }

    /// Whether any wording of it has these words.
    pub fn says(&self, words: &str) -> bool {
        [self.plain(false), self.plain(true), self.en.clone()]
            .iter()
            .any(|it| it.contains(words))
    }
}

/// A text for use inside markup.
pub fn escaped(text: &str) -> String {
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

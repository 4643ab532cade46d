//! The language of what is shown: Japanese stands in the source and is the key of the dictionaries.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::{Display, Write};
use strum::{EnumString, IntoStaticStr};

/// A language that a person can choose.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr,
)]
#[strum(const_into_str)]
pub enum Language {
    #[default]
    #[serde(rename = "ja")]
    #[strum(serialize = "ja")]
    Japanese,
    /// やさしい日本語: simplified Japanese for learners.
    #[serde(rename = "ja-easy")]
    #[strum(serialize = "ja-easy")]
    Easy,
    #[serde(rename = "en")]
    #[strum(serialize = "en")]
    English,
}

impl Language {
    /// BCP 47 tag, for `lang` attributes and speech.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Japanese | Self::Easy => "ja",
            Self::English => "en",
        }
    }
}

/// A language, and the dictionary from Japanese to its texts; `None` for Japanese itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    language: Language,
    words: Option<&'static Value>,
}

impl Locale {
    /// The language of exports and of what the server says.
    pub const JAPANESE: Self = Self {
        language: Language::Japanese,
        words: None,
    };

    /// `dictionary` is a JSON object.
    pub fn english(dictionary: &'static Value) -> Self {
        Self::with_dictionary(Language::English, dictionary)
    }

    /// `dictionary` is a JSON object. What it lacks stays Japanese.
    pub fn with_dictionary(language: Language, dictionary: &'static Value) -> Self {
        Self {
            language,
            words: Some(dictionary),
        }
    }

    pub fn language(self) -> Language {
        self.language
    }

    pub fn is_english(self) -> bool {
        self.language == Language::English
    }

    /// Translates a text of the interface. A text without a translation stays Japanese.
    pub fn t(self, text: &str) -> &str {
        let translated = self.words.and_then(|it| it.get(text));
        translated.and_then(Value::as_str).unwrap_or(text)
    }

    /// Selects a text of the content; Japanese if `en` is empty.
    pub fn pick<'a>(self, ja: &'a str, en: &'a str) -> &'a str {
        if self.is_english() && !en.is_empty() {
            en
        } else {
            ja
        }
    }

    /// Translates a text and replaces `{0}`, `{1}` … by `parts`.
    pub fn format(self, text: &str, parts: &[&dyn Display]) -> String {
        let mut out = String::new();
        for piece in self.t(text).split_inclusive('}') {
            match piece.rsplit_once('{') {
                Some((before, place)) => {
                    out.push_str(before);
                    // Placeholders have one digit: a translation may reorder them, and none has ten.
                    let at = place
                        .bytes()
                        .next()
                        .map_or(0, |it| usize::from(it) - usize::from(b'0'));
                    if let Some(part) = parts.get(at) {
                        let _ = write!(out, "{part}");
                    }
                }
                None => out.push_str(piece),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn placeholders_are_replaced_by_index() {
        let japanese = Locale::JAPANESE;
        assert_eq!(japanese.format("{1}の{0}まで", &[&3, &"課"]), "課の3まで");
        assert_eq!(japanese.format("ここだけ", &[]), "ここだけ");
    }

    #[test]
    fn a_text_without_a_translation_stays_japanese() {
        let english = Locale::english(Box::leak(Box::new(json!({"進み具合": "Progress"}))));
        assert_eq!(english.t("進み具合"), "Progress");
        assert_eq!(english.t("ここだけ"), "ここだけ");
        assert_eq!(
            (english.pick("はい", "yes"), english.pick("はい", "")),
            ("yes", "はい")
        );
        assert_eq!(Locale::JAPANESE.pick("はい", "yes"), "はい");
    }
}

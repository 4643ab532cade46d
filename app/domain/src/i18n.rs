//! i18n: Japanese stands in the source and is the key; English comes from `locales/en.json`.
//!
//! The language is fixed while a page is open: choosing another reloads it. The server never sets one, so its texts
//! are Japanese.

use serde_json::Value;
use std::fmt::{Display, Write};
use std::sync::OnceLock;

static ENGLISH: OnceLock<Value> = OnceLock::new();

/// Switches to English for the lifetime of the page. `dictionary` is a JSON object from Japanese to English texts; if
/// it does not parse, the page stays Japanese.
pub fn use_english(dictionary: &str) {
    if let Ok(words) = serde_json::from_slice(dictionary.as_bytes()) {
        // Fails only if a dictionary is set already; the first one stays.
        drop(ENGLISH.set(words));
    }
}

/// Whether an English dictionary was loaded.
pub fn is_english() -> bool {
    ENGLISH.get().is_some()
}

/// Translates a text of the interface. A text without a translation stays Japanese.
pub fn t(text: &str) -> &str {
    let english = ENGLISH.get().and_then(|it| it.get(text));
    english.and_then(Value::as_str).unwrap_or(text)
}

/// Selects a text of the content by the page's language; Japanese if `en` is empty.
pub fn pick_language<'a>(ja: &'a str, en: &'a str) -> &'a str {
    if is_english() && !en.is_empty() {
        en
    } else {
        ja
    }
}

/// Translates a text and replaces `{0}`, `{1}` … by `parts`. Call it through [`crate::fill`].
pub fn t_format(text: &str, parts: &[&dyn Display]) -> String {
    let mut out = String::new();
    for piece in t(text).split_inclusive('}') {
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

/// Translates a text of the interface with placeholders: `fill!("{0} 件はこの端末だけ", n)`.
#[macro_export]
macro_rules! fill {
    ($text:literal $(, $part:expr)+ $(,)?) => {
        $crate::i18n::t_format($text, &[$(&$part),+])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_replaced_by_index() {
        assert_eq!(t_format("{1}の{0}まで", &[&3, &"課"]), "課の3まで");
        assert_eq!(t_format("ここだけ", &[]), "ここだけ");
    }

    #[test]
    fn a_text_without_a_translation_stays_japanese() {
        assert_eq!(t("進み具合"), "進み具合");
        assert_eq!(pick_language("はい", "yes"), "はい");
    }
}

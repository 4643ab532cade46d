//! The language of the page: Japanese as it stands in the source, English from `locales/en.json`.
//!
//! A page speaks one language for as long as it is open; choosing the other one opens it anew. The server never sets
//! one, so what it writes is Japanese.

use serde_json::Value;
use std::fmt::{Display, Write};
use std::sync::OnceLock;

static ENGLISH: OnceLock<Value> = OnceLock::new();

/// Shows English from here on. `dictionary` is JSON: an object of English texts by their Japanese ones.
///
/// A dictionary that does not parse leaves the page Japanese.
pub fn speak_english(dictionary: &str) {
    if let Ok(words) = serde_json::from_slice(dictionary.as_bytes()) {
        drop(ENGLISH.set(words));
    }
}

/// Whether the page shows English.
pub fn is_english() -> bool {
    ENGLISH.get().is_some()
}

/// A text of the interface in the page's language; one without a translation stays Japanese.
pub fn t(text: &str) -> &str {
    let english = ENGLISH.get().and_then(|it| it.get(text));
    english.and_then(Value::as_str).unwrap_or(text)
}

/// A wording of the content in the page's language; where there is no English one, the Japanese one.
pub fn pick<'a>(ja: &'a str, en: &'a str) -> &'a str {
    if is_english() && !en.is_empty() {
        en
    } else {
        ja
    }
}

/// A text with places for `parts`: `{0}` is the first. [`fill!`](crate::fill) is the way to call it.
pub fn filled(text: &str, parts: &[&dyn Display]) -> String {
    let mut out = String::new();
    for piece in t(text).split_inclusive('}') {
        match piece.rsplit_once('{') {
            Some((before, place)) => {
                out.push_str(before);
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

/// A text of the interface with its places filled: `fill!("{0} 件はこの端末だけ", n)`.
#[macro_export]
macro_rules! fill {
    ($text:literal $(, $part:expr)+ $(,)?) => {
        $crate::i18n::filled($text, &[$(&$part),+])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_the_order_the_text_wants() {
        assert_eq!(filled("{1}の{0}まで", &[&3, &"課"]), "課の3まで");
        assert_eq!(filled("ここだけ", &[]), "ここだけ");
    }

    #[test]
    fn a_text_that_no_dictionary_knows_stays_as_it_is() {
        assert_eq!(t("進み具合"), "進み具合");
        assert_eq!(pick("はい", "yes"), "はい");
    }
}

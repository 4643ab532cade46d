//! The page's language: chosen before it starts, and fixed while it is open.

use domain::locale::{Language, Locale};
use serde_json::Value;
use std::fmt::Display;
use std::sync::OnceLock;

static DICTIONARY: OnceLock<(Language, Value)> = OnceLock::new();

/// Switches the language for the lifetime of the page. `dictionary` is a JSON object from Japanese to the language's
/// texts; if it does not parse, the page stays Japanese.
pub(crate) fn use_language(language: Language, dictionary: &str) {
    if let Ok(words) = serde_json::from_str(dictionary) {
        // Fails only if a dictionary is set already; the first one stays.
        drop(DICTIONARY.set((language, words)));
    }
}

pub(crate) fn locale() -> Locale {
    DICTIONARY
        .get()
        .map_or(Locale::JAPANESE, |(language, words)| {
            Locale::with_dictionary(*language, words)
        })
}

/// Translates a text of the interface; see [`Locale::t`].
pub(crate) fn t(text: &str) -> &str {
    locale().t(text)
}

/// Selects a text of the content by the page's language; see [`Locale::pick`].
pub(crate) fn pick_language<'a>(ja: &'a str, en: &'a str) -> &'a str {
    locale().pick(ja, en)
}

/// Translates a text and replaces `{0}`, `{1}` … by `parts`. Call it through `fill!`.
pub(crate) fn t_format(text: &str, parts: &[&dyn Display]) -> String {
    locale().format(text, parts)
}

/// Translates a text of the interface with placeholders: `fill!("{0} 件はこの端末だけ", n)`.
macro_rules! fill {
    ($text:literal $(, $part:expr)+ $(,)?) => {
        $crate::i18n::t_format($text, &[$(&$part),+])
    };
}

pub(crate) use fill;

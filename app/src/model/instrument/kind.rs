//! The kinds of item, and how a form's file writes them.

use super::Choice;
use crate::locale::pick;
use crate::model::read::{Members, Read, Unread, via_value};
use serde::Serialize;
use serde_json::Value;

/// How an item is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A point of the edition's scale, or 該当なし.
    Scale,
    /// A tick, not scored.
    Confirm,
    /// A whole number.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// What is counted.
        unit: String,
        /// The same in English.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit_en: Option<String>,
    },
    /// Free text.
    Text {
        /// In characters.
        max_length: usize,
    },
    /// One of several.
    Single {
        /// The choices.
        options: Vec<Choice>,
        /// What holds while nothing is chosen.
        #[serde(skip_serializing_if = "Option::is_none")]
        default: Option<String>,
    },
    /// Some of several.
    Multi {
        /// The choices.
        options: Vec<Choice>,
        /// At most so many.
        max: usize,
    },
}

impl Read for ItemKind {
    fn blank() -> Self {
        Self::Scale
    }

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        // A kind without anything to say about it is a word; the others are an object with the word as its one member.
        let (word, rest) = match value {
            Value::String(word) => (word, Value::Object(serde_json::Map::new())),
            Value::Object(map) => map
                .into_iter()
                .next()
                .ok_or_else(|| Unread::not("a kind of item"))?,
            _ => return Err(Unread::not("a kind of item")),
        };
        let mut members = Members::of(rest)?;
        *self = match word.as_str() {
            "scale" => Self::Scale,
            "confirm" => Self::Confirm,
            "number" => Self::Number {
                min: members.take("min"),
                max: members.take("max"),
                unit: members.take("unit"),
                unit_en: members.take("unit_en"),
            },
            "text" => Self::Text {
                max_length: members.take("max_length"),
            },
            "single" => Self::Single {
                options: members.take("options"),
                default: members.take("default"),
            },
            "multi" => Self::Multi {
                options: members.take("options"),
                max: members.take("max"),
            },
            _ => return Err(Unread::not("a kind of item known here")),
        };
        members.end()
    }
}

via_value!(ItemKind);

impl ItemKind {
    /// What a number counts, in the page's language; nothing for other kinds.
    pub fn unit(&self) -> &str {
        match self {
            Self::Number { unit, unit_en, .. } => {
                pick(unit, unit_en.as_deref().unwrap_or_default())
            }
            _ => "",
        }
    }

    /// Its name, as the form's file and the database write it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Scale => "scale",
            Self::Confirm => "confirm",
            Self::Number { .. } => "number",
            Self::Text { .. } => "text",
            Self::Single { .. } => "single",
            Self::Multi { .. } => "multi",
        }
    }
}

//! The kinds of item, and how a form's file writes them.

use super::table::{Column, Shows};
use super::{Choice, Hand, Words};
use crate::decode::{Members, Read, Unread, is_default, record, via_value};
use crate::i18n::pick;
use serde::Serialize;
use serde_json::Value;

/// A point of a scale that an item has for itself; without words it stands between two that have some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Point {
    /// 1 to 5.
    pub value: u8,
    /// What it means.
    pub words: Words,
}

record!(Point { value, words });

/// How an item is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A point of the edition's scale, or 該当なし.
    #[default]
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
    /// Some of several, in the order of preference.
    Rank {
        /// The choices.
        options: Vec<Choice>,
    },
    /// A point of a scale of its own.
    Likert {
        /// From 1 up.
        points: Vec<Point>,
    },
    /// A day, `2026-11-25`.
    Date {
        /// Whether the hour belongs to it: `2026-11-25T14:30`.
        #[serde(skip_serializing_if = "is_default")]
        time: bool,
    },
    /// Rows.
    Rows {
        /// At most so many.
        max: usize,
        /// What a row says.
        columns: Vec<Column>,
        /// The picture they make.
        shows: Shows,
    },
    /// Some of one's own staff, by their numbers.
    People,
    /// The confirmation of one of the two who write a sheet together: a step, not an answer.
    Sign {
        /// Whose.
        by: Hand,
    },
}

/// A kind as the form's file writes it: a word, or an object with the word as its one member and the rest in it.
pub(super) fn word_and_rest(value: Value) -> Result<(String, Value), Unread> {
    match value {
        Value::String(word) => Some((word, Value::Object(serde_json::Map::new()))),
        Value::Object(map) => map.into_iter().next(),
        _ => None,
    }
    .ok_or_else(|| Unread::not("a kind"))
}

impl Read for ItemKind {
    fn blank() -> Self {
        Self::Scale
    }

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        let (word, rest) = word_and_rest(value)?;
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
            "rank" => Self::Rank {
                options: members.take("options"),
            },
            "likert" => Self::Likert {
                points: members.take("points"),
            },
            "date" => {
                let mut time = false;
                members.fill_if_there("time", &mut time);
                Self::Date { time }
            }
            "rows" => Self::Rows {
                max: members.take("max"),
                columns: members.take("columns"),
                shows: members.take("shows"),
            },
            "people" => Self::People,
            "sign" => Self::Sign {
                by: members.take("by"),
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

    /// Whether it is typed: kept as a draft while it is not an answer yet, and when the sheet was handed in elsewhere.
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::Rows { .. })
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
            Self::Rank { .. } => "rank",
            Self::Likert { .. } => "likert",
            Self::Date { .. } => "date",
            Self::Rows { .. } => "rows",
            Self::People => "people",
            Self::Sign { .. } => "sign",
        }
    }
}

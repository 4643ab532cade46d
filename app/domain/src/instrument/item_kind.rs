//! The kinds of item and their JSON encoding in a form's file.

use super::table::{Column, RowsDisplay};
use super::{Choice, Localized, WrittenBy};
use crate::decode::{
    Decode, DecodeError, JsonMembers, is_default, record, split_variant, via_value,
};
use crate::locale::Locale;
use serde::Serialize;
use serde_json::Value;

/// A point of an item's own scale. Without words, its meaning is between its neighbours'.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LikertPoint {
    /// 1 to 5.
    pub value: u8,
    pub words: Localized,
}

record!(LikertPoint { value, words });

/// How an item is answered. Encoded as a word, or as `{word: {members}}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A point of the edition's scale, or 該当なし.
    #[default]
    Scale,
    /// A tick; not scored. Its value is 1.
    Confirm,
    /// A whole number within bounds.
    Number {
        /// Inclusive.
        min: i64,
        /// Inclusive.
        max: i64,
        /// Japanese unit, such as 年.
        unit: String,
        /// English unit; `None` falls back to `unit`.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit_en: Option<String>,
    },
    /// Free text of limited length.
    Text {
        /// In characters, not bytes.
        max_length: usize,
    },
    /// One option out of several.
    Single {
        options: Vec<Choice>,
        /// Id of the option that holds while nothing is chosen.
        #[serde(skip_serializing_if = "Option::is_none")]
        default: Option<String>,
    },
    /// Several options, in no order.
    Multi {
        options: Vec<Choice>,
        /// Maximum number of choices.
        max: usize,
    },
    /// Several options, in order of preference.
    Rank { options: Vec<Choice> },
    /// A point of the item's own scale.
    Likert {
        /// In ascending order, from 1.
        points: Vec<LikertPoint>,
    },
    /// A day, `2026-11-25`.
    Date {
        /// Whether the time of day is part of it: `2026-11-25T14:30`.
        #[serde(skip_serializing_if = "is_default")]
        time: bool,
    },
    /// A table: an array of objects with string cells.
    Rows {
        /// Maximum number of rows.
        max: usize,
        columns: Vec<Column>,
        /// How the rows are visualized.
        shows: RowsDisplay,
    },
    /// Members of the owner's staff, by 職員番号.
    People,
    /// A confirmation of a joint sheet by one party: recorded as a step, not as an answer.
    Sign {
        /// The party that confirms.
        by: WrittenBy,
    },
}

/// Splits an encoded kind into its word and its members: `"scale"` or `{"text": {…}}`.
impl Decode for ItemKind {
    fn blank() -> Self {
        Self::Scale
    }

    fn decode_into(&mut self, value: Value) -> Result<(), DecodeError> {
        let (word, rest) = split_variant(value)?;
        let mut members = JsonMembers::of(rest)?;
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
                members.decode_optional("time", &mut time);
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
            _ => return Err(DecodeError::not("a kind of item known here")),
        };
        members.finish()
    }
}

via_value!(ItemKind);

impl ItemKind {
    /// Unit of a number; empty for other kinds.
    pub fn unit(&self, locale: Locale) -> &str {
        match self {
            Self::Number { unit, unit_en, .. } => {
                locale.pick(unit, unit_en.as_deref().unwrap_or_default())
            }
            _ => "",
        }
    }

    /// Whether it is typed. Typed input is kept as a draft while it is incomplete, or if the sheet was submitted
    /// elsewhere meanwhile.
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::Rows { .. })
    }

    /// The word in the form's file and in the database.
    pub fn as_str(&self) -> &'static str {
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

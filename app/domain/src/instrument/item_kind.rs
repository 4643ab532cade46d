//! The kinds of item and their JSON encoding in a form's file.

use super::table::{Column, RowsDisplay};
use super::{Choice, Localized, WrittenBy};
use crate::is_default;
use crate::locale::Locale;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// A point of an item's own scale. Without words, its meaning is between its neighbours'.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LikertPoint {
    /// 1 to 5.
    pub value: u8,
    pub words: Localized,
    /// Kept from an earlier edition for the answers that name it; no longer offered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

/// How an item is answered. Encoded as a word, or as `{word: {members}}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
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
        #[serde(default, skip_serializing_if = "is_default")]
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
}

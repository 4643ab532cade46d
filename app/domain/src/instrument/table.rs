//! Table answers: the steps of a goal, years of experience, qualifications, next actions.

use super::{Choice, Localized};
use crate::calendar::display_day;
use crate::is_default;
use crate::locale::Locale;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Key of the cell in a row's object.
    pub id: String,
    pub words: Localized,
    pub kind: ColumnKind,
    /// Kept from an earlier edition for the rows that fill it in; no longer offered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

/// What the cells of a column hold. Every cell is a string; an empty one is not filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// A day, `2026-11-25`.
    Date,
    /// A fiscal year, `2026`.
    Year,
    /// Free text of limited length.
    Text {
        /// In characters, not bytes.
        max_length: usize,
    },
    /// The id of one option.
    Choice { options: Vec<Choice> },
}

/// How the rows of a table are visualized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowsDisplay {
    /// As a list, without a picture.
    List,
    /// As steps from a future goal back to now, the latest first.
    #[serde(rename = "path")]
    Steps,
    /// As spans of years, one line for each area.
    Timeline,
}

/// A cell that is filled in, with its column.
pub type FilledCell<'a> = (&'a Column, &'a str);

/// Validates one cell; an empty one is always valid.
fn is_valid_cell(column: &Column, cell: &str) -> bool {
    cell.is_empty()
        || match &column.kind {
            ColumnKind::Date => is_day(cell),
            ColumnKind::Year => cell.len() == 4 && cell.bytes().all(|it| it.is_ascii_digit()),
            ColumnKind::Text { max_length } => cell.chars().count() <= *max_length,
            ColumnKind::Choice { options } => options.iter().any(|it| it.id == cell),
        }
}

/// Whether a text is an existing date of the form `2026-11-25`.
pub fn is_day(text: &str) -> bool {
    let parts: Vec<Option<u16>> = text.split('-').map(|it| it.parse().ok()).collect();
    // `parse` alone would also accept `+1` and other lengths.
    let shape = text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    let [Some(year), Some(month), Some(day)] = parts[..] else {
        return false;
    };
    let last = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    shape && (1..=last).contains(&day)
}

/// Validates a table: an array of objects whose cells fit their columns. Unknown columns are invalid.
pub(super) fn are_valid_rows(value: &Value, columns: &[Column]) -> bool {
    let row_fits = |row: &Map<String, Value>| {
        row.iter().all(|(id, cell)| {
            let column = columns.iter().find(|it| it.id == *id);
            let cell = cell.as_str();
            column
                .zip(cell)
                .is_some_and(|(column, cell)| is_valid_cell(column, cell))
        })
    };
    // A span must not end before it begins: the year columns of a row are in ascending order.
    let years_rise = |row: &Map<String, Value>| {
        let years = columns.iter().filter(|it| it.kind == ColumnKind::Year);
        let years: Vec<&str> = years
            .filter_map(|it| row.get(&it.id)?.as_str().filter(|it| !it.is_empty()))
            .collect();
        years.is_sorted()
    };
    let row_fits = |row: &Map<String, Value>| row_fits(row) && years_rise(row);
    value
        .as_array()
        .is_some_and(|rows| rows.iter().all(|it| it.as_object().is_some_and(row_fits)))
}

/// The filled-in cells of a row, in the order of the columns.
pub fn cells<'a>(columns: &'a [Column], row: &'a Value) -> Vec<FilledCell<'a>> {
    let cell = |column: &'a Column| {
        let text = row.get(&column.id)?.as_str()?;
        (!text.is_empty()).then_some((column, text))
    };
    columns.iter().filter_map(cell).collect()
}

impl Column {
    /// A cell as text.
    pub fn display_cell(&self, cell: &str, locale: Locale) -> String {
        let options = match &self.kind {
            ColumnKind::Choice { options } => options,
            ColumnKind::Date => return display_day(cell, locale),
            _ => return cell.to_owned(),
        };
        let option = options.iter().find(|it| it.id == cell);
        option.map_or(cell, |it| it.words.shown(locale)).to_owned()
    }
}

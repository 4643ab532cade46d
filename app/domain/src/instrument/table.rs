//! Answers that are rows: the steps of a goal, years of experience, qualifications, what to do next.

use super::{Choice, Words};
use crate::calendar::day_in_words;
use crate::decode::{Members, Read, Unread, record, via_value, words};
use serde::Serialize;
use serde_json::{Map, Value};

/// One column of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name in a row.
    pub id: String,
    /// Its heading.
    pub words: Words,
    /// What stands in it.
    pub kind: ColumnKind,
}

record!(Column { id, words, kind });

/// What stands in a column. In a row every cell is a string; an empty one is not filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// A day, `2026-11-25`.
    Date,
    /// A fiscal year, `2026`.
    Year,
    /// Free text.
    Text {
        /// In characters.
        max_length: usize,
    },
    /// One of several.
    Choice {
        /// The choices.
        options: Vec<Choice>,
    },
}

impl Read for ColumnKind {
    fn blank() -> Self {
        Self::Date
    }

    fn fill(&mut self, value: Value) -> Result<(), Unread> {
        let (word, rest) = super::item_kind::word_and_rest(value)?;
        let mut members = Members::of(rest)?;
        *self = match word.as_str() {
            "date" => Self::Date,
            "year" => Self::Year,
            "text" => Self::Text {
                max_length: members.take("max_length"),
            },
            "choice" => Self::Choice {
                options: members.take("options"),
            },
            _ => return Err(Unread::not("a kind of column known here")),
        };
        members.end()
    }
}

via_value!(ColumnKind);

/// The picture that rows make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// None: a list.
    List,
    /// Steps from a future back to now, the latest first.
    Path,
    /// Years side by side, one line for each area.
    Timeline,
}

words!(Shows {
    List = "list",
    Path = "path",
    Timeline = "timeline",
});

/// One cell of a row.
pub type Cell<'a> = (&'a Column, &'a str);

/// Whether a cell holds what its column takes; an empty one always does.
fn cell_fits(column: &Column, cell: &str) -> bool {
    cell.is_empty()
        || match &column.kind {
            ColumnKind::Date => is_day(cell),
            ColumnKind::Year => cell.len() == 4 && cell.bytes().all(|it| it.is_ascii_digit()),
            ColumnKind::Text { max_length } => cell.chars().count() <= *max_length,
            ColumnKind::Choice { options } => options.iter().any(|it| it.id == cell),
        }
}

/// Whether a text is a day of the calendar, `2026-11-25`.
pub fn is_day(text: &str) -> bool {
    let parts: Vec<Option<u16>> = text.split('-').map(|it| it.parse().ok()).collect();
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

/// Whether a value is rows of these columns, every cell fitting.
pub(super) fn fit(value: &Value, columns: &[Column]) -> bool {
    let row_fits = |row: &Map<String, Value>| {
        row.iter().all(|(id, cell)| {
            let column = columns.iter().find(|it| it.id == *id);
            let cell = cell.as_str();
            column
                .zip(cell)
                .is_some_and(|(column, cell)| cell_fits(column, cell))
        })
    };
    // A time that ends before it begins is none.
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

/// A row's cells that are filled in, in the order of the columns.
pub fn cells<'a>(columns: &'a [Column], row: &'a Value) -> Vec<Cell<'a>> {
    let cell = |column: &'a Column| {
        let text = row.get(&column.id)?.as_str()?;
        (!text.is_empty()).then_some((column, text))
    };
    columns.iter().filter_map(cell).collect()
}

/// Where a row belongs that stands for some time: area, first and last fiscal year, in words; the last is empty where it
/// goes on.
pub type Span = (String, String, String);

/// The spans of rows that make a timeline: their columns `area`, `from` and `until`.
pub fn spans<'a>(columns: &[Column], rows: impl IntoIterator<Item = &'a Value>) -> Vec<Span> {
    let span = |row: &Value| {
        let cells = cells(columns, row);
        let of = |id: &str| {
            let cell = cells.iter().find(|it| it.0.id == id);
            cell.map(|it| it.0.in_words(it.1)).unwrap_or_default()
        };
        (of("area"), of("from"), of("until"))
    };
    rows.into_iter().map(span).collect()
}

/// The steps of rows that make a path: day and words, their columns `by` and `what`.
pub fn steps<'a>(rows: impl IntoIterator<Item = &'a Value>) -> Vec<(String, String)> {
    let of = |row: &Value, id: &str| row[id].as_str().unwrap_or_default().to_owned();
    rows.into_iter()
        .map(|it| (of(it, "by"), of(it, "what")))
        .collect()
}

impl Column {
    /// A cell as a person reads it.
    pub fn in_words(&self, cell: &str) -> String {
        let options = match &self.kind {
            ColumnKind::Choice { options } => options,
            ColumnKind::Date => return day_in_words(cell),
            _ => return cell.to_owned(),
        };
        let option = options.iter().find(|it| it.id == cell);
        option.map_or(cell, |it| it.words.shown()).to_owned()
    }
}

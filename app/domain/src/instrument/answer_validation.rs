//! Validates an answer against its item. Device and server run the same validation.

use super::table::{are_valid_rows, is_day};
use super::{Choice, Item, ItemKind, NOT_APPLICABLE};
use crate::locale::Locale;
use crate::sorted_vec::to_sorted_vec;
use serde_json::Value;

/// Validation error of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidAnswer {
    /// A tick must be 1.
    NotATick,
    /// A number must be whole and between minimum and maximum.
    OutOfRange(i64, i64),
    /// A text must be a string.
    NotText,
    /// Too many characters: maximum, actual.
    TooLong(usize, usize),
    /// The item has no such choice.
    UnknownChoice,
    /// A point must be 1 to 5, or 該当なし on the edition's scale.
    NotAPoint,
    /// Several choices must be an array of ids.
    NotAList,
    /// Too many choices; the maximum.
    TooManyChoices(usize),
    /// Not an existing date, or date and time.
    NotADate,
    /// Rows malformed: unknown column, invalid cell, or years out of order.
    InvalidRows,
    /// Too many rows; the maximum.
    TooManyRows(usize),
    /// The item takes no answers: a confirmation is a step.
    NotAnswerable,
}

impl InvalidAnswer {
    /// The error as a sentence.
    pub fn sentence(self, locale: Locale) -> String {
        match self {
            Self::NotATick => locale.t("確認の印ではありません").to_owned(),
            Self::OutOfRange(min, max) => {
                locale.format("{0}から{1}までの整数を入れてください", &[&min, &max])
            }
            Self::NotText => locale.t("文字ではありません").to_owned(),
            Self::TooLong(max, n) => locale.format("{0}字までです（いまは{1}字）", &[&max, &n]),
            Self::UnknownChoice => locale.t("選択肢にありません").to_owned(),
            Self::NotAPoint => locale
                .t("1から5、または該当なしを選んでください")
                .to_owned(),
            Self::NotAList => locale.t("選択肢の組ではありません").to_owned(),
            Self::TooManyChoices(max) => locale.format("{0}つまで選べます", &[&max]),
            Self::NotADate => locale.t("日付ではありません").to_owned(),
            Self::InvalidRows => locale
                .t("行の中に、長すぎるもの、または形や順番の合わないものがあります")
                .to_owned(),
            Self::TooManyRows(max) => locale.format("{0}行までです", &[&max]),
            Self::NotAnswerable => locale.t("確認は「確認する」で行います").to_owned(),
        }
    }
}

impl Item {
    /// Validates an answer to this item, see [`ItemKind::validate`].
    pub fn validate(&self, value: &Value) -> Result<(), InvalidAnswer> {
        self.kind.validate(value)
    }
}

impl ItemKind {
    /// Validates an answer. `null` withdraws an answer and is always valid.
    pub fn validate(&self, value: &Value) -> Result<(), InvalidAnswer> {
        if value.is_null() {
            return Ok(());
        }
        let (fits, misfit) = match self {
            Self::Scale => {
                let is_point = value.as_i64().is_some_and(|it| (1..=5).contains(&it));
                let fits = is_point || value.as_str() == Some(NOT_APPLICABLE);
                (fits, InvalidAnswer::NotAPoint)
            }
            Self::Confirm => {
                let fits = value.is_number() && value.as_i64() == Some(1);
                (fits, InvalidAnswer::NotATick)
            }
            Self::Number { min, max, .. } => {
                let fits = value.as_i64().is_some_and(|it| (*min..=*max).contains(&it));
                (fits, InvalidAnswer::OutOfRange(*min, *max))
            }
            Self::Text { max_length } => {
                let text = value.as_str().ok_or(InvalidAnswer::NotText)?;
                // Characters, not bytes: the limit is what the person sees.
                let n = text.chars().count();
                (n <= *max_length, InvalidAnswer::TooLong(*max_length, n))
            }
            Self::Single { options, .. } => {
                let id = value.as_str();
                let fits = options.iter().any(|it| Some(it.id.as_str()) == id);
                (fits, InvalidAnswer::UnknownChoice)
            }
            Self::Multi { options, max } => return validate_choices(value, options, *max),
            Self::Rank { options } => return validate_choices(value, options, options.len()),
            Self::Likert { points } => {
                let fits = points
                    .iter()
                    .any(|it| value.as_u64() == Some(it.value.into()));
                (fits, InvalidAnswer::NotAPoint)
            }
            Self::Date { time } => {
                let fits = value.as_str().is_some_and(|it| is_date_or_time(it, *time));
                (fits, InvalidAnswer::NotADate)
            }
            Self::Rows { max, columns, .. } => {
                let n = value.as_array().map_or(0, Vec::len);
                if n > *max {
                    return Err(InvalidAnswer::TooManyRows(*max));
                }
                (are_valid_rows(value, columns), InvalidAnswer::InvalidRows)
            }
            Self::People => {
                let people = value.as_array();
                // Only the shape is checked: the form does not know who is on the owner's staff.
                let fits = people.is_some_and(|it| it.iter().all(Value::is_string));
                (fits, InvalidAnswer::NotAList)
            }
            Self::Sign { .. } => (false, InvalidAnswer::NotAnswerable),
        };
        fits.then_some(()).ok_or(misfit)
    }
}

/// Whether a text is a date `2026-11-25`, or with `with_time` a date and time `2026-11-25T14:30`.
fn is_date_or_time(text: &str, with_time: bool) -> bool {
    let Some((day, time)) = text.split_once('T') else {
        return !with_time && is_day(text);
    };
    let digits = |it: &str, below: u8| it.len() == 2 && it.parse::<u8>().is_ok_and(|it| it < below);
    let time = time.split_once(':');
    with_time
        && is_day(day)
        && time.is_some_and(|(hour, minute)| digits(hour, 24) && digits(minute, 60))
}

fn validate_choices(value: &Value, options: &[Choice], max: usize) -> Result<(), InvalidAnswer> {
    let chosen: Option<Vec<&str>> = value
        .as_array()
        .and_then(|it| it.iter().map(Value::as_str).collect());
    let chosen = chosen.ok_or(InvalidAnswer::NotAList)?;
    let known = chosen
        .iter()
        .all(|id| options.iter().any(|it| it.id == *id));
    let distinct = to_sorted_vec(chosen.iter());
    if !known || distinct.len() != chosen.len() {
        Err(InvalidAnswer::UnknownChoice)
    } else if chosen.len() > max {
        Err(InvalidAnswer::TooManyChoices(max))
    } else {
        Ok(())
    }
}

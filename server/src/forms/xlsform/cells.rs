//! The rows of an `XLSForm` by their headings, and what stands in single cells of them.

use crate::office::csv::workbook::SheetCells;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A row by its headings, in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct SurveyRow {
    /// As a spreadsheet counts.
    pub(super) line: usize,
    cells: BTreeMap<String, String>,
}

impl SurveyRow {
    pub(super) fn get(&self, heading: &str) -> &str {
        self.cells.get(heading).map_or("", |it| it.trim())
    }

    /// The label in Japanese and English: `label` alone stands for both where it is the only one.
    pub(super) fn words(&self) -> Value {
        let of = |names: &[&str]| {
            let label = |it: &(&String, &String)| {
                let language =
                    it.0.strip_prefix("label")
                        .map(|it| it.trim_start_matches(':'));
                language.is_some_and(|own| names.iter().any(|name| own.contains(name)))
            };
            let found = self.cells.iter().find(label);
            found.map(|it| it.1.trim().to_owned()).unwrap_or_default()
        };
        let (ja, en, plain) = (
            of(&["(ja", "japanese", "日本語"]),
            of(&["(en", "english", "英語"]),
            self.get("label").to_owned(),
        );
        let any = self.cells.iter().find(|it| it.0.starts_with("label"));
        let any = any.map(|it| it.1.trim().to_owned()).unwrap_or_default();
        let first = |all: [&String; 4]| {
            let mut all = all.into_iter();
            all.find(|it| !it.is_empty()).cloned().unwrap_or_default()
        };
        json!({"ja": first([&ja, &plain, &en, &any]), "en": en})
    }
}

pub(super) fn rows(sheet: &SheetCells) -> Vec<SurveyRow> {
    let mut all = sheet.rows.iter().enumerate();
    let Some((_, heads)) = all.by_ref().find(|it| it.1.iter().any(|it| !it.is_empty())) else {
        return Vec::new();
    };
    let heads: Vec<String> = heads.iter().map(|it| it.trim().to_lowercase()).collect();
    let rows = all.filter(|it| it.1.iter().any(|it| !it.trim().is_empty()));
    let read = |(at, row): (usize, &Vec<String>)| SurveyRow {
        line: at + 1,
        cells: heads.iter().cloned().zip(row.iter().cloned()).collect(),
    };
    rows.map(read).collect()
}

/// An id as ours are: what a name has besides is left out or replaced.
pub(super) fn as_id(name: &str, prefix: &str) -> String {
    let lower = name.to_lowercase();
    let fitting = lower.chars().map(|it| {
        let is_fine = it.is_ascii_lowercase() || it.is_ascii_digit();
        if is_fine { it } else { '_' }
    });
    let id: String = fitting.collect();
    let id = id.trim_matches('_');
    if id.is_empty() {
        prefix.to_owned()
    } else {
        id.chars().take(50).collect()
    }
}

/// A type as it is written today; in earlier years its words stood apart, with `from` before the list.
pub(super) fn as_written_now(kind: &str) -> String {
    let words: Vec<&str> = kind.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|it| it.to_lowercase()).collect();
    let is = |expected: &[&str]| lower.iter().zip(expected).all(|it| it.0 == it.1);
    let (now, n) = match () {
        () if lower.first().is_none_or(|it| it != "select") => return kind.to_owned(),
        () if is(&["select", "one"]) => ("select_one", 2),
        () if is(&["select", "all", "that", "apply"]) => ("select_multiple", 4),
        () => ("select_multiple", 2),
    };
    let list = words
        .into_iter()
        .skip(n)
        .skip_while(|it| it.eq_ignore_ascii_case("from"));
    let list: Vec<&str> = list.collect();
    format!("{now} {}", list.join(" "))
}

/// The question and the answer of a condition.
pub(super) fn one_condition(text: &str) -> Option<(String, String)> {
    // Word and the like turn quotes into pairs.
    let text = text.replace(['‘', '’', '“', '”'], "'");
    let text = text.trim().trim_matches(['(', ')']).trim();
    let text = text.strip_prefix("selected(").unwrap_or(text);
    let (before, after) = text.split_once("${")?;
    let (name, rest) = after.split_once('}')?;
    let rest = rest.trim().trim_start_matches(['=', ',']).trim();
    let is_quoted = rest.starts_with(['\'', '"']);
    let value = rest.trim_matches(['\'', '"', ' ', ')']);
    let is_plain = before.trim().is_empty() && is_quoted && !value.contains(['\'', '"', '$']);
    is_plain.then(|| (name.trim().to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_read_where_it_is_about_one_answer() {
        let of = |text: &str| one_condition(text).map(|it| format!("{} {}", it.0, it.1));
        assert_eq!(of("${pizza} = 'yes'").as_deref(), Some("pizza yes"));
        assert_eq!(of("selected(${top}, 'ham')").as_deref(), Some("top ham"));
        assert_eq!(of("(${a}=\"b\")").as_deref(), Some("a b"));
        assert_eq!(of("${a} = ‘other’").as_deref(), Some("a other"));
        for text in [
            "${age} > 12",
            "not(${a} = 'b')",
            "${a} != 'b'",
            "${a} = ${b}",
            "count-selected(${a}) > 1",
            "",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_type_of_earlier_years_is_read() {
        assert_eq!(
            as_written_now("select one from Yes No"),
            "select_one Yes No"
        );
        assert_eq!(
            as_written_now("Select all that apply from days"),
            "select_multiple days"
        );
        assert_eq!(as_written_now("text"), "text");
    }

    #[test]
    fn names_become_ids_that_a_url_can_have() {
        assert_eq!(as_id("Household-Size", "q"), "household_size");
        assert_eq!(as_id("質問", "q"), "q");
    }
}

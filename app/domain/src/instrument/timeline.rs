//! Years of experience as a timeline: the rows of a table, gathered by area.

use super::table::{Column, cells};
use crate::locale::Locale;
use serde_json::Value;

/// One row of a timeline as displayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearSpan {
    pub area: String,
    /// The first fiscal year.
    pub from: String,
    /// The last fiscal year; empty if the span is ongoing.
    pub until: String,
}

/// An area with the first and last fiscal year of each stay, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineLine {
    pub area: String,
    pub times: Vec<(u16, u16)>,
}

impl TimelineLine {
    /// Number of distinct fiscal years; a year that was begun counts as a whole one.
    pub fn years(&self) -> usize {
        let mut years: Vec<u16> = self.times.iter().flat_map(|it| it.0..=it.1).collect();
        years.sort_unstable();
        years.dedup();
        years.len()
    }
}

/// The spans of a timeline table, from its columns `area`, `from` and `until`.
pub fn timeline_spans<'a>(
    columns: &[Column],
    rows: impl IntoIterator<Item = &'a Value>,
    locale: Locale,
) -> Vec<YearSpan> {
    let span = |row: &Value| {
        let cells = cells(columns, row);
        let of = |id: &str| {
            let cell = cells.iter().find(|it| it.0.id == id);
            cell.map(|it| it.0.display_cell(it.1, locale))
                .unwrap_or_default()
        };
        YearSpan {
            area: of("area"),
            from: of("from"),
            until: of("until"),
        }
    };
    rows.into_iter().map(span).collect()
}

/// One line per area in order of first appearance. `now` is the fiscal year in which open-ended spans end.
/// Spans without a valid first year, with a negative length or of more than 60 years are skipped.
pub fn timeline_lines(spans: Vec<YearSpan>, now: u16) -> Vec<TimelineLine> {
    let mut lines: Vec<TimelineLine> = Vec::new();
    for YearSpan { area, from, until } in spans {
        let Ok(from) = from.parse::<u16>() else {
            continue;
        };
        let until = until.parse().unwrap_or(now);
        if area.is_empty() || until < from || until - from > 60 {
            continue;
        }
        match lines.iter_mut().find(|it| it.area == area) {
            Some(line) => line.times.push((from, until)),
            None => lines.push(TimelineLine {
                area,
                times: vec![(from, until)],
            }),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(area: &str, from: &str, until: &str) -> YearSpan {
        YearSpan {
            area: area.to_owned(),
            from: from.to_owned(),
            until: until.to_owned(),
        }
    }

    #[test]
    fn overlapping_years_count_once_and_open_spans_end_at_the_current_year() {
        let lines = timeline_lines(
            vec![
                span("窓口", "2018", "2020"),
                span("内部", "2021", ""),
                span("窓口", "2020", "2021"),
                span("内部", "20", "no"),
                span("", "2020", "2021"),
                span("事業", "2022", "2020"),
            ],
            2026,
        );
        let years: Vec<(&str, usize)> = lines
            .iter()
            .map(|it| (it.area.as_str(), it.years()))
            .collect();
        assert_eq!(years, [("窓口", 4), ("内部", 6)]);
    }
}

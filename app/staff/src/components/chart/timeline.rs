//! Years of experience: one line of bars per area, from the first year to the current one, with the years as text.

use crate::i18n::{fill, t};
use browser::clock;
use domain::calendar::fiscal_year;
use domain::instrument::YearSpan;
use leptos::prelude::*;

/// An area with the first and last fiscal year of each stay, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    area: String,
    times: Vec<(u16, u16)>,
}

impl Line {
    /// Number of distinct fiscal years; a year that was begun counts as a whole one.
    fn years(&self) -> usize {
        let mut years: Vec<u16> = self.times.iter().flat_map(|it| it.0..=it.1).collect();
        years.sort_unstable();
        years.dedup();
        years.len()
    }
}

/// One line per area in order of first appearance. `now` is the fiscal year in which open-ended spans end.
/// Spans without a valid first year, with a negative length or of more than 60 years are skipped.
fn lines(spans: Vec<YearSpan>, now: u16) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (area, from, until) in spans {
        let Ok(from) = from.parse::<u16>() else {
            continue;
        };
        let until = until.parse().unwrap_or(now);
        if area.is_empty() || until < from || until - from > 60 {
            continue;
        }
        match lines.iter_mut().find(|it| it.area == area) {
            Some(line) => line.times.push((from, until)),
            None => lines.push(Line {
                area,
                times: vec![(from, until)],
            }),
        }
    }
    lines
}

/// Nothing if no span is valid.
#[component]
pub(crate) fn Timeline(
    /// Area, first and last year; the last year is empty while the span continues.
    spans: Vec<YearSpan>,
) -> impl IntoView {
    let now = fiscal_year(clock::now());
    let lines = lines(spans, now);
    let times = || lines.iter().flat_map(|it| &it.times);
    let first = times().map(|it| it.0).min()?;
    let last = times().map(|it| it.1).max()?.max(now) + 1;
    let width = f64::from(last - first) * 10.0;
    let at = |year: u16| f64::from(year - first) * 10.0;
    let rows = lines.iter().map(|line| {
        let bars = line.times.iter().map(|(from, until)| {
            // The gap of 0.6 separates adjacent spans.
            let width = at(until + 1) - at(*from) - 0.6;
            view! { <rect class="bar-fill" x=at(*from) y="2" width=width height="12" rx="2"></rect> }
        });
        let times: Vec<String> = line
            .times
            .iter()
            .map(|it| fill!("{0}–{1}年度", it.0, it.1))
            .collect();
        view! {
            <li>
                <span class="bar-name">{line.area.clone()}</span>
                <svg class="bar-line" viewBox=format!("0 0 {width} 16") preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-ground" x="0" y="7" height="2" width=width></rect>
                    {bars.collect_view()}
                </svg>
                <span class="bar-number">{fill!("{0}年", line.years())}</span>
                <span class="visually-hidden">{times.join(t("、"))}</span>
            </li>
        }
    });
    Some(view! {
        <figure class="timeline">
            <ul class="bars" aria-label=t("経験した部門と年数")>
                {rows.collect_view()}
            </ul>
            <figcaption class="hint">{fill!("{0}年度から{1}年度まで", first, last - 1)}</figcaption>
        </figure>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(area: &str, from: &str, until: &str) -> YearSpan {
        (area.to_owned(), from.to_owned(), until.to_owned())
    }

    #[test]
    fn overlapping_years_count_once_and_open_spans_end_at_the_current_year() {
        let lines = lines(
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

//! Backcasting path: the future on top, its steps by descending date, and today's position among them.

use crate::i18n::{locale, t};
use browser::clock;
use domain::calendar::{display_day, iso_day};
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
enum PathEntry {
    /// Due day (ISO, empty if none), text, and whether the day has passed.
    Step(String, String, bool),
    Today,
}

/// Entries in display order, latest first. `today` is an ISO day.
fn path_entries(steps: Vec<(String, String)>, today: &str) -> Vec<PathEntry> {
    // An undated step inherits the day of the step before it; before the first dated step it belongs to the future.
    let mut after = "9999".to_owned();
    let mut steps: Vec<(String, String, String)> = steps
        .into_iter()
        .filter(|it| !it.1.is_empty())
        .map(|(by, what)| {
            if !by.is_empty() {
                after.clone_from(&by);
            }
            (after.clone(), by, what)
        })
        .collect();
    // The sort is stable: an undated step stays after the step whose day it inherited.
    steps.sort_by(|a, b| b.0.cmp(&a.0));
    let mut stones: Vec<PathEntry> = steps
        .into_iter()
        .map(|(_, by, what)| {
            let is_past = !by.is_empty() && by.as_str() < today;
            PathEntry::Step(by, what, is_past)
        })
        .collect();
    // Today goes before the first step whose day has passed. Undated steps never count as past.
    let is_past = |it: &PathEntry| matches!(it, PathEntry::Step(_, _, true));
    let at = stones.iter().position(is_past).unwrap_or(stones.len());
    stones.insert(at, PathEntry::Today);
    stones
}

/// The path as an ordered list, which needs no text alternative. Nothing if every step is empty.
#[component]
pub(crate) fn Backcast(
    /// Due day (ISO, may be empty) and text of each step.
    steps: Vec<(String, String)>,
) -> impl IntoView {
    let today = iso_day(clock::now());
    let is_empty = steps.iter().all(|it| it.1.is_empty());
    let stones = path_entries(steps, &today)
        .into_iter()
        .map(|stone| match stone {
            PathEntry::Step(by, what, is_past) => view! {
                <li class="backcast-step" class:past=is_past>
                    <span class="backcast-day">{display_day(&by, locale())}</span>
                    <span>{what}</span>
                </li>
            }
            .into_any(),
            PathEntry::Today => view! {
                <li class="backcast-today">
                    <span class="backcast-day">{display_day(&today, locale())}</span>
                    <strong>{t("今日")}</strong>
                </li>
            }
            .into_any(),
        });
    (!is_empty).then(|| {
        view! {
            <ol class="backcast" aria-label=t("未来から今日までの道筋")>
                <li class="backcast-goal">
                    <strong>{t("未来の姿")}</strong>
                </li>
                {stones.collect_view()}
            </ol>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(by: &str, what: &str) -> (String, String) {
        (by.to_owned(), what.to_owned())
    }

    #[test]
    fn today_is_placed_between_future_and_past_steps() {
        let path = path_entries(
            vec![
                step("2026-06-01", "学ぶ"),
                step("2027-03-01", "広げる"),
                step("2026-12-01", "試す"),
            ],
            "2026-11-25",
        );
        let words: Vec<&str> = path
            .iter()
            .map(|it| match it {
                PathEntry::Step(_, what, _) => what.as_str(),
                PathEntry::Today => "今日",
            })
            .collect();
        assert_eq!(words, ["広げる", "試す", "今日", "学ぶ"]);
        let path = path_entries(
            vec![
                step("", "まだ決めていない"),
                step("2026-06-01", "学ぶ"),
                step("", "学んだことを話す"),
                step("2027-03-01", "広げる"),
            ],
            "2026-11-25",
        );
        assert!(
            matches!(&path[..], [PathEntry::Step(_, first, _), _, PathEntry::Today, _, PathEntry::Step(_, last, _)]
                if first == "まだ決めていない" && last == "学んだことを話す")
        );
        assert_eq!(path_entries(Vec::new(), "2026-11-25"), [PathEntry::Today]);
    }
}

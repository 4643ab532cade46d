//! Horizontal bars over values of 1 to 5, each with its number; the earlier value is a mark on the same line.

use super::Point;
use crate::i18n::t;
use domain::scoring::format_score;
use leptos::prelude::*;

/// Position of a value of 1 to 5, in percent of the width.
fn percent_of_width(value: f64) -> f64 {
    (value / 5.0 * 100.0).clamp(0.0, 100.0)
}

/// Signed difference with one decimal: `+0.5`, `-0.5` or `±0.0`.
fn signed_difference(now: f64, before: f64) -> String {
    match now - before {
        // Anything smaller would be printed as `+0.0` or `-0.0`.
        it if it.abs() < 0.05 => "±0.0".to_owned(),
        it if it > 0.0 => format!("+{it:.1}"),
        it => format!("{it:.1}"),
    }
}

/// Bars as a list. The numbers are text, so the SVG is hidden from assistive technology.
#[component]
pub(crate) fn Bars(
    /// Accessible name of the list.
    label: String,
    points: Vec<Point>,
    /// Text shown instead of the number where a value is `None`.
    missing: &'static str,
) -> impl IntoView {
    let bars = points.into_iter().map(|point| {
        let bar = point.value.map(|value| {
            let width = format!("{:.1}", percent_of_width(value));
            view! { <rect class="bar-fill" x="0" y="3" height="10" width=width></rect> }
        });
        let before = point.before.map(|value| {
            let x = format!("{:.1}", percent_of_width(value) - 0.5);
            view! { <rect class="bar-previous" x=x y="0" height="16" width="1"></rect> }
        });
        let number = point.value.map_or_else(|| missing.to_owned(), format_score);
        let change = point.value.zip(point.before).map(|(now, before)| {
            view! {
                <span class="bar-change">
                    <span class="visually-hidden">{t("前回との差 ")}</span>
                    {signed_difference(now, before)}
                </span>
            }
        });
        view! {
            <li>
                <span class="bar-name">{point.name}</span>
                <svg class="bar-line" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-ground" x="0" y="3" height="10" width="100"></rect>
                    {bar}
                    {before}
                </svg>
                <span class="bar-number" class:missing=point.value.is_none()>
                    {number}
                </span>
                {change}
            </li>
        }
    });
    view! {
        <ul class="bars" aria-label=label>
            {bars.collect_view()}
        </ul>
    }
}

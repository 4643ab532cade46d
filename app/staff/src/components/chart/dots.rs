//! Dot plot over values of 1 to 5: a filled dot now, a hollow one before, and the line between them.
//!
//! The label stands in text beside or above its line, so that it never collides with another or is cut.

use super::Point;
use crate::i18n::{fill, t};
use domain::scoring::{format_difference, format_score};
use leptos::prelude::*;

/// Where a value of 1 to 5 is on its line, in percent.
fn place(value: f64) -> String {
    format!("{:.1}%", ((value - 1.0) / 4.0 * 100.0).clamp(0.0, 100.0))
}

/// What a screen reader says of the difference.
fn change_word(now: f64, before: f64) -> &'static str {
    match now - before {
        it if it.abs() < 0.05 => t("変わらない"),
        it if it > 0.0 => t("上がった"),
        _ => t("下がった"),
    }
}

/// Values as a list. All numbers are text, so the drawing is hidden from assistive technology.
#[component]
pub(crate) fn Dots(
    /// Accessible name of the list.
    label: String,
    points: Vec<Point>,
    /// Text shown instead of the number where a value is `None`.
    missing: &'static str,
    /// What the hollow dots are; the legend is shown only if there is one.
    #[prop(optional, into)]
    before_label: Option<String>,
) -> impl IntoView {
    let has_before = points.iter().any(|it| it.before.is_some());
    let legend = before_label.filter(|_| has_before).map(|before| {
        view! {
            <p class="dots-legend">
                <span class="dots-key now">{t("今回")}</span>
                <span class="dots-key">{before}</span>
            </p>
        }
    });
    let rows = points.into_iter().map(|point| row(point, missing));
    view! {
        {legend}
        <ul class="dots" aria-label=label>
            {rows.collect_view()}
        </ul>
    }
}

fn row(point: Point, missing: &'static str) -> impl IntoView {
    let both = point.value.zip(point.before);
    let path = both.map(|(now, before)| {
        view! { <line class="dots-path" x1=place(before) x2=place(now) y1="50%" y2="50%"></line> }
    });
    let before = point
        .before
        .map(|it| view! { <circle class="dot-before" cx=place(it) cy="50%" r="5"></circle> });
    let now = point
        .value
        .map(|it| view! { <circle class="dot-now" cx=place(it) cy="50%" r="6"></circle> });
    let change = both.map(|(now, before)| {
        view! {
            <span class="dots-change">
                <span aria-hidden="true">{format_difference(now, before)}</span>
                <span class="visually-hidden">
                    {fill!("前は {0}、{1}", format_score(before), change_word(now, before))}
                </span>
            </span>
        }
    });
    let ticks = (0..5).map(|at| {
        let x = format!("{}%", at * 25);
        view! { <line class="dots-tick" x1=x.clone() x2=x y1="25%" y2="75%"></line> }
    });
    view! {
        <li>
            <span class="dots-name">{point.name}</span>
            <span class="dots-frame" aria-hidden="true">
                <svg class="dots-line">
                    <line class="dots-ground" x1="0" x2="100%" y1="50%" y2="50%"></line>
                    {ticks.collect_view()}
                    {path}
                    {before}
                    {now}
                </svg>
            </span>
            <span class="dots-number" class:missing=point.value.is_none()>
                {point.value.map_or_else(|| missing.to_owned(), format_score)}
            </span>
            {change}
        </li>
    }
}

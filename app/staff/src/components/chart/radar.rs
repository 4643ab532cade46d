//! Radar chart of three or more values of 1 to 5: a filled shape, and the earlier values as a dashed line.

use super::Point;
use leptos::prelude::*;
use std::f64::consts::TAU;

const CENTER: (f64, f64) = (210.0, 165.0);
const RADIUS: f64 = 108.0;

/// Characters per line of a name next to a spoke; a name has at most two lines.
const LINE_CHARS: usize = 9;

/// Line height of a name, in SVG units.
const LINE_HEIGHT: f64 = 17.0;

/// Coordinates of `value` on spoke `at` of `n`. The first spoke points up; 5 is the outer ring.
fn point_on_spoke(at: usize, n: usize, value: f64) -> (f64, f64) {
    let count = |it: usize| f64::from(u32::try_from(it).unwrap_or(u32::MAX));
    let angle = TAU * count(at) / count(n) - TAU / 4.0;
    let reach = RADIUS * value / 5.0;
    (
        CENTER.0 + reach * angle.cos(),
        CENTER.1 + reach * angle.sin(),
    )
}

/// Polygon points of the values that are `Some`; `None` if there are fewer than three.
fn outline(points: &[Point], value: impl Fn(&Point) -> Option<f64>) -> Option<String> {
    let n = points.len();
    let corners = points.iter().enumerate();
    let corners: Vec<String> = corners
        .filter_map(|(at, it)| Some(svg_point(point_on_spoke(at, n, value(it)?))))
        .collect();
    (corners.len() > 2).then(|| corners.join(" "))
}

fn svg_point((x, y): (f64, f64)) -> String {
    format!("{x:.1},{y:.1}")
}

/// A `None` value is left out of the shape.
#[component]
pub(crate) fn Radar(
    /// Accessible name of the chart.
    label: String,
    /// At least three: fewer draw no shape.
    points: Vec<Point>,
) -> impl IntoView {
    let n = points.len();
    let rings = (1..=5).map(|ring| {
        let corners: Vec<String> = (0..n)
            .map(|at| svg_point(point_on_spoke(at, n, f64::from(ring))))
            .collect();
        view! { <polygon class="chart-ring" points=corners.join(" ")></polygon> }
    });
    let spokes = points
        .iter()
        .enumerate()
        .map(|(at, point)| spoke(at, n, point));
    let shape = outline(&points, |it| it.value)
        .map(|it| view! { <polygon class="chart-shape" points=it></polygon> });
    let before = outline(&points, |it| it.before)
        .map(|it| view! { <polygon class="chart-previous" points=it></polygon> });
    view! {
        <svg class="radar" viewBox="-40 0 500 330" role="img" aria-label=label>
            {rings.collect_view()}
            {before}
            {shape}
            {spokes.collect_view()}
        </svg>
    }
}

/// A name in at most two lines, truncated with `…`. The full name is in the table next to the chart.
fn lines(name: &str) -> Vec<String> {
    let all: Vec<char> = name.chars().collect();
    let mut lines: Vec<String> = all
        .chunks(LINE_CHARS)
        .take(2)
        .map(String::from_iter)
        .collect();
    if let Some(last) = lines.last_mut().filter(|_| all.len() > LINE_CHARS * 2) {
        last.pop();
        last.push('…');
    }
    lines
}

fn spoke(at: usize, n: usize, point: &Point) -> impl IntoView + use<> {
    let (x, y) = point_on_spoke(at, n, 5.0);
    // 5.7 puts the name just outside the outer ring.
    let (name_x, name_y) = point_on_spoke(at, n, 5.7);
    let anchor = match name_x - CENTER.0 {
        it if it > 20.0 => "start",
        it if it < -20.0 => "end",
        _ => "middle",
    };
    // Two lines end at the label position of the top spoke; at the other spokes they are centred on it.
    let lines = lines(&point.name);
    let above = if name_y < CENTER.1 - RADIUS { 1.0 } else { 0.5 };
    let first = name_y + 5.0 - LINE_HEIGHT * above * if lines.len() > 1 { 1.0 } else { 0.0 };
    let names = lines.into_iter().zip([first, first + LINE_HEIGHT]);
    let names = names.map(|(name, y)| {
        view! {
            <text class="chart-name" x=format!("{name_x:.1}") y=format!("{y:.1}") text-anchor=anchor>
                {name}
            </text>
        }
    });
    let dot = point.value.map(|value| {
        let (x, y) = point_on_spoke(at, n, value);
        view! { <circle class="chart-dot" cx=format!("{x:.1}") cy=format!("{y:.1}") r="4"></circle> }
    });
    view! {
        <line
            class="chart-ring"
            x1=CENTER.0.to_string()
            y1=CENTER.1.to_string()
            x2=format!("{x:.1}")
            y2=format!("{y:.1}")
        ></line>
        {names.collect_view()}
        {dot}
    }
}

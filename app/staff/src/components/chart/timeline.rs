//! Years of experience: one line of bars per area, from the first year to the current one, with the years as text.

use crate::i18n::{fill, t};
use browser::clock;
use domain::instrument::{YearSpan, timeline_lines};
use leptos::prelude::*;

/// Nothing if no span is valid.
#[component]
pub(crate) fn Timeline(spans: Vec<YearSpan>) -> impl IntoView {
    let now = clock::now().fiscal_year();
    let lines = timeline_lines(spans, now);
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

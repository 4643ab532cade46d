//! Comparison of two people's answers: a strip to look at and a table to read.

use crate::i18n::{fill, locale, t};
use domain::instrument::{Edition, Item};
use domain::scoring::{AnswerPair, compare_answers};
use domain::sheet::ItemValue;
use leptos::prelude::*;
use serde_json::Value;

/// Width of a strip, in SVG units.
const WIDTH: u64 = 120;

/// X coordinate of a value of 1 to 5; `None` for anything else.
fn x_of(value: Option<&Value>) -> Option<u64> {
    let point = value?.as_u64().filter(|it| (1..=5).contains(it))?;
    Some(12 + (point - 1) * (WIDTH - 24) / 4)
}

fn strip(pair: &AnswerPair) -> AnyView {
    let (own, other) = (x_of(pair.own), x_of(pair.other));
    let between = own.zip(other).map(|(own, other)| {
        view! { <line class="pair-between" x1=own.min(other) x2=own.max(other) y1="12" y2="12" /> }
    });
    let own = own.map(|x| view! { <circle class="pair-own" cx=x cy="12" r="7" /> });
    let other = other.map(|x| {
        let points = format!("{x},4 {},12 {x},20 {},12", x + 8, x - 8);
        view! { <polygon class="pair-other" points=points /> }
    });
    view! {
        <svg class="pair-strip" viewBox="0 0 120 24" aria-hidden="true">
            <line class="pair-line" x1="12" x2="108" y1="12" y2="12" />
            {between}
            {own}
            {other}
        </svg>
    }
    .into_any()
}

/// Comparison table, largest difference first.
pub(crate) fn comparison_table(
    edition: &Edition,
    own: &[ItemValue],
    other: &[ItemValue],
    names: [&str; 2],
) -> AnyView {
    let said = |item: &Item, value: Option<&Value>| {
        value.map_or_else(
            || "—".to_owned(),
            |it| edition.display_answer(item, it, locale()),
        )
    };
    let row = |pair: AnswerPair| {
        let title = pair.item.words.shown(locale()).to_owned();
        let apart = pair
            .difference()
            .map_or_else(|| "—".to_owned(), |it| fill!("{0}段", it));
        view! {
            <tr>
                <th scope="row">
                    {pair.is_growth_point.then(|| view! { <span class="tag">{t("伸ばしたい点")}</span> })}{title}
                    {strip(&pair)}
                </th>
                <td>{said(pair.item, pair.own)}</td>
                <td>{said(pair.item, pair.other)}</td>
                <td>{apart}</td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = compare_answers(edition, own, other)
        .into_iter()
        .map(row)
        .collect();
    let [own, other] = names.map(str::to_owned);
    view! {
        <p class="pair-legend" aria-hidden="true">
            {format!("● {own}\u{3000}◆ {other}")}
        </p>
        <div class="table-frame" tabindex="0" role="region" aria-label=t("二人の見え方の表")>
            <table class="pairs-table">
                <caption class="visually-hidden">{t("二人の見え方。ちがいの大きい順")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("項目")}</th>
                        <th scope="col">{own}</th>
                        <th scope="col">{other}</th>
                        <th scope="col">{t("ちがい")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

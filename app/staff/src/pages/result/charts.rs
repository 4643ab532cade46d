//! Charts of a result, and the same numbers in a table.

use super::{subject_name, subjects_of_kind};
use crate::components::chart::{Dots, Point};
use crate::components::content::Terms;
use crate::components::form::SheetForm;
use crate::i18n::{fill, locale, t};
use domain::calendar::Cycle;
use domain::ids::SubjectId;
use domain::instrument::SubjectKind;
use domain::scoring::{Scores, format_score};
use leptos::prelude::*;

type EarlierScores = Memo<Option<(Cycle, Scores)>>;

fn point(form: SheetForm, id: &SubjectId, scores: &Scores, before: Option<&Scores>) -> Point {
    Point {
        name: subject_name(form, id),
        value: scores.of(id),
        before: before.and_then(|it| it.of(id)),
    }
}

/// Most changes that are named at the top; all are in the charts.
const CHANGES_SHOWN: usize = 5;

/// What changed most since the earlier sheet; nothing without one.
#[component]
pub(super) fn Changes(
    form: SheetForm,
    scores: Memo<Scores>,
    before: EarlierScores,
) -> impl IntoView {
    move || {
        let (at, earlier) = before.get()?;
        let mut points: Vec<Point> = scores.with(|scores| {
            let ids = scores.subjects.iter().map(|it| &it.subject);
            ids.map(|it| point(form, it, scores, Some(&earlier)))
                .filter(|it| change(it) >= SMALLEST_CHANGE)
                .collect()
        });
        points.sort_by(|one, other| change(other).total_cmp(&change(one)));
        points.truncate(CHANGES_SHOWN);
        let chart = if points.is_empty() {
            let since = at.label(locale());
            view! { <p>{fill!("{0}から、大きく変わったところはありません。", since)}</p> }
                .into_any()
        } else {
            view! { <Dots label=t("変わったところ").to_owned() points missing="—" before_label=at.label(locale()) /> }
            .into_any()
        };
        Some(view! {
            <section class="card">
                <h2>{t("変わったところ")}</h2>
                {chart}
            </section>
        })
    }
}

/// A smaller difference would be shown as 0.0.
const SMALLEST_CHANGE: f64 = 0.05;

/// How far a value has moved; 0 without an earlier one.
fn change(point: &Point) -> f64 {
    let both = point.value.zip(point.before);
    both.map_or(0.0, |(now, before)| (now - before).abs())
}

/// Distances to the aims, one chart for each group of subjects, and the table.
#[component]
pub(super) fn ResultCharts(
    form: SheetForm,
    scores: Memo<Scores>,
    before: EarlierScores,
) -> impl IntoView {
    let any = move || scores.with(|it| it.subjects.iter().any(|it| it.mean.is_some()));
    view! {
        <Show when=any>
            <Aims form=form scores=scores />
            <Groups form=form scores=scores before=before />
            <ScoreTable form=form scores=scores before=before />
        </Show>
    }
}

/// Kinds of subjects that the form scores: kind, name, and title of its chart.
fn scored_kinds(form: SheetForm) -> Vec<(SubjectKind, &'static str, &'static str)> {
    let all = [
        (SubjectKind::Ability, t("能力"), t("能力")),
        (
            SubjectKind::Awareness,
            t("意識"),
            t("職務にあたる上で必要な意識"),
        ),
        (SubjectKind::Mindset, t("変革マインド"), t("変革マインド")),
        (
            SubjectKind::Role,
            t("デジタルの力"),
            t("デジタルの力（役割の型ごと）"),
        ),
    ];
    let all = all.into_iter();
    all.filter(|it| !subjects_of_kind(form, it.0).is_empty())
        .collect()
}

/// Distance of each subject's mean to its aim.
#[component]
fn Aims(form: SheetForm, scores: Memo<Scores>) -> impl IntoView {
    let rows = move || {
        form.edition.with_value(|edition| {
            scores.with(|scores| {
                let aimed = edition.subjects.iter();
                let aimed = aimed.filter_map(|it| Some((it, f64::from(it.aim?), scores.of(&it.id)?)));
                let rows: Vec<_> = aimed
                    .map(|(subject, aim, mean)| {
                        let gap = aim - mean;
                        // A smaller gap would be shown as 0.0.
                        let words = if gap < 0.05 {
                            t("めやすに届いています").to_owned()
                        } else {
                            fill!("めやすまで {0}", format_score(gap))
                        };
                        let bar = format!("{:.1}", mean / 5.0 * 100.0);
                        let mark = format!("{:.1}", aim / 5.0 * 100.0);
                        view! {
                            <li>
                                <span class="bar-name">{subject.words.shown(locale()).to_owned()}</span>
                                <svg
                                    class="bar-line"
                                    viewBox="0 0 100 16"
                                    preserveAspectRatio="none"
                                    aria-hidden="true"
                                >
                                    <rect class="bar-ground" x="0" y="3" height="10" width="100"></rect>
                                    <rect class="bar-fill" x="0" y="3" height="10" width=bar></rect>
                                    <rect class="bar-target" x=mark y="0" height="16" width="1"></rect>
                                </svg>
                                <span class="bar-number">{format_score(mean)}</span>
                                <span class="bar-target-text">{words}</span>
                            </li>
                        }
                    })
                    .collect();
                rows
            })
        })
    };
    let any = move || {
        form.edition.with_value(|edition| {
            scores.with(|it| {
                edition
                    .subjects
                    .iter()
                    .any(|subject| subject.aim.is_some() && it.of(&subject.id).is_some())
            })
        })
    };
    view! {
        <Show when=any>
            <section class="card">
                <h2>{t("役割のめやすとの差")}</h2>
                <p class="hint">
                    {t(
                        "縦の線がめやす（4「一人でできる」）です。方針が決めた点ではなく、この様式のめやすです。届いていないところから、学ぶことを選べます。",
                    )}
                </p>
                <ul class="bars aims" aria-label=t("役割のめやすとの差")>
                    {rows}
                </ul>
            </section>
        </Show>
    }
}

/// The abilities by group, and the other kinds: one chart each.
#[component]
fn Groups(form: SheetForm, scores: Memo<Scores>, before: EarlierScores) -> impl IntoView {
    let groups = form.edition.with_value(|it| it.groups.clone());
    let abilities = subjects_of_kind(form, SubjectKind::Ability);
    let chart = move |label: String, ids: Vec<SubjectId>| {
        move || {
            let points = scores.with(|scores| {
                before.with(|before| {
                    let before = before.as_ref().map(|it| &it.1);
                    ids.iter()
                        .map(|it| point(form, it, scores, before))
                        .collect::<Vec<_>>()
                })
            });
            let since = before.with(|it| it.as_ref().map(|it| it.0.label(locale())));
            view! { <Dots label=label.clone() points missing="—" before_label=since.unwrap_or_default() /> }
        }
    };
    let cards = groups.into_iter().filter_map(|group| {
        let own = abilities
            .iter()
            .filter(|it| it.group.as_ref() == Some(&group.id));
        let ids: Vec<SubjectId> = own.map(|it| it.id.clone()).collect();
        // Groups without abilities are drawn by kind, below.
        if ids.is_empty() {
            return None;
        }
        let id = group.id.clone();
        let mean = move || {
            scores.with(|it| {
                it.groups
                    .iter()
                    .find(|it| it.id == id)
                    .and_then(|it| it.mean)
                    .map(format_score)
            })
        };
        Some(view! {
            <section class="card">
                <h2>
                    {group.words.shown(locale()).to_owned()}
                    <small class="mean">{move || mean().map(|it| fill!("平均 {0}", it))}</small>
                </h2>
                {chart(group.words.shown(locale()).to_owned(), ids)}
            </section>
        })
    });
    let others = scored_kinds(form)
        .into_iter()
        .filter(|it| it.0 != SubjectKind::Ability)
        .map(|(kind, name, title)| {
            let ids = subjects_of_kind(form, kind)
                .into_iter()
                .map(|it| it.id)
                .collect();
            view! {
                <section class="card">
                    <h2>{title}</h2>
                    {chart(name.to_owned(), ids)}
                </section>
            }
            .into_any()
        });
    view! { <div class="two-columns">{cards.collect_view()} {others.collect_view()}</div> }
}

/// All means, with those of the earlier sheet in a second column.
#[component]
fn ScoreTable(form: SheetForm, scores: Memo<Scores>, before: EarlierScores) -> impl IntoView {
    let cell = |it: Option<f64>| it.map_or_else(|| "—".to_owned(), format_score);
    let terms = Terms::load(form.here);
    let rows = move || {
        scores.with(|scores| {
            before.with(|before| {
                let rows = scores.subjects.iter().map(|it| {
                    let earlier = before.as_ref().map(|before| cell(before.1.of(&it.subject)));
                    view! {
                        <tr>
                            <th scope="row">{terms.named(it.subject.as_str(), subject_name(form, &it.subject))}</th>
                            <td>{cell(it.mean)}</td>
                            {earlier.map(|it| view! { <td>{it}</td> })}
                        </tr>
                    }
                });
                rows.collect_view()
            })
        })
    };
    let earlier = move || {
        before.with(|it| {
            it.as_ref()
                .map(|it| view! { <th scope="col">{it.0.label(locale())}</th> })
        })
    };
    view! {
        <details class="card answers">
            <summary>
                <h2>{t("表で見る")}</h2>
            </summary>
            <div class="table-frame" tabindex="0" role="region" aria-label=t("点数の表")>
                <table>
                    <caption class="visually-hidden">{t("点数（1〜5の平均）")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("項目")}</th>
                            <th scope="col">{t("今回")}</th>
                            {earlier}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

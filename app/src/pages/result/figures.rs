//! The pictures of a result, and the same numbers in a table.

use super::{of_kind, subject_name};
use crate::components::chart::{Bars, Point, Radar};
use crate::components::form::Form;
use crate::fill;
use crate::locale::t;
use crate::model::calendar::Cycle;
use crate::model::ids::SubjectId;
use crate::model::instrument::SubjectKind;
use crate::scoring::{Scores, shown};
use leptos::prelude::*;

type Before = Memo<Option<(Cycle, Scores)>>;

fn point(form: Form, id: &SubjectId, scores: &Scores, before: Option<&Scores>) -> Point {
    Point {
        name: subject_name(form, id),
        value: scores.of(id),
        before: before.and_then(|it| it.of(id)),
    }
}

/// Radars, bars and the table.
#[component]
pub(super) fn Figures(form: Form, scores: Memo<Scores>, before: Before) -> impl IntoView {
    let any = move || scores.with(|it| it.subjects.iter().any(|it| it.mean.is_some()));
    let points = move |kind: SubjectKind| {
        let subjects = of_kind(form, kind);
        scores.with(|scores| {
            before.with(|before| {
                let before = before.as_ref().map(|it| &it.1);
                subjects
                    .iter()
                    .map(|it| point(form, &it.id, scores, before))
                    .collect::<Vec<_>>()
            })
        })
    };
    let compared = move || {
        before.with(|it| {
            it.as_ref()
                .map(|it| fill!("点線と縦線は {0} の自分です。", it.0.label()))
        })
    };
    view! {
        <Show when=any>
            <p class="hint">{compared}</p>
            <div class="two">
                <section class="card">
                    <h2>{t("能力")}</h2>
                    {move || view! { <Radar label=t("能力の点数のレーダー図。同じ数は下の表にあります。").to_owned() points=points(SubjectKind::Ability)/> }}
                </section>
                <section class="card">
                    <h2>{t("意識")}</h2>
                    {move || view! { <Radar label=t("意識の点数のレーダー図。同じ数は下の表にあります。").to_owned() points=points(SubjectKind::Awareness)/> }}
                </section>
            </div>
            <Groups form=form scores=scores before=before/>
            <Table form=form scores=scores before=before/>
        </Show>
    }
}

/// Bars of the abilities, group by group, and of the awarenesses.
#[component]
fn Groups(form: Form, scores: Memo<Scores>, before: Before) -> impl IntoView {
    let groups = form.edition.with_value(|it| it.groups.clone());
    let abilities = of_kind(form, SubjectKind::Ability);
    let bars = move |label: String, ids: Vec<SubjectId>| {
        move || {
            let points = scores.with(|scores| {
                before.with(|before| {
                    let before = before.as_ref().map(|it| &it.1);
                    ids.iter()
                        .map(|it| point(form, it, scores, before))
                        .collect::<Vec<_>>()
                })
            });
            view! { <Bars label=label.clone() points=points missing="—"/> }
        }
    };
    let cards = groups.into_iter().map(|group| {
        let own = abilities
            .iter()
            .filter(|it| it.group.as_ref() == Some(&group.id));
        let ids: Vec<SubjectId> = own.map(|it| it.id.clone()).collect();
        let id = group.id.clone();
        let mean = move || {
            scores.with(|it| {
                it.groups
                    .iter()
                    .find(|it| it.0 == id)
                    .and_then(|it| it.1)
                    .map(shown)
            })
        };
        view! {
            <section class="card">
                <h2>{group.words.shown().to_owned()}<span class="mean">{mean}</span></h2>
                {bars(group.words.shown().to_owned(), ids)}
            </section>
        }
    });
    let awareness = of_kind(form, SubjectKind::Awareness)
        .into_iter()
        .map(|it| it.id)
        .collect();
    view! {
        <div class="two">
            {cards.collect_view()}
            <section class="card"><h2>{t("職務にあたる上で必要な意識")}</h2>{bars(t("意識").to_owned(), awareness)}</section>
        </div>
    }
}

/// The same numbers as a table.
#[component]
fn Table(form: Form, scores: Memo<Scores>, before: Before) -> impl IntoView {
    let cell = |it: Option<f64>| it.map_or_else(|| "—".to_owned(), shown);
    let rows = move || {
        scores.with(|scores| {
            before.with(|before| {
                let rows = scores.subjects.iter().map(|it| {
                    let earlier = before.as_ref().map(|before| cell(before.1.of(&it.subject)));
                    view! {
                        <tr>
                            <th scope="row">{subject_name(form, &it.subject)}</th>
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
                .map(|it| view! { <th scope="col">{it.0.label()}</th> })
        })
    };
    view! {
        <details class="card answers">
            <summary><h2>{t("表で見る")}</h2></summary>
            <div class="table-frame" tabindex="0" role="region" aria-label=t("点数の表")>
                <table>
                    <caption class="visually-hidden">{t("能力と意識の点数（1〜5の平均）")}</caption>
                    <thead><tr><th scope="col">{t("項目")}</th><th scope="col">{t("今回")}</th>{earlier}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

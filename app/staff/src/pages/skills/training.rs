//! Demand for training by measure, and whether each 課 has its ＤＸ推進サポーター.

use crate::i18n::{fill, locale, t};
use domain::suppression::MIN_GROUP_SIZE;
use domain::training::{MeasureDemand, SectionSupporters, TrainingDemand};
use leptos::prelude::*;

/// Table cell of a count, or of a suppressed one.
fn count(n: Option<u32>) -> AnyView {
    match n {
        Some(n) => view! { <td>{n}</td> }.into_any(),
        None => view! { <td class="suppressed">{t("非表示")}</td> }.into_any(),
    }
}

#[component]
pub(super) fn TrainingSection(training: TrainingDemand) -> impl IntoView {
    view! {
        <Demand people=training.people sections=training.sections wanted=training.wanted />
        <SupporterSection all=training.supporters />
    }
}

#[component]
fn Demand(people: Option<u32>, sections: Vec<String>, wanted: Vec<MeasureDemand>) -> impl IntoView {
    let Some(people) = people else {
        return ().into_any();
    };
    let heads = sections.into_iter();
    let heads: Vec<_> = heads
        .map(|it| view! { <th scope="col">{it}</th> })
        .collect();
    let bar = |n: u32| {
        let width = format!("{:.1}", f64::from(n) / f64::from(people) * 100.0);
        view! {
            <svg class="stack-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-ground" x="0" y="0" width="100" height="12"></rect>
                <rect class="bar-submitted" x="0" y="0" width=width height="12"></rect>
            </svg>
        }
    };
    let rows = wanted.into_iter().map(|it| {
        let mark = |suits: bool| {
            let words = t("平均から見て役立つ");
            let mark = suits.then(|| {
                view! {
                    <span aria-hidden="true">"○"</span>
                    <span class="visually-hidden">{words}</span>
                }
            });
            view! { <td>{mark}</td> }.into_any()
        };
        let cells: Vec<AnyView> = it.suits_section.into_iter().map(mark).collect();
        view! {
            <tr>
                <th scope="row">{it.measure.shown(locale()).to_owned()}{it.suggested.map(bar)}</th>
                {count(it.suggested)}
                {count(it.planned)}
                {cells}
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <section class="card" aria-labelledby="demand">
            <h2 id="demand">{t("研修の見込み")}</h2>
            <p class="hint">
                {fill!(
                    "{0}人の提出から、次の一歩としてすすめられる施策と、学びの計画に入れた人の数です。", people
                )}
                {fill!(
                    "当てはまる人か当てはまらない人が{0}人に満たない数は出しません。", MIN_GROUP_SIZE
                )} {t("課の欄の○は、公開した課の平均から見て役立つ施策です。")}
            </p>
            <div class="table-frame" tabindex="0" role="region" aria-label=t("研修の見込みの表")>
                <table class="numbers grid">
                    <caption class="visually-hidden">{t("研修の見込み")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("施策")}</th>
                            <th scope="col">{t("すすめられる人")}</th>
                            <th scope="col">{t("計画した人")}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
pub(crate) fn SupporterSection(all: Vec<SectionSupporters>) -> impl IntoView {
    let n_without = all.iter().filter(|it| it.count == 0).count();
    let said = if n_without == 0 {
        t("すべての課にサポーターがいます。").to_owned()
    } else {
        fill!(
            "{0}の課のうち、{1}の課にサポーターがいません。",
            all.len(),
            n_without
        )
    };
    let rows = all.into_iter().map(|it| {
        let standing = if it.count == 0 {
            view! { <span class="tag warn">{t("まだいません")}</span> }.into_any()
        } else {
            let names = it.names.join(t("、"));
            view! {
                {fill!("{0}人", it.count)}
                <small>{names}</small>
            }
            .into_any()
        };
        view! {
            <tr>
                <th scope="row">{it.section}<small>{it.department}</small></th>
                <td>{standing}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <section class="card" aria-labelledby="supporters">
            <h2 id="supporters">{t("ＤＸ推進サポーター")}</h2>
            <p>{said}</p>
            <p class="hint">
                {t(
                    "各課に1名程度が目安です。名簿の「役割」に「ＤＸ推進サポーター」と書くと、ここに数えられます。",
                )}
            </p>
            <details>
                <summary>{t("課ごとに見る")}</summary>
                <div class="table-frame" tabindex="0" role="region" aria-label=t("サポーターの表")>
                    <table class="numbers">
                        <caption class="visually-hidden">{t("課ごとのサポーター")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t("課")}</th>
                                <th scope="col">{t("サポーター")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

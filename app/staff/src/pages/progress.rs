//! 職員課: progress by section. Counts only, no names.

use super::shared_sheets::CycleLinks;
use crate::components::loading::{Loading, ask};
use crate::i18n::{locale, t};
use crate::sync::AppState;
use domain::aggregate::SectionProgress;
use domain::calendar::Cycle;
use domain::instrument::FormRole;
use domain::route::Route;
use leptos::prelude::*;

#[component]
pub(crate) fn ProgressPage(cycle: Cycle) -> impl IntoView {
    let form = expect_context::<AppState>().form_with_role(FormRole::SelfScoring);
    view! {
        <div class="page wide">
            <p class="eyebrow">{cycle.label(locale())}</p>
            <h1>{t("進み具合")}</h1>
            <p class="lead">
                {t("自己採点シートを、課ごとに何人が始め、何人が提出したか。")}
            </p>
            <CycleLinks at=cycle to=Route::Progress />
            <Loading asking=Box::new(move || {
                ask(
                    api::personnel::progress(form.clone(), cycle),
                    |it: Vec<SectionProgress>| view! { <ProgressTable sections=it /> }.into_any(),
                )
            }) />
        </div>
    }
}

fn total(sections: &[SectionProgress]) -> SectionProgress {
    let sum = |of: fn(&SectionProgress) -> u32| sections.iter().map(of).sum();
    SectionProgress {
        department: String::new(),
        section: t("全体").to_owned(),
        people: sum(|it| it.people),
        begun: sum(|it| it.begun),
        submitted: sum(|it| it.submitted),
    }
}

#[component]
pub(super) fn ProgressTable(sections: Vec<SectionProgress>) -> impl IntoView {
    let all = total(&sections);
    let figure = |name: &'static str, n: u32, class: &'static str| {
        view! {
            <div class=format!("figure {class}")>
                <dt>{name}</dt>
                <dd>{n}<small>{t("人")}</small></dd>
            </div>
        }
    };
    let rows = sections.iter().chain([&all]).map(|it| {
        view! {
            <tr class:total=it.department.is_empty()>
                <th scope="row">{it.section.clone()}<small>{it.department.clone()}</small></th>
                <td class="stack-cell">
                    <StackedBar of=it.clone() />
                </td>
                <td>{it.not_started()}</td>
                <td>{it.begun}</td>
                <td>{it.submitted}</td>
                <td>{it.people}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <dl class="figures">
            {figure(t("未着手"), all.not_started(), "not-started")} {figure(t("入力中"), all.begun, "begun")}
            {figure(t("提出済み"), all.submitted, "submitted")}
        </dl>
        <div class="table-frame card" tabindex="0" role="region" aria-label=t("課ごとの進み具合")>
            <table class="numbers">
                <caption class="visually-hidden">{t("課ごとの人数")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("課")}</th>
                        <th scope="col">
                            <span class="visually-hidden">{t("割合の図")}</span>
                        </th>
                        <th scope="col">{t("未着手")}</th>
                        <th scope="col">{t("入力中")}</th>
                        <th scope="col">{t("提出済み")}</th>
                        <th scope="col">{t("職員")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Stacked bar: submitted, begun, not started. The numbers are in the same row of the table.
#[component]
fn StackedBar(of: SectionProgress) -> impl IntoView {
    let share = |n: u32| f64::from(n) / f64::from(of.people.max(1)) * 100.0;
    let (submitted, begun) = (share(of.submitted), share(of.begun));
    view! {
        <svg class="stack-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-ground" x="0" y="0" width="100" height="12"></rect>
            <rect class="bar-begun" x=format!("{submitted:.1}") y="0" width=format!("{begun:.1}") height="12"></rect>
            <rect class="bar-submitted" x="0" y="0" width=format!("{submitted:.1}") height="12"></rect>
        </svg>
    }
}

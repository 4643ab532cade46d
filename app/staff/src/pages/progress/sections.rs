//! Progress by 課: counts, with a link to the names behind each.

use super::ChosenSection;
use super::names::NAMES;
use crate::i18n::{fill, t};
use browser::page;
use domain::aggregate::SectionProgress;
use leptos::prelude::*;

fn total(sections: &[SectionProgress]) -> SectionProgress {
    let sum = |of: fn(&SectionProgress) -> u32| sections.iter().map(of).sum();
    SectionProgress {
        department: String::new(),
        section: t("全体").to_owned(),
        people: sum(|it| it.people),
        begun: sum(|it| it.begun),
        returned: sum(|it| it.returned),
        submitted: sum(|it| it.submitted),
        agreed: sum(|it| it.agreed),
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
    let ChosenSection(chosen) = expect_context::<ChosenSection>();
    let rows = sections.iter().chain([&all]).map(|it| {
        view! {
            <tr class:total=it.department.is_empty()>
                <th scope="row">{section_name(it, chosen)}<small>{it.department.clone()}</small></th>
                <td class="stack-cell">
                    <StackedBar of=it.clone() />
                </td>
                <td>{it.not_started()}</td>
                <td>{it.begun} {of_these(it.returned, t("差戻し"))}</td>
                <td>{it.submitted} {of_these(it.agreed, t("確認済み"))}</td>
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

/// How many of those before it are further, or are back; nothing for nobody.
fn of_these(n: u32, word: &str) -> Option<impl IntoView + use<>> {
    let words = fill!("うち{0} {1}", word, n);
    (n > 0).then(|| view! { <small>{words}</small> })
}

/// Leads to the names of a 課; the last row is about everybody.
fn section_name(it: &SectionProgress, chosen: RwSignal<String>) -> AnyView {
    let name = it.section.clone();
    if it.department.is_empty() {
        return name.into_any();
    }
    let section = name.clone();
    let show = move |_| {
        chosen.set(section.clone());
        page::focus(NAMES);
    };
    view! {
        <button type="button" class="link" on:click=show>
            {name.clone()}
            <span class="visually-hidden">{fill!("（{0}の氏名を見る）", name)}</span>
        </button>
    }
    .into_any()
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

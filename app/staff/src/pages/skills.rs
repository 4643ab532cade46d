//! 情報政策課 and 職員課: participation, and means of digital skills by section, against their aims and the year before.
//! Counts and means only, with small groups suppressed; nothing about one person.

mod files;
mod training;

use super::overview::{MeansTable, NotPublishedYet, PublishedNote};
use crate::components::chart::{Dots, Point};
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, pick_language, t};
use crate::sync::AppState;
use domain::aggregate::{GroupMeans, Overview, SubjectName};
use domain::calendar::Cycle;
use domain::instrument::{FormRole, SubjectKind};
use domain::route::Route;
use domain::suppression::MIN_GROUP_SIZE;
use domain::training::TrainingDemand;
use files::Downloads;
use leptos::prelude::*;
pub(super) use training::SupporterSection;
use training::TrainingSection;

#[component]
pub(crate) fn SkillsPage(year: u16) -> impl IntoView {
    let here = expect_context::<AppState>();
    let form = StoredValue::new(here.form_with_role(FormRole::DxSelfCheck));
    let [at, ..] = Cycle::in_year(year);
    let link = move |year: u16, now: bool| {
        let to = Route::Skills(year).to_string();
        view! {
            <li>
                <a href=to aria-current=now.then_some("page")>
                    {fill!("{0}年度", year)}
                </a>
            </li>
        }
    };
    let both = move || {
        let [earlier, ..] = Cycle::in_year(year.saturating_sub(1));
        // Before the first answer: the page may be gone after it.
        let (form, again) = (form.get_value(), form.get_value());
        async move {
            let now = api::personnel::overview(form, at).await?;
            Ok((now, api::personnel::overview(again, earlier).await?, at))
        }
    };
    view! {
        <div class="page wide">
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("DXの地図")}</h1>
            <p class="lead">
                {fill!(
                    "ＤＸスキル自己チェックを職員課に公開して提出した人の平均です。{0}人未満の欄と、引き算で分かってしまう欄は出しません。", MIN_GROUP_SIZE
                )} {t("だれの答えかは、ここでは分かりません。")}
            </p>
            <nav aria-label=t("年度")>
                <ul class="tabs">{link(year.saturating_sub(1), false)}{link(year, true)}</ul>
            </nav>
            <Loading asking=Box::new(move || {
                ask(
                    both(),
                    |it: (Overview, Overview, Cycle)| {
                        view! { <SkillsMap now=it.0 before=it.1 at=it.2 /> }.into_any()
                    },
                )
            }) />
            <Loading asking=Box::new(move || {
                ask(
                    api::skills::training(form.get_value(), at),
                    |it: TrainingDemand| view! { <TrainingSection training=it /> }.into_any(),
                )
            }) />
            <section class="card" aria-labelledby="bank">
                <h2 id="bank">{t("デジタルリテラシーチェックの問題集")}</h2>
                <p>
                    {t(
                        "問題ごとの正答の割合や、見直したい問題を見ます。問題の追加と、出題の取りやめもここからです。",
                    )}
                </p>
                <p class="page-actions">
                    <a class="button" href=Route::Questions.to_string()>
                        {t("問題集を開く")}
                    </a>
                </p>
            </section>
        </div>
    }
}

fn points(kind: SubjectKind, now: &Overview, before: &Overview) -> Vec<Point> {
    let earlier = |subject: &SubjectName| {
        let cells = &before.ward.cells;
        cells.iter().find(|it| it.subject == subject.id)?.mean
    };
    let all = now.subjects.iter().zip(&now.ward.cells);
    let own = all.filter(|it| it.0.kind == kind);
    own.map(|(subject, cell)| Point {
        name: pick_language(&subject.name, &subject.name_en).to_owned(),
        value: cell.mean,
        before: earlier(subject),
    })
    .collect()
}

#[component]
fn SkillsMap(now: Overview, before: Overview, at: Cycle) -> impl IntoView {
    let Some(n) = now.sheets else {
        return view! { <NotPublishedYet /> }.into_any();
    };
    let mindset = points(SubjectKind::Mindset, &now, &before);
    let roles = points(SubjectKind::Role, &now, &before);
    let gaps = gaps(&now);
    view! {
        <PublishedNote people=n at=now.published_at />
        <div class="two-columns">
            <section class="card">
                <h2>{t("変革マインド")}</h2>
                <Dots
                    label=t("変革マインド").to_owned()
                    points=mindset
                    missing=t("非表示")
                    before_label=t("前の年度")
                />
            </section>
            <section class="card">
                <h2>{t("デジタルの力（役割の型ごと）")}</h2>
                <Dots
                    label=t("デジタルの力").to_owned()
                    points=roles
                    missing=t("非表示")
                    before_label=t("前の年度")
                />
                <ul class="gaps">{gaps}</ul>
            </section>
        </div>
        <MeansTable
            title=t("課ごと")
            groups=now.sections.clone()
            subjects=now.subjects.clone()
            ward=now.ward.clone()
        />
        <MeansTable
            title=t("職層ごと")
            groups=now.bands.clone()
            subjects=now.subjects.clone()
            ward=now.ward.clone()
        />
        <Participation sections=now.sections.clone() ward=now.ward.clone() />
        <Downloads now at />
    }
    .into_any()
}

/// How many people of each 課 are in the means.
#[component]
fn Participation(sections: Vec<GroupMeans>, ward: GroupMeans) -> impl IntoView {
    let count = |it: &GroupMeans| match it.people {
        Some(n) => view! { <td>{n}</td> }.into_any(),
        None => view! { <td class="suppressed">{t("非表示")}</td> }.into_any(),
    };
    let rows: Vec<_> = sections
        .iter()
        .chain([&ward])
        .map(|it| {
            view! {
                <tr>
                    <th scope="row">{pick_language(&it.name, &it.name_en).to_owned()}</th>
                    {count(it)}
                    <td>{it.on_roster}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="taking-part">
            <h2 id="taking-part">{t("参加の様子")}</h2>
            <div class="table-frame" tabindex="0" role="region" aria-label=t("参加の様子")>
                <table class="numbers">
                    <caption class="visually-hidden">{t("課ごとの人数")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("課")}</th>
                            <th scope="col">{t("集計に入った人")}</th>
                            <th scope="col">{t("職員")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

/// Subjects whose mean over the ward is below its aim, with the difference.
fn gaps(now: &Overview) -> Vec<AnyView> {
    let all = now.subjects.iter().zip(&now.ward.cells);
    let aimed = all.filter_map(|it| Some((it.0, f64::from(it.0.aim?) - it.1.mean?)));
    // A smaller difference would be shown as 0.0.
    let short = aimed.filter(|it| it.1 > 0.05);
    short
        .map(|(subject, gap)| {
            let name = pick_language(&subject.name, &subject.name_en).to_owned();
            view! { <li>{fill!("{0}: めやすまで {1}", name, format!("{gap:.1}"))}</li> }.into_any()
        })
        .collect()
}

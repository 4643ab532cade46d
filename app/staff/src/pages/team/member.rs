//! One member of staff: what waits for their 所属長, their year in steps, and the sheets they share.

use super::steps::{TeamStep, next_step, steps_of};
use super::table::{OnDevice, guidance, note_looked_at, on_this_device};
use crate::components::list_walk::ListWalk;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::pages::interview::is_assessment_open;
use crate::sync::AppState;
use api::interviews::{TeamMember, TeamSharedSheet};
use domain::calendar::Cycle;
use domain::ids::PersonId;
use domain::person::Person;
use domain::route::Route;
use leptos::prelude::*;

#[component]
pub(crate) fn TeamMemberPage(year: u16, person: PersonId) -> impl IntoView {
    let here = expect_context::<AppState>();
    note_looked_at(&person);
    let at = Route::TeamMember(year, person.clone());
    let found = move || {
        let person = person.clone();
        let team = here.fetch_or_cached(format!("staff:{year}"), api::interviews::team(year));
        async move {
            let members = team.await?.into_iter();
            let mut members = members.filter(|it| it.person.id == person);
            Ok((members.next(), year))
        }
    };
    view! {
        <div class="page">
            <ListWalk at list=Route::Team(year) words=t("課の職員へ戻る") />
            <Loading asking=Box::new(move || {
                ask(found(), |it: (Option<TeamMember>, u16)| view! { <Found found=it.0 year=it.1 /> }.into_any())
            }) />
        </div>
    }
}

#[component]
fn Found(found: Option<TeamMember>, year: u16) -> impl IntoView {
    let Some(member) = found else {
        return view! {
            <h1>{t("課の職員")}</h1>
            <div class="card">
                <p>
                    {t(
                        "この職員は、いまあなたの課の職員ではありません。異動や名簿の変更があったかもしれません。",
                    )}
                </p>
            </div>
        }
        .into_any();
    };
    let here = expect_context::<AppState>();
    let steps = steps_of(here, &member, year);
    let next = next_step(&steps).map(next_card);
    let on_device: OnDevice = RwSignal::new(Vec::new());
    let person = member.person.clone();
    let guidance = guidance(here, &member, year);
    let rows: Vec<_> = steps
        .into_iter()
        .map(|it| step_row(here, it, on_device))
        .collect();
    view! {
        <p class="eyebrow">{fill!("{0}年度", year)}"　"{person.org.label()}</p>
        <h1>{person.name.clone()}</h1>
        {member.acting_for.map(|it| view! { <p class="lead">{fill!("{0}さんの代理として", it)}</p> })}
        {next}
        <section class="card" aria-labelledby="member-year">
            <h2 id="member-year">{t("目標と面談")}</h2>
            <ol class="member-steps">{rows}</ol>
            {guidance.map(|it| view! { <p>{it}</p> })}
        </section>
        <Assessments person=person.clone() year />
        <Shared person shared=member.shared />
    }
    .into_any()
}

fn next_card(step: &TeamStep) -> AnyView {
    let to = step.to.as_ref().map(ToString::to_string);
    view! {
        <section class="card waiting" aria-labelledby="member-next">
            <p class="eyebrow" id="member-next">
                {t("つぎの一歩")}
            </p>
            <p class="next-title">{step.label.clone()}"　"<small>{step.word.clone()}</small></p>
            <p class="page-actions">
                <a class="button primary" href=to>
                    {fill!("{0}を開く", step.label)}
                </a>
            </p>
        </section>
    }
    .into_any()
}

fn step_row(here: AppState, step: TeamStep, on_device: OnDevice) -> AnyView {
    let label = match &step.to {
        Some(to) => view! { <a href=to.to_string()>{step.label}</a> }.into_any(),
        None => view! { <span>{step.label}</span> }.into_any(),
    };
    view! {
        <li class:done=step.is_done class:underway=step.is_underway>
            <span class="step-marker" aria-hidden="true"></span>
            {label}
            <small>{step.word}</small>
            {(!step.note.is_empty()).then(|| view! { <small>{step.note}</small> })}
            {on_this_device(here, step.checkout, on_device)}
        </li>
    }
    .into_any()
}

/// The viewer's own assessment of the person, for each period in which the ward has enabled it.
#[component]
fn Assessments(person: Person, year: u16) -> impl IntoView {
    let here = expect_context::<AppState>();
    let cycles = Cycle::in_year(year)
        .into_iter()
        .filter(|it| is_assessment_open(here, *it));
    let links: Vec<_> = cycles
        .map(|cycle| {
            let to = Route::Assessment(person.id.clone(), cycle).to_string();
            view! {
                <li>
                    <a href=to>{fill!("{0}の見立て", cycle.period.label(locale()))}</a>
                </li>
            }
        })
        .collect();
    let is_none = links.is_empty();
    view! {
        <section hidden=is_none class="card" aria-labelledby="member-assessments">
            <h2 id="member-assessments">{t("あなたの見立て")}</h2>
            <p class="hint">{t("一人で書きます。見せ合うまで、本人には見えません。")}</p>
            <ul class="more-steps">{links}</ul>
        </section>
    }
}

#[component]
fn Shared(person: Person, shared: Vec<TeamSharedSheet>) -> impl IntoView {
    let is_empty = shared.is_empty();
    let rows: Vec<_> = shared
        .into_iter()
        .rev()
        .map(|it| {
            let to = Route::SharedSheet(person.id.clone(), it.instrument, it.cycle).to_string();
            let day = it.submitted_at.map(|it| fill!("{0} に提出", it.display(locale())));
            view! {
                <li>
                    <a href=to>{it.cycle.label(locale())}"　"{it.title.shown(locale()).to_owned()}</a>
                    <small>{day}</small>
                </li>
            }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="member-shared">
            <h2 id="member-shared">{t("共有されたシート")}</h2>
            <p hidden=!is_empty>
                {t(
                    "いまあなたが読めるシートはありません。本人が公開範囲を選んで提出すると、ここに出ます。",
                )}
            </p>
            <ul class="more-steps" hidden=is_empty>
                {rows}
            </ul>
        </section>
    }
}

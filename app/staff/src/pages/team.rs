//! Workspace of a 所属長: their staff, the state of each person's year, and the planned interviews.

use crate::components::loading::{Loading, ask};
use crate::components::own_notices::OwnNotices;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::interviews::{TeamMember, TeamSheet};
use browser::{clock, files};
use domain::calendar::{Cycle, Period, display_moment};
use domain::ical::{Appointment, to_ical};
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::person::Person;
use domain::route::Route;
use domain::sheet::SheetState;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Assumed length of an interview in the calendar file, in minutes.
const INTERVIEW_MINUTES: u16 = 30;

#[component]
pub(crate) fn TeamPage(year: u16) -> impl IntoView {
    let [start, ..] = Cycle::in_year(year);
    let here = expect_context::<AppState>();
    view! {
        <div class="page wide">
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("わたしの職員")}</h1>
            <p class="lead">
                {t(
                    "目標と面談が、いまどこまで来ているか。下書きの中身は本人だけのもので、ここには出ません。",
                )}
            </p>
            <OwnNotices />
            <p class="page-actions">
                <a class="button" href=Route::Sheet(here.form_with_role(FormRole::OrgGoals), start).to_string()>
                    {t("組織目標を示す")}
                </a>
                <a class="button" href=Route::Shared(start).to_string()>
                    {t("共有されたシート")}
                </a>
            </p>
            <Loading asking=Box::new(move || {
                ask(
                    here.fetch_or_cached(format!("staff:{year}"), api::interviews::team(year)),
                    |it: Vec<TeamMember>| view! { <StaffCards people=it /> }.into_any(),
                )
            }) />
        </div>
    }
}

#[component]
fn StaffCards(people: Vec<TeamMember>) -> impl IntoView {
    if people.is_empty() {
        return view! {
            <div class="card">
                <p>
                    {t(
                        "あなたを所属長とする職員はいません。名簿が変わると、ここに並びます。",
                    )}
                </p>
            </div>
        }
        .into_any();
    }
    let year = clock::now().fiscal_year();
    let interview = expect_context::<AppState>().form_with_role(FormRole::Interview);
    let talks = StoredValue::new(planned_interviews(&people, &interview));
    let has_talks = talks.with_value(|it| !it.is_empty());
    let save = move |_| {
        let file = talks.with_value(|it| to_ical(it, clock::now()));
        spawn_local(async move { drop(files::save_file("mendan.ics", &file).await) });
    };
    let cards = people
        .into_iter()
        .map(|it| view! { <StaffCard member=it year /> });
    view! {
        {has_talks
            .then(|| {
                view! {
                    <p class="page-actions">
                        <button class="button" on:click=save>
                            {t("面談の予定を .ics で保存する")}
                        </button>
                    </p>
                }
            })}
        <ul class="cards">{cards.collect_view()}</ul>
    }
    .into_any()
}

/// Interviews that have a time, as entries of the calendar file.
fn planned_interviews(people: &[TeamMember], interview: &InstrumentId) -> Vec<Appointment> {
    let mut talks = Vec::new();
    for member in people {
        let hearings = member
            .sheets
            .iter()
            .filter(|it| it.instrument == *interview);
        for sheet in hearings.filter(|it| !it.planned_at.is_empty()) {
            talks.push(Appointment {
                id: format!("hearing-{}-{}", sheet.cycle, member.person.id),
                title: fill!(
                    "{0}さんとの面談（{1}）",
                    member.person.name,
                    sheet.cycle.period.label(locale())
                ),
                at: sheet.planned_at.clone(),
                minutes: INTERVIEW_MINUTES,
            });
        }
    }
    talks
}

#[component]
fn StaffCard(member: TeamMember, year: u16) -> impl IntoView {
    let person = member.person;
    let year = member.sheets.first().map_or(year, |it| it.cycle.year);
    let here = expect_context::<AppState>();
    let goal_form = here.form_with_role(FormRole::Goals);
    let interview = here.form_with_role(FormRole::Interview);
    let state = |instrument: &InstrumentId, cycle: Cycle| {
        let sheets = member.sheets.iter();
        { sheets }
            .find(|it: &&TeamSheet| it.instrument == *instrument && it.cycle == cycle)
            .cloned()
    };
    let [start, ..] = Cycle::in_year(year);
    let goals = state(&goal_form, start);
    let goals_state = goals.as_ref().map_or(SheetState::Draft, |it| it.state);
    let is_of_former = goals.is_some_and(|it| it.is_of_former);
    let to_goals = Route::SharedSheet(person.id.clone(), goal_form, start).to_string();
    let stones = Period::ALL.map(|period| {
        let cycle = Cycle { year, period };
        let hearing = state(&interview, cycle);
        let is_done = hearing
            .as_ref()
            .is_some_and(|it| it.state == SheetState::Agreed);
        let word = match &hearing {
            _ if is_done => t("確認済み").to_owned(),
            Some(it) if !it.planned_at.is_empty() => display_moment(&it.planned_at, locale()),
            Some(_) => t("記入中").to_owned(),
            None => t("これから").to_owned(),
        };
        let to = Route::Interview(person.id.clone(), interview.clone(), cycle).to_string();
        view! {
            <li class="year-step" class:done=is_done>
                <span class="step-marker" aria-hidden="true"></span>
                <a href=to>
                    {fill!("{0}の面談", period.label(locale()))}
                    <span class="visually-hidden">{fill!("（{0}）", person.name)}</span>
                </a>
                <small>{word}</small>
            </li>
        }
    });
    let guidance = here.form_with_role(FormRole::Guidance);
    let to_guidance = Route::Interview(person.id.clone(), guidance, start).to_string();
    view! {
        <li class="card member">
            <div>
                <p class="eyebrow">{person.org.label()}</p>
                <h2>{person.name.clone()}</h2>
                {member.acting_for.map(|it| view! { <p class="hint">{fill!("{0}さんの代理として", it)}</p> })}
            </div>
            <ol class="year">{stones.into_iter().collect_view()}</ol>
            <MemberFoot person goals_state is_of_former has_guidance=member.has_guidance to_goals to_guidance />
        </li>
    }
}

/// What can be read of a person: their goals, and the guidance record.
#[component]
fn MemberFoot(
    person: Person,
    goals_state: SheetState,
    is_of_former: bool,
    has_guidance: bool,
    to_goals: String,
    to_guidance: String,
) -> impl IntoView {
    let may_read = !goals_state.is_open() && !is_of_former;
    view! {
        <div class="member-foot">
            <p class="sheet-status">
                {t("目標 ")}<span class="tag" class:done=goals_state == SheetState::Agreed>
                    {goals_label(goals_state)}
                </span>
            </p>
            {is_of_former
                .then(|| {
                    view! { <span class="hint">{t("本人がまだ新しい所属長に見せていません")}</span> }
                })}
            {may_read
                .then(|| {
                    view! {
                        <a class="button small" href=to_goals>
                            {t("目標を読む")}
                            <span class="visually-hidden">{fill!("（{0}）", person.name)}</span>
                        </a>
                    }
                })}
            {has_guidance
                .then(|| {
                    view! {
                        <a class="link" href=to_guidance>
                            {t("個別の記録")}
                            <span class="visually-hidden">{fill!("（{0}）", person.name)}</span>
                        </a>
                    }
                })}
        </div>
    }
}

/// Label of the goals' state. Of a draft it only says that it is not submitted.
fn goals_label(state: SheetState) -> &'static str {
    match state {
        SheetState::Draft => t("提出前"),
        other => other.label(locale()),
    }
}

//! Workspace of a 所属長: what waits for them, their staff in a table of the year, and the planned interviews.

mod member;
mod steps;
mod suggestions;
mod table;

pub(crate) use member::TeamMemberPage;

use crate::components::loading::{Loading, ask};
use crate::components::own_notices::OwnNotices;
use crate::i18n::{fill, locale, t};
use crate::sync::{AppState, Connection};
use api::interviews::TeamMember;
use browser::{clock, files};
use domain::calendar::Cycle;
use domain::ical::{Appointment, to_ical};
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::route::Route;
use domain::sheet::SheetState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use suggestions::SuggestionCounts;
use table::StaffTable;

/// Assumed length of an interview in the calendar file, in minutes.
const INTERVIEW_MINUTES: u16 = 30;

#[component]
pub(crate) fn TeamPage(year: u16) -> impl IntoView {
    let [start, ..] = Cycle::in_year(year);
    let here = expect_context::<AppState>();
    // Who is signed in may be known only after the page is there.
    let goals = move || {
        here.me.track();
        Route::Sheet(here.form_with_role(FormRole::OrgGoals), start).to_string()
    };
    view! {
        <div class="page wide">
            <p class="eyebrow">{fill!("{0}年度", year)}</p>
            <h1>{t("課の職員")}</h1>
            <p class="lead">
                {t(
                    "目標と面談が、いまどこまで来ているか。下書きの中身は本人だけのもので、ここには出ません。",
                )}
            </p>
            <OwnNotices />
            <p class="page-actions">
                <a class="button" href=goals>
                    {t("組織目標を示す")}
                </a>
            </p>
            <Loading asking=Box::new(move || {
                ask(
                    here.fetch_or_cached(format!("staff:{year}"), api::interviews::team(year)),
                    |it: Vec<TeamMember>| view! { <Staff people=it /> }.into_any(),
                )
            }) />
            <SuggestionCounts year />
        </div>
    }
}

#[component]
fn Staff(people: Vec<TeamMember>) -> impl IntoView {
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
    let here = expect_context::<AppState>();
    let interview = here.form_with_role(FormRole::Interview);
    let talks = StoredValue::new(planned_interviews(&people, &interview));
    let has_talks = talks.with_value(|it| !it.is_empty());
    let save = move |_| {
        let file = talks.with_value(|it| to_ical(it, clock::now()));
        spawn_local(async move { drop(files::save_file("mendan.ics", &file).await) });
    };
    view! {
        <OfflineLine here />
        {waiting_for_you(here, &people)}
        <StaffTable people />
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
    }
    .into_any()
}

/// Without network the list is as it was, and leads to the records that are on this device.
#[component]
fn OfflineLine(here: AppState) -> impl IntoView {
    view! {
        <p class="notice" role="status" hidden=move || here.connection.get() != Connection::Offline>
            {t(
                "オフラインのため、前に開いたときの様子です。「この端末にあり」の面談は、いまも開けます。",
            )}
        </p>
    }
}

/// The goals that were handed in and wait to be read: on top, with their number.
fn waiting_for_you(here: AppState, people: &[TeamMember]) -> Option<AnyView> {
    let form = here.form_with_role(FormRole::Goals);
    let waiting: Vec<AnyView> = people
        .iter()
        .filter_map(|member| {
            let goals = member.sheets.iter().find(|it| it.instrument == form)?;
            let is_waiting = goals.state == SheetState::Submitted && !goals.is_of_former;
            let person = &member.person;
            let to = Route::SharedSheet(person.id.clone(), form.clone(), goals.cycle).to_string();
            is_waiting.then(|| {
                view! {
                    <li>
                        <a href=to>{fill!("{0}さんの目標を読む", person.name)}</a>
                        <small>{person.org.label()}</small>
                    </li>
                }
                .into_any()
            })
        })
        .collect();
    let n = waiting.len();
    (n > 0).then(|| {
        view! {
            <section class="card waiting" aria-labelledby="waiting">
                <h2 id="waiting">{t("あなたを待っているもの")} <span class="count">{n}</span></h2>
                <ul class="more-steps">{waiting}</ul>
            </section>
        }
        .into_any()
    })
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

//! What 職員課 of the sample ward does, and what lies on its desk now.

use super::contacts;
use super::devices::{Devices, viewer};
use super::fair;
use super::grants;
use super::ids::{CAREER, GUIDANCE, IN_GUIDANCE, OFFICER, SECOND, SELF_SCORING};
use super::role_models;
use super::talks;
use super::texts::texts;
use super::trials;
use crate::app_state::{AppState, CallError};
use crate::people::rules::Wanted;
use crate::people::{changes, reorganisation, second_readers};
use crate::personnel::extensions::{self, Decision};
use crate::personnel::{cycle_days, cycle_parts, deputies, guidance, people_progress, reminders};
use api::access::Viewer;
use domain::calendar::{Cycle, Period};
use domain::cycle_days::CycleDays;
use domain::cycle_part::OwnPart;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::{Item, ItemKind};
use domain::people_filter::PeopleFilter;
use domain::people_progress::PersonProgress;
use domain::person::Org;
use domain::person_record::{AccountState, FieldChange, PersonField};
use domain::reorganisation::Reorganisation;
use domain::sheet::{SheetId, SheetState};
use serde_json::json;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

pub(super) enum OfficeAct {
    BeginYear,
    Days(InstrumentId, Cycle, CycleDays),
    /// A night in which cycles open and close.
    Midnight,
    /// Decides on somebody's guidance in a fiscal year.
    Guidance(PersonId, u16),
    /// A night in which figures are published.
    Night,
}

pub(super) async fn perform(
    app: &AppState,
    devices: &Devices,
    act: OfficeAct,
) -> Result<(), CallError> {
    let officer = officer(devices, OFFICER)?;
    match act {
        OfficeAct::BeginYear => Ok(app.begin_fiscal_year().await?),
        OfficeAct::Days(form, cycle, days) if has(app, &form) => {
            cycle_days::set(app, &officer, (form, cycle), days, None).await
        }
        OfficeAct::Days(..) => Ok(()),
        OfficeAct::Midnight => Ok(app.follow_cycle_days().await.map(drop)?),
        OfficeAct::Guidance(person, year) => {
            let reason = texts().guidance.reason.clone();
            guidance::name_subject(app, &officer, person, year, reason).await
        }
        OfficeAct::Night => Ok(crate::aggregates::schedule::publish_due(app, true).await?),
    }
}

fn officer(devices: &Devices, id: &str) -> Result<Viewer, CallError> {
    Ok(viewer(&devices.person(&PersonId(id.to_owned()))?))
}

/// A ward's own forms may lack one of the sample's.
fn has(app: &AppState, form: &InstrumentId) -> bool {
    app.catalogue().newest(form).is_some()
}

/// One may have another rhythm, too.
fn has_cycle(app: &AppState, form: &InstrumentId, cycle: Cycle) -> bool {
    let catalogue = app.catalogue();
    let form = catalogue.newest(form);
    form.is_some_and(|it| it.edition.cycles(cycle.year).contains(&cycle))
}

/// What is waiting for somebody on the day on which the sample is made.
pub(super) async fn now(app: &AppState, devices: &mut Devices) -> Result<(), CallError> {
    people(app, devices).await?;
    deputy(app, devices).await?;
    if has(app, &SELF_SCORING.into()) {
        more_time(app, devices).await?;
    }
    next_guidance(app, devices).await?;
    coming_year(app, devices).await?;
    contacts::fill_in(app, &officer(devices, OFFICER)?).await?;
    grants::hand_in(app, devices, &officer(devices, OFFICER)?).await?;
    role_models::ask(app, devices, &officer(devices, OFFICER)?).await?;
    trials::write_board(app, devices, &officer(devices, OFFICER)?).await?;
    let coming = (app.now() + 12 * DAY).day();
    fair::announce(app, devices, "冬の仕事説明会", &coming).await?;
    Ok(())
}

fn change(field: PersonField, before: &str, after: &str) -> FieldChange {
    FieldChange {
        field,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

/// A name that changed, somebody who left, and a move that waits for its day.
async fn people(app: &AppState, devices: &Devices) -> Result<(), CallError> {
    let officer = officer(devices, OFFICER)?;
    let (today, later) = (app.now().day(), (app.now() + 33 * DAY).day());
    let changes = [
        (
            "E0213",
            today.clone(),
            vec![
                change(PersonField::Name, "椿原 つむぎ", "槙尾 つむぎ"),
                change(PersonField::Kana, "つばきはら つむぎ", "まきお つむぎ"),
            ],
            "氏名の変更の届出",
        ),
        (
            "E0036",
            today,
            vec![change(
                PersonField::Account,
                AccountState::Active.into_str(),
                AccountState::Left.into_str(),
            )],
            "退職",
        ),
        (
            "E0104",
            later,
            vec![change(PersonField::Unit, "窓口係", "管理係")],
            "係の応援のため",
        ),
    ];
    for (id, first_day, fields, reason) in changes {
        let wanted = Wanted {
            fields,
            first_day,
            reason: reason.to_owned(),
        };
        changes::change(app, &officer, PersonId(id.to_owned()), wanted).await?;
    }
    Ok(())
}

/// A 所属長 who is represented for some weeks.
async fn deputy(app: &AppState, devices: &Devices) -> Result<(), CallError> {
    let (officer, second) = (officer(devices, OFFICER)?, officer(devices, SECOND)?);
    let days = (app.now().day().0, (app.now() + 20 * DAY).day().0);
    let (supervisor, deputy) = (PersonId("E0004".into()), PersonId("E0350".into()));
    deputies::add_deputy(app, &officer, supervisor, deputy, days).await?;
    let last = deputies::deputies(app, i64::MAX).await?;
    if let Some(proposed) = last.first() {
        deputies::approve_deputy(app, &second, proposed.seq).await?;
    }
    Ok(())
}

/// Who asked for more time, who was given it, and who was reminded.
async fn more_time(app: &AppState, devices: &mut Devices) -> Result<(), CallError> {
    let officer = officer(devices, OFFICER)?;
    let now = app.now();
    let year = now.fiscal_year();
    let forms: [(InstrumentId, Period); 2] = [
        (SELF_SCORING.into(), Period::Mid),
        (CAREER.into(), Period::Start),
    ];
    for (form, period) in forms {
        let cycle = Cycle { year, period };
        if !has_cycle(app, &form, cycle) {
            continue;
        }
        let known = people_progress::people_progress(app, &form, cycle).await?;
        let is_open = |it: &PersonProgress| it.state.is_none_or(SheetState::is_open);
        let open = known.people.into_iter().filter(is_open);
        let open: Vec<PersonId> = open.map(|it| it.person.id).collect();
        let Some((asking, others)) = open.split_first() else {
            continue;
        };
        let asking = viewer(&devices.person(asking)?);
        extensions::ask(app, &asking, form.clone(), cycle).await?;
        let Some((given, reminded)) = others.split_first() else {
            continue;
        };
        let decision = Decision {
            instrument: form.clone(),
            cycle,
            people: vec![given.clone()],
            last_day: Some((now + 14 * DAY).day()),
        };
        extensions::decide(app, &officer, decision).await?;
        conflict(app, devices, given, &form, cycle).await?;
        if let Some(refused) = others.get(1) {
            let asking = viewer(&devices.person(refused)?);
            extensions::ask(app, &asking, form.clone(), cycle).await?;
            let refusal = Decision {
                instrument: form.clone(),
                cycle,
                people: vec![refused.clone()],
                last_day: None,
            };
            extensions::decide(app, &officer, refusal).await?;
        }
        let reminded: Vec<PersonId> = reminded.iter().take(3).cloned().collect();
        if !reminded.is_empty() {
            reminders::remind(app, &officer, form, cycle, reminded).await?;
        }
    }
    Ok(())
}

/// Somebody writes one thing at the office and another at home, without network: both stand beside each other.
async fn conflict(
    app: &AppState,
    devices: &mut Devices,
    person: &PersonId,
    form: &InstrumentId,
    cycle: Cycle,
) -> Result<(), CallError> {
    let sheet = SheetId {
        person: person.clone(),
        instrument: form.clone(),
        cycle,
    };
    let catalogue = app.catalogue();
    let Some(published) = catalogue.newest(form) else {
        return Ok(());
    };
    let is_text = |it: &&Item| matches!(it.kind, ItemKind::Text { .. });
    let Some(item) = published.edition.items().find(is_text) else {
        return Ok(());
    };
    let texts = &texts().conflict;
    let both = [
        (devices.open(person, &sheet), &texts.office),
        (devices.open_on(person, &sheet, "sample-home"), &texts.home),
    ];
    for (mut open, text) in both {
        let answer = [(item.id.0.clone(), json!(text))];
        devices.answer(app, &mut open, &published.edition, answer);
        devices.sync(app, &mut open).await?;
    }
    Ok(())
}

/// What is decided for the coming year: a 課 is split on 1 April, and the end of this year is later for some.
async fn coming_year(app: &AppState, devices: &Devices) -> Result<(), CallError> {
    let officer = officer(devices, OFFICER)?;
    let year = app.now().fiscal_year();
    let place = |department: &str, section: &str, unit: &str| Org {
        department: department.to_owned(),
        section: section.to_owned(),
        unit: unit.to_owned(),
    };
    let plan = Reorganisation {
        from: place("都市計画部", "建築課", "審査係"),
        to: place("都市計画部", "建築審査課", "審査係"),
        first_day: Day(format!("{}-04-01", year + 1)),
        reason: "事務分掌の見直し".to_owned(),
        ..Reorganisation::default()
    };
    let seen = reorganisation::preview(app, &officer, &plan).await?;
    reorganisation::reorganise(app, &officer, plan, seen.digest).await?;
    let unit = place("区民部", "区民課", "窓口係");
    second_readers::name(app, &officer, unit, PersonId("E0150".into())).await?;
    let cycle = Cycle {
        year,
        period: Period::End,
    };
    if has_cycle(app, &SELF_SCORING.into(), cycle) {
        let section = PeopleFilter {
            section: "福祉課".to_owned(),
            ..PeopleFilter::default()
        };
        let later = OwnPart::Until(Day(format!("{}-03-26", year + 1)));
        let form = SELF_SCORING.into();
        cycle_parts::add(app, &officer, (&form, cycle), section, later).await?;
    }
    Ok(())
}

/// The next interview of the guidance, which has only its day.
async fn next_guidance(app: &AppState, devices: &mut Devices) -> Result<(), CallError> {
    let person = devices.person(&PersonId(IN_GUIDANCE.to_owned()))?;
    let catalogue = app.catalogue();
    let (Some(form), Some(supervisor)) = (catalogue.newest(&GUIDANCE.into()), &person.supervisor)
    else {
        return Ok(());
    };
    let sheet = SheetId {
        person: person.id.clone(),
        instrument: GUIDANCE.into(),
        cycle: Cycle {
            year: app.now().fiscal_year(),
            period: Period::Start,
        },
    };
    let year = sheet.cycle.year;
    if !guidance::is_subject(app.readers(), &person.id, year).await? {
        return Ok(());
    }
    let supervisor = devices.person(supervisor)?;
    let mut open = devices.check_out(app, &viewer(&supervisor), &sheet).await?;
    let when = talks::planned(&(app.now() + 6 * DAY).day());
    let answers = [("planned_at.3".to_owned(), json!(when))];
    devices.answer(app, &mut open, &form.edition, answers);
    devices.sync(app, &mut open).await
}

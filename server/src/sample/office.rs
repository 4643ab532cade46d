//! What 職員課 of the sample ward does, and what lies on its desk now.

use super::devices::{Devices, viewer};
use super::fair;
use super::ids::{CAREER, GUIDANCE, IN_GUIDANCE, OFFICER, SECOND, SELF_SCORING};
use super::talks;
use super::texts::texts;
use crate::app_state::{AppState, CallError};
use crate::people::changes;
use crate::people::rules::Wanted;
use crate::personnel::extensions::{self, Decision};
use crate::personnel::{cycle_days, deputies, guidance, people_progress, reminders};
use api::access::Viewer;
use domain::calendar::{Cycle, Period};
use domain::cycle_days::CycleDays;
use domain::ids::{InstrumentId, PersonId};
use domain::people_progress::PersonProgress;
use domain::person_record::{AccountState, FieldChange, PersonField};
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

/// What is waiting for somebody on the day on which the sample is made.
pub(super) async fn now(app: &AppState, devices: &mut Devices) -> Result<(), CallError> {
    people(app, devices).await?;
    deputy(app, devices).await?;
    if has(app, &SELF_SCORING.into()) {
        more_time(app, devices).await?;
    }
    next_guidance(app, devices).await?;
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
async fn more_time(app: &AppState, devices: &Devices) -> Result<(), CallError> {
    let officer = officer(devices, OFFICER)?;
    let now = app.now();
    let year = now.fiscal_year();
    let forms: [(InstrumentId, Period); 2] = [
        (SELF_SCORING.into(), Period::Mid),
        (CAREER.into(), Period::Start),
    ];
    for (form, period) in forms {
        let cycle = Cycle { year, period };
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
        let reminded: Vec<PersonId> = reminded.iter().take(3).cloned().collect();
        if !reminded.is_empty() {
            reminders::remind(app, &officer, form, cycle, reminded).await?;
        }
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

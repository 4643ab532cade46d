//! A 所属長's team: whom they lead, the status of their sheets, and checking a sheet out for an interview.

use crate::accounts;
use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct};
use crate::db::sql;
use crate::personnel::guidance;
use crate::sheets::authorization::{SheetAccess, may_open};
use crate::sheets::checkouts;
use crate::sheets::log;
use crate::sheets::sharing;
use crate::sheets::views::{self, ViewOf};
use crate::sheets::withheld::withhold_replaced;
use api::Code;
use api::access::Viewer;
use api::interviews::{CheckedOutSheet, TeamMember, TeamSharedSheet, TeamSheet};
use api::sheets::OpenedSheet;
use domain::fact::LoggedFact;
use domain::ids::{DeviceId, InstrumentId, PersonId};
use domain::instrument::{FormRole, ItemRole, Localized, Workflow};
use domain::sheet::SheetId;
use serde_json::Value;
use std::collections::HashMap;

pub(crate) async fn team(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<Vec<TeamMember>, CallError> {
    let today = app.now().day();
    let rows = sql!(interviews / team_of_supervisor)
        .bind(reader.id.as_str())
        .bind(&today)
        .bind(year)
        .fetch_all(app.readers())
        .await?;
    let mut members = Vec::new();
    for row in &rows {
        members.push(TeamMember {
            person: accounts::read_person(row)?,
            acting_for: row.try_get("acting_for")?,
            has_guidance: row.try_get("has_guidance")?,
            sheets: Vec::new(),
            shared: Vec::new(),
        });
    }
    add_sheets(app, reader, &mut members, year).await?;
    add_shared(app, reader, &format!("{year}-"), &mut members).await?;
    Ok(members)
}

/// Adds the sheets that are the supervisor's work, too.
async fn add_sheets(
    app: &AppState,
    reader: &Viewer,
    members: &mut [TeamMember],
    year: u16,
) -> Result<(), CallError> {
    let rows = sql!(interviews / sheets_of_team)
        .bind(reader.id.as_str())
        .bind(app.now().day())
        .bind(format!("{year}-"))
        .fetch_all(app.readers())
        .await?;
    let mut sheets = Vec::new();
    for row in &rows {
        let (cycle, state): (&str, &str) = (row.try_get("cycle")?, row.try_get("state")?);
        let sheet = SheetId {
            person: row.try_get("person")?,
            instrument: row.try_get("instrument")?,
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
        };
        if is_listed_for_supervisor(app, &sheet.instrument) {
            let state = state.parse().map_err(|_| Code::Internal)?;
            sheets.push((sheet, state, row.try_get("is_of_former")?));
        }
    }
    let mut planned = planned_interviews(app, sheets.iter().map(|it| &it.0)).await?;
    for (sheet, state, is_of_former) in sheets {
        let planned_at = planned.remove(&sheet).unwrap_or_default();
        let SheetId {
            person,
            instrument,
            cycle,
        } = sheet;
        let sheet = TeamSheet {
            instrument,
            cycle,
            state,
            is_of_former,
            planned_at,
        };
        let member = members.iter_mut().find(|it| it.person.id == person);
        if let Some(member) = member {
            member.sheets.push(sheet);
        }
    }
    Ok(())
}

/// The sheets that each member's owner alone writes and the reader may open, by the rules of opening one.
async fn add_shared(
    app: &AppState,
    reader: &Viewer,
    year: &str,
    members: &mut [TeamMember],
) -> Result<(), CallError> {
    let rows = sql!(interviews / sheets_shared_by_team)
        .bind(reader.id.as_str())
        .bind(app.now().day())
        .bind(year)
        .fetch_all(app.readers())
        .await?;
    for row in &rows {
        let (head, access) = sharing::read_shared(app, row)?;
        let sheet = head.sheet;
        if app.is_restricted(&sheet.instrument)
            || is_listed_for_supervisor(app, &sheet.instrument)
            || !may_open(reader, &access)
        {
            continue;
        }
        let mut members = members.iter_mut();
        if let Some(member) = members.find(|it| it.person.id == sheet.person) {
            member.shared.push(TeamSharedSheet {
                instrument: sheet.instrument,
                cycle: sheet.cycle,
                title: Localized {
                    ja: head.title,
                    en: head.title_en,
                },
                submitted_at: head.submitted_at,
            });
        }
    }
    Ok(())
}

/// When the interviews of these sheets are planned (`2026-11-25T14:30`), of those that have an item for it.
async fn planned_interviews(
    app: &AppState,
    sheets: impl Iterator<Item = &SheetId>,
) -> Result<HashMap<SheetId, String>, CallError> {
    let catalogue = app.catalogue();
    let time = |sheet: &SheetId| {
        let form = catalogue.newest(&sheet.instrument)?;
        form.edition.item_with_role(ItemRole::InterviewTime)
    };
    let sheets = sheets.filter(|it| time(it).is_some());
    let runs = log::runs_of_sheets(app.readers(), sheets).await?;
    let mut planned = HashMap::new();
    for ((sheet, item), fact) in log::shown_answers(&runs)? {
        let is_time = time(&sheet).is_some_and(|it| it.id == item);
        // An answer taken back is null.
        if let (true, Value::String(at)) = (is_time, log::value_of(&fact)) {
            planned.insert(sheet, at.clone());
        }
    }
    Ok(planned)
}

/// Whether the status of a form's sheets is listed for the 所属長: joint forms only. The guidance record, which is
/// restricted, and all other forms are in no list.
pub(crate) fn is_listed_for_supervisor(app: &AppState, instrument: &InstrumentId) -> bool {
    let catalogue = app.catalogue();
    let published = catalogue.newest(instrument);
    published.is_some_and(|it| {
        let course = it.edition.course;
        matches!(course, Workflow::Agreement | Workflow::Joint) && !it.edition.restricted
    })
}

pub(crate) async fn check_out_sheet(
    app: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
    device: Option<DeviceId>,
) -> Result<CheckedOutSheet, CallError> {
    let may = |it: &SheetAccess| it.course == Workflow::Joint && it.is_led && !it.is_of_former;
    let loaded = sharing::load_sheet_if(app, reader, sheet, may).await?;
    let head = loaded.head;
    let is_begun = loaded.sheet.answers().next().is_some();
    if app.is_restricted(&sheet.instrument)
        && !is_begun
        && !guidance::is_subject(app.readers(), &sheet.person, sheet.cycle.year).await?
    {
        return Err(Code::NotFound.into());
    }
    let catalogue = app.catalogue();
    let published = catalogue.newest(&sheet.instrument).ok_or(Code::NotFound)?;
    let band = published
        .edition
        .band_of(head.owner.grade)
        .ok_or(Code::Internal)?;
    let edition = published.edition.for_band(&band.id);
    note_checkout(app, reader, sheet, device.unwrap_or_default()).await?;
    let is_hearing = !edition.restricted;
    let (mut goals, mut scoring) = (None, None);
    if is_hearing {
        let [start, ..] = domain::calendar::Cycle::in_year(sheet.cycle.year);
        let of = |role, cycle| {
            let instrument = catalogue.with_role(role)?.instrument.clone();
            Some(SheetId {
                person: sheet.person.clone(),
                instrument,
                cycle,
            })
        };
        if let Some(sheet) = of(FormRole::Goals, start) {
            goals = opened(app, reader, &sheet).await?;
        }
        if let Some(sheet) = of(FormRole::SelfScoring, sheet.cycle) {
            scoring = opened(app, reader, &sheet).await?;
        }
    }
    Ok(CheckedOutSheet {
        epoch: app.epoch(),
        facts: load_facts(app, &reader.id, sheet).await?,
        head,
        edition,
        goals,
        scoring,
    })
}

/// Opens another sheet of the same person if the viewer may; it is logged as viewed.
pub(crate) async fn opened(
    app: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
) -> Result<Option<OpenedSheet>, CallError> {
    match sharing::open_shared_sheet(app, reader, sheet).await {
        Ok(it) => Ok(Some(it)),
        Err(failure) if failure.is_not_found() => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Notes that a device holds the sheet, with the record of its first reading. A joint record is not marked as read.
async fn note_checkout(
    app: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
    device: DeviceId,
) -> Result<(), CallError> {
    let (reader, sheet, now) = (reader.clone(), sheet.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let act = Act::by(&reader, AuditAct::SheetCheckedOut);
                let view = ViewOf::of(connection, &reader.id, &sheet, now).await?;
                views::log_view_in(connection, &view, act, now).await?;
                Ok(checkouts::insert(connection, &reader.id, &device, &sheet, now).await?)
            })
        });
    write.await
}

async fn load_facts(
    app: &AppState,
    viewer: &PersonId,
    sheet: &SheetId,
) -> Result<Vec<LoggedFact>, CallError> {
    let mut facts = Vec::new();
    for run in log::runs_of_sheet(app.readers(), sheet, i64::MAX).await? {
        facts.extend(run.logged()?);
    }
    withhold_replaced(app, viewer, facts.iter_mut()).await?;
    Ok(facts)
}

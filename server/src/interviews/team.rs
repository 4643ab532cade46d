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
use domain::calendar::Cycle;
use domain::fact::LoggedFact;
use domain::ids::{DeviceId, InstrumentId, PersonId};
use domain::instrument::{FormRole, ItemRole, Localized, Workflow};
use domain::sheet::SheetId;
use serde_json::Value;

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
    let planned = planned_interviews(app, year).await?;
    let rows = sql!(interviews / sheets_of_team)
        .bind(reader.id.as_str())
        .bind(&today)
        .bind(format!("{year}-"))
        .fetch_all(app.readers())
        .await?;
    for row in &rows {
        let person: &str = row.try_get("person")?;
        let instrument = InstrumentId(row.try_get("instrument")?);
        let (cycle, state): (&str, &str) = (row.try_get("cycle")?, row.try_get("state")?);
        if !is_listed_for_supervisor(app, &instrument) {
            continue;
        }
        let cycle: Cycle = cycle.parse().map_err(|_| Code::Internal)?;
        let planned = planned
            .iter()
            .find(|it| it.person == person && it.instrument == instrument && it.cycle == cycle);
        let sheet = TeamSheet {
            instrument,
            cycle,
            state: state.parse().map_err(|_| Code::Internal)?,
            is_of_former: row.try_get("is_of_former")?,
            planned_at: planned.map(|it| it.at.clone()).unwrap_or_default(),
        };
        let member = members
            .iter_mut()
            .find(|it| it.person.id.as_str() == person);
        if let Some(member) = member {
            member.sheets.push(sheet);
        }
    }
    add_shared(app, reader, &format!("{year}-"), &mut members).await?;
    Ok(members)
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

/// When an interview is planned.
struct PlannedInterview {
    person: String,
    instrument: InstrumentId,
    cycle: Cycle,
    /// `2026-11-25T14:30`.
    at: String,
}

/// The interviews planned in a fiscal year, in every form that has an item for it.
async fn planned_interviews(app: &AppState, year: u16) -> Result<Vec<PlannedInterview>, CallError> {
    let catalogue = app.catalogue();
    let mut planned = Vec::new();
    for (instrument, published) in catalogue.all() {
        let Some(item) = published.edition.item_with_role(ItemRole::InterviewTime) else {
            continue;
        };
        let shown = log::shown_answers(app.readers(), instrument, &format!("{year}-")).await?;
        for ((sheet, answered), fact) in shown {
            // An answer taken back is null.
            if let (true, Value::String(at)) = (answered == item.id, log::value_of(&fact)) {
                planned.push(PlannedInterview {
                    person: sheet.person.0,
                    instrument: instrument.clone(),
                    cycle: sheet.cycle,
                    at: at.clone(),
                });
            }
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
        epoch: app.epoch.clone(),
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

//! A 所属長's team: whom they lead, the status of their sheets, and checking a sheet out for an interview.

use super::{AppState, CallError, accounts, shared};
use crate::access::Viewer;
use api::{CheckedOutSheet, Code, OpenedSheet, TeamMember, TeamSheet};
use domain::calendar::iso_day;
use domain::fact::LoggedFact;
use domain::ids::InstrumentId;
use domain::instrument::Workflow;
use domain::sheet::{SheetId, SheetState};
use sqlx::Row;

pub(super) async fn team(
    desk: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<Vec<TeamMember>, CallError> {
    let today = iso_day(desk.now());
    let rows = sqlx::query(include_str!("staff.sql"))
        .bind(reader.id.as_str())
        .bind(&today)
        .fetch_all(desk.readers())
        .await?;
    let mut members = Vec::new();
    for row in &rows {
        members.push(TeamMember {
            person: accounts::read_person(row)?,
            acting_for: row.try_get("acting_for")?,
            sheets: Vec::new(),
        });
    }
    let rows = sqlx::query(include_str!("staff_sheets.sql"))
        .bind(reader.id.as_str())
        .bind(&today)
        .bind(format!("{year}-"))
        .fetch_all(desk.readers())
        .await?;
    for row in &rows {
        let person: &str = row.try_get("person")?;
        let instrument = InstrumentId(row.try_get("instrument")?);
        let (cycle, state): (&str, &str) = (row.try_get("cycle")?, row.try_get("state")?);
        if !is_listed_for_supervisor(desk, &instrument) {
            continue;
        }
        let planned_at: Option<String> = row.try_get("planned_at")?;
        let sheet = TeamSheet {
            instrument,
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
            state: SheetState::from_wire(Some(state)).ok_or(Code::Internal)?,
            planned_at: planned_at.unwrap_or_default(),
        };
        let member = members
            .iter_mut()
            .find(|it| it.person.id.as_str() == person);
        if let Some(member) = member {
            member.sheets.push(sheet);
        }
    }
    Ok(members)
}

/// Whether the status of a form's sheets is listed for the 所属長: joint forms only. The guidance record, which is
/// restricted, and all other forms are in no list.
fn is_listed_for_supervisor(desk: &AppState, instrument: &InstrumentId) -> bool {
    let catalogue = desk.catalogue();
    let published = catalogue.newest(instrument);
    published.is_some_and(|it| {
        let course = it.edition.course;
        matches!(course, Workflow::Agreement | Workflow::Joint) && !it.edition.restricted
    })
}

pub(super) async fn check_out(
    desk: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
) -> Result<CheckedOutSheet, CallError> {
    let (head, readable, _) = shared::load_sheet(desk, reader, sheet).await?;
    if readable.course != Workflow::Joint || !readable.is_led {
        return Err(Code::NotFound.into());
    }
    let catalogue = desk.catalogue();
    let published = catalogue.newest(&sheet.instrument).ok_or(Code::NotFound)?;
    let band = published
        .edition
        .band_of(head.owner.grade)
        .ok_or(Code::Internal)?;
    let edition = published.edition.for_band(&band.id);
    // `None`: the view is logged, but a joint record is not marked as read.
    shared::record(desk, reader, sheet, None).await?;
    let is_hearing = !edition.restricted;
    let (mut goals, mut scoring) = (None, None);
    if is_hearing {
        let [start, ..] = domain::calendar::Cycle::in_year(sheet.cycle.year);
        let of = |instrument: &str, cycle| SheetId {
            person: sheet.person.clone(),
            instrument: instrument.into(),
            cycle,
        };
        goals = opened(desk, reader, &of("goal_sheet", start)).await?;
        scoring = opened(desk, reader, &of("self_scoring_sheet", sheet.cycle)).await?;
    }
    Ok(CheckedOutSheet {
        epoch: desk.epoch.clone(),
        facts: load_facts(desk, sheet).await?,
        head,
        edition,
        goals,
        scoring,
    })
}

/// Opens another sheet of the same person if the viewer may; it is logged as viewed.
async fn opened(
    desk: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
) -> Result<Option<OpenedSheet>, CallError> {
    match shared::open_sheet(desk, reader, sheet).await {
        Ok(it) => Ok(Some(it)),
        Err(failure) if failure.is_not_found() => Ok(None),
        Err(failure) => Err(failure),
    }
}

async fn load_facts(desk: &AppState, sheet: &SheetId) -> Result<Vec<LoggedFact>, CallError> {
    let rows = sqlx::query("select seq, author, fact from fact where person = ? and instrument = ? and cycle = ? order by seq")
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .fetch_all(desk.readers())
        .await?;
    let mut facts = Vec::new();
    for row in rows {
        let (author, fact): (String, &str) = (row.try_get("author")?, row.try_get("fact")?);
        facts.push(LoggedFact {
            seq: row.try_get("seq")?,
            author: author.into(),
            fact: serde_json::from_str(fact)?,
            receipt: None,
        });
    }
    Ok(facts)
}

//! Sheets of others: listing and opening those a person may read, and the view log that their owners see.

use super::{AppState, CallError, accounts};
use crate::access::{SheetAccess, Viewer, may_open, may_see};
use crate::writer::WriteError;
use api::{Code, OpenedSheet, PreviewAs, SharedList, SharedSheet, SheetView};
use domain::calendar::{Cycle, iso_day};
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{Item, Workflow};
use domain::person::Role;
use domain::sheet::{ShareScope, Sheet, SheetId, SheetState};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Decodes a row of `submitted.sql`, `one_sheet.sql` or `careers.sql`.
fn read_shared(desk: &AppState, row: &SqliteRow) -> Result<(SharedSheet, SheetAccess), CallError> {
    let owner = accounts::read_person(row)?;
    let instrument = InstrumentId(row.try_get("instrument")?);
    let cycle: String = row.try_get("cycle")?;
    let scope: &str = row.try_get("scope")?;
    let catalogue = desk.catalogue();
    let published = catalogue.newest(&instrument).ok_or(Code::Internal)?;
    // Who reads a joint record is the form's rule, not its owner's choice.
    let scope = match published.edition.course {
        Workflow::Joint => published.edition.share,
        _ => ShareScope::from_wire(Some(scope)).unwrap_or_default(),
    };
    let state: String = row.try_get("state")?;
    let state = SheetState::from_wire(Some(&state)).ok_or(Code::Internal)?;
    let readable = SheetAccess {
        is_led: row.try_get("is_led")?,
        state,
        course: published.edition.course,
        has_agreed: state == SheetState::Agreed,
        scope,
    };
    let sheet = SheetId {
        person: owner.id.clone(),
        instrument,
        cycle: cycle.parse().map_err(|_| Code::Internal)?,
    };
    let title = published.edition.words.clone();
    let submitted_at = row.try_get("submitted_at")?;
    Ok((
        SharedSheet {
            sheet,
            title: title.ja,
            title_en: title.en,
            owner,
            scope,
            state,
            submitted_at,
        },
        readable,
    ))
}

pub(super) async fn shared_list(
    desk: &AppState,
    reader: &Viewer,
    cycle: Cycle,
) -> Result<SharedList, CallError> {
    let rows = sqlx::query(include_str!("submitted.sql"))
        .bind(cycle.to_string())
        .bind(reader.id.as_str())
        .bind(iso_day(desk.now()))
        .fetch_all(desk.readers())
        .await?;
    let mut sheets = Vec::new();
    for row in &rows {
        let (shared, readable) = read_shared(desk, row)?;
        if !desk.is_restricted(&shared.sheet.instrument) && may_open(reader, &readable) {
            sheets.push(shared);
        }
    }
    let n_people = sqlx::query_scalar(
        "select count(*) from leader where leader = ? and ? between first_day and last_day",
    )
    .bind(reader.id.as_str())
    .bind(iso_day(desk.now()))
    .fetch_one(desk.readers())
    .await?;
    Ok(SharedList { sheets, n_people })
}

/// A sheet's head, what permission to open it depends on, and its content; a sheet not begun is an empty draft.
pub(super) async fn load_sheet(
    desk: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
) -> Result<(SharedSheet, SheetAccess, Sheet), CallError> {
    let row = sqlx::query(include_str!("one_sheet.sql"))
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(sheet.person.as_str())
        .bind(reader.id.as_str())
        .bind(iso_day(desk.now()))
        .fetch_optional(desk.readers())
        .await?
        .ok_or(Code::NotFound)?;
    if desk.catalogue().newest(&sheet.instrument).is_none() {
        return Err(Code::NotFound.into());
    }
    read_sheet_row(desk, &row)
}

/// Like [`look_up`], from a row that also has `facts`: a JSON array of facts as JSON.
pub(super) fn read_sheet_row(
    desk: &AppState,
    row: &SqliteRow,
) -> Result<(SharedSheet, SheetAccess, Sheet), CallError> {
    let (head, mut readable) = read_shared(desk, row)?;
    let texts: Vec<String> = serde_json::from_str(row.try_get("facts")?)?;
    let mut says = Sheet::default();
    for text in texts {
        says.apply(&serde_json::from_str(&text)?);
    }
    readable.has_agreed = says.signatures.iter().any(|it| says.is_agreed(&it.part));
    Ok((head, readable, says))
}

/// Filters a sheet to what a viewer may read; none if that is nothing. Everything that reaches anyone but a sheet's
/// owner passes through here.
pub(super) fn filter_for(
    desk: &AppState,
    reader: &Viewer,
    head: SharedSheet,
    readable: &SheetAccess,
    says: &Sheet,
) -> Option<OpenedSheet> {
    if !may_open(reader, readable) {
        return None;
    }
    let catalogue = desk.catalogue();
    let published = catalogue.newest(&head.sheet.instrument)?;
    let band = published.edition.band_of(head.owner.grade)?;
    let mut edition = published.edition.for_band(&band.id);
    // Third parties see only the parts of a joint record that both sides confirmed.
    let is_one_of_two = readable.course != Workflow::Joint || readable.is_led;
    let whole = edition.clone();
    for section in &mut edition.sections {
        let asked = whole.sections.iter().find(|it| it.id == section.id)?;
        section.items.retain(|it| {
            may_see(reader, it)
                && whole.is_visible(asked, it, says)
                && (is_one_of_two || says.is_locked(&it.id))
        });
    }
    edition.sections.retain(|it| !it.items.is_empty());
    if edition.sections.is_empty() {
        return None;
    }
    let answer = |it: &Item| Some((it.id.clone(), says.value(&it.id)?.clone()));
    Some(OpenedSheet {
        answers: edition.items().filter_map(answer).collect(),
        head,
        edition,
        hash: says.hash(),
        reason: says.reason.clone(),
    })
}

pub(super) async fn open_sheet(
    desk: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
) -> Result<OpenedSheet, CallError> {
    let (head, readable, says) = load_sheet(desk, reader, sheet).await?;
    let submitted_at = head.submitted_at;
    // The same error as for a sheet that does not exist: its existence is confidential.
    let opened = filter_for(desk, reader, head, &readable, &says).ok_or(Code::NotFound)?;
    record(desk, reader, sheet, submitted_at).await?;
    Ok(opened)
}

/// Previews an own sheet as a viewer would get it if it were submitted now; not logged.
pub(super) async fn preview(
    desk: &AppState,
    owner: &Viewer,
    sheet: &SheetId,
    eyes: PreviewAs,
) -> Result<Option<OpenedSheet>, CallError> {
    if sheet.person != owner.id {
        return Err(Code::NotFound.into());
    }
    let (head, mut readable, says) = load_sheet(desk, owner, sheet).await?;
    let catalogue = desk.catalogue();
    let edition = &catalogue
        .newest(&sheet.instrument)
        .ok_or(Code::NotFound)?
        .edition;
    readable.scope = edition.share_scope(&says);
    let is_supervisor = eyes == PreviewAs::Supervisor;
    readable.is_led = is_supervisor;
    if readable.state.is_open() && readable.course != Workflow::Joint {
        readable.state = SheetState::Submitted;
    }
    let (id, roles) = if is_supervisor {
        (
            head.owner.supervisor.clone().unwrap_or_default(),
            Vec::new(),
        )
    } else {
        (PersonId::default(), vec![Role::Personnel])
    };
    let head = SharedSheet {
        scope: readable.scope,
        state: readable.state,
        ..head
    };
    Ok(filter_for(
        desk,
        &Viewer { id, roles },
        head,
        &readable,
        &says,
    ))
}

/// Logs a view and marks the sheet read: it can no longer be withdrawn. Fails if its submission has changed since.
pub(super) async fn record(
    desk: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
    submitted_at: Option<i64>,
) -> Result<(), CallError> {
    let (reader, sheet, now) = (reader.id.clone(), sheet.clone(), desk.now());
    let write = desk.database.writer.run::<_, CallError, _>(move |connection| {
        Box::pin(async move {
            if let Some(at) = submitted_at
                && !mark_read(connection, &sheet, at, now).await?
            {
                return Err(Code::NotFound.into());
            }
            sqlx::query("insert into opening (reader, person, instrument, cycle, at) values (?, ?, ?, ?, ?)")
                .bind(reader.as_str())
                .bind(sheet.person.as_str())
                .bind(sheet.instrument.as_str())
                .bind(sheet.cycle.to_string())
                .bind(now)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    write.await
}

async fn mark_read(
    connection: &mut SqliteConnection,
    sheet: &SheetId,
    submitted_at: i64,
    now: i64,
) -> Result<bool, WriteError> {
    let done = sqlx::query(include_str!("mark_read.sql"))
        .bind(now)
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(sheet.person.as_str())
        .bind(submitted_at)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn openings(
    desk: &AppState,
    person: &PersonId,
) -> Result<Vec<SheetView>, CallError> {
    let rows = sqlx::query(include_str!("openings.sql"))
        .bind(person.as_str())
        .fetch_all(desk.readers())
        .await?;
    let mut openings = Vec::new();
    for row in rows {
        let cycle: String = row.try_get("cycle")?;
        let sheet = SheetId {
            person: person.clone(),
            instrument: InstrumentId(row.try_get("instrument")?),
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
        };
        openings.push(SheetView {
            sheet,
            reader: row.try_get("reader")?,
            at: row.try_get("at")?,
        });
    }
    Ok(openings)
}

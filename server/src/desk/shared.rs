//! Sheets of others: which a reader may open, opening one, and telling its owner who did.

use super::{Failure, SqliteDesk, accounts};
use crate::access::{Readable, Reader, may_open, may_see};
use crate::writer::WriteError;
use app::api::{Code, OpenedSheet, Opening, SharedList, SharedSheet};
use app::model::calendar::Cycle;
use app::model::ids::{InstrumentId, ItemId, PersonId};
use app::model::sheet::{ShareScope, SheetId, SheetState};
use serde_json::Value;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// A submitted sheet from a row of `submitted.sql` or `one_submitted.sql`.
fn read_shared(desk: &SqliteDesk, row: &SqliteRow) -> Result<(SharedSheet, Readable), Failure> {
    let owner = accounts::read_person(row)?;
    let instrument = InstrumentId(row.try_get("instrument")?);
    let cycle: String = row.try_get("cycle")?;
    let scope: String = row.try_get("scope")?;
    let scope = ShareScope::read(Some(&Value::from(scope)));
    let published = desk.catalogue.newest(&instrument).ok_or(Code::Internal)?;
    let readable = Readable {
        supervisor: owner.supervisor.clone(),
        state: SheetState::Submitted,
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
            submitted_at,
        },
        readable,
    ))
}

pub(super) async fn list(
    desk: &SqliteDesk,
    reader: &Reader,
    cycle: Cycle,
) -> Result<SharedList, Failure> {
    let rows = sqlx::query(include_str!("submitted.sql"))
        .bind(cycle.to_string())
        .fetch_all(desk.readers())
        .await?;
    let mut sheets = Vec::new();
    for row in &rows {
        let (shared, readable) = read_shared(desk, row)?;
        if may_open(reader, &readable) {
            sheets.push(shared);
        }
    }
    let n_people = sqlx::query_scalar("select count(*) from person where supervisor = ?")
        .bind(reader.id.as_str())
        .fetch_one(desk.readers())
        .await?;
    Ok(SharedList { sheets, n_people })
}

pub(super) async fn open(
    desk: &SqliteDesk,
    reader: &Reader,
    sheet: &SheetId,
) -> Result<OpenedSheet, Failure> {
    let row = sqlx::query(include_str!("one_submitted.sql"))
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(sheet.person.as_str())
        .fetch_optional(desk.readers())
        .await?
        .ok_or(Code::NotFound)?;
    let (head, readable) = read_shared(desk, &row)?;
    if !may_open(reader, &readable) {
        // The same answer as for a sheet that is not there: whether it exists is not the reader's to know.
        return Err(Code::NotFound.into());
    }
    let published = desk
        .catalogue
        .newest(&sheet.instrument)
        .ok_or(Code::NotFound)?;
    let band = published
        .edition
        .band_of(head.owner.grade)
        .ok_or(Code::Internal)?;
    let mut edition = published.edition.for_band(&band.id);
    for section in &mut edition.sections {
        section.items.retain(may_see);
    }
    edition.sections.retain(|it| !it.items.is_empty());
    record(desk, reader, sheet, head.submitted_at).await?;
    let rows = sqlx::query(include_str!("answers.sql"))
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(sheet.person.as_str())
        .fetch_all(desk.readers())
        .await?;
    let mut answers = Vec::new();
    for row in rows {
        let item = ItemId(row.try_get("item")?);
        let seen = desk
            .catalogue
            .item(&sheet.instrument, &item)
            .is_some_and(may_see);
        let value: String = row.try_get("value")?;
        let value: Value = serde_json::from_str(&value).map_err(|_| Code::Internal)?;
        if seen && !value.is_null() {
            answers.push((item, value));
        }
    }
    Ok(OpenedSheet {
        head,
        edition,
        answers,
    })
}

/// Records the opening, and that the sheet can no longer be withdrawn: if it still stands as it was looked up.
pub(super) async fn record(
    desk: &SqliteDesk,
    reader: &Reader,
    sheet: &SheetId,
    submitted_at: i64,
) -> Result<(), Failure> {
    let (reader, sheet, now) = (reader.id.clone(), sheet.clone(), desk.now());
    let write = desk.database.writer.run::<_, Failure, _>(move |connection| {
        Box::pin(async move {
            let read = mark_read(connection, &sheet, submitted_at, now).await?;
            if !read {
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
    desk: &SqliteDesk,
    person: &PersonId,
) -> Result<Vec<Opening>, Failure> {
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
        openings.push(Opening {
            sheet,
            reader: row.try_get("reader")?,
            at: row.try_get("at")?,
        });
    }
    Ok(openings)
}

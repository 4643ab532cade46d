//! Second readers: who reads, besides the 所属長, what people of a place hand in and share with them. They confirm nothing
//! and send nothing back, and what was handed in before is not for them.

use super::rules::wrong;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, sql};
use api::Code;
use api::access::Viewer;
use api::organisation::SecondReader;
use domain::ids::PersonId;
use domain::person::{Org, PersonName};
use domain::reorganisation::Reorganisation;
use serde_json::json;

pub(crate) async fn all(app: &AppState) -> Result<Vec<SecondReader>, CallError> {
    let rows = sql!(people / second_readers)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        Ok(SecondReader {
            seq: row.try_get("seq")?,
            place: read_place(row)?,
            reader: PersonName {
                id: row.try_get("reader")?,
                name: row.try_get("reader_name")?,
            },
            n_people: row.try_get("n_people")?,
            named_by: row.try_get("author_name")?,
            named_at: row.try_get("named_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Names somebody of the same 部.
pub(crate) async fn name(
    app: &AppState,
    by: &Viewer,
    place: Org,
    reader: PersonId,
) -> Result<(), CallError> {
    if place.department.is_empty() {
        return Err(wrong("部・課・係を選んでください。"));
    }
    if by.id == reader {
        return Err(wrong(
            "自分を第二の読み手にはできません。職員課のほかの人が決めてください。",
        ));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let person = super::records::of_person(connection, &reader).await?;
                let person = person.ok_or(Code::NotFound)?;
                if person.person.org.department != place.department {
                    return Err(wrong("第二の読み手は、同じ部の人から選んでください。"));
                }
                let n = sql!(people / insert_second_reader)
                    .bind(&place.department)
                    .bind(&place.section)
                    .bind(&place.unit)
                    .bind(reader.as_str())
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if n == 0 {
                    return Err(wrong("その人は、もう第二の読み手か、いまいない人です。"));
                }
                let act = Act::by(&by, AuditAct::SecondReaderNamed).about(&reader);
                let act = act.details(json!({ "place": place }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

pub(crate) async fn end(app: &AppState, by: &Viewer, seq: i64) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let reader: Option<String> = sql!(people / end_second_reader)
                    .bind(seq)
                    .bind(by.id.as_str())
                    .bind(now)
                    .fetch_optional_value(&mut *connection)
                    .await?;
                let reader = PersonId(reader.ok_or(Code::NotFound)?);
                let act = Act::by(&by, AuditAct::SecondReaderEnded).about(&reader);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Who reads, as a second reader, what a person hands in.
pub(crate) async fn of_person(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<PersonName>, CallError> {
    let rows = sql!(people / second_readers_of_person)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        Ok(PersonName {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Those of a place that goes elsewhere as a whole go along.
pub(super) async fn follow(
    connection: &mut Connection,
    plan: &Reorganisation,
) -> Result<(), CallError> {
    let rows = sql!(people / second_readers)
        .fetch_all(&mut *connection)
        .await?;
    for row in &rows {
        let place = read_place(row)?;
        if let Some(moved) = plan.renamed(&place) {
            sql!(people / rename_second_reader)
                .bind(row.try_get::<i64, _>("seq")?)
                .bind(&moved.department)
                .bind(&moved.section)
                .bind(&moved.unit)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// For which places somebody is a second reader.
pub(crate) async fn places_of(app: &AppState, reader: &PersonId) -> Result<Vec<Org>, CallError> {
    let rows = sql!(people / places_of_second_reader)
        .bind(reader.as_str())
        .fetch_all(app.readers())
        .await?;
    rows.iter().map(read_place).collect()
}

fn read_place(row: &Row) -> Result<Org, CallError> {
    Ok(Org {
        department: row.try_get("department")?,
        section: row.try_get("section")?,
        unit: row.try_get("unit")?,
    })
}

//! What a roster had that was perhaps a mistake and was not taken: it waits until somebody has looked after it, a later
//! roster takes it, or its import is undone.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, DbError, Row, sql};
use api::Code;
use api::access::Viewer;
use api::roster::RosterDoubt;
use domain::ids::PersonId;
use domain::person::PersonName;
use domain::roster_difference::RosterEntry;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::time::Duration;

/// How long a line waits.
const KEPT: Duration = Duration::from_hours(365 * 24);

/// Notes what an import took, and what it left although it was doubtful.
pub(super) async fn note<'a>(
    connection: &mut Connection,
    import: i64,
    entries: impl Iterator<Item = (&'a RosterEntry, bool)>,
) -> Result<(), CallError> {
    for (it, is_accepted) in entries {
        if is_accepted {
            sql!(people / delete_roster_doubt_of_person)
                .bind(it.person.id.as_str())
                .execute(&mut *connection)
                .await?;
        } else if !it.doubts.is_empty() {
            let line = it.line.map(i64::try_from).transpose();
            sql!(people / put_roster_doubt)
                .bind(import)
                .bind(it.person.id.as_str())
                .bind(&it.person.name)
                .bind(line.map_err(|_| Code::Internal)?)
                .bind(serde_json::to_string(&it.doubts)?)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// Forgets what an import left: it was undone.
pub(super) async fn forget(connection: &mut Connection, import: i64) -> Result<(), DbError> {
    sql!(people / delete_roster_doubts_of_import)
        .bind(import)
        .execute(connection)
        .await
        .map(drop)
}

/// Deletes those that nobody has looked after for a year.
pub(crate) async fn delete_old(connection: &mut Connection, now: Timestamp) -> Result<(), DbError> {
    sql!(people / delete_old_roster_doubts)
        .bind(now - KEPT)
        .execute(connection)
        .await
        .map(drop)
}

pub(crate) async fn n_waiting(app: &AppState) -> Result<u32, CallError> {
    let n: i64 = sql!(people / count_roster_doubts)
        .fetch_value(app.readers())
        .await?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

pub(super) async fn all(app: &AppState) -> Result<Vec<RosterDoubt>, CallError> {
    let rows = sql!(people / roster_doubts)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        let (line, doubts): (Option<i64>, String) = (row.try_get("line")?, row.try_get("doubts")?);
        Ok(RosterDoubt {
            seq: row.try_get("seq")?,
            person: PersonName {
                id: PersonId(row.try_get("person")?),
                name: row.try_get("name")?,
            },
            is_known: row.try_get("is_known")?,
            line: line.and_then(|it| u64::try_from(it).ok()),
            doubts: serde_json::from_str(&doubts)?,
            file_name: row.try_get("file_name")?,
            created_at: row.try_get("created_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Somebody has looked after it.
pub(super) async fn settle(app: &AppState, by: &Viewer, seq: i64) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let person: Option<String> = sql!(people / settle_roster_doubt)
                    .bind(seq)
                    .fetch_optional_value(&mut *connection)
                    .await?;
                let person = person.ok_or(Code::NotFound)?;
                let act = Act::by(&by, AuditAct::RosterDoubtSettled);
                audit::record(connection, now, act.details(json!({"number": person}))).await?;
                Ok(())
            })
        });
    write.await
}

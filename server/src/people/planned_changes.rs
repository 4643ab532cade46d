//! Changes that were planned are made when their day has come.

use super::changes::{self, known_grades};
use super::records;
use super::rules::{self, KnownGrades};
use crate::app_state::{AppState, CallError};
use crate::audit::Act;
use crate::db::{Connection, Row, sql};
use api::ApiError;
use domain::ids::PersonId;
use domain::person_record::FieldChange;
use domain::timestamp::Timestamp;

impl AppState {
    /// Makes the changes of people whose day has come; one that cannot be made any more says why, and stays. Returns
    /// how many were made.
    pub async fn make_due_changes(&self) -> Result<u32, ApiError> {
        Ok(make_due(self).await?)
    }
}

async fn make_due(app: &AppState) -> Result<u32, CallError> {
    app.follow_database().await?;
    let due = sql!(people / due_changes)
        .bind(app.now().day())
        .fetch_all(app.readers())
        .await?;
    let mut n_made = 0;
    for row in &due {
        let it = DueChange::read(row)?;
        let (seq, grades, now) = (it.seq, known_grades(app), app.now());
        let write = app.database.writer.run(move |connection| {
            Box::pin(async move { make_one(connection, it, &grades, now).await })
        });
        match write.await {
            Ok(is_made) => n_made += u32::from(is_made),
            Err(failure) => fail(app, seq, ApiError::from(failure)).await?,
        }
    }
    Ok(n_made)
}

struct DueChange {
    seq: i64,
    person: PersonId,
    fields: Vec<FieldChange>,
    author: String,
}

impl DueChange {
    fn read(row: &Row) -> Result<Self, CallError> {
        Ok(Self {
            seq: row.try_get("seq")?,
            person: PersonId(row.try_get("person")?),
            fields: records::read_fields(row)?,
            author: row.try_get("author")?,
        })
    }
}

/// False if another server has made it already.
async fn make_one(
    connection: &mut Connection,
    mut it: DueChange,
    grades: &KnownGrades,
    now: Timestamp,
) -> Result<bool, CallError> {
    let before = records::of_person(connection, &it.person).await?;
    let before = before.ok_or(api::Code::NotFound)?;
    let mut after = before.clone();
    for field in &mut it.fields {
        // What was changed since it was planned is overwritten: the plan is the newer state of things.
        field.before = before.value(field.field);
        rules::set(&mut after, field)?;
    }
    let fields = serde_json::to_string(&it.fields)?;
    let made = sql!(people / make_change)
        .bind(it.seq)
        .bind(fields)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    if made == 0 {
        return Ok(false);
    }
    rules::check_record(connection, &after.person, grades).await?;
    // Who planned it stands in the history.
    changes::make(connection, &before, &after, &it.author, Act::by_server, now).await?;
    rules::check_office(connection).await?;
    Ok(true)
}

/// What no attempt would make right waits for somebody of 職員課; a busy or full database does not.
async fn fail(app: &AppState, seq: i64, error: ApiError) -> Result<(), CallError> {
    if error.code != api::Code::BadRequest {
        return Err(error.into());
    }
    tracing::warn!(seq, "a planned change could not be made");
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(people / fail_change)
                    .bind(seq)
                    .bind(error.message)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

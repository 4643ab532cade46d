//! Changes that were planned are made when their day has come.

use super::changes::{self, known_grades};
use super::records;
use super::reorganisation;
use super::rules::{self, KnownGrades};
use crate::app_state::{AppState, CallError};
use crate::audit::Act;
use crate::db::{Connection, Row, sql};
use api::{ApiError, Code};
use domain::ids::PersonId;
use domain::person_record::{AccountState, FieldChange, PersonField, PersonRecord};
use domain::timestamp::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether the day of a change has come.
const INTERVAL: Duration = Duration::from_mins(1);

/// Makes due changes for as long as the server runs.
pub(crate) async fn make_changes_periodically(app: Arc<AppState>) {
    loop {
        if let Err(error) = app.make_due_changes().await {
            tracing::error!(%error, "planned changes of people could not be made");
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

impl AppState {
    /// Makes the changes of people whose day has come; one that cannot be made any more says why, and stays. Returns
    /// how many were made.
    pub async fn make_due_changes(&self) -> Result<u32, ApiError> {
        Ok(make_due(self).await?)
    }
}

async fn make_due(app: &AppState) -> Result<u32, CallError> {
    app.follow_database().await?;
    let rows = sql!(people / due_changes)
        .bind(app.now().day())
        .fetch_all(app.readers())
        .await?;
    let mut due: Vec<DueChange> = rows.iter().map(DueChange::read).collect::<Result<_, _>>()?;
    let mut n_made = 0;
    // A reorganisation may be right only in another order: what fails is tried again once others are made.
    loop {
        let (mut failed, n_before) = (Vec::new(), n_made);
        for it in due {
            match make(app, it.clone()).await {
                Ok(is_made) => n_made += u32::from(is_made),
                Err(failure) => failed.push((it, ApiError::from(failure))),
            }
        }
        if n_made == n_before || failed.is_empty() {
            for (it, error) in failed {
                fail(app, it.seq, error).await?;
            }
            return Ok(n_made + reorganisation::follow_due(app).await?);
        }
        due = failed.into_iter().map(|it| it.0).collect();
    }
}

async fn make(app: &AppState, it: DueChange) -> Result<bool, CallError> {
    let (grades, now) = (known_grades(app), app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move { make_one(connection, it, &grades, now).await })
    });
    write.await
}

#[derive(Clone)]
struct DueChange {
    seq: i64,
    person: PersonId,
    fields: Vec<FieldChange>,
    author: String,
    /// Whether it is part of a reorganisation.
    is_reorganisation: bool,
}

impl DueChange {
    fn read(row: &Row) -> Result<Self, CallError> {
        Ok(Self {
            seq: row.try_get("seq")?,
            person: PersonId(row.try_get("person")?),
            fields: records::read_fields(row)?,
            author: row.try_get("author")?,
            is_reorganisation: row.try_get("is_reorganisation")?,
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
    let before = before.ok_or(Code::NotFound)?;
    if it.is_reorganisation && it.fields.iter().any(|field| is_elsewhere(&before, field)) {
        // Whoever has left the place meanwhile does not go along.
        sql!(people / overtake_change)
            .bind(it.seq)
            .bind(now)
            .execute(connection)
            .await?;
        return Ok(false);
    }
    let mut after = before.clone();
    for field in &mut it.fields {
        // A place that was changed since is overwritten; an account that ended otherwise since stays as it is.
        let seen = field.before.parse().unwrap_or_default();
        if field.field == PersonField::Account && !is_alike(before.account, seen) {
            return Err(rules::wrong(
                "予定を入れたあとに、アカウントが変わりました。確かめてください。",
            ));
        }
        if field.field == PersonField::Roles && before.value(field.field) != field.before {
            return Err(rules::wrong(
                "予定を入れたあとに、役割が変わりました。確かめて、もう一度変えてください。",
            ));
        }
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
    rules::check_record(connection, Some(&before.person), &after.person, grades).await?;
    // Who planned it stands in the history.
    changes::make(connection, &before, &after, &it.author, Act::by_server, now).await?;
    rules::check_office(connection).await?;
    Ok(true)
}

/// Whether a field of somebody's place is another than a reorganisation expects.
fn is_elsewhere(now: &PersonRecord, field: &FieldChange) -> bool {
    let is_place = matches!(
        field.field,
        PersonField::Department
            | PersonField::Section
            | PersonField::Unit
            | PersonField::SecondPosts
    );
    is_place && now.value(field.field) != field.before
}

/// Whether two states are one but for the first password.
fn is_alike(a: AccountState, b: AccountState) -> bool {
    a == b || a.can_sign_in() && b.can_sign_in()
}

/// What no attempt would make right waits for somebody of 職員課; a busy or full database does not.
async fn fail(app: &AppState, seq: i64, error: ApiError) -> Result<(), CallError> {
    tracing::warn!(seq, %error, "a planned change could not be made");
    if !matches!(error.code, Code::BadRequest | Code::NotFound) {
        // It is tried again, and keeps no other from being made.
        return Ok(());
    }
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

//! Pages are asked for, agreed to, changed and taken back.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, DbError, sql};
use crate::people::rules::wrong;
use api::Code;
use api::access::Viewer;
use domain::ids::{Day, PersonId};
use domain::role_model::{RoleModelKind, RoleModelText, last_day_fault};
use domain::timestamp::Timestamp;

/// What those read who waited for a talk with somebody whose page is gone.
const ENDED: &str = "この方の紹介は終わりました。";

/// What a page says, and until when.
#[derive(Clone, Debug)]
pub(crate) struct ShownPage {
    pub(crate) text: RoleModelText,
    pub(crate) last_day: Day,
}

impl ShownPage {
    fn check(&self, now: Timestamp) -> Result<(), CallError> {
        let fault = self.text.fault();
        match fault.or_else(|| last_day_fault(&self.last_day, now)) {
            Some(why) => Err(wrong(why)),
            None => Ok(()),
        }
    }
}

/// 職員課 asks somebody to agree to a page; `seen` is the version of the one that is there.
pub(crate) async fn ask(
    app: &AppState,
    by: &Viewer,
    person: PersonId,
    seen: Option<i64>,
    wanted: ShownPage,
) -> Result<(), CallError> {
    wanted.check(app.now())?;
    let is_current: bool = sql!(personnel / person_is_current)
        .bind(person.as_str())
        .fetch_value(app.readers())
        .await?;
    if !is_current {
        return Err(wrong("職員番号が見つかりません。"));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                if version_of(connection, &person).await? != seen {
                    return Err(Code::Conflict.into());
                }
                let act = Act::by(&by, AuditAct::RoleModelAsked).about(&person);
                put(connection, &person, wanted, &by.id, (now, None)).await?;
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// The person agrees to their page as given, which is the one they saw or their own change of it.
pub(crate) async fn agree(
    app: &AppState,
    by: &Viewer,
    seen: i64,
    wanted: ShownPage,
) -> Result<(), CallError> {
    wanted.check(app.now())?;
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let version = version_of(connection, &by.id).await?;
                if version.ok_or(Code::NotFound)? != seen {
                    return Err(Code::Conflict.into());
                }
                let act = Act::by(&by, AuditAct::RoleModelAgreed).about(&by.id);
                put(connection, &by.id, wanted, &by.id, (now, Some(now))).await?;
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// The person takes their page back, or refuses it.
pub(super) async fn withdraw(app: &AppState, by: &Viewer) -> Result<(), CallError> {
    let row = sql!(role_models / role_model_of_person)
        .bind(by.id.as_str())
        .fetch_optional(app.readers())
        .await?;
    // Taken back twice, or by 職員課 a moment before: it is gone, which is what they want.
    match row {
        Some(row) => remove(app, by, row.try_get("seq")?).await,
        None => Ok(()),
    }
}

/// Deletes a page with all that it says.
pub(super) async fn remove(app: &AppState, by: &Viewer, seq: i64) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let row = sql!(role_models / role_model_by_seq)
                    .bind(seq)
                    .fetch_optional(&mut *connection)
                    .await?;
                let Some(row) = row else { return Ok(()) };
                let person: PersonId = row.try_get("person")?;
                delete(connection, seq, now).await?;
                let act = Act::by(&by, AuditAct::RoleModelRemoved).about(&person);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Deletes a page; who waits for a talk with its person learns that it is over.
pub(super) async fn delete(
    connection: &mut Connection,
    seq: i64,
    now: Timestamp,
) -> Result<(), DbError> {
    sql!(role_models / decline_talks_of_role_model)
        .bind(seq)
        .bind(now)
        .bind(ENDED)
        .execute(&mut *connection)
        .await?;
    sql!(role_models / delete_role_model)
        .bind(seq)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

/// Version of a person's page; `None` if they have none.
async fn version_of(
    connection: &mut Connection,
    person: &PersonId,
) -> Result<Option<i64>, DbError> {
    let row = sql!(role_models / role_model_of_person)
        .bind(person.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|it| it.try_get("version")).transpose()
}

/// Writes a page, with when it was written and when its person agreed to it.
async fn put(
    connection: &mut Connection,
    person: &PersonId,
    wanted: ShownPage,
    by: &PersonId,
    (now, consented_at): (Timestamp, Option<Timestamp>),
) -> Result<(), DbError> {
    let is_new = version_of(connection, person).await?.is_none();
    let statement = if is_new {
        sql!(role_models / insert_role_model)
    } else {
        sql!(role_models / update_role_model)
    };
    let ShownPage { text, last_day } = wanted;
    let statement = statement
        .bind(person.as_str())
        .bind(text.shown_as.trim())
        .bind(RoleModelKind::words(&text.kinds))
        .bind(text.headline.trim())
        .bind(text.story)
        .bind(text.advice)
        .bind(text.offers_talk)
        .bind(text.for_candidates)
        .bind(last_day)
        .bind(by.as_str())
        .bind(now)
        .bind(consented_at);
    statement.execute(connection).await?;
    Ok(())
}

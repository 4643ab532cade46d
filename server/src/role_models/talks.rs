//! Requests to talk with a role model: they go to 職員課, which answers them.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::writer::WriteError;
use crate::db::{Connection, DbError, Row, sql};
use crate::people::rules::wrong;
use api::Code;
use api::access::Viewer;
use domain::ids::{Day, PersonId};
use domain::person::PersonName;
use domain::role_model::{RoleModelTalk, TalkState, talk_fault};
use domain::timestamp::Timestamp;
use std::time::Duration;

/// An answer is on the asker's home for so long.
const TOLD: Duration = Duration::from_hours(24 * 30);

/// What was asked and answered is deleted after so long.
const KEPT: Duration = Duration::from_hours(24 * 365);

pub(super) async fn all(app: &AppState) -> Result<Vec<RoleModelTalk>, CallError> {
    let rows = sql!(role_models / talks).fetch_all(app.readers()).await?;
    let talks: Result<_, DbError> = rows.iter().map(read_talk).collect();
    Ok(talks?)
}

/// A person's own requests, the latest first.
pub(super) async fn of_person(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<RoleModelTalk>, CallError> {
    let rows = sql!(role_models / talks_of_person)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    let talks: Result<_, DbError> = rows.iter().map(read_talk).collect();
    Ok(talks?)
}

/// Those that were answered in the last month.
pub(crate) async fn answered_lately(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<RoleModelTalk>, CallError> {
    let since = app.now() - TOLD;
    let mut all = of_person(app, person).await?;
    all.retain(|it| it.answered_at.is_some_and(|at| at >= since));
    Ok(all)
}

/// Asks for a talk with somebody who offers it, once until it is answered.
pub(crate) async fn ask(
    app: &AppState,
    by: &Viewer,
    seq: i64,
    words: String,
) -> Result<(), CallError> {
    if let Some(why) = talk_fault(&words) {
        return Err(wrong(why));
    }
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
                let row = row.ok_or(Code::NotFound)?;
                let consented: Option<Timestamp> = row.try_get("consented_at")?;
                let last_day: Day = row.try_get("last_day")?;
                let offers_talk: bool = row.try_get("offers_talk")?;
                if consented.is_none() || last_day < now.day() || !offers_talk {
                    return Err(wrong("この方とは、いまは話を申し込めません。"));
                }
                let is_waiting: bool = sql!(role_models / has_waiting_talk)
                    .bind(by.id.as_str())
                    .bind(seq)
                    .fetch_value(&mut *connection)
                    .await?;
                if is_waiting {
                    // Sent again because the answer was lost: it is there.
                    return Ok(());
                }
                let shown_as: String = row.try_get("shown_as")?;
                sql!(role_models / insert_talk)
                    .bind(by.id.as_str())
                    .bind(seq)
                    .bind(shown_as)
                    .bind(words.trim())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                // The log does not say with whom: that is between the asker and 職員課.
                let act = Act::by(&by, AuditAct::TalkAsked).about(&by.id);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Takes an own request back.
pub(super) async fn withdraw(app: &AppState, by: &Viewer, seq: i64) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let row = sql!(role_models / talk_by_seq)
                    .bind(seq)
                    .fetch_optional(&mut *connection)
                    .await?;
                let Some(row) = row else { return Ok(()) };
                if row.try_get::<PersonId, _>("asker")? != by.id {
                    return Err(Code::NotFound.into());
                }
                sql!(role_models / delete_talk)
                    .bind(seq)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::TalkWithdrawn).about(&by.id);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// 職員課 says what becomes of a request; it may say so again, since plans change.
pub(super) async fn answer(
    app: &AppState,
    by: &Viewer,
    seq: i64,
    seen: Option<Timestamp>,
    (state, words): (TalkState, String),
) -> Result<(), CallError> {
    if state == TalkState::Waiting {
        return Err(wrong("話す予定か、見送りかを選んでください。"));
    }
    if let Some(why) = talk_fault(&words) {
        return Err(wrong(why));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let row = sql!(role_models / talk_by_seq)
                    .bind(seq)
                    .fetch_optional(&mut *connection)
                    .await?;
                let row = row.ok_or(Code::Conflict)?;
                let asker: PersonId = row.try_get("asker")?;
                let model: Option<i64> = row.try_get("role_model")?;
                if model.is_none() && state == TalkState::Arranged {
                    return Err(wrong(
                        "この方の紹介は終わったので、話す予定にはできません。",
                    ));
                }
                let word: &'static str = state.into();
                let n = sql!(role_models / answer_talk)
                    .bind(seq)
                    .bind(word)
                    .bind(words.trim())
                    .bind(by.id.as_str())
                    .bind(now)
                    .bind(seen)
                    .execute(&mut *connection)
                    .await?;
                if n == 0 {
                    return Err(Code::Conflict.into());
                }
                let act = Act::by(&by, AuditAct::TalkAnswered).about(&asker);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

pub(super) async fn delete_old(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<(), WriteError> {
    sql!(role_models / delete_old_talks)
        .bind(now - KEPT)
        .execute(connection)
        .await?;
    Ok(())
}

fn read_talk(row: &Row) -> Result<RoleModelTalk, DbError> {
    let state: String = row.try_get("state")?;
    Ok(RoleModelTalk {
        seq: row.try_get("seq")?,
        with: row.try_get("shown_as")?,
        asker: PersonName {
            id: row.try_get("asker")?,
            name: row.try_get("name")?,
        },
        words: row.try_get("words")?,
        asked_at: row.try_get("asked_at")?,
        state: state.parse().unwrap_or(TalkState::Waiting),
        answer: row.try_get("answer")?,
        answered_at: row.try_get("answered_at")?,
    })
}

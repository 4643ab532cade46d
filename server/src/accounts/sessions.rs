//! The sessions of a person: begun, shown to them, ended.

use super::session;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct, short_session};
use crate::db::writer::WriteError;
use crate::db::{Connection, sql};
use api::Code;
use api::access::{Caller, Viewer};
use api::accounts::SessionInfo;
use domain::ids::PersonId;
use std::time::Duration;

/// Longest text kept of what a browser calls itself, in characters.
const LONGEST_BROWSER: usize = 200;

/// At most one write per session in this time: when a person was last seen need not be exact, and every write is an
/// fsync.
const PRESENCE_INTERVAL: Duration = Duration::from_mins(2);

/// Begins a session and sends its cookie; ends the browser's previous one and all that are over, in the same
/// transaction as the record of it.
///
/// `verified` is the password's hash that was compared: if it was replaced meanwhile, nobody is signed in.
pub(crate) async fn begin(
    app: &AppState,
    person: &PersonId,
    verified: String,
    caller: &Caller,
    act: Act,
) -> Result<(), CallError> {
    begin_with(app, person, Some(verified), caller, Some(act)).await
}

/// Begins a session in the place of the browser's present one, as part of an act that is recorded by itself.
pub(crate) async fn begin_silently(
    app: &AppState,
    person: &PersonId,
    caller: &Caller,
) -> Result<(), CallError> {
    begin_with(app, person, None, caller, None).await
}

async fn begin_with(
    app: &AppState,
    person: &PersonId,
    verified: Option<String>,
    caller: &Caller,
    act: Option<Act>,
) -> Result<(), CallError> {
    let now = app.now();
    let token = session::new_token();
    let hash = session::token_hash(&token);
    let before = caller.token.as_deref().map(session::token_hash);
    if let Some(before) = &before {
        app.memory_sessions.end(before);
    }
    let browser: String = caller.browser.chars().take(LONGEST_BROWSER).collect();
    let oldest = now - app.settings.sessions.lifetime;
    let act = act.map(|it| it.session(&hash));
    let (own, whose) = (hash.clone(), person.clone());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(accounts / delete_previous_and_expired_sessions)
                    .bind(before)
                    .bind(oldest)
                    .execute(&mut *connection)
                    .await?;
                let begun = sql!(accounts / insert_session)
                    .bind(own)
                    .bind(whose.as_str())
                    .bind(now)
                    .bind(browser)
                    .bind(verified)
                    .execute(&mut *connection)
                    .await?;
                if begun == 0 {
                    return Err(Code::WrongPassword.into());
                }
                if let Some(act) = act {
                    audit::record(connection, now, act).await?;
                }
                Ok(())
            })
        });
    // A full disk does not prevent signing in: the session is then held in memory.
    if let Err(failure) = write.await {
        failure.ignore_if_full()?;
        app.memory_sessions.begin(hash, person.clone(), now);
    }
    caller.add_cookie(session::cookie(&token, caller.secure));
    Ok(())
}

/// Ends the session of a token, if there is one.
pub(crate) async fn end_by_token(
    app: &AppState,
    caller: &Caller,
    token: &str,
) -> Result<(), CallError> {
    let hash = session::token_hash(token);
    if app.memory_sessions.end(&hash) {
        return Ok(());
    }
    let (caller, now) = (caller.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let person: Option<String> = sql!(accounts / delete_session)
                    .bind(hash)
                    .fetch_optional_value(&mut *connection)
                    .await?;
                if let Some(person) = person {
                    let act = Act::from_caller(&PersonId(person), &caller, AuditAct::SignedOut);
                    audit::record(connection, now, act).await?;
                }
                Ok(())
            })
        });
    write.await
}

/// Ends all sessions of a person, in the transaction of what ends them.
pub(crate) async fn delete_all(
    connection: &mut Connection,
    person: &PersonId,
) -> Result<u64, WriteError> {
    Ok(sql!(accounts / delete_sessions_of_person)
        .bind(person.as_str())
        .execute(connection)
        .await?)
}

/// The person pressed a key or a pointer: their session goes on.
pub(crate) async fn note_presence(app: &AppState, by: &Viewer) -> Result<(), CallError> {
    let Some(token) = &by.caller.token else {
        return Ok(());
    };
    let (hash, now) = (session::token_hash(token), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(accounts / touch_session)
                    .bind(now)
                    .bind(hash)
                    .bind(now - PRESENCE_INTERVAL)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    // With a full disk the write fails, but reading must still work.
    write.await.or_else(CallError::ignore_if_full)
}

/// The sessions of the signed-in person that are not over, the latest first.
pub(crate) async fn own_sessions(
    app: &AppState,
    by: &Viewer,
) -> Result<Vec<SessionInfo>, CallError> {
    let limits = app.settings.sessions;
    let now = app.now();
    let rows = sql!(accounts / sessions_of_person)
        .bind(by.id.as_str())
        .bind(now - limits.lifetime)
        .bind(now - limits.idle)
        .fetch_all(app.readers())
        .await?;
    let own = by.caller.token.as_deref().map(session::token_hash);
    let mut sessions = Vec::new();
    for row in rows {
        let hash: Vec<u8> = row.try_get("token_hash")?;
        sessions.push(SessionInfo {
            is_current: own.as_ref() == Some(&hash),
            id: short_session(&hash),
            browser: row.try_get("browser")?,
            created_at: row.try_get("created_at")?,
            last_seen_at: row.try_get("last_seen_at")?,
        });
    }
    Ok(sessions)
}

/// Ends one of the signed-in person's sessions.
pub(crate) async fn end_own(app: &AppState, by: &Viewer, id: String) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let hashes: Vec<Vec<u8>> = sql!(accounts / sessions_of_person)
                    .bind(by.id.as_str())
                    .bind(0_i64)
                    .bind(0_i64)
                    .fetch_values(&mut *connection)
                    .await?;
                let hash = hashes.into_iter().find(|it| short_session(it) == id);
                let mut ended = 0;
                if let Some(hash) = hash {
                    ended = sql!(accounts / delete_session_by_id)
                        .bind(by.id.as_str())
                        .bind(hash)
                        .execute(&mut *connection)
                        .await?;
                }
                if ended > 0 {
                    let details = serde_json::json!({ "session": id });
                    let act = Act::by(&by, AuditAct::SessionEnded).details(details);
                    audit::record(connection, now, act).await?;
                }
                Ok(())
            })
        });
    write.await
}

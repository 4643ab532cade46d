//! Sign-in, sign-out, passwords, and the profile and forms of the signed-in person.

pub(crate) mod calls;
pub mod login_throttle;
pub mod memory_sessions;
pub mod password;
pub mod session;

use crate::app_state::{AppState, CallError, roles_of};
use crate::db::{DbError, Row, sql};
use crate::forms::preset;
use crate::office::csv;
use api::access::{Caller, Viewer};
use api::{ApiError, Code};
use domain::crypto::confirmation;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{Edition, Workflow};
use domain::person::{CurrentUser, OpenCycle, Org, Person};

/// In characters; the roster import allows 20.
pub(crate) const LONGEST_LOGIN: usize = 64;

/// In characters.
pub(crate) const LONGEST_PASSWORD: usize = 1_024;

pub(crate) async fn sign_in(
    app: &AppState,
    caller: &Caller,
    login: &str,
    password: &str,
) -> Result<CurrentUser, CallError> {
    // Longer input cannot match an account: truncating it bounds the throttle's memory and the cost of hashing.
    let login: String = csv::to_half_width(login)
        .chars()
        .take(LONGEST_LOGIN)
        .collect();
    let password: String = password.chars().take(LONGEST_PASSWORD).collect();
    check_throttle(app, &login, caller)?;
    let row = sql!(accounts / account_by_login)
        .bind(&login)
        .fetch_optional(app.readers())
        .await?;
    let account: Option<(String, String)> = row
        .map(|it| Ok::<_, DbError>((it.try_get(0)?, it.try_get(1)?)))
        .transpose()?;
    let (person, hash) = account.unzip();
    // Without an account a hash is computed all the same: response time must not tell which logins exist.
    let right = verify(app, password, hash).await?;
    let Some(person) = person.filter(|_| right) else {
        return Err(Code::WrongPassword.into());
    };
    reset_throttle(app, &login, caller);
    let token = session::new_token();
    begin_session(
        app,
        PersonId(person.clone()),
        &token,
        caller.token.as_deref(),
    )
    .await?;
    let user = current_user(app, &PersonId(person)).await?;
    let _ = caller
        .set_cookie
        .set(session::cookie(&token, caller.secure));
    Ok(user)
}

pub(crate) fn check_throttle(
    app: &AppState,
    login: &str,
    caller: &Caller,
) -> Result<(), CallError> {
    let mut throttle = app.throttle.lock().map_err(|_| Code::Internal)?;
    throttle
        .count_attempt(login, &caller.address, app.now())
        .map_err(|it| ApiError::rate_limited(it).into())
}

pub(crate) fn reset_throttle(app: &AppState, login: &str, caller: &Caller) {
    if let Ok(mut throttle) = app.throttle.lock() {
        throttle.succeeded(login, &caller.address);
    }
}

pub(crate) async fn verify(
    app: &AppState,
    given: String,
    hash: Option<String>,
) -> Result<bool, CallError> {
    let _permit = app
        .hash_permits
        .acquire()
        .await
        .map_err(|_| Code::Internal)?;
    let verify = move || password::verify(&given, hash.as_deref());
    Ok(tokio::task::spawn_blocking(verify)
        .await
        .map_err(|_| Code::Internal)?)
}

/// Begins a session; deletes the browser's previous one and all expired ones in the same transaction.
pub(crate) async fn begin_session(
    app: &AppState,
    person: PersonId,
    token: &str,
    before: Option<&str>,
) -> Result<(), CallError> {
    let now = app.now();
    let hash = session::token_hash(token);
    let before = before.map(session::token_hash);
    let (own, whose) = (hash.clone(), person.clone());
    if let Some(before) = &before {
        app.memory_sessions.end(before);
    }
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(accounts / delete_previous_and_expired_sessions)
                .bind(before)
                .bind((now - session::LIFETIME).as_millis())
                .execute(&mut *connection)
                .await?;
            sql!(accounts / insert_session)
                .bind(hash)
                .bind(person.as_str())
                .bind(now)
                .bind(now)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    // A full disk does not prevent signing in: the session is then held in memory.
    begin_in_memory_if_full(app, own, whose, write.await)
}

pub(crate) async fn sign_out(app: &AppState, caller: &Caller) -> Result<(), CallError> {
    let hash = caller.token.as_deref().map(session::token_hash);
    if let Some(hash) = hash.filter(|it| !app.memory_sessions.end(it)) {
        let write = app
            .database
            .writer
            .run::<_, CallError, _>(move |connection| {
                Box::pin(async move {
                    sql!(accounts / delete_session)
                        .bind(hash)
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            });
        write.await?;
    }
    let _ = caller.set_cookie.set(session::expired_cookie());
    Ok(())
}

/// Verifies the signed-in person's own password, throttled as at sign-in.
pub(crate) async fn require_own_password(
    app: &AppState,
    caller: &Caller,
    person: &PersonId,
    current: &str,
) -> Result<(), CallError> {
    check_throttle(app, person.as_str(), caller)?;
    let hash: String = sql!(accounts / password_hash_of_person)
        .bind(person.as_str())
        .fetch_value(app.readers())
        .await?;
    if !verify(app, current.to_owned(), Some(hash)).await? {
        return Err(ApiError::with(Code::WrongPassword, "いまのパスワードが違います。").into());
    }
    reset_throttle(app, person.as_str(), caller);
    Ok(())
}

pub(crate) async fn change_password(
    app: &AppState,
    by: &Viewer,
    current: &str,
    new: &str,
) -> Result<(), CallError> {
    let (person, caller) = (by.id.clone(), &by.caller);
    require_own_password(app, caller, &person, current).await?;
    let is_too_long = new.chars().count() > LONGEST_PASSWORD;
    if current == new || is_too_long || !password::is_strong(new, person.as_str()) {
        return Err(Code::WeakPassword.into());
    }
    let (new, now) = (new.to_owned(), app.now());
    let hash = tokio::task::spawn_blocking(move || password::hash(&new))
        .await
        .map_err(|_| Code::Internal)?;
    let own = caller.token.as_deref().map(session::token_hash);
    app.memory_sessions.end_others(&person, own.as_deref());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(accounts / update_password)
                .bind(hash)
                .bind(now)
                .bind(person.as_str())
                .execute(&mut *connection)
                .await?;
            sql!(accounts / delete_other_sessions_of_person)
                .bind(person.as_str())
                .bind(own)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    write.await
}

/// A person from the columns of `person`; their roles are read apart.
pub(crate) fn read_person(row: &Row) -> Result<Person, DbError> {
    let supervisor: Option<String> = row.try_get("supervisor")?;
    Ok(Person {
        id: PersonId(row.try_get("id")?),
        name: row.try_get("name")?,
        org: Org {
            department: row.try_get("department")?,
            section: row.try_get("section")?,
            unit: row.try_get("unit")?,
        },
        grade: row.try_get("grade")?,
        job_type: row.try_get("job_type")?,
        supervisor: supervisor.map(PersonId),
        roles: Vec::new(),
    })
}

pub(crate) async fn current_user(
    app: &AppState,
    person: &PersonId,
) -> Result<CurrentUser, CallError> {
    let row = sql!(accounts / person_profile)
        .bind(person.as_str())
        .bind(app.now().day())
        .fetch_one(app.readers())
        .await?;
    let rows = sql!(forms / all_cycles).fetch_all(app.readers()).await?;
    let is_supervisor: bool = row.try_get("is_supervisor")?;
    let catalogue = app.catalogue();
    let mut cycles = Vec::new();
    for row in rows {
        let (instrument, cycle): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let instrument = InstrumentId(instrument);
        let published = catalogue.newest(&instrument);
        if let (Some(published), Ok(cycle)) = (published, cycle.parse()) {
            let edition = &published.edition;
            if edition.for_supervisors && !is_supervisor {
                continue;
            }
            cycles.push(OpenCycle {
                instrument,
                title: edition.words.ja.clone(),
                title_en: edition.words.en.clone(),
                cycle,
                open: row.try_get(2)?,
                yearly: edition.yearly,
                offered: matches!(edition.course, Workflow::Submission | Workflow::Agreement),
                role: Some(edition.role()),
            });
        }
    }
    cycles.sort_by_key(|it| it.cycle);
    let roles = roles_of(app.readers(), person).await?;
    Ok(CurrentUser {
        person: Person {
            roles,
            ..read_person(&row)?
        },
        is_supervisor,
        must_change_password: row.try_get("must_change_password")?,
        cycles,
        has_confirmation: row.try_get("has_confirmation")?,
        server_key: app.keys.opener().public_key(),
    })
}

pub(crate) async fn edition(
    app: &AppState,
    person: &PersonId,
    instrument: &InstrumentId,
    known: Option<&str>,
) -> Result<Option<(String, Edition)>, CallError> {
    let catalogue = app.catalogue();
    let published = catalogue.newest(instrument).ok_or(Code::NotFound)?;
    let row = sql!(accounts / person_profile)
        .bind(person.as_str())
        .bind(app.now().day())
        .fetch_one(app.readers())
        .await?;
    // A form may preset options by role.
    let roles = roles_of(app.readers(), person).await?;
    let person = Person {
        roles,
        ..read_person(&row)?
    };
    let band = published
        .edition
        .band_of(person.grade)
        .ok_or(Code::NotFound)?;
    let mut own = published.edition.for_band(&band.id);
    let preset = preset::resolve(&mut own, &person);
    let tag = format!("{}-{}{preset}", published.tag, band.id);
    if known == Some(tag.as_str()) {
        return Ok(None);
    }
    Ok(Some((tag, own)))
}

/// Sets the 確認番号 (PIN) with which a person confirms on another's device; requires their password.
pub(crate) async fn set_confirm_pin(
    app: &AppState,
    by: &Viewer,
    current: &str,
    number: &str,
) -> Result<(), CallError> {
    let person = by.id.clone();
    require_own_password(app, &by.caller, &person, current).await?;
    let n = number.chars().count();
    let is_plain = number.bytes().all(|it| it.is_ascii_digit());
    if !(confirmation::MIN_PIN..=12).contains(&n) || !is_plain || number == current {
        let why = "確認番号は6桁から12桁の数字にしてください。";
        return Err(ApiError::with(Code::WeakPassword, why).into());
    }
    let number = number.to_owned();
    let hash = tokio::task::spawn_blocking(move || password::hash(&number))
        .await
        .map_err(|_| Code::Internal)?;
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(accounts / set_confirmation_pin)
                .bind(hash)
                .bind(person.as_str())
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    write.await
}

/// Begins a session in memory if writing it failed because the disk is full.
fn begin_in_memory_if_full(
    app: &AppState,
    hash: Vec<u8>,
    person: PersonId,
    begun: Result<(), CallError>,
) -> Result<(), CallError> {
    let Err(failure) = begun else { return Ok(()) };
    failure.ignore_if_full()?;
    app.memory_sessions.begin(hash, person, app.now());
    Ok(())
}

//! Sign-in, sign-out, passwords, and the profile and forms of the signed-in person.

use super::{AppState, CallError, read_roles, roomless};
use crate::content::preset;
use crate::{password, session, table};
use api::{ApiError, Caller, Code, SignedIn};
use domain::calendar::iso_day;
use domain::crypto::confirmation;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{Edition, Workflow};
use domain::person::{CurrentUser, OpenCycle, Org, Person};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// In characters; the roster import allows 20.
const LONGEST_LOGIN: usize = 64;

/// In characters.
const LONGEST_PASSWORD: usize = 1_024;

pub(super) async fn sign_in(
    desk: &AppState,
    caller: &Caller,
    login: &str,
    password: &str,
) -> Result<SignedIn, CallError> {
    // Longer input cannot match an account: truncating it bounds the throttle's memory and the cost of hashing.
    let login: String = table::to_half_width(login)
        .chars()
        .take(LONGEST_LOGIN)
        .collect();
    let password: String = password.chars().take(LONGEST_PASSWORD).collect();
    check_push(desk, &login, caller)?;
    let row =
        sqlx::query("select person, password_hash from account where person = ? collate nocase")
            .bind(&login)
            .fetch_optional(desk.readers())
            .await?;
    let account: Option<(String, String)> = row
        .map(|it| Ok::<_, sqlx::Error>((it.try_get(0)?, it.try_get(1)?)))
        .transpose()?;
    let (person, hash) = account.unzip();
    // Without an account a hash is computed all the same: response time must not tell which logins exist.
    let right = verify(desk, password, hash).await?;
    let Some(person) = person.filter(|_| right) else {
        return Err(Code::WrongPassword.into());
    };
    reset_throttle(desk, &login, caller);
    let token = session::new_token();
    begin_session(
        desk,
        PersonId(person.clone()),
        &token,
        caller.token.as_deref(),
    )
    .await?;
    let me = me(desk, &PersonId(person)).await?;
    Ok(SignedIn {
        me,
        cookie: session::cookie(&token, caller.secure),
    })
}

fn check_push(desk: &AppState, login: &str, caller: &Caller) -> Result<(), CallError> {
    let mut throttle = desk.throttle.lock().map_err(|_| Code::Internal)?;
    throttle
        .count_attempt(login, &caller.address, desk.now())
        .map_err(|it| ApiError::rate_limited(it).into())
}

fn reset_throttle(desk: &AppState, login: &str, caller: &Caller) {
    if let Ok(mut throttle) = desk.throttle.lock() {
        throttle.succeeded(login, &caller.address);
    }
}

async fn verify(desk: &AppState, given: String, hash: Option<String>) -> Result<bool, CallError> {
    let _permit = desk
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
async fn begin_session(
    desk: &AppState,
    person: PersonId,
    token: &str,
    before: Option<&str>,
) -> Result<(), CallError> {
    let now = desk.now();
    let hash = session::token_hash(token);
    let before = before.map(session::token_hash);
    let (own, whose) = (hash.clone(), person.clone());
    if let Some(before) = &before {
        desk.roomless.end(before);
    }
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("delete from session where token_hash = ? or begun_at < ?")
                .bind(before)
                .bind(now - session::LIFETIME_MS)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "insert into session (token_hash, person, begun_at, seen_at) values (?, ?, ?, ?)",
            )
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
    roomless::begin_in_memory_if_full(desk, own, whose, write.await)
}

pub(super) async fn sign_out(desk: &AppState, caller: &Caller) -> Result<String, CallError> {
    let hash = caller.token.as_deref().map(session::token_hash);
    if let Some(hash) = hash.filter(|it| !desk.roomless.end(it)) {
        let write = desk
            .database
            .writer
            .run::<_, CallError, _>(move |connection| {
                Box::pin(async move {
                    sqlx::query("delete from session where token_hash = ?")
                        .bind(hash)
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            });
        write.await?;
    }
    Ok(session::expired_cookie())
}

/// Verifies the signed-in person's own password, throttled as at sign-in.
async fn require_own_password(
    desk: &AppState,
    caller: &Caller,
    person: &PersonId,
    current: &str,
) -> Result<(), CallError> {
    check_push(desk, person.as_str(), caller)?;
    let hash: String = sqlx::query_scalar("select password_hash from account where person = ?")
        .bind(person.as_str())
        .fetch_one(desk.readers())
        .await?;
    if !verify(desk, current.to_owned(), Some(hash)).await? {
        return Err(ApiError::with(Code::WrongPassword, "いまのパスワードが違います。").into());
    }
    reset_throttle(desk, person.as_str(), caller);
    Ok(())
}

pub(super) async fn change_password(
    desk: &AppState,
    caller: &Caller,
    current: &str,
    new: &str,
) -> Result<(), CallError> {
    let person = desk.session(caller).await?.person;
    require_own_password(desk, caller, &person, current).await?;
    let is_too_long = new.chars().count() > LONGEST_PASSWORD;
    if current == new || is_too_long || !password::is_strong(new, person.as_str()) {
        return Err(Code::WeakPassword.into());
    }
    let (new, now) = (new.to_owned(), desk.now());
    let hash = tokio::task::spawn_blocking(move || password::hash(&new))
        .await
        .map_err(|_| Code::Internal)?;
    let own = caller.token.as_deref().map(session::token_hash);
    desk.roomless.end_others(&person, own.as_deref());
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("update account set password_hash = ?, must_change = 0, changed_at = ? where person = ?")
                .bind(hash)
                .bind(now)
                .bind(person.as_str())
                .execute(&mut *connection)
                .await?;
            sqlx::query("delete from session where person = ? and token_hash <> ?")
                .bind(person.as_str())
                .bind(own)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    write.await
}

pub(crate) fn read_person(row: &SqliteRow) -> Result<Person, sqlx::Error> {
    let roles: Option<String> = row.try_get("roles")?;
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
        roles: read_roles(roles.as_deref()),
    })
}

pub(super) async fn me(desk: &AppState, person: &PersonId) -> Result<CurrentUser, CallError> {
    let row = sqlx::query(include_str!("person.sql"))
        .bind(person.as_str())
        .bind(iso_day(desk.now()))
        .fetch_one(desk.readers())
        .await?;
    let rows = sqlx::query("select instrument, cycle, open from cycle order by cycle, instrument")
        .fetch_all(desk.readers())
        .await?;
    let is_supervisor: bool = row.try_get("is_supervisor")?;
    let catalogue = desk.catalogue();
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
            });
        }
    }
    cycles.sort_by_key(|it| it.cycle);
    Ok(CurrentUser {
        person: read_person(&row)?,
        is_supervisor,
        must_change_password: row.try_get("must_change")?,
        cycles,
        has_confirmation: row.try_get("has_confirmation")?,
        proof_key: desk.keys.opener().public_key(),
    })
}

pub(super) async fn edition(
    desk: &AppState,
    person: &PersonId,
    instrument: &InstrumentId,
    known: Option<&str>,
) -> Result<Option<(String, Edition)>, CallError> {
    let catalogue = desk.catalogue();
    let published = catalogue.newest(instrument).ok_or(Code::NotFound)?;
    let row = sqlx::query(include_str!("person.sql"))
        .bind(person.as_str())
        .bind(iso_day(desk.now()))
        .fetch_one(desk.readers())
        .await?;
    let person = read_person(&row)?;
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
pub(super) async fn set_confirmation(
    desk: &AppState,
    caller: &Caller,
    current: &str,
    number: &str,
) -> Result<(), CallError> {
    let person = desk.active_session(caller).await?.person;
    require_own_password(desk, caller, &person, current).await?;
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
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("update account set confirm_hash = ?, confirm_wrong = 0 where person = ?")
                .bind(hash)
                .bind(person.as_str())
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    write.await
}

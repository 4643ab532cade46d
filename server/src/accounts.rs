//! Accounts: sign-in, sign-out and passwords. An account is invited until its first password is changed, active, or
//! disabled, and comes back.

pub mod account_life;
pub(crate) mod authentication;
pub(crate) mod calls;
pub mod command;
pub(crate) mod confirm_pin;
pub(crate) mod known_browser;
pub mod login_throttle;
pub mod memory_sessions;
pub mod password;
pub(crate) mod password_reset;
pub(crate) mod profile;
pub mod session;
pub(crate) mod sessions;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct, AuditOutcome};
use crate::db::{DbError, Row, sql};
use crate::office::csv;
use api::access::{Caller, Viewer};
use api::{ApiError, Code};
use domain::ids::PersonId;
use domain::person::{CurrentUser, Org, Person};
use login_throttle::{Attempt, Origin};

/// In characters; the roster import allows 20.
pub(crate) const LONGEST_LOGIN: usize = 64;

/// What a sign-in needs of an account.
struct SignInAccount {
    person: PersonId,
    password_hash: String,
    is_disabled: bool,
}

pub(crate) async fn sign_in(
    app: &AppState,
    caller: &Caller,
    login: &str,
    password: &str,
) -> Result<CurrentUser, CallError> {
    let login = read_login(login);
    let attempt = admit(app, &login, caller, AuditAct::SignedIn).await?;
    let account = account_by_login(app, &login).await?;
    let hash = account.as_ref().map(|it| it.password_hash.clone());
    // Without an account a hash is computed all the same: response time must not tell which logins exist. A longer
    // password than anyone may set is not hashed.
    let is_too_long = password.chars().count() > password::MAX_CHARS;
    let right = !is_too_long && verify(app, password.to_owned(), hash).await?;
    let Some(account) = account.filter(|_| right) else {
        record_failure(app, caller, &login, AuditAct::SignedIn, AuditOutcome::Wrong).await;
        return Err(Code::WrongPassword.into());
    };
    succeeded(app, &attempt);
    if account.is_disabled {
        record_failure(
            app,
            caller,
            &login,
            AuditAct::SignedIn,
            AuditOutcome::Refused,
        )
        .await;
        return Err(ApiError::with(Code::Forbidden, DISABLED).into());
    }
    let person = account.person;
    let act = Act::from_caller(&person, caller, AuditAct::SignedIn);
    sessions::begin(app, &person, account.password_hash, caller, act).await?;
    caller.add_cookie(known_browser::remember(
        &app.keys,
        caller.browser_mark.as_deref(),
        person.as_str(),
        caller.secure,
    ));
    profile::current_user(app, &person).await
}

const DISABLED: &str = "このアカウントは、いまは使えません。職員課へお問い合わせください。";

/// A login as it is looked up. Longer input cannot match an account: truncating it bounds the throttle's memory.
fn read_login(login: &str) -> String {
    csv::to_half_width(login)
        .trim()
        .chars()
        .take(LONGEST_LOGIN)
        .collect()
}

async fn account_by_login(app: &AppState, login: &str) -> Result<Option<SignInAccount>, CallError> {
    let row = sql!(accounts / account_by_login)
        .bind(login)
        .fetch_optional(app.readers())
        .await?;
    let account = row.map(|it| {
        Ok::<_, DbError>(SignInAccount {
            person: it.try_get("person")?,
            password_hash: it.try_get("password_hash")?,
            is_disabled: it.try_get("is_disabled")?,
        })
    });
    Ok(account.transpose()?)
}

/// Counts an attempt at a secret of an account, and waits where guessing has to be slowed.
async fn admit(
    app: &AppState,
    login: &str,
    caller: &Caller,
    what: AuditAct,
) -> Result<Attempt, CallError> {
    let origin = Origin {
        address: caller.address.clone(),
        known_browser: known_browser::recognise(&app.keys, caller.browser_mark.as_deref(), login),
    };
    let secret = if what == AuditAct::PasswordReset {
        "code"
    } else {
        "password"
    };
    let admitted =
        app.throttle
            .lock()
            .map_err(|_| Code::Internal)?
            .admit(login, secret, &origin, app.now());
    let attempt = match admitted {
        Ok(attempt) => attempt,
        Err(seconds) => {
            record_failure(app, caller, login, what, AuditOutcome::Slowed).await;
            return Err(ApiError::rate_limited(seconds).into());
        }
    };
    if !attempt.delay.is_zero() {
        tracing::warn!(address = caller.address, "many wrong passwords: slowed");
        // So many wait at once that one more would have to wait for them anyway.
        let Ok(_waiting) = app.slowed_attempts.try_acquire() else {
            if let Ok(mut throttle) = app.throttle.lock() {
                throttle.take_back(&attempt, app.now());
            }
            let seconds = u32::try_from(attempt.delay.as_secs()).unwrap_or_default();
            return Err(ApiError::rate_limited(seconds + 1).into());
        };
        tokio::time::sleep(attempt.delay).await;
    }
    Ok(attempt)
}

fn succeeded(app: &AppState, attempt: &Attempt) {
    if let Ok(mut throttle) = app.throttle.lock() {
        throttle.succeeded(attempt, app.now());
    }
}

/// Records an attempt that failed. Of one address at most thirty a minute, so that nobody fills the disk with them.
async fn record_failure(
    app: &AppState,
    caller: &Caller,
    login: &str,
    act: AuditAct,
    outcome: AuditOutcome,
) {
    // What was typed may be a password in the wrong field: only an account's own number is recorded.
    let account = account_by_login(app, login).await.ok().flatten();
    let account = account.map_or_else(|| PersonId("unknown".to_owned()), |it| it.person);
    let act = Act::from_caller(&account, caller, act).outcome(outcome);
    app.record_failure(&caller.address, act).await;
}

pub(crate) async fn verify(
    app: &AppState,
    given: String,
    hash: Option<String>,
) -> Result<bool, CallError> {
    let _permit = app
        .settings
        .hash_permits
        .0
        .acquire()
        .await
        .map_err(|_| Code::Internal)?;
    let verify = move || password::verify(&given, hash.as_deref());
    Ok(tokio::task::spawn_blocking(verify)
        .await
        .map_err(|_| Code::Internal)?)
}

/// Hashes a new password or 確認番号, one of few at a time: each takes 19 MiB.
async fn hash(app: &AppState, secret: String) -> Result<String, CallError> {
    let _permit = app
        .settings
        .hash_permits
        .0
        .acquire()
        .await
        .map_err(|_| Code::Internal)?;
    Ok(tokio::task::spawn_blocking(move || password::hash(&secret))
        .await
        .map_err(|_| Code::Internal)?)
}

pub(crate) async fn sign_out(app: &AppState, caller: &Caller) -> Result<(), CallError> {
    if let Some(token) = &caller.token {
        sessions::end_by_token(app, caller, token).await?;
    }
    caller.add_cookie(session::expired_cookie(caller.secure));
    Ok(())
}

/// Verifies the signed-in person's own password, throttled as at sign-in.
pub(crate) async fn require_own_password(
    app: &AppState,
    by: &Viewer,
    current: &str,
    what: AuditAct,
) -> Result<(), CallError> {
    let login = by.id.as_str();
    let attempt = admit(app, login, &by.caller, what).await?;
    let hash: String = sql!(accounts / password_hash_of_person)
        .bind(login)
        .fetch_value(app.readers())
        .await?;
    if !verify(app, current.to_owned(), Some(hash)).await? {
        record_failure(app, &by.caller, login, what, AuditOutcome::Wrong).await;
        return Err(ApiError::with(Code::WrongPassword, "いまのパスワードが違います。").into());
    }
    succeeded(app, &attempt);
    Ok(())
}

/// Changes the password; the person's other sessions end, and this one gets a new token.
pub(crate) async fn change_password(
    app: &AppState,
    by: &Viewer,
    current: &str,
    new: &str,
) -> Result<(), CallError> {
    require_own_password(app, by, current, AuditAct::PasswordChanged).await?;
    require_strong(app, &by.id, new).await?;
    if password::normalise(current) == password::normalise(new) {
        let why = "いまのパスワードとは別のものにしてください。";
        return Err(ApiError::with(Code::WeakPassword, why).into());
    }
    let act = Act::by(by, AuditAct::PasswordChanged);
    set_password(app, &by.id, new, None, act).await?;
    sessions::begin_silently(app, &by.id, &by.caller).await
}

/// Refuses a new password that would be guessed, with the reason.
async fn require_strong(app: &AppState, person: &PersonId, new: &str) -> Result<(), CallError> {
    let row = sql!(accounts / person_by_id)
        .bind(person.as_str())
        .fetch_one(app.readers())
        .await?;
    match password::weakness(new, &read_person(&row)?, &app.settings.ward_words) {
        Some(why) => Err(ApiError::with(Code::WeakPassword, why).into()),
        None => Ok(()),
    }
}

/// Sets a password that the person chose and ends all of their sessions. A one-time code works in one such call only.
async fn set_password(
    app: &AppState,
    person: &PersonId,
    new: &str,
    code_hash: Option<Vec<u8>>,
    act: Act,
) -> Result<(), CallError> {
    let (hash, now) = (hash(app, new.to_owned()).await?, app.now());
    app.memory_sessions.end_all(person);
    let person = person.clone();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(accounts / update_password)
                    .bind(hash)
                    .bind(now)
                    .bind(person.as_str())
                    .execute(&mut *connection)
                    .await?;
                sessions::delete_all(connection, &person).await?;
                let used = sql!(accounts / delete_reset_code)
                    .bind(person.as_str())
                    .bind(code_hash.clone())
                    .execute(&mut *connection)
                    .await?;
                if code_hash.is_some() && used == 0 {
                    return Err(Code::WrongPassword.into());
                }
                Ok(audit::record(connection, now, act).await?)
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
        kana: row.try_get("kana")?,
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

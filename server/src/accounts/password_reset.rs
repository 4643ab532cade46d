//! A forgotten password: a one-time code that 職員課 or システム管理 makes, and with which its person sets a new one.

use super::{account_by_login, admit, password, read_login, record_failure, session, succeeded};
use crate::app_state::{AppState, CallError, roles_of};
use crate::audit::{self, Act, AuditAct, AuditOutcome};
use crate::db::{Connection, sql};
use api::access::{Caller, Viewer};
use api::accounts::ResetCode;
use api::{ApiError, Code};
use domain::ids::PersonId;
use domain::person::Role;
use domain::timestamp::Timestamp;
use std::ops::RangeInclusive;
use std::time::Duration;

/// How long a code may be valid, in minutes: ten minutes to a day.
pub(crate) const VALID_MINUTES: RangeInclusive<u32> = 10..=1_440;

/// Makes a code for somebody else.
pub(crate) async fn issue_by(
    app: &AppState,
    by: &Viewer,
    person: PersonId,
    minutes: u32,
) -> Result<ResetCode, CallError> {
    if person == by.id {
        let why = "自分のパスワードは「パスワードの変更」で変えられます。忘れたときは、ほかの人に頼んでください。";
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    // Otherwise one person of 職員課 could agree to their own proposals as another.
    let theirs = roles_of(app.readers(), &person).await?;
    let shared = [Role::Personnel, Role::Administrator];
    let is_equal = shared.iter().any(|it| by.has(*it) && theirs.contains(it));
    if is_equal {
        let why = "同じ役割の人のコードは作れません。もう一方の役割（職員課かシステム管理）の人に頼んでください。";
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    let (act, now) = (Act::by(by, AuditAct::ResetCodeIssued), app.now());
    let author = by.id.0.clone();
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move { issue(connection, &person, minutes, author, act, now).await })
    });
    write.await
}

/// Makes a code that is valid for ten minutes to a day, and records it; the code before it is no longer valid.
pub(crate) async fn issue(
    connection: &mut Connection,
    person: &PersonId,
    minutes: u32,
    author: String,
    act: Act,
    now: Timestamp,
) -> Result<ResetCode, CallError> {
    if !VALID_MINUTES.contains(&minutes) {
        let why = "コードが使える時間は、10分から24時間までです。";
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    let is_disabled: Option<bool> = sql!(accounts / account_is_disabled)
        .bind(person.as_str())
        .fetch_optional_value(&mut *connection)
        .await?;
    match is_disabled {
        None => return Err(Code::NotFound.into()),
        Some(true) => {
            let why = "止めてあるアカウントです。先に使えるようにしてください。";
            return Err(ApiError::with(Code::BadRequest, why).into());
        }
        Some(false) => {}
    }
    make_code(connection, person, minutes, author, act, now).await
}

/// Makes a code for an account that may have one.
pub(crate) async fn make_code(
    connection: &mut Connection,
    person: &PersonId,
    minutes: u32,
    author: String,
    act: Act,
    now: Timestamp,
) -> Result<ResetCode, CallError> {
    let code = password::initial_password();
    let expires_at = now + Duration::from_secs(u64::from(minutes) * 60);
    sql!(accounts / put_reset_code)
        .bind(person.as_str())
        .bind(code_hash(&code))
        .bind(expires_at)
        .bind(author)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    let act = act
        .about(person)
        .details(serde_json::json!({ "minutes": minutes }));
    audit::record(connection, now, act).await?;
    Ok(ResetCode { code, expires_at })
}

/// Sets a new password with a code, once. All sessions of the person end.
pub(crate) async fn reset_password(
    app: &AppState,
    caller: &Caller,
    login: &str,
    code: &str,
    new: &str,
) -> Result<(), CallError> {
    let login = read_login(login);
    let attempt = admit(app, &login, caller, AuditAct::PasswordReset).await?;
    let account = account_by_login(app, &login).await?;
    let is_valid = match &account {
        Some(it) if !it.is_disabled => {
            sql!(accounts / reset_code_is_valid)
                .bind(it.person.as_str())
                .bind(code_hash(code))
                .bind(app.now())
                .fetch_value(app.readers())
                .await?
        }
        _ => false,
    };
    let Some(account) = account.filter(|_| is_valid) else {
        record_failure(
            app,
            caller,
            &login,
            AuditAct::PasswordReset,
            AuditOutcome::Wrong,
        )
        .await;
        let why = "職員番号かコードが違うか、コードの期限が過ぎています。";
        return Err(ApiError::with(Code::WrongPassword, why).into());
    };
    succeeded(app, &attempt);
    super::require_strong(app, &account.person, new).await?;
    let act = Act::from_caller(&account.person, caller, AuditAct::PasswordReset);
    super::set_password(app, &account.person, new, Some(code_hash(code)), act).await
}

/// SHA-256 of a code as it is printed, without blanks and hyphens. It has 79 random bits, so the hash need not be slow.
fn code_hash(code: &str) -> Vec<u8> {
    let plain: String = password::normalise(code)
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    session::token_hash(&plain)
}

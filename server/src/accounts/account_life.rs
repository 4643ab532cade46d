//! Accounts end and come back: disabled with a reason, and enabled. What a person handed in stays.

use super::sessions;
use crate::app_state::CallError;
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, sql};
use api::Code;
use clap::ValueEnum;
use domain::ids::PersonId;
use domain::timestamp::Timestamp;
use serde_json::json;
use strum::IntoStaticStr;

/// Why an account is disabled. Its word is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, ValueEnum)]
#[strum(serialize_all = "snake_case", const_into_str)]
#[value(rename_all = "snake_case")]
pub enum DisabledReason {
    /// Retired or moved to another employer.
    Left,
    /// 休職, 育児休業 and the like.
    OnLeave,
    /// 免職.
    Dismissed,
    /// Missing on a complete roster.
    NotListed,
}

/// An account in a list.
#[derive(Clone, Debug)]
pub(crate) struct AccountSummary {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) section: String,
    pub(crate) must_change_password: bool,
    pub(crate) password_changed_at: Timestamp,
    pub(crate) disabled_at: Option<Timestamp>,
    pub(crate) disabled_reason: String,
    pub(crate) disabled_by: String,
    pub(crate) n_sessions: i64,
}

impl AccountSummary {
    pub(crate) fn read(row: &Row) -> Result<Self, CallError> {
        Ok(Self {
            person: row.try_get("person")?,
            name: row.try_get("name")?,
            section: row.try_get("section")?,
            must_change_password: row.try_get("must_change_password")?,
            password_changed_at: row.try_get("password_changed_at")?,
            disabled_at: row.try_get("disabled_at")?,
            disabled_reason: row.try_get("disabled_reason")?,
            disabled_by: row.try_get("disabled_by")?,
            n_sessions: row.try_get("n_sessions")?,
        })
    }

    /// `invited`, `active` or `disabled`.
    pub(crate) fn state(&self) -> &'static str {
        match () {
            () if self.disabled_at.is_some() => "disabled",
            () if self.must_change_password => "invited",
            () => "active",
        }
    }
}

/// Disables an account and ends its sessions, in one transaction with the record of it. True if it was not disabled
/// yet.
pub(crate) async fn disable(
    connection: &mut Connection,
    person: &PersonId,
    reason: DisabledReason,
    author: &str,
    act: impl FnOnce(AuditAct) -> Act,
    now: Timestamp,
) -> Result<bool, CallError> {
    require_account(connection, person).await?;
    let changed = sql!(accounts / disable_account)
        .bind(person.as_str())
        .bind(now)
        .bind(reason.into_str())
        .bind(author)
        .execute(&mut *connection)
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    let n_sessions = sessions::delete_all(connection, person).await?;
    sql!(accounts / delete_reset_code)
        .bind(person.as_str())
        .bind(None::<Vec<u8>>)
        .execute(&mut *connection)
        .await?;
    let details = json!({ "reason": reason.into_str(), "sessions": n_sessions });
    let act = act(AuditAct::AccountDisabled)
        .about(person)
        .details(details);
    audit::record(connection, now, act).await?;
    Ok(true)
}

/// Enables a disabled account; true if it was disabled.
pub(crate) async fn enable(
    connection: &mut Connection,
    person: &PersonId,
    act: impl FnOnce(AuditAct) -> Act,
    now: Timestamp,
) -> Result<bool, CallError> {
    require_account(connection, person).await?;
    let changed = sql!(accounts / enable_account)
        .bind(person.as_str())
        .execute(&mut *connection)
        .await?;
    if changed > 0 {
        let act = act(AuditAct::AccountEnabled).about(person);
        audit::record(connection, now, act).await?;
    }
    Ok(changed > 0)
}

async fn require_account(connection: &mut Connection, person: &PersonId) -> Result<(), CallError> {
    let known: Option<bool> = sql!(accounts / account_is_disabled)
        .bind(person.as_str())
        .fetch_optional_value(connection)
        .await?;
    known.map(drop).ok_or_else(|| Code::NotFound.into())
}

//! The call about the audit log.

use super::{Act, AuditAct, AuditOutcome, read_entry};
use crate::app_state::{AppState, CallError};
use crate::db::{Row, sql};
use api::ApiError;
use api::access::Viewer;
use api::audit::{AuditCalls, AuditEntry, AuditLine, AuditSide, TRAIL_PAGE};
use async_trait::async_trait;
use domain::ids::{InstrumentId, PersonId};
use domain::person::Role;
use domain::timestamp::Timestamp;
use std::str::FromStr;

/// Rows on a page, as the database counts them.
#[expect(clippy::cast_possible_wrap, reason = "a page is short")]
const TRAIL_ROWS: i64 = TRAIL_PAGE as i64;

#[async_trait]
impl AuditCalls for AppState {
    async fn audit_of_account(
        &self,
        by: &Viewer,
        account: PersonId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<AuditEntry>, ApiError> {
        let act = Act::by(by, AuditAct::AuditRead).about(&account);
        self.record(act).await?;
        let rows = sql!(audit / audit_entries_of_actor)
            .bind(account.as_str())
            .bind(from)
            .bind(to)
            .fetch_all(self.readers())
            .await
            .map_err(CallError::from)?;
        let entries = rows.iter().map(|row| Ok(read_entry(row)?.0));
        entries
            .collect::<Result<_, CallError>>()
            .map_err(Into::into)
    }

    async fn audit_trail(
        &self,
        by: &Viewer,
        account: PersonId,
        side: AuditSide,
        before: Option<i64>,
    ) -> Result<Vec<AuditLine>, ApiError> {
        let act = Act::by(by, AuditAct::AuditRead).about(&account);
        self.record(act).await?;
        let statement = match side {
            AuditSide::By => sql!(audit / audit_trail_by),
            AuditSide::About if by.has(Role::Personnel) => sql!(audit / audit_trail_about),
            // システム管理 has accounts to answer for, not guidance, grants and talks.
            AuditSide::About => sql!(audit / audit_trail_account),
        };
        let rows = statement
            .bind(account.as_str())
            .bind(before.unwrap_or(i64::MAX))
            .bind(TRAIL_ROWS)
            .fetch_all(self.readers())
            .await
            .map_err(CallError::from)?;
        let lines: Result<Vec<_>, CallError> = rows.iter().map(|it| line(self, it)).collect();
        Ok(lines?)
    }
}

/// A row as people read it.
fn line(app: &AppState, row: &Row) -> Result<AuditLine, CallError> {
    let author: String = row.try_get("author")?;
    let actor: String = row.try_get("actor")?;
    let act: String = row.try_get("act")?;
    let outcome: String = row.try_get("outcome")?;
    let instrument = InstrumentId(row.try_get("instrument")?);
    let catalogue = app.catalogue();
    let form = catalogue.newest(&instrument);
    let known = AuditAct::from_str(&act).ok();
    let went = AuditOutcome::from_str(&outcome).ok();
    let went = went.filter(|it| *it != AuditOutcome::Done);
    Ok(AuditLine {
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        act: known.map_or(act, |it| it.label().to_owned()),
        by: if author.is_empty() { actor } else { author },
        about: row.try_get("name")?,
        form: form.map_or_else(String::new, |it| it.edition.words.ja.clone()),
        cycle: row.try_get("cycle")?,
        outcome: went.map_or_else(String::new, |it| it.label().to_owned()),
    })
}

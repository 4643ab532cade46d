//! The call about the audit log.

use super::{Act, AuditAct, read_entry};
use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::ApiError;
use api::access::Viewer;
use api::audit::{AuditCalls, AuditEntry};
use async_trait::async_trait;
use domain::ids::PersonId;
use domain::timestamp::Timestamp;

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
}

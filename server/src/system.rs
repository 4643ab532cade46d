//! Whether the server is in order: what `doctor` tells on the machine and the page of システム管理 in the browser.

use crate::app_state::{AppState, CallError};
use crate::audit::{AuditAct, AuditOutcome};
use crate::db::{bytes_in_postgres, sql};
use crate::http::health::free_bytes;
use crate::mail;
use api::ApiError;
use api::access::Viewer;
use api::system::{SystemCalls, SystemStatus};
use async_trait::async_trait;
use std::path::Path;
use std::time::Duration;

/// How far back failed sign-ins are counted.
const DAY: Duration = Duration::from_hours(24);

impl AppState {
    pub(crate) async fn system_status(&self) -> Result<SystemStatus, CallError> {
        let now = self.now();
        let file = self.database().location.file();
        let row = sql!(system / system_figures)
            .bind(AuditAct::RosterImported.into_str())
            .bind(AuditAct::SignedIn.into_str())
            .bind(AuditOutcome::Done.into_str())
            .bind(now - DAY)
            .fetch_one(self.readers())
            .await?;
        let (mails_waiting, mails_refused) = mail::n_waiting(self).await?;
        Ok(SystemStatus {
            sends_mail: self.settings.mail.is_some(),
            mails_waiting,
            mails_refused,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            now,
            started_at: self.started_at,
            database_bytes: match file {
                Some(file) => file_bytes(file),
                None => bytes_in_postgres(self.readers()).await?,
            },
            in_postgres: file.is_none(),
            free_bytes: file.and_then(free_bytes),
            last_backup_at: self.last_backup().await?,
            last_roster_at: row.try_get("last_roster_at")?,
            people: row.try_get("people")?,
            disabled: row.try_get("disabled")?,
            failed_sign_ins: row.try_get("failed_sign_ins")?,
        })
    }
}

fn file_bytes(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |it| it.len())
}

#[async_trait]
impl SystemCalls for AppState {
    async fn system_status(&self, _by: &Viewer) -> Result<SystemStatus, ApiError> {
        Ok(Self::system_status(self).await?)
    }
}

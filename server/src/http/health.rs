//! Whether the server works: reads, writes, room on the disk, and how old the last backup is.

use super::security::{self, TrustedProxies};
use crate::app_state::AppState;
use crate::db::sql;
use crate::db::writer::WriteError;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::timestamp::Timestamp;
use serde::Serialize;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long a read or a write may take before it counts as failed.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The answer, as JSON; with status 503 unless the server reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Health {
    reads: bool,
    writes: bool,
    #[serde(flatten)]
    machine: Option<MachineHealth>,
}

/// For whoever asks on the server's machine, as a monitor does: it is nobody else's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct MachineHealth {
    /// Room on the disk of the database, in bytes; none if the system does not tell.
    free_bytes: Option<u64>,
    /// When the last backup was made; none if none is recorded.
    last_backup_at: Option<Timestamp>,
}

pub(crate) async fn health(
    State((app, proxies)): State<(Arc<AppState>, Arc<TrustedProxies>)>,
    request: Request,
) -> Response {
    let address = security::caller(&proxies, &request).address;
    let is_here = address.parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
    let machine = MachineHealth {
        free_bytes: app.database().location.file().and_then(free_bytes),
        last_backup_at: app.last_backup().await.unwrap_or_default(),
    };
    let health = Health {
        reads: is_done(app.last_backup()).await,
        writes: is_done(write_nothing(&app)).await,
        machine: is_here.then_some(machine),
    };
    let status = if health.reads && health.writes {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(health)).into_response()
}

async fn is_done<T, E>(work: impl Future<Output = Result<T, E>>) -> bool {
    matches!(tokio::time::timeout(TIMEOUT, work).await, Ok(Ok(_)))
}

/// A transaction without a statement: it needs the writer and its lock, and no fsync.
async fn write_nothing(app: &AppState) -> Result<(), WriteError> {
    app.database()
        .writer
        .run(|_| Box::pin(async { Ok(()) }))
        .await
}

/// Room on the disk of a file, for others than root.
pub(crate) fn free_bytes(file: &Path) -> Option<u64> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let disk = rustix::fs::statvfs(folder.unwrap_or(Path::new("."))).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

impl AppState {
    /// When the last backup was recorded.
    pub(crate) async fn last_backup(&self) -> Result<Option<Timestamp>, crate::db::DbError> {
        sql!(audit / last_backup_at)
            .fetch_value(self.readers())
            .await
    }
}

//! How much one person may write on a day: far more than anyone does, and too little to fill a disk.

use crate::app_state::CallError;
use crate::db::{Connection, sql};
use api::{ApiError, Code};
use domain::ids::{Day, PersonId};
use serde::Serialize;

/// Facts of one person on a day. After a restore a device sends all its facts again, some thousands.
const MAX_FACTS: i64 = 30_000;

/// Bytes of their JSON.
const MAX_BYTES: i64 = 128 << 20;

/// When a device tries again, in seconds.
const RETRY_AFTER: u32 = 3_600;

/// What one person adds on a day.
#[derive(Serialize)]
pub(super) struct DailyUse<'a>(
    pub(super) &'a PersonId,
    pub(super) Day,
    /// Facts.
    pub(super) usize,
    /// Bytes of their JSON.
    pub(super) usize,
);

/// Counts pushes; fails if one of the people has reached the limit. What is refused stays on the device.
pub(super) async fn count(
    connection: &mut Connection,
    pushes: &[DailyUse<'_>],
) -> Result<(), CallError> {
    let rows = sql!(sheets / add_daily_use)
        .bind(serde_json::to_string(pushes)?)
        .fetch_all(connection)
        .await?;
    for row in rows {
        // The refused push is rolled back, and its count with it.
        if row.try_get::<i64, _>("facts")? > MAX_FACTS
            || row.try_get::<i64, _>("bytes")? > MAX_BYTES
        {
            let why = "今日送れる量の上限に達しました。入力はこの端末に保存され、明日送られます。";
            return Err(ApiError {
                retry_after: Some(RETRY_AFTER),
                ..ApiError::with(Code::RateLimited, why)
            }
            .into());
        }
    }
    Ok(())
}

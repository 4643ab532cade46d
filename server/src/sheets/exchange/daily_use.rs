//! How much one person may write on a day: far more than anyone does, and too little to fill a disk.

use crate::app_state::CallError;
use crate::db::{Connection, sql};
use api::{ApiError, Code};
use domain::ids::{Day, PersonId};

/// Facts of one person on a day. After a restore a device sends all its facts again, some thousands.
const MAX_FACTS: i64 = 30_000;

/// Bytes of their JSON.
const MAX_BYTES: i64 = 128 << 20;

/// When a device tries again, in seconds.
const RETRY_AFTER: u32 = 3_600;

/// Counts a push, or refuses it whole: it stays on the device.
pub(super) async fn count(
    connection: &mut Connection,
    person: &PersonId,
    day: &Day,
    (facts, bytes): (usize, usize),
) -> Result<(), CallError> {
    let facts = i64::try_from(facts).map_err(|_| Code::TooLarge)?;
    let bytes = i64::try_from(bytes).map_err(|_| Code::TooLarge)?;
    let row = sql!(sheets / add_daily_use)
        .bind(person.as_str())
        .bind(day)
        .bind(facts)
        .bind(bytes)
        .fetch_one(connection)
        .await?;
    // The refused push is rolled back, and its count with it.
    if row.try_get::<i64, _>("facts")? > MAX_FACTS || row.try_get::<i64, _>("bytes")? > MAX_BYTES {
        let why = "今日送れる量の上限に達しました。入力はこの端末に保存され、明日送られます。";
        return Err(ApiError {
            retry_after: Some(RETRY_AFTER),
            ..ApiError::with(Code::RateLimited, why)
        }
        .into());
    }
    Ok(())
}

//! Where a sheet stands, as the database has it.

use crate::desk::Failure;
use crate::rules::Standing;
use app::model::sheet::{SheetId, SheetState};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Reads it; closed where there is no such cycle.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    sheet: &SheetId,
) -> Result<Standing, Failure> {
    let row = sqlx::query(include_str!("../standing.sql"))
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else {
        return Ok(Standing::default());
    };
    let state: Option<String> = row.try_get("state")?;
    let submitted = state.as_deref() == Some("submitted");
    Ok(Standing {
        open: row.try_get("open")?,
        state: if submitted {
            SheetState::Submitted
        } else {
            SheetState::Draft
        },
        was_read: row.try_get("was_read")?,
        exists: state.is_some(),
    })
}

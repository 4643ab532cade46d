//! Deletes sheets whose retention period is over, and logs the deletion.

use crate::db::Database;
use crate::db::writer::WriteError;
use crate::db::{Connection, sql};
use domain::calendar::Cycle;
use domain::timestamp::Timestamp;

/// Fiscal years for which a form's sheets are kept after their own, unless 職員課 (personnel office) set another number.
pub const DEFAULT_YEARS: u16 = 5;

/// Deletes every sheet whose retention period is over, with its facts. Returns the number of sheets.
pub async fn delete_expired(database: &Database, now: Timestamp) -> Result<u64, WriteError> {
    let job = database.writer.run(move |connection| {
        Box::pin(async move {
            let rows = sql!(personnel / retention_by_cycle)
                .bind(DEFAULT_YEARS)
                .fetch_all(&mut *connection)
                .await?;
            let mut n_sheets = 0;
            for row in rows {
                let (instrument, cycle): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                let years: u16 = row.try_get(2)?;
                let over = cycle
                    .parse::<Cycle>()
                    .is_ok_and(|it| now.fiscal_year() > it.year + years);
                if over {
                    n_sheets += delete(connection, &instrument, &cycle, now).await?;
                }
            }
            Ok(n_sheets)
        })
    });
    job.await
}

pub(crate) async fn delete(
    connection: &mut Connection,
    instrument: &str,
    cycle: &str,
    now: Timestamp,
) -> Result<u64, WriteError> {
    let mut gone = [0_u64; 4];
    let statements = [
        sql!(personnel / delete_sheets_of_cycle),
        sql!(personnel / delete_facts_of_cycle),
        sql!(personnel / delete_receipts_of_cycle),
        sql!(personnel / delete_sheet_views_of_cycle),
    ];
    for (statement, n) in statements.into_iter().zip(&mut gone) {
        *n = statement
            .bind(instrument)
            .bind(cycle)
            .execute(&mut *connection)
            .await?;
    }
    // Closed, so that a late push cannot bring deleted answers back.
    sql!(personnel / close_cycle)
        .bind(instrument)
        .bind(cycle)
        .execute(&mut *connection)
        .await?;
    sql!(personnel / insert_retention_log)
        .bind(instrument)
        .bind(cycle)
        .bind(i64::try_from(gone[0]).unwrap_or(i64::MAX))
        .bind(i64::try_from(gone[1]).unwrap_or(i64::MAX))
        .bind(now)
        .execute(connection)
        .await?;
    tracing::info!(
        instrument,
        cycle,
        sheets = gone[0],
        "deleted what is past its time"
    );
    Ok(gone[0])
}

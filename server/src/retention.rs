//! Deletes sheets whose retention period is over, and logs the deletion (DESIGN §5, rule 8).

use crate::database::Database;
use crate::writer::WriteError;
use domain::calendar::{Cycle, fiscal_year};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Fiscal years for which a form's sheets are kept after their own, unless 職員課 (personnel office) set another number.
pub const DEFAULT_YEARS: u16 = 5;

/// Deletes every sheet whose retention period is over, with its facts. Returns the number of sheets.
pub async fn delete_expired(database: &Database, now: i64) -> Result<u64, WriteError> {
    let job = database.writer.run(move |connection| {
        Box::pin(async move {
            let rows = sqlx::query(include_str!("retention/kept.sql"))
                .bind(DEFAULT_YEARS)
                .fetch_all(&mut *connection)
                .await?;
            let mut n_sheets = 0;
            for row in rows {
                let (instrument, cycle): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                let years: u16 = row.try_get(2)?;
                let over = cycle
                    .parse::<Cycle>()
                    .is_ok_and(|it| fiscal_year(now) > it.year + years);
                if over {
                    n_sheets += delete(connection, &instrument, &cycle, now).await?;
                }
            }
            Ok(n_sheets)
        })
    });
    job.await
}

async fn delete(
    connection: &mut SqliteConnection,
    instrument: &str,
    cycle: &str,
    now: i64,
) -> Result<u64, WriteError> {
    let mut gone = [0_u64; 4];
    let statements = [
        "delete from sheet where instrument = ? and cycle = ?",
        "delete from fact where instrument = ? and cycle = ?",
        "delete from receipt where instrument = ? and cycle = ?",
        "delete from opening where instrument = ? and cycle = ?",
    ];
    for (statement, n) in statements.into_iter().zip(&mut gone) {
        let done = sqlx::query(statement)
            .bind(instrument)
            .bind(cycle)
            .execute(&mut *connection)
            .await?;
        *n = done.rows_affected();
    }
    // Closed, so that a late push cannot bring deleted answers back.
    sqlx::query("update cycle set open = 0 where instrument = ? and cycle = ?")
        .bind(instrument)
        .bind(cycle)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "insert into deletion (instrument, cycle, sheets, facts, at) values (?, ?, ?, ?, ?)",
    )
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

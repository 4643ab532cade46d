//! Expiry of visits: past their retention they are aggregated into counts and deleted, with an entry in a log.

use super::{count_unreleased, event, release_to_counts, released_visits};
use crate::desk::{AppState, CallError};
use crate::fair::count;
use api::{ApiError, Code};
use domain::calendar::iso_day;
use domain::fair::EventState;
use sqlx::Row;

/// In milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl AppState {
    /// Archives the counts of every event past its retention; returns how many visits were deleted.
    pub async fn expire_events(&self) -> Result<u64, ApiError> {
        Ok(expire_all(self).await?)
    }
}

async fn expire_all(desk: &AppState) -> Result<u64, CallError> {
    let rows = sqlx::query("select id, last_day, keep_days from fair_event where id not in (select event from fair_kept)")
        .fetch_all(desk.readers())
        .await?;
    let mut gone = 0;
    for row in rows {
        let (id, last_day): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let keep: i64 = row.try_get(2)?;
        if iso_day(desk.now() - keep * DAY_MS) > last_day {
            gone += archive_event(desk, &id).await?;
        }
    }
    Ok(gone)
}

async fn archive_event(desk: &AppState, id: &str) -> Result<u64, CallError> {
    let quiz = event(desk, id).await?.quiz;
    let quiz = desk.quizzes.of(&quiz).ok_or(Code::NotFound)?.clone();
    let (id, now) = (id.to_owned(), desk.now());
    // One transaction: a visit that arrives meanwhile is either counted or rejected, never deleted uncounted.
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            // As if closed: also releases the last group. Fewer than five waiting visits are deleted uncounted.
            release_to_counts(&mut *connection, &id, EventState::Closed).await?;
            let uncounted = count_unreleased(&mut *connection, &id).await?;
            let visits = released_visits(&mut *connection, &id).await?;
            let counts = serde_json::to_string(&count(&visits, &quiz))?;
            sqlx::query("insert into fair_kept (event, counts, at) values (?, ?, ?)")
                .bind(&id)
                .bind(counts)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            let done = sqlx::query("delete from fair_record where event = ?")
                .bind(&id)
                .execute(&mut *connection)
                .await?;
            let gone = done.rows_affected();
            sqlx::query(
                "insert into fair_deletion (event, records, uncounted, at) values (?, ?, ?, ?)",
            )
            .bind(&id)
            .bind(i64::try_from(gone).unwrap_or(i64::MAX))
            .bind(uncounted)
            .bind(now)
            .execute(connection)
            .await?;
            tracing::info!(
                event = id,
                records = gone,
                uncounted,
                "records of a fair became counts"
            );
            Ok::<u64, CallError>(gone)
        })
    });
    write.await
}

//! Expiry of visits: past their retention they are aggregated into counts and deleted, with an entry in a log.

use crate::app_state::{AppState, CallError};
use crate::db::sql;
use crate::fair::events::{count_unreleased, find_event, release_to_counts};
use crate::fair::tally::tally_in;
use crate::personnel::deletion_notices;
use api::{ApiError, Code};
use domain::fair::EventState;
use domain::ids::{Day, EventId};
use std::time::Duration;

/// How a notice names an event.
const EVENT: &str = "event/";

/// Days on which an event was past its time before its visits go: a clock that is wrong at a start sees one.
const DAYS_SEEN: u32 = 3;

impl AppState {
    /// Archives the counts of every event past its retention; returns how many visits were deleted.
    pub async fn expire_events(&self) -> Result<u64, ApiError> {
        Ok(expire_all(self).await?)
    }
}

pub(crate) async fn expire_all(app: &AppState) -> Result<u64, CallError> {
    let rows = sql!(fair / unarchived_fair_events)
        .fetch_all(app.readers())
        .await?;
    let mut due = Vec::new();
    for row in rows {
        let (id, last_day) = (EventId(row.try_get(0)?), row.try_get::<Day, _>(1)?);
        let keep = Duration::from_hours(24 * u64::from(row.try_get::<u32, _>(2)?));
        if (app.now() - keep).day() > last_day {
            due.push(format!("{EVENT}{id}"));
        }
    }
    deletion_notices::see(app.database(), EVENT, due, app.now()).await?;
    let mut gone = 0;
    for notice in deletion_notices::all(app.readers()).await? {
        let event = notice.subject.strip_prefix(EVENT);
        if let Some(event) = event.filter(|_| notice.days_seen >= DAYS_SEEN) {
            gone += archive_event(app, &event.into()).await?;
        }
    }
    Ok(gone)
}

pub(crate) async fn archive_event(app: &AppState, id: &EventId) -> Result<u64, CallError> {
    let quiz = find_event(app, id).await?.quiz;
    let quiz = app.quizzes.of(&quiz).ok_or(Code::NotFound)?.clone();
    let (id, now) = (id.to_owned(), app.now());
    // One transaction: a visit that arrives meanwhile is either counted or rejected, never deleted uncounted.
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            // As if closed: also releases the last group. Fewer than five waiting visits are deleted uncounted.
            release_to_counts(&mut *connection, &id, EventState::Closed).await?;
            let uncounted = count_unreleased(&mut *connection, &id).await?;
            let tally = tally_in(&mut *connection, &id).await?;
            let counts = serde_json::to_string(&tally.counts(&quiz))?;
            sql!(fair / insert_archived_counts)
                .bind(id.as_str())
                .bind(counts)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            let gone = sql!(fair / delete_visits_of_event)
                .bind(id.as_str())
                .execute(&mut *connection)
                .await?;
            sql!(fair / delete_fair_tally)
                .bind(id.as_str())
                .execute(&mut *connection)
                .await?;
            sql!(fair / log_visit_deletion)
                .bind(id.as_str())
                .bind(i64::try_from(gone).unwrap_or(i64::MAX))
                .bind(uncounted)
                .bind(now)
                .execute(connection)
                .await?;
            tracing::info!(
                event = id.as_str(),
                records = gone,
                uncounted,
                "records of a fair became counts"
            );
            Ok::<u64, CallError>(gone)
        })
    });
    write.await
}

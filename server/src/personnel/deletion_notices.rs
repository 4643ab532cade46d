//! Notices of what is due to be deleted: seen on how many days, and whether somebody has approved it.

use crate::db::writer::WriteError;
use crate::db::{Database, DbError, Pool, sql};
use domain::timestamp::Timestamp;

/// One notice.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub(crate) subject: String,
    pub(crate) noticed_at: Timestamp,
    /// On how many days the server has seen that it is due.
    pub(crate) days_seen: u32,
    pub(crate) is_approved: bool,
}

/// Notes that these subjects are due, and drops the notices of the others that begin alike.
pub(crate) async fn see(
    database: &Database,
    kind: &'static str,
    subjects: Vec<String>,
    now: Timestamp,
) -> Result<(), WriteError> {
    let job = database.writer.run::<_, WriteError, _>(move |connection| {
        Box::pin(async move {
            for subject in &subjects {
                sql!(personnel / see_deletion)
                    .bind(subject)
                    .bind(now)
                    .bind(now.day())
                    .execute(&mut *connection)
                    .await?;
            }
            let list = serde_json::to_string(&subjects).unwrap_or_default();
            sql!(personnel / drop_other_notices)
                .bind(kind)
                .bind(list)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    job.await
}

pub(crate) async fn all(readers: &Pool) -> Result<Vec<Notice>, DbError> {
    let rows = sql!(personnel / deletion_notices)
        .fetch_all(readers)
        .await?;
    let notices = rows.iter().map(|row| {
        Ok(Notice {
            subject: row.try_get("subject")?,
            noticed_at: row.try_get("noticed_at")?,
            days_seen: row.try_get("days_seen")?,
            is_approved: row.try_get("is_approved")?,
        })
    });
    notices.collect()
}

//! 代理: who acts for a 所属長, from which day to which day. Permissions are checked per day and expire by themselves.

use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::personnel::Deputy;
use api::{ApiError, Code};
use domain::ids::PersonId;
use domain::instrument::is_day;
use domain::person::PersonName;
use std::time::Duration;

pub(crate) async fn deputies(app: &AppState) -> Result<Vec<Deputy>, CallError> {
    let rows = sql!(personnel / deputies).fetch_all(app.readers()).await?;
    let mut deputies = Vec::new();
    for row in rows {
        deputies.push(Deputy {
            seq: row.try_get("seq")?,
            supervisor: PersonName {
                id: row.try_get("boss_id")?,
                name: row.try_get("boss_name")?,
            },
            deputy: PersonName {
                id: row.try_get("acting_id")?,
                name: row.try_get("acting_name")?,
            },
            first_day: row.try_get("first_day")?,
            last_day: row.try_get("last_day")?,
        });
    }
    Ok(deputies)
}

pub(crate) async fn add_deputy(
    app: &AppState,
    author: PersonId,
    supervisor: PersonId,
    deputy: PersonId,
    (first_day, last_day): (String, String),
) -> Result<(), CallError> {
    let wrong = |why: &str| Err(ApiError::with(Code::BadRequest, why).into());
    if !is_day(&first_day) || !is_day(&last_day) || first_day > last_day {
        return wrong("始まりと終わりの日を、この順に入れてください。");
    }
    if supervisor == deputy {
        return wrong("所属長とは別の人を選んでください。");
    }
    // Two rows only if both exist and the 所属長 has staff: one query for both checks.
    let known: i64 = sql!(personnel / count_valid_deputy_parties)
        .bind(supervisor.as_str())
        .bind(deputy.as_str())
        .fetch_value(app.readers())
        .await?;
    if known != 2 {
        return wrong("職員番号が見つからないか、部下のいない人です。");
    }
    let now = app.now();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(personnel / insert_deputy)
                    .bind(supervisor.as_str())
                    .bind(deputy.as_str())
                    .bind(first_day)
                    .bind(last_day)
                    .bind(author.as_str())
                    .bind(now)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

pub(crate) async fn end_deputy(app: &AppState, seq: i64) -> Result<(), CallError> {
    // The last day is inclusive: to end the deputy's permissions at once, it becomes yesterday.
    let yesterday = (app.now() - Duration::from_hours(24)).day();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(personnel / end_deputy)
                    .bind(yesterday)
                    .bind(seq)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

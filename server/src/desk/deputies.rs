//! 代理: who acts for a 所属長, from which day to which day. Permissions are checked per day and expire by themselves.

use super::{AppState, CallError};
use api::{ApiError, Code, Deputy};
use domain::calendar::iso_day;
use domain::ids::PersonId;
use domain::instrument::is_day;
use sqlx::Row;

pub(super) async fn deputies(desk: &AppState) -> Result<Vec<Deputy>, CallError> {
    let rows = sqlx::query(include_str!("deputies.sql"))
        .fetch_all(desk.readers())
        .await?;
    let mut deputies = Vec::new();
    for row in rows {
        deputies.push(Deputy {
            seq: row.try_get("seq")?,
            supervisor: (PersonId(row.try_get("boss_id")?), row.try_get("boss_name")?),
            deputy: (
                PersonId(row.try_get("acting_id")?),
                row.try_get("acting_name")?,
            ),
            first_day: row.try_get("first_day")?,
            last_day: row.try_get("last_day")?,
        });
    }
    Ok(deputies)
}

pub(super) async fn add_deputy(
    desk: &AppState,
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
    let known: i64 = sqlx::query_scalar(
        "select count(*) from person where id = ?2 or id = ?1 and exists (select 1 from person as staff where staff.supervisor = ?1)",
    )
    .bind(supervisor.as_str())
    .bind(deputy.as_str())
    .fetch_one(desk.readers())
    .await?;
    if known != 2 {
        return wrong("職員番号が見つからないか、部下のいない人です。");
    }
    let now = desk.now();
    let write = desk.database.writer.run::<_, CallError, _>(move |connection| {
        Box::pin(async move {
            sqlx::query("insert into deputy (supervisor, deputy, first_day, last_day, author, at) values (?, ?, ?, ?, ?, ?)")
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

pub(super) async fn end_deputy(desk: &AppState, seq: i64) -> Result<(), CallError> {
    // The last day is inclusive: to end the deputy's permissions at once, it becomes yesterday.
    let yesterday = iso_day(desk.now() - 86_400_000);
    let write = desk
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sqlx::query("update deputy set last_day = ?1 where seq = ?2 and last_day > ?1")
                    .bind(yesterday)
                    .bind(seq)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

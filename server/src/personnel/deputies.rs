//! 代理: who acts for a 所属長, from which day to which day. Permissions are checked per day and expire by themselves.
//!
//! Nobody appoints themselves, and nobody appoints alone: 職員課 proposes, and the 所属長 or another person of 職員課 agrees.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use api::access::Viewer;
use api::accounts::DeputyNotice;
use api::personnel::{DEPUTIES_PAGE, Deputy};
use api::{ApiError, Code};
use domain::ids::PersonId;
use domain::instrument::is_day;
use domain::person::{PersonName, Role};
use domain::timestamp::Timestamp;
use serde_json::json;
use std::time::Duration;

/// Longest time of a deputy; it can be renewed.
const MAX_DAYS: u64 = 90;

const DAY: Duration = Duration::from_hours(24);

/// The latest deputies before a number, ended ones included.
pub(crate) async fn deputies(app: &AppState, before: i64) -> Result<Vec<Deputy>, CallError> {
    let rows = sql!(personnel / deputies)
        .bind(before)
        .bind(u32::try_from(DEPUTIES_PAGE).unwrap_or(u32::MAX))
        .fetch_all(app.readers())
        .await?;
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
            proposed_by: PersonName {
                id: row.try_get("author_id")?,
                name: row.try_get("author_name")?,
            },
            approved_by: row.try_get("approver_name")?,
            ended_by: row.try_get("ender_name")?,
        });
    }
    Ok(deputies)
}

/// The deputies that a person is told of: their 所属長's, and as 所属長 their own.
pub(crate) async fn notices(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<DeputyNotice>, CallError> {
    let rows = sql!(personnel / deputies_around_person)
        .bind(person.as_str())
        .bind(app.now().day())
        .fetch_all(app.readers())
        .await?;
    let mut notices = Vec::new();
    for row in rows {
        notices.push(DeputyNotice {
            seq: row.try_get("seq")?,
            deputy: row.try_get("deputy_name")?,
            first_day: row.try_get("first_day")?,
            last_day: row.try_get("last_day")?,
            is_own: row.try_get("is_own")?,
            waits: row.try_get("waits")?,
        });
    }
    Ok(notices)
}

/// Why days may not be a deputy's, as a sentence; none if they may.
fn wrong_days(first: &str, last: &str, today: Timestamp) -> Option<&'static str> {
    let of_day = |it: &str| Timestamp::of_day(&it.into());
    if !is_day(first) || !is_day(last) || first > last {
        return Some("始まりと終わりの日を、この順に入れてください。");
    }
    let (Some(first), Some(last)) = (of_day(first), of_day(last)) else {
        return Some("始まりと終わりの日を、この順に入れてください。");
    };
    if first < today.start_of_day() {
        return Some("始まりの日は、今日からにしてください。");
    }
    (last.since(first) >= DAY * u32::try_from(MAX_DAYS).unwrap_or(u32::MAX))
        .then_some("代理の期間は90日までです。続けるときは、改めて決めてください。")
}

pub(crate) async fn add_deputy(
    app: &AppState,
    by: &Viewer,
    supervisor: PersonId,
    deputy: PersonId,
    (first_day, last_day): (String, String),
) -> Result<(), CallError> {
    let wrong = |why: &str| Err(ApiError::with(Code::BadRequest, why).into());
    if let Some(why) = wrong_days(&first_day, &last_day, app.now()) {
        return wrong(why);
    }
    if supervisor == deputy {
        return wrong("所属長とは別の人を選んでください。");
    }
    if deputy == by.id {
        return wrong("自分を代理にすることはできません。職員課のほかの人に頼んでください。");
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
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(personnel / insert_deputy)
                    .bind(supervisor.as_str())
                    .bind(deputy.as_str())
                    .bind(&first_day)
                    .bind(&last_day)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let days =
                    json!({ "deputy": deputy, "first_day": first_day, "last_day": last_day });
                let act = Act::by(&by, AuditAct::DeputyProposed)
                    .about(&supervisor)
                    .details(days);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Agrees to a proposed deputy, as the 所属長 or as somebody of 職員課 who has not proposed it.
pub(crate) async fn approve_deputy(app: &AppState, by: &Viewer, seq: i64) -> Result<(), CallError> {
    let row = sql!(personnel / deputy_by_seq)
        .bind(seq)
        .fetch_optional(app.readers())
        .await?
        .ok_or(Code::NotFound)?;
    let supervisor: PersonId = row.try_get("supervisor")?;
    let (deputy, author): (PersonId, PersonId) = (row.try_get("deputy")?, row.try_get("author")?);
    let is_second = by.has(Role::Personnel) && by.id != author && by.id != deputy;
    if by.id != supervisor && !by.has(Role::Personnel) {
        return Err(Code::NotFound.into());
    }
    if by.id != supervisor && !is_second {
        let why =
            "決めた人と代理になる人は承認できません。所属長か、職員課のほかの人に頼んでください。";
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let approved = sql!(personnel / approve_deputy)
                    .bind(seq)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if approved == 0 {
                    return Ok(());
                }
                let act = Act::by(&by, AuditAct::DeputyApproved)
                    .about(&supervisor)
                    .details(json!({ "deputy": deputy, "seq": seq }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

pub(crate) async fn end_deputy(app: &AppState, by: &Viewer, seq: i64) -> Result<(), CallError> {
    // The last day is inclusive: to end the deputy's permissions at once, it becomes yesterday.
    let (by, now) = (by.clone(), app.now());
    let yesterday = (now - DAY).day();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let ended = sql!(personnel / end_deputy)
                    .bind(yesterday)
                    .bind(seq)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if ended == 0 {
                    return Ok(());
                }
                let act = Act::by(&by, AuditAct::DeputyEnded).details(json!({ "seq": seq }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

//! Reminders: 職員課 tells people of a sheet that they have not handed in. They see it in the app; nothing is in it of
//! what they wrote.

use super::people_progress::require_form;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Row, sql};
use crate::mail;
use api::access::Viewer;
use api::progress::PEOPLE_AT_ONCE;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::people_progress::SentReminder;
use serde_json::json;
use std::time::Duration;

/// One person is reminded of one sheet at most once in this time, however often the button is pressed.
const INTERVAL: Duration = Duration::from_hours(20);

/// Fails if so many people are named that one press was hardly meant for all of them.
pub(super) fn check_number(people: &[PersonId]) -> Result<(), CallError> {
    if people.len() <= PEOPLE_AT_ONCE {
        return Ok(());
    }
    let why = format!("一度に選べるのは{PEOPLE_AT_ONCE}人までです。課などで絞ってください。");
    Err(ApiError::with(Code::BadRequest, &why).into())
}

/// Returns how many were reminded: not those who were already, and nobody who has left.
pub(crate) async fn remind(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    cycle: Cycle,
    people: Vec<PersonId>,
) -> Result<u32, CallError> {
    require_form(app, &instrument)?;
    check_number(&people)?;
    let (by, now) = (by.clone(), app.now());
    let sends_mail = app.settings.mail.is_some();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let mut reminded = Vec::new();
                for person in people {
                    let n = sql!(personnel / insert_reminder)
                        .bind(person.as_str())
                        .bind(instrument.as_str())
                        .bind(cycle.to_string())
                        .bind(by.id.as_str())
                        .bind(now)
                        .bind(now - INTERVAL)
                        .execute(&mut *connection)
                        .await?;
                    if n > 0 {
                        reminded.push(person);
                    }
                }
                let n = u32::try_from(reminded.len()).unwrap_or(u32::MAX);
                if n > 0 {
                    let act = Act::by(&by, AuditAct::Reminded)
                        .form(instrument.as_str(), &cycle.to_string())
                        .details(json!({ "people": &reminded }));
                    audit::record(connection, now, act).await?;
                    if sends_mail {
                        mail::enqueue(connection, (&instrument, &cycle), &reminded, now).await?;
                    }
                }
                Ok(n)
            })
        });
    write.await
}

/// The reminders of sheets that a person has still not handed in.
pub(crate) async fn of_person(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<SentReminder>, CallError> {
    let rows = sql!(personnel / reminders_of_person)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<SentReminder, CallError> {
    let cycle: String = row.try_get("cycle")?;
    Ok(SentReminder {
        instrument: InstrumentId(row.try_get("instrument")?),
        cycle: cycle.parse().map_err(|_| Code::Internal)?,
        reminded_at: row.try_get("reminded_at")?,
    })
}

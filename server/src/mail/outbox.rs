//! The mails that wait: put there with a reminder, taken one at a time, each by one server.

use super::retry;
use crate::app_state::{AppState, CallError};
use crate::db::{Connection, DbError, sql};
use api::Code;
use api::personnel::UndeliveredMail;
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::person::PersonName;
use domain::timestamp::Timestamp;
use std::time::Duration;

/// Longer than any try takes: then another server may take a mail whose own is gone.
const LEASE: Duration = Duration::from_mins(10);

/// How long it is known that a mail was sent, or why not.
const KEPT: Duration = Duration::from_hours(24 * 30);

/// A mail that is tried now.
pub(super) struct DueMail {
    pub(super) seq: i64,
    pub(super) created_at: Timestamp,
    /// With this one.
    pub(super) tries: u32,
    pub(super) person: PersonName,
    pub(super) address: String,
    pub(super) instrument: InstrumentId,
    pub(super) cycle: Cycle,
    pub(super) due: Option<Day>,
    /// Whether they still want it, and still have not handed in.
    pub(super) is_wanted: bool,
}

/// Puts a mail there for each of these people who has an address and wants mail. Returns for how many.
pub(crate) async fn enqueue(
    connection: &mut Connection,
    (instrument, cycle): (&InstrumentId, &Cycle),
    people: &[PersonId],
    now: Timestamp,
) -> Result<u64, DbError> {
    let mut n = 0;
    for person in people {
        n += sql!(mail / insert_mail)
            .bind(person.as_str())
            .bind(instrument.as_str())
            .bind(cycle.to_string())
            .bind(now)
            .execute(&mut *connection)
            .await?;
    }
    Ok(n)
}

/// Takes the next mail whose time has come, for as long as a try lasts.
pub(super) async fn take(app: &AppState) -> Result<Option<DueMail>, CallError> {
    let now = app.now();
    // Mostly none is: then nothing is written.
    let is_due: bool = sql!(mail / is_mail_due)
        .bind(now)
        .fetch_value(app.readers())
        .await?;
    if !is_due {
        return Ok(None);
    }
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let taken: Option<i64> = sql!(mail / take_mail)
                    .bind(now)
                    .bind(now + LEASE)
                    .fetch_optional_value(connection)
                    .await?;
                Ok(taken)
            })
        });
    let Some(seq) = write.await? else {
        return Ok(None);
    };
    let row = sql!(mail / mail_to_send)
        .bind(seq)
        .bind(now.day())
        .fetch_one(app.readers())
        .await?;
    let cycle: String = row.try_get("cycle")?;
    let (own, due): (Option<String>, Option<String>) =
        (row.try_get("last_day")?, row.try_get("due")?);
    Ok(Some(DueMail {
        seq,
        created_at: row.try_get("created_at")?,
        tries: row.try_get("tries")?,
        person: PersonName {
            id: PersonId(row.try_get("person")?),
            name: row.try_get("name")?,
        },
        address: row.try_get("mail")?,
        instrument: InstrumentId(row.try_get("instrument")?),
        cycle: cycle.parse().map_err(|_| Code::Internal)?,
        due: own.max(due).map(Day),
        is_wanted: row.try_get("is_wanted")?,
    }))
}

/// What became of a try.
pub(super) enum Tried {
    Sent,
    /// Nobody wants it any more: it is forgotten.
    Dropped,
    /// The server did not take it; whether it will never.
    Refused {
        why: String,
        is_final: bool,
    },
}

pub(super) async fn note(app: &AppState, mail: &DueMail, tried: Tried) -> Result<(), CallError> {
    let (seq, now) = (mail.seq, app.now());
    let next = retry::next_try(mail.created_at, mail.tries, now);
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let (next, sent_at, why) = match tried {
                    Tried::Dropped => {
                        sql!(mail / delete_mail)
                            .bind(seq)
                            .execute(connection)
                            .await?;
                        return Ok(());
                    }
                    Tried::Sent => (None, Some(now), String::new()),
                    Tried::Refused { why, is_final } => (next.filter(|_| !is_final), None, why),
                };
                sql!(mail / note_try)
                    .bind(seq)
                    .bind(next)
                    .bind(sent_at)
                    .bind(why)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

/// The mails that were given up, the last first.
pub(crate) async fn undelivered(app: &AppState) -> Result<Vec<UndeliveredMail>, CallError> {
    let rows = sql!(mail / undelivered_mails)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &crate::db::Row| {
        Ok(UndeliveredMail {
            person: PersonName {
                id: PersonId(row.try_get("person")?),
                name: row.try_get("name")?,
            },
            created_at: row.try_get("created_at")?,
            problem: row.try_get("problem")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many mails wait, and of those how many a server has not taken at least once.
pub(crate) async fn n_waiting(app: &AppState) -> Result<(u32, u32), CallError> {
    let row = sql!(mail / waiting_mails).fetch_one(app.readers()).await?;
    Ok((row.try_get("n_waiting")?, row.try_get("n_refused")?))
}

/// Forgets what was sent or given up long ago.
pub(crate) async fn delete_old(connection: &mut Connection, now: Timestamp) -> Result<(), DbError> {
    sql!(mail / delete_old_mails)
        .bind(now - KEPT)
        .execute(connection)
        .await?;
    Ok(())
}

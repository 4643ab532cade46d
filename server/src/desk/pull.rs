//! Pulls: a person's facts after a sequence number, in pages of bounded size.

use super::exchange::PushOutcome;
use super::{AppState, CallError};
use crate::rules::{PAGE_FACTS, page_is_full};
use api::Code;
use domain::fact::LoggedFact;
use domain::ids::{DeviceId, PersonId};
use domain::instrument::Workflow;
use domain::journal::{LogChecksum, Pull, Rejection};
use domain::sheet::SheetId;
use sqlx::sqlite::SqliteExecutor;
use sqlx::{Row, Sqlite};

/// The sequence number expected next from a device; 1 if it is unknown. Fails if the device is another person's.
pub(super) async fn next_number(
    database: impl SqliteExecutor<'_>,
    device: &DeviceId,
    person: &PersonId,
) -> Result<u64, CallError> {
    let row = sqlx::query::<Sqlite>("select person, expects from device where id = ?")
        .bind(device.as_str())
        .fetch_optional(database)
        .await?;
    let Some(row) = row else { return Ok(1) };
    if row.try_get::<String, _>("person")? != person.as_str() {
        return Err(Code::ForeignDevice.into());
    }
    u64::try_from(row.try_get::<i64, _>("expects")?).map_err(|_| Code::Internal.into())
}

/// The checksum of a person's facts up to a sequence number, for comparison with the device's own.
pub(super) async fn state(
    desk: &AppState,
    person: &PersonId,
    up_to: i64,
) -> Result<LogChecksum, CallError> {
    let rows =
        sqlx::query("select seq, digest from fact where person = ? and seq <= ? order by seq")
            .bind(person.as_str())
            .bind(up_to)
            .fetch_all(desk.readers())
            .await?;
    let facts = rows
        .iter()
        .map(|row| Ok((row.try_get("seq")?, row.try_get("digest")?)));
    let facts: Vec<(i64, Vec<u8>)> = facts.collect::<Result<_, sqlx::Error>>()?;
    Ok(LogChecksum::of(facts.into_iter()))
}

/// `seq`, author, fact as JSON, receipt as JSON.
type StoredFact = (i64, PersonId, String, Option<String>);

/// A person's facts between two sequence numbers, with sizes as JSON in bytes; at most [`ONE_MORE`].
async fn stored(
    desk: &AppState,
    person: &PersonId,
    since: i64,
    before: i64,
) -> Result<Vec<(LoggedFact, usize)>, CallError> {
    let text: String = sqlx::query_scalar(include_str!("facts_since.sql"))
        .bind(person.as_str())
        .bind(since)
        .bind(before)
        .bind(FETCH_LIMIT)
        .fetch_one(desk.readers())
        .await?;
    read_facts(&text)
}

/// Like [`stored`], with facts of the sheets of others that the device has checked out.
async fn load_with_checked_out(
    desk: &AppState,
    person: &PersonId,
    since: i64,
    held: &[(SheetId, bool)],
) -> Result<Vec<(LoggedFact, usize)>, CallError> {
    let text: String = sqlx::query_scalar(include_str!("facts_along.sql"))
        .bind(person.as_str())
        .bind(since)
        .bind(i64::MAX)
        .bind(FETCH_LIMIT)
        .bind(serde_json::to_string(held)?)
        .fetch_one(desk.readers())
        .await?;
    read_facts(&text)
}

/// One more than a page holds: tells whether another page follows.
#[expect(clippy::cast_possible_wrap, reason = "a page is small")]
const FETCH_LIMIT: i64 = PAGE_FACTS as i64 + 1;

fn read_facts(text: &str) -> Result<Vec<(LoggedFact, usize)>, CallError> {
    let rows: Vec<StoredFact> = serde_json::from_str(text)?;
    let facts = rows.into_iter().map(|(seq, author, text, receipt)| {
        let receipt = receipt.map(|it| serde_json::from_str(&it)).transpose()?;
        let fact = serde_json::from_str(&text)?;
        let heard = LoggedFact {
            seq,
            author,
            fact,
            receipt,
        };
        Ok((heard, text.len()))
    });
    facts.collect()
}

pub(super) async fn pull_own(
    desk: &AppState,
    person: &PersonId,
    since: i64,
    taken: PushOutcome,
) -> Result<Pull, CallError> {
    let mut written = taken.written;
    written.retain(|it| it.0.seq > since);
    let mut all = Vec::new();
    if taken.last_before.is_none_or(|it| it > since) {
        let before = written.first().map_or(i64::MAX, |it| it.0.seq);
        all = stored(desk, person, since, before).await?;
    }
    // Facts that others wrote into the log after this push are delivered by the next pull.
    all.extend(written);
    Ok(page(desk, since, taken.expects, taken.refused, all))
}

/// For a device with checked-out sheets: delivers those it may still hold, and tells it to release the others.
pub(super) async fn pull_with_checked_out(
    desk: &AppState,
    person: &PersonId,
    since: i64,
    taken: PushOutcome,
    along: Vec<SheetId>,
) -> Result<Pull, CallError> {
    let led = desk
        .people_led_by(person, along.iter().map(|it| &it.person))
        .await?;
    let (mut held, mut forget) = (Vec::new(), Vec::new());
    for sheet in along {
        let course = desk
            .catalogue()
            .newest(&sheet.instrument)
            .map(|it| it.edition.course);
        match course.filter(|_| led.contains(&sheet.person)) {
            // Of a joint record the device gets all facts; of an agreement sheet only those its user wrote.
            Some(Workflow::Joint) => held.push((sheet, true)),
            Some(Workflow::Agreement) => held.push((sheet, false)),
            _ => forget.push(sheet),
        }
    }
    let all = load_with_checked_out(desk, person, since, &held).await?;
    let mut pull = page(desk, since, taken.expects, taken.refused, all);
    pull.forget = forget;
    Ok(pull)
}

/// Cuts a page at the limits of `page_is_full`.
fn page(
    desk: &AppState,
    since: i64,
    expects: u64,
    refused: Vec<Rejection>,
    all: Vec<(LoggedFact, usize)>,
) -> Pull {
    let (mut heard, mut bytes, mut next) = (Vec::new(), 0, since);
    let n = all.len();
    for (fact, size) in all {
        if page_is_full(heard.len(), bytes, size) {
            break;
        }
        bytes += size;
        next = fact.seq;
        heard.push(fact);
    }
    let more = heard.len() < n;
    Pull {
        epoch: desk.epoch.clone(),
        expects,
        heard,
        refused,
        next,
        more,
        forget: Vec::new(),
    }
}

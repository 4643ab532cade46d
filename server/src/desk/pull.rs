//! The other half of the exchange: a person's own facts after a number, in pages of bounded size.

use super::exchange::Taken;
use super::{Failure, SqliteDesk};
use crate::rules::{PAGE, page_is_full};
use app::api::Code;
use app::journal::{Heard, Pull, State};
use app::model::ids::{DeviceId, PersonId};
use sqlx::sqlite::SqliteExecutor;
use sqlx::{Row, Sqlite};

/// The number the server takes next from a device; 1 from one it has not met.
pub(super) async fn expects(
    database: impl SqliteExecutor<'_>,
    device: &DeviceId,
    person: &PersonId,
) -> Result<u64, Failure> {
    let row = sqlx::query::<Sqlite>("select person, expects from device where id = ?")
        .bind(device.as_str())
        .fetch_optional(database)
        .await?;
    let Some(row) = row else { return Ok(1) };
    if row.try_get::<String, _>("person")? != person.as_str() {
        return Err(Code::DeviceNotYours.into());
    }
    u64::try_from(row.try_get::<i64, _>("expects")?).map_err(|_| Code::Internal.into())
}

/// What the log has of a person's own facts up to a number.
pub(super) async fn state(
    desk: &SqliteDesk,
    person: &PersonId,
    up_to: i64,
) -> Result<State, Failure> {
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
    Ok(State::of(facts.into_iter()))
}

/// Its number, author, JSON, and the receipt's JSON.
type StoredFact = (i64, PersonId, String, Option<String>);

/// A person's facts between two numbers, with the size of each as JSON; one more than a page takes, if there are.
async fn stored(
    desk: &SqliteDesk,
    person: &PersonId,
    since: i64,
    before: i64,
) -> Result<Vec<(Heard, usize)>, Failure> {
    let text: String = sqlx::query_scalar(include_str!("facts_since.sql"))
        .bind(person.as_str())
        .bind(since)
        .bind(before)
        .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .fetch_one(desk.readers())
        .await?;
    let rows: Vec<StoredFact> = serde_json::from_str(&text)?;
    let facts = rows.into_iter().map(|(seq, author, text, receipt)| {
        let receipt = receipt.map(|it| serde_json::from_str(&it)).transpose()?;
        let fact = serde_json::from_str(&text)?;
        let heard = Heard {
            seq,
            author,
            fact,
            receipt,
        };
        Ok((heard, text.len()))
    });
    facts.collect()
}

pub(super) async fn facts_since(
    desk: &SqliteDesk,
    person: &PersonId,
    since: i64,
    taken: Taken,
) -> Result<Pull, Failure> {
    let mut written = taken.written;
    written.retain(|it| it.0.seq > since);
    let mut all = Vec::new();
    if taken.last_before.is_none_or(|it| it > since) {
        let before = written.first().map_or(i64::MAX, |it| it.0.seq);
        all = stored(desk, person, since, before).await?;
    }
    // What was just written follows; what others wrote after it is heard next time.
    all.extend(written);
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
    Ok(Pull {
        epoch: desk.epoch.clone(),
        expects: taken.expects,
        heard,
        refused: taken.refused,
        next,
        more,
    })
}

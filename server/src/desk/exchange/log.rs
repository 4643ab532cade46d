//! Queries of the fact log and inserts into it, in batches: each statement costs more than a row.

use crate::desk::CallError;
use crate::rules::{KnownFact, MAX_FACT_BYTES, SheetStatus};
use api::Code;
use domain::fact::{Fact, FactBody, Reason};
use domain::ids::{DeviceId, FactId, PersonId};
use domain::sheet::{SheetId, SheetState};
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row};
use std::collections::{BTreeSet, HashMap};

/// A pushed fact with the bytes that are stored for it.
pub(super) struct IncomingFact {
    pub(super) fact: Fact,
    /// The fact as JSON.
    pub(super) text: String,
    /// SHA-256 of [`Self::text`].
    pub(super) digest: Vec<u8>,
}

impl IncomingFact {
    pub(super) fn of(fact: Fact) -> Result<Self, Code> {
        let text = serde_json::to_string(&fact).map_err(|_| Code::BadRequest)?;
        let digest = Sha256::digest(text.as_bytes()).to_vec();
        Ok(Self { fact, text, digest })
    }
}

/// What validating a push needs from the database.
pub(super) struct PushContext {
    /// The sequence number expected next from the device.
    pub(super) expects: u64,
    /// The `seq` of the person's last fact in the log; 0 if there is none.
    pub(super) last: i64,
    /// Facts already accepted or rejected under the ids of the push.
    pub(super) known: HashMap<FactId, KnownFact>,
    /// The status of each sheet in the push; none for a cycle that does not exist.
    pub(super) statuses: HashMap<SheetId, SheetStatus>,
}

/// Loads it in one query; fails with [`Code::DeviceNotYours`] if the device is another person's.
pub(super) async fn load_push_context(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    person: &PersonId,
    facts: &[Fact],
    today: &str,
) -> Result<PushContext, CallError> {
    let ids: Vec<&FactId> = facts.iter().map(|it| &it.id).collect();
    let sheets: BTreeSet<&SheetId> = facts.iter().map(|it| &it.sheet).collect();
    let row = sqlx::query(include_str!("../look.sql"))
        .bind(device.as_str())
        .bind(person.as_str())
        .bind(serde_json::to_string(&ids).map_err(|_| Code::BadRequest)?)
        .bind(serde_json::to_string(&sheets).map_err(|_| Code::BadRequest)?)
        .bind(today)
        .fetch_one(connection)
        .await?;
    let owner: Option<&str> = row.try_get("owner")?;
    if owner.is_some_and(|it| it != person.as_str()) {
        return Err(Code::ForeignDevice.into());
    }
    let expects: i64 = row.try_get("expects")?;
    Ok(PushContext {
        expects: u64::try_from(expects).map_err(|_| Code::Internal)?,
        last: row.try_get("last")?,
        known: read_known(row.try_get("known")?).ok_or(Code::Internal)?,
        statuses: read_statuses(row.try_get("standings")?).ok_or(Code::Internal)?,
    })
}

/// Decodes rows of id, digest in hexadecimal, reason and detail.
fn read_known(text: &str) -> Option<HashMap<FactId, KnownFact>> {
    type Row = (String, String, Option<String>, String);
    let rows: Vec<Row> = serde_json::from_str(text).ok()?;
    let rows = rows.into_iter().map(|(id, digest, reason, detail)| {
        let refusal = Reason::from_wire(reason.as_deref()).map(|it| (it, detail));
        let digest = hex::decode(digest).ok()?;
        Some((FactId(id), KnownFact { digest, refusal }))
    });
    rows.collect()
}

/// Decodes rows of sheet, cycle open, state, was read, and whether the pushing person leads its owner.
fn read_statuses(text: &str) -> Option<HashMap<SheetId, SheetStatus>> {
    type Row = (SheetId, u8, Option<SheetState>, u8, u8);
    let rows: Vec<Row> = serde_json::from_str(text).ok()?;
    let rows = rows
        .into_iter()
        .map(|(sheet, open, state, was_read, is_led)| {
            let standing = SheetStatus {
                open: open == 1,
                state: state.unwrap_or_default(),
                was_read: was_read == 1,
                exists: state.is_some(),
                is_led: is_led == 1,
            };
            (sheet, standing)
        });
    Some(rows.collect())
}

/// Rows per insert statement, largest first; few sizes, so that SQLite caches each prepared statement.
const INSERT_BATCH_SIZES: [usize; 3] = [50, 10, 1];

/// Appends facts to the log, in order; returns the `seq` of the last one, 0 if there were none.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    mut facts: &[IncomingFact],
    author: &PersonId,
    now: i64,
) -> Result<i64, CallError> {
    let mut last = 0;
    for size in INSERT_BATCH_SIZES {
        while let Some((some, rest)) = facts.split_at_checked(size) {
            last = append_batch(connection, some, author, now).await?;
            facts = rest;
        }
    }
    Ok(last)
}

async fn append_batch(
    connection: &mut SqliteConnection,
    facts: &[IncomingFact],
    author: &PersonId,
    now: i64,
) -> Result<i64, CallError> {
    let mut insert = QueryBuilder::new(include_str!("../keep.sql"));
    insert.push_values(facts, |mut row, IncomingFact { fact, text, digest }| {
        let (item, value) = match &fact.body {
            FactBody::Answer { item, value, .. } => (Some(item.as_str()), Some(value.to_string())),
            _ => (None, None),
        };
        row.push_bind(fact.id.as_str())
            .push_bind(fact.device.as_str())
            .push_bind(i64::try_from(fact.n).unwrap_or(i64::MAX))
            .push_bind(author.as_str())
            .push_bind(fact.sheet.person.as_str())
            .push_bind(fact.sheet.instrument.as_str())
            .push_bind(fact.sheet.cycle.to_string())
            .push_bind(item)
            .push_bind(value)
            .push_bind(digest.as_slice())
            .push_bind(text.as_str())
            .push_bind(now);
    });
    let done = insert.build().execute(connection).await?;
    Ok(done.last_insert_rowid())
}

/// The text stored of a rejected fact: empty if it exceeds the size limit.
fn stored_text(text: &str) -> &str {
    if text.len() > MAX_FACT_BYTES {
        ""
    } else {
        text
    }
}

/// Stores a rejected fact with its reason: a retry gets the same verdict.
pub(super) async fn log_rejection(
    connection: &mut SqliteConnection,
    IncomingFact { fact, text, digest }: &IncomingFact,
    (reason, detail): (Reason, &str),
    author: &PersonId,
    now: i64,
) -> Result<(), CallError> {
    sqlx::query("insert into refusal (id, device, n, author, reason, detail, digest, fact, heard_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(fact.id.as_str())
        .bind(fact.device.as_str())
        .bind(i64::try_from(fact.n).map_err(|_| Code::BadRequest)?)
        .bind(author.as_str())
        .bind(reason.as_str())
        .bind(detail)
        .bind(digest)
        .bind(stored_text(text))
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Logs that a known id was pushed again with other content.
pub(super) async fn log_duplicate_id(
    connection: &mut SqliteConnection,
    IncomingFact { fact, text, .. }: &IncomingFact,
    author: &PersonId,
    now: i64,
) -> Result<(), CallError> {
    sqlx::query("insert into contradiction (id, author, fact, heard_at) values (?, ?, ?, ?)")
        .bind(fact.id.as_str())
        .bind(author.as_str())
        .bind(stored_text(text))
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

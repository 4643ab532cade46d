//! Queries of the fact log and inserts into it, in batches: each statement costs more than a row.

use crate::app_state::CallError;
use crate::db::{Connection, sql};
use crate::sheets::pull;
use crate::sheets::push_rules::{KnownFact, MAX_FACT_BYTES, RejectionCause, SheetStatus};
use api::Code;
use domain::fact::{Fact, FactBody, Reason};
use domain::ids::Day;
use domain::ids::{DeviceId, FactId, InstrumentId, PersonId};
use domain::sheet::{SheetId, SheetState};
use domain::timestamp::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};

/// A pushed fact with the bytes that are stored for it.
pub(crate) struct IncomingFact {
    pub(crate) fact: Fact,
    /// The fact as JSON.
    pub(crate) text: String,
    /// SHA-256 of [`Self::text`].
    pub(crate) digest: Vec<u8>,
}

impl IncomingFact {
    pub(crate) fn of(fact: Fact) -> Result<Self, Code> {
        let text = serde_json::to_string(&fact).map_err(|_| Code::BadRequest)?;
        let digest = Sha256::digest(text.as_bytes()).to_vec();
        Ok(Self { fact, text, digest })
    }
}

/// What validating a push needs from the database.
pub(crate) struct PushContext {
    /// The sequence number expected next from the device.
    pub(crate) expects: u64,
    /// The `seq` of the person's last fact in the log; 0 if there is none.
    pub(crate) last: i64,
    /// Facts already accepted or rejected under the ids of the push.
    pub(crate) known: HashMap<FactId, KnownFact>,
    /// The status of each sheet in the push; none for a cycle that does not exist.
    pub(crate) statuses: HashMap<SheetId, SheetStatus>,
}

/// Loads it; fails with [`Code::ForeignDevice`] if the device is another person's.
pub(crate) async fn load_push_context(
    connection: &mut Connection,
    device: &DeviceId,
    person: &PersonId,
    facts: &[Fact],
    today: &Day,
) -> Result<PushContext, CallError> {
    Ok(PushContext {
        expects: pull::next_number(&mut *connection, device, person).await?,
        last: sql!(sheets / last_seq_of_person)
            .bind(person.as_str())
            .fetch_value(&mut *connection)
            .await?,
        known: known_facts(&mut *connection, facts).await?,
        statuses: sheet_statuses(connection, person, facts, today).await?,
    })
}

async fn known_facts(
    connection: &mut Connection,
    facts: &[Fact],
) -> Result<HashMap<FactId, KnownFact>, CallError> {
    let ids: Vec<&FactId> = facts.iter().map(|it| &it.id).collect();
    let rows = sql!(sheets / known_facts)
        .bind(serde_json::to_string(&ids)?)
        .fetch_all(connection)
        .await?;
    let mut known = HashMap::new();
    for row in rows {
        let reason: Option<String> = row.try_get("reason")?;
        let detail: String = row.try_get("detail")?;
        let digest = row.try_get("digest")?;
        // A word of a newer release is a reason all the same.
        let reason = reason.map(|it| it.parse().unwrap_or(Reason::Other));
        let rejection = reason.map(|it| RejectionCause::new(it, detail));
        known.insert(FactId(row.try_get("id")?), KnownFact { digest, rejection });
    }
    Ok(known)
}

async fn sheet_statuses(
    connection: &mut Connection,
    person: &PersonId,
    facts: &[Fact],
    today: &Day,
) -> Result<HashMap<SheetId, SheetStatus>, CallError> {
    let sheets: BTreeSet<&SheetId> = facts.iter().map(|it| &it.sheet).collect();
    let keys: Vec<_> = sheets
        .iter()
        .map(|it| (&it.person, &it.instrument, it.cycle.to_string()))
        .collect();
    let rows = sql!(sheets / sheet_statuses)
        .bind(serde_json::to_string(&keys)?)
        .bind(person.as_str())
        .bind(today)
        .fetch_all(connection)
        .await?;
    let mut statuses = HashMap::new();
    for row in rows {
        let cycle: String = row.try_get("cycle")?;
        let sheet = SheetId {
            person: PersonId(row.try_get("person")?),
            instrument: InstrumentId(row.try_get("instrument")?),
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
        };
        let state: Option<String> = row.try_get("state")?;
        let status = SheetStatus {
            open: row.try_get("open")?,
            // A word of a newer release must not open a sheet that is agreed.
            state: match state.as_deref() {
                Some(word) => word.parse().map_err(|_| Code::Internal)?,
                None => SheetState::default(),
            },
            was_read: row.try_get("was_read")?,
            exists: state.is_some(),
            is_led: row.try_get("is_led")?,
            n_facts: row.try_get("n_facts")?,
        };
        statuses.insert(sheet, status);
    }
    Ok(statuses)
}

/// Appends facts to the log, in order; returns the `seq` of the last one, 0 if there were none.
pub(crate) async fn append(
    connection: &mut Connection,
    facts: &[IncomingFact],
    author: &PersonId,
    now: Timestamp,
) -> Result<i64, CallError> {
    if facts.is_empty() {
        return Ok(0);
    }
    let rows: Vec<Value> = facts.iter().zip(0_u32..).map(to_row).collect();
    // One statement for all: each costs more than a row.
    let numbers: Vec<i64> = sql!(sheets / insert_facts)
        .bind(serde_json::to_string(&rows)?)
        .bind(author.as_str())
        .bind(now)
        .fetch_values(connection)
        .await?;
    Ok(numbers.into_iter().max().unwrap_or_default())
}

fn to_row((it, position): (&IncomingFact, u32)) -> Value {
    let IncomingFact { fact, text, digest } = it;
    let (item, value) = match &fact.body {
        FactBody::Answer { item, value, .. } => (Some(item), Some(value.to_string())),
        _ => (None, None),
    };
    let sheet = &fact.sheet;
    json!([
        position,
        fact.id,
        fact.device,
        fact.n,
        sheet.person,
        sheet.instrument,
        sheet.cycle.to_string(),
        item,
        value,
        hex::encode(digest),
        text
    ])
}

/// The text stored of a rejected fact: empty if it exceeds the size limit.
pub(crate) fn stored_text(text: &str) -> &str {
    if text.len() > MAX_FACT_BYTES {
        ""
    } else {
        text
    }
}

/// Stores a rejected fact with its reason: a retry gets the same verdict.
pub(crate) async fn log_rejection(
    connection: &mut Connection,
    IncomingFact { fact, text, digest }: &IncomingFact,
    cause: &RejectionCause,
    author: &PersonId,
    now: Timestamp,
) -> Result<(), CallError> {
    sql!(sheets / insert_rejected_fact)
        .bind(fact.id.as_str())
        .bind(fact.device.as_str())
        .bind(i64::try_from(fact.n).map_err(|_| Code::BadRequest)?)
        .bind(author.as_str())
        .bind(cause.reason.into_str())
        .bind(cause.detail.clone())
        .bind(digest)
        .bind(stored_text(text))
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Logs that a known id was pushed again with other content.
pub(crate) async fn log_duplicate_id(
    connection: &mut Connection,
    IncomingFact { fact, text, digest }: &IncomingFact,
    author: &PersonId,
    now: Timestamp,
) -> Result<(), CallError> {
    sql!(sheets / log_duplicate_fact_id)
        .bind(fact.id.as_str())
        .bind(author.as_str())
        .bind(stored_text(text))
        .bind(now)
        .bind(digest)
        .execute(connection)
        .await?;
    Ok(())
}

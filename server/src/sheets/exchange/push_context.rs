//! What a push is judged by, read before it, and what of it is rejected.

use super::incoming_fact::IncomingFact;
use crate::app_state::CallError;
use crate::db::{Connection, Row, sql};
use crate::sheets::log;
use crate::sheets::push_rules::{KnownFact, MAX_FACT_BYTES, RejectionCause, SheetStatus};
use api::Code;
use domain::fact::{Fact, Reason};
use domain::ids::Day;
use domain::ids::{DeviceId, FactId, InstrumentId, PersonId};
use domain::sheet::{ShareScope, SheetId, SheetState};
use domain::timestamp::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};

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
    facts: &[IncomingFact],
    today: &Day,
) -> Result<PushContext, CallError> {
    let facts: Vec<&Fact> = facts.iter().map(|it| &it.fact).collect();
    let ids: Vec<&FactId> = facts.iter().map(|it| &it.id).collect();
    let ids = serde_json::to_string(&ids)?;
    // One statement where it can be: each costs more than what it reads.
    let row = sql!(sheets / push_context)
        .bind(device.as_str())
        .bind(person.as_str())
        .bind(&ids)
        .fetch_one(&mut *connection)
        .await?;
    let owner: Option<&str> = row.try_get("owner")?;
    if owner.is_some_and(|it| it != person.as_str()) {
        return Err(Code::ForeignDevice.into());
    }
    let next_n: Option<i64> = row.try_get("next_n")?;
    let expects = u64::try_from(next_n.unwrap_or(1)).map_err(|_| Code::Internal)?;
    let mut known = HashMap::new();
    for it in log::already_logged(&mut *connection, device, &facts, expects).await? {
        let digest = Sha256::digest(it.text).to_vec();
        let rejection = None;
        known.insert(it.fact.id, KnownFact { digest, rejection });
    }
    if row.try_get("has_rejected")? {
        known.extend(known_rejections(&mut *connection, ids).await?);
    }
    Ok(PushContext {
        expects,
        last: row.try_get("last")?,
        known,
        statuses: sheet_statuses(connection, person, &facts, today).await?,
    })
}

/// What was rejected before under these ids, a JSON array.
async fn known_rejections(
    connection: &mut Connection,
    ids: String,
) -> Result<HashMap<FactId, KnownFact>, CallError> {
    let mut known = HashMap::new();
    let rows = sql!(sheets / known_rejections)
        .bind(ids)
        .fetch_all(connection)
        .await?;
    for row in rows {
        // A word of a newer release is a reason all the same.
        let reason: &str = row.try_get("reason")?;
        let reason = reason.parse().unwrap_or(Reason::Other);
        let detail: String = row.try_get("detail")?;
        let digest = row.try_get("digest")?;
        let rejection = Some(RejectionCause::new(reason, detail));
        known.insert(FactId(row.try_get("id")?), KnownFact { digest, rejection });
    }
    Ok(known)
}

async fn sheet_statuses(
    connection: &mut Connection,
    person: &PersonId,
    facts: &[&Fact],
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
        let mut status = sheet_status(&row)?;
        status.is_led = row.try_get("is_led")?;
        status.is_reader = is_reader(&row, status.is_led)?;
        statuses.insert(sheet, status);
    }
    Ok(statuses)
}

/// The status that a row tells of its sheet.
pub(super) fn sheet_status(row: &Row) -> Result<SheetStatus, CallError> {
    let state: Option<&str> = row.try_get("state")?;
    Ok(SheetStatus {
        open: row.try_get("open")?,
        // A word of a newer release must not open a sheet that is agreed.
        state: match state {
            Some(word) => word.parse().map_err(|_| Code::Internal)?,
            None => SheetState::default(),
        },
        was_read: row.try_get("was_read")?,
        exists: state.is_some(),
        n_facts: row.try_get("n_facts")?,
        is_led: false,
        is_reader: false,
    })
}

/// Whether the owner shares the sheet with who pushes, as their 所属長 or as 職員課.
fn is_reader(row: &Row, is_led: bool) -> Result<bool, CallError> {
    let scope: Option<&str> = row.try_get("scope")?;
    let scope: ShareScope = scope.and_then(|it| it.parse().ok()).unwrap_or_default();
    let is_personnel: bool = row.try_get("is_personnel")?;
    Ok(is_led && scope.includes_supervisor() || is_personnel && scope.includes_personnel())
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
    come: &IncomingFact,
    cause: &RejectionCause,
    author: &PersonId,
    now: Timestamp,
) -> Result<(), CallError> {
    let IncomingFact { fact, text } = come;
    sql!(sheets / insert_rejected_fact)
        .bind(fact.id.as_str())
        .bind(fact.device.as_str())
        .bind(i64::try_from(fact.n).map_err(|_| Code::BadRequest)?)
        .bind(author.as_str())
        .bind(cause.reason.into_str())
        .bind(cause.detail.clone())
        .bind(come.digest())
        .bind(stored_text(text))
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Logs that a known id was pushed again with other content.
pub(crate) async fn log_duplicate_id(
    connection: &mut Connection,
    come: &IncomingFact,
    author: &PersonId,
    now: Timestamp,
) -> Result<(), CallError> {
    let IncomingFact { fact, text } = come;
    sql!(sheets / log_duplicate_fact_id)
        .bind(fact.id.as_str())
        .bind(author.as_str())
        .bind(stored_text(text))
        .bind(now)
        .bind(come.digest())
        .execute(connection)
        .await?;
    Ok(())
}

//! Judges a group of ordinary pushes by one query and writes it with one statement a table.

use super::daily_use::{self, DailyUse};
use super::ordinary_push::{OrdinaryPush, Standing};
use super::push_context::sheet_status;
use super::push_outcome::PushOutcome;
use super::push_queue::Outcomes;
use crate::app_state::CallError;
use crate::db::log_row::{self, LogRow};
use crate::db::{Connection, sql};
use crate::sheets::log::{self, MAX_SOUGHT};
use crate::sheets::page::PageEntry;
use api::Code;
use domain::fact_run::pack_id;
use domain::ids::{DeviceId, FactId};
use domain::sheet::{ShareScope, SheetId, SheetState};
use futures_core::future::BoxFuture;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A push whose every fact is accepted.
struct Accepted<'a> {
    push: &'a OrdinaryPush,
    /// The number that its device goes on with.
    expects: u64,
    /// The `seq` of the person's last fact before it.
    last_before: i64,
}

impl Accepted<'_> {
    /// Its facts, the first of them under `first`.
    fn written(&self, first: i64) -> Vec<PageEntry> {
        let OrdinaryPush { schema, person, .. } = self.push;
        let facts = (first..).zip(&self.push.facts);
        let written =
            facts.map(|(seq, it)| PageEntry::sent(*schema, seq, person, &it.fact, it.text.len()));
        written.collect()
    }
}

/// Judges pushes of different people and devices and writes those that are ordinary; none for each that is not.
pub(super) fn write(
    connection: &mut Connection,
    group: Vec<Arc<OrdinaryPush>>,
) -> BoxFuture<'_, Outcomes<CallError>> {
    Box::pin(async move { judge_and_write(connection, &group).await })
}

async fn judge_and_write(
    connection: &mut Connection,
    group: &[Arc<OrdinaryPush>],
) -> Outcomes<CallError> {
    let standings = standings(connection, group).await?;
    let judged = group.iter().map(|push| {
        let standing = standings.get(&push.device)?;
        Some(Accepted {
            push,
            expects: push.judge(standing)?,
            last_before: standing.last,
        })
    });
    let judged: Vec<Option<Accepted>> = judged.collect();
    let accepted: Vec<&Accepted> = judged.iter().flatten().collect();
    if accepted.is_empty() {
        return Ok(judged.iter().map(|_| None).collect());
    }
    let mut next = write_log(connection, &accepted).await?;
    begin_drafts(connection, &accepted, &standings).await?;
    count(connection, &accepted).await?;
    let outcomes = judged.into_iter().map(|it| {
        let accepted = it?;
        let written = accepted.written(next);
        next = written.last().map_or(next, |it| it.last + 1);
        Some(PushOutcome {
            expects: accepted.expects,
            refused: Vec::new(),
            written,
            last_before: Some(accepted.last_before),
        })
    });
    Ok(outcomes.collect())
}

/// What the log says of each device's push.
async fn standings(
    connection: &mut Connection,
    group: &[Arc<OrdinaryPush>],
) -> Result<HashMap<DeviceId, Standing>, CallError> {
    let mut rows = Vec::new();
    for push in group {
        for sheet in push.sheets() {
            let ids: Vec<&FactId> = push.ids_in(sheet).collect();
            let few = ids.iter().take(if ids.len() > MAX_SOUGHT {
                0
            } else {
                MAX_SOUGHT
            });
            let sought: Vec<_> = few.map(|it| (pack_id(it), it)).collect();
            rows.push((
                &push.device,
                &sheet.person,
                &sheet.instrument,
                sheet.cycle.to_string(),
                serde_json::to_string(&ids)?,
                serde_json::to_string(&sought)?,
            ));
        }
    }
    let query = sql!(sheets / push_group).bind(serde_json::to_string(&rows)?);
    let mut standings = HashMap::new();
    for row in query.fetch_all(&mut *connection).await? {
        let cycle: &str = row.try_get("cycle")?;
        let sheet = SheetId {
            person: row.try_get("person")?,
            instrument: row.try_get("instrument")?,
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
        };
        let standing: &mut Standing = standings.entry(row.try_get("device")?).or_default();
        standing.owner = row.try_get("owner")?;
        standing.next_n = row.try_get("next_n")?;
        standing.last = row.try_get("last")?;
        standing.has_known_id |= row.try_get::<bool, _>("has_known_id")?;
        standing.sheets.insert(sheet, sheet_status(&row)?);
    }
    for push in group {
        if let Some(standing) = standings.get_mut(&push.device) {
            standing.has_known_id |= has_known_id_of_many(connection, push, standing).await?;
        }
    }
    Ok(standings)
}

/// Whether an id of a push may have come before, in the sheets where it is one of too many for the query.
async fn has_known_id_of_many(
    connection: &mut Connection,
    push: &OrdinaryPush,
    standing: &Standing,
) -> Result<bool, CallError> {
    for (sheet, status) in &standing.sheets {
        let ids: HashSet<&FactId> = push.ids_in(sheet).collect();
        if status.n_facts > 0 && ids.len() > MAX_SOUGHT {
            let facts = log::facts_of_sheet(&mut *connection, sheet).await?;
            if facts.iter().any(|it| ids.contains(&it.id)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Appends the facts of all pushes, one after the other; returns the first one's sequence number.
async fn write_log(
    connection: &mut Connection,
    accepted: &[&Accepted<'_>],
) -> Result<i64, CallError> {
    let n: usize = accepted.iter().map(|it| it.push.facts.len()).sum();
    let n = i64::try_from(n).map_err(|_| Code::TooLarge)?;
    let first = log::take_seqs(connection, n).await? - n + 1;
    let (mut next, mut runs, mut devices) = (first, Vec::new(), Vec::new());
    for Accepted { push, expects, .. } in accepted {
        let facts = push.facts.iter().map(|it| (&it.fact, it.text.as_str()));
        runs.extend(LogRow::pack(next, &push.person, push.now, facts)?);
        next = runs.last().map_or(next, |it| it.last + 1);
        devices.push((&push.device, &push.person, expects));
    }
    log_row::insert(&mut *connection, &runs).await?;
    sql!(sheets / upsert_devices)
        .bind(serde_json::to_string(&devices)?)
        .execute(connection)
        .await?;
    Ok(first)
}

/// Begins the sheets that these are the first answers of.
async fn begin_drafts(
    connection: &mut Connection,
    accepted: &[&Accepted<'_>],
    standings: &HashMap<DeviceId, Standing>,
) -> Result<(), CallError> {
    let sheets = accepted
        .iter()
        .filter_map(|it| standings.get(&it.push.device));
    let sheets = sheets.flat_map(|it| &it.sheets).filter(|it| !it.1.exists);
    let begun = sheets.map(|(it, _)| (&it.person, &it.instrument, it.cycle.to_string()));
    let begun: Vec<_> = begun.collect();
    if begun.is_empty() {
        return Ok(());
    }
    sql!(sheets / begin_drafts)
        .bind(serde_json::to_string(&begun)?)
        .bind(SheetState::Draft.into_str())
        .bind(ShareScope::SelfOnly.into_str())
        .execute(connection)
        .await?;
    Ok(())
}

async fn count(connection: &mut Connection, accepted: &[&Accepted<'_>]) -> Result<(), CallError> {
    let uses = accepted.iter().map(|it| {
        let bytes = it.push.facts.iter().map(|it| it.text.len()).sum();
        DailyUse(
            &it.push.person,
            it.push.now.day(),
            it.push.facts.len(),
            bytes,
        )
    });
    daily_use::count(connection, &uses.collect::<Vec<_>>()).await
}

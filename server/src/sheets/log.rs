//! The log: reads runs and appends them. What a sheet says is folded from its facts, in the order logged.

use crate::app_state::CallError;
use crate::db::log_row::{self, LogRow};
use crate::db::{Connection, DbError, Query, Target, sql};
use domain::fact::{Fact, FactBody};
use domain::fact_run::{FactText, pack_id};
use domain::ids::{DeviceId, FactId, InstrumentId, ItemId, PersonId};
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Reads all runs of a query.
pub(crate) async fn runs_of(
    query: Query,
    target: impl Into<Target<'_>>,
) -> Result<Vec<LogRow>, DbError> {
    let rows = query.fetch_all(target).await?;
    rows.iter().map(LogRow::from_row).collect()
}

/// A sheet's runs that begin at a sequence number or before it.
pub(crate) async fn runs_of_sheet(
    target: impl Into<Target<'_>>,
    sheet: &SheetId,
    up_to: i64,
) -> Result<Vec<LogRow>, DbError> {
    let query = sql!(sheets / runs_of_sheet)
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(up_to);
    runs_of(query, target).await
}

/// A sheet's facts.
pub(crate) async fn facts_of_sheet(
    target: impl Into<Target<'_>>,
    sheet: &SheetId,
) -> Result<Vec<Fact>, CallError> {
    let runs = runs_of_sheet(target, sheet, i64::MAX).await?;
    Ok(facts_of(&runs)?.into_iter().map(|it| it.1).collect())
}

/// The facts of runs, each with its sequence number.
pub(crate) fn facts_of(runs: &[LogRow]) -> Result<Vec<(i64, Fact)>, serde_json::Error> {
    let mut facts = Vec::new();
    for run in runs {
        facts.extend(run.facts()?);
    }
    Ok(facts)
}

/// The runs of these sheets.
pub(crate) async fn runs_of_sheets<'s>(
    target: impl Into<Target<'_>>,
    sheets: impl Iterator<Item = &'s SheetId>,
) -> Result<Vec<LogRow>, CallError> {
    let sheets = sheets.map(|it| (&it.person, &it.instrument, it.cycle.to_string()));
    let sheets: Vec<_> = sheets.collect();
    let query = sql!(sheets / runs_of_sheets).bind(serde_json::to_string(&sheets)?);
    Ok(runs_of(query, target).await?)
}

/// The facts of these sheets, by sheet.
pub(crate) async fn facts_by_sheet<'s>(
    target: impl Into<Target<'_>>,
    sheets: impl Iterator<Item = &'s SheetId>,
) -> Result<HashMap<SheetId, Vec<Fact>>, CallError> {
    let runs = runs_of_sheets(target, sheets).await?;
    let mut facts: HashMap<SheetId, Vec<Fact>> = HashMap::new();
    for (_, fact) in facts_of(&runs)? {
        facts.entry(fact.sheet.clone()).or_default().push(fact);
    }
    Ok(facts)
}

/// The runs of a form, in the cycles whose name begins so.
pub(crate) async fn runs_of_form(
    target: impl Into<Target<'_>>,
    instrument: &InstrumentId,
    cycles: &str,
) -> Result<Vec<LogRow>, DbError> {
    let query = sql!(sheets / runs_of_form)
        .bind(instrument.as_str())
        .bind(cycles);
    runs_of(query, target).await
}

/// The answers that stand: of each item of a sheet the one heard last (S6).
pub(crate) fn shown_answers(
    runs: &[LogRow],
) -> Result<BTreeMap<(SheetId, ItemId), Fact>, serde_json::Error> {
    let mut shown = BTreeMap::new();
    for (_, fact) in facts_of(runs)? {
        if let FactBody::Answer { item, .. } = &fact.body {
            shown.insert((fact.sheet.clone(), item.clone()), fact);
        }
    }
    Ok(shown)
}

/// The value of an answer; null of anything else.
pub(crate) fn value_of(fact: &Fact) -> &Value {
    match &fact.body {
        FactBody::Answer { value, .. } => value,
        _ => &Value::Null,
    }
}

/// Appends facts, in order, in one statement; returns the sequence number of the last one, 0 if there are none.
pub(crate) async fn append<'a>(
    connection: &mut Connection,
    facts: impl ExactSizeIterator<Item = (&'a Fact, &'a str)>,
    author: &PersonId,
    now: Timestamp,
) -> Result<i64, CallError> {
    let n = i64::try_from(facts.len()).unwrap_or(i64::MAX);
    if n == 0 {
        return Ok(0);
    }
    let last = take_seqs(connection, n).await?;
    let runs = LogRow::pack(last - n + 1, author, now, facts)?;
    log_row::insert(connection, &runs).await?;
    Ok(last)
}

/// Takes the next `n` sequence numbers; returns the last of them.
pub(crate) async fn take_seqs(connection: &mut Connection, n: i64) -> Result<i64, DbError> {
    let taken = sql!(sheets / take_seqs).bind(n);
    taken.fetch_value(connection).await
}

/// The facts of a push that the log has already, under the same number or under another one.
pub(crate) async fn already_logged(
    connection: &mut Connection,
    device: &DeviceId,
    facts: &[&Fact],
    expects: u64,
) -> Result<Vec<FactText>, CallError> {
    let mut found = Vec::new();
    // A number that the log has passed: most often a push whose answer was lost.
    let passed = facts.iter().map(|it| it.n).filter(|it| *it < expects);
    if let (Some(least), Some(most)) = (passed.clone().min(), passed.max()) {
        let number = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
        let query = sql!(sheets / runs_of_device)
            .bind(device.as_str())
            .bind(number(least))
            .bind(number(most));
        for run in runs_of(query, &mut *connection).await? {
            found.extend(run.texts()?);
        }
    }
    let is_found = |id: &FactId| found.iter().any(|it| it.fact.id == *id);
    // A profile that was reset to an older image may send an id again under another number (S3).
    let others = facts.iter().copied().filter(|it| !is_found(&it.id));
    let others: Vec<&Fact> = others.collect();
    for run in runs_with_ids(connection, &others).await? {
        found.extend(run.texts()?);
    }
    Ok(found)
}

/// An id as it stands in the texts of the log, packed and verbatim: in JSON, without the quotes around it.
fn sought_id(id: &FactId) -> (String, String) {
    let in_json = |id: String| {
        let quoted = Value::String(id).to_string();
        quoted.trim_matches('"').to_owned()
    };
    (in_json(pack_id(id)), in_json(id.0.clone()))
}

/// Most ids that are looked for in the texts of runs; it takes as long as the ids and the texts together. More are
/// compared with the ids of all facts there.
pub(crate) const MAX_SOUGHT: usize = 64;

/// The runs that may have one of these ids, in the sheets that the facts are of.
async fn runs_with_ids(
    connection: &mut Connection,
    facts: &[&Fact],
) -> Result<Vec<LogRow>, CallError> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let sheets: BTreeSet<&SheetId> = facts.iter().map(|it| &it.sheet).collect();
    if facts.len() > MAX_SOUGHT {
        let ids: HashSet<&FactId> = facts.iter().map(|it| &it.id).collect();
        let mut runs = runs_of_sheets(connection, sheets.into_iter()).await?;
        // A run that does not read is kept: whoever unpacks it says so.
        runs.retain(|run| {
            let facts = run.facts();
            facts.map_or(true, |it| it.iter().any(|(_, it)| ids.contains(&it.id)))
        });
        return Ok(runs);
    }
    let sheets = sheets.into_iter();
    let sheets = sheets.map(|it| (&it.person, &it.instrument, it.cycle.to_string()));
    let ids: Vec<_> = facts.iter().map(|it| sought_id(&it.id)).collect();
    let query = sql!(sheets / runs_with_ids)
        .bind(serde_json::to_string(&sheets.collect::<Vec<_>>())?)
        .bind(serde_json::to_string(&ids)?);
    Ok(runs_of(query, connection).await?)
}

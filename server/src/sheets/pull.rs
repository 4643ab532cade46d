//! Pulls: a person's facts after a sequence number, in pages of bounded size.

use crate::app_state::{AppState, CallError};
use crate::db::log_row::LogRow;
use crate::db::{Query, Row, Target, sql};
use crate::sheets::exchange::push_outcome::PushOutcome;
use crate::sheets::page::{self, PageContent, PageEntry};
use crate::sheets::push_rules::{PAGE_FACTS, page_is_full};
use crate::sheets::withheld::withhold_replaced;
use crate::sheets::{checkouts, log};
use api::Code;
use domain::fact::LoggedFact;
use domain::ids::{DeviceId, PersonId};
use domain::instrument::Workflow;
use domain::journal::{LogChecksum, LoggedRun, PACKED_SCHEMA, Pull, Rejection};
use domain::sheet::SheetId;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Another person's sheet that a device may go on holding.
struct HeldSheet {
    sheet: SheetId,
    /// Whether all of its facts are pulled, or only those that the device's user wrote.
    is_whole: bool,
}

/// The sequence number expected next from a device; 1 if it is unknown. Fails if the device is another person's.
pub(crate) async fn next_number(
    target: impl Into<Target<'_>>,
    device: &DeviceId,
    person: &PersonId,
) -> Result<u64, CallError> {
    let row = sql!(sheets / device_owner_and_next_n)
        .bind(device.as_str())
        .fetch_optional(target)
        .await?;
    let Some(row) = row else { return Ok(1) };
    if row.try_get::<String, _>("person")? != person.as_str() {
        return Err(Code::ForeignDevice.into());
    }
    u64::try_from(row.try_get::<i64, _>("next_n")?).map_err(|_| Code::Internal.into())
}

/// The checksum of a person's facts up to a sequence number, for comparison with the device's own.
pub(crate) async fn log_checksum(
    app: &AppState,
    person: &PersonId,
    up_to: i64,
) -> Result<LogChecksum, CallError> {
    let query = sql!(sheets / runs_of_person_up_to)
        .bind(person.as_str())
        .bind(up_to);
    let mut facts = Vec::new();
    for run in log::runs_of(query, app.readers()).await? {
        let texts = (run.first..).zip(run.texts()?);
        let texts = texts.filter(|it| it.0 <= up_to);
        facts.extend(texts.map(|(seq, it)| (seq, Sha256::digest(it.text).to_vec())));
    }
    Ok(LogChecksum::of(facts.into_iter()))
}

/// A person's facts between two sequence numbers, at most a page, and one more
/// that tells whether another follows.
async fn load_own(
    app: &AppState,
    person: &PersonId,
    schema: u32,
    since: i64,
    before: i64,
) -> Result<Vec<PageEntry>, CallError> {
    let query = sql!(sheets / runs_since)
        .bind(person.as_str())
        .bind(since)
        .bind(before)
        .bind(FETCH_LIMIT);
    let packed_for = (schema >= PACKED_SCHEMA).then_some(person);
    load_page(app, query, since, before, packed_for).await
}

/// Like [`load_own`], with the facts of other people's sheets on the device.
async fn load_with_checked_out(
    app: &AppState,
    person: &PersonId,
    since: i64,
    held: &[HeldSheet],
) -> Result<Vec<PageEntry>, CallError> {
    let held = held.iter().map(|HeldSheet { sheet, is_whole }| {
        let cycle = sheet.cycle.to_string();
        (&sheet.person, &sheet.instrument, cycle, u8::from(*is_whole))
    });
    let held: Vec<_> = held.collect();
    let query = sql!(sheets / runs_with_checked_out_sheets)
        .bind(person.as_str())
        .bind(since)
        .bind(serde_json::to_string(&held)?)
        .bind(FETCH_LIMIT);
    load_page(app, query, since, i64::MAX, None).await
}

/// One more than a page holds: tells whether another page follows.
#[expect(clippy::cast_possible_wrap, reason = "a page is small")]
const FETCH_LIMIT: i64 = PAGE_FACTS as i64 + 1;

/// Reads facts between two places until a page is full: 500 of the largest would take 32 MB. With `packed_for`, whole
/// runs by that person stay packed.
async fn load_page(
    app: &AppState,
    query: Query,
    since: i64,
    before: i64,
    packed_for: Option<&PersonId>,
) -> Result<Vec<PageEntry>, CallError> {
    let (mut entries, mut bytes) = (Vec::new(), 0);
    let take = |row| {
        for it in read_run(&row, since, before, packed_for)? {
            let is_full = page_is_full(entries.len(), bytes, it.size);
            bytes += it.size;
            entries.push(it);
            if is_full {
                return Ok(false);
            }
        }
        Ok::<_, CallError>(true)
    };
    query.fetch_while(app.readers(), take).await?;
    Ok(entries)
}

/// A run of the log, without what lies outside two places: a page may begin in the middle of a run.
fn read_run(
    row: &Row,
    since: i64,
    before: i64,
    packed_for: Option<&PersonId>,
) -> Result<Vec<PageEntry>, CallError> {
    let run = LogRow::from_row(row)?;
    let receipt: Option<&str> = row.try_get("receipt")?;
    let receipt: Option<Value> = receipt.map(serde_json::from_str).transpose()?;
    let is_whole = run.first > since && run.last < before;
    // A wording of somebody else may have to be withheld.
    if is_whole && receipt.is_none() && packed_for == Some(&run.author) {
        return Ok(vec![PageEntry {
            last: run.last,
            size: run.run.body.len(),
            content: PageContent::Run(LoggedRun {
                seq: run.first,
                author: run.author,
                run: run.run,
            }),
        }]);
    }
    let facts = (run.first..).zip(run.texts()?);
    let facts = facts.filter(|(seq, _)| *seq > since && *seq < before);
    let entries = facts.map(|(seq, it)| {
        let fact = LoggedFact {
            seq,
            author: run.author.clone(),
            fact: it.fact,
            digest: None,
            receipt: receipt.clone(),
        };
        PageEntry::of(fact, it.text.len())
    });
    Ok(entries.collect())
}

pub(crate) async fn pull_own(
    app: &AppState,
    person: &PersonId,
    schema: u32,
    since: i64,
    taken: PushOutcome,
) -> Result<Pull, CallError> {
    let mut written = taken.written;
    written.retain(|it| it.last > since);
    let mut all = Vec::new();
    if taken.last_before.is_none_or(|it| it > since) {
        let before = written.first().map_or(i64::MAX, |it| it.last);
        all = load_own(app, person, schema, since, before).await?;
    }
    // Facts that others wrote into the log after this push are delivered by the next pull.
    withhold_replaced(app, person, all.iter_mut().filter_map(PageEntry::fact_mut)).await?;
    all.extend(written);
    Ok(answer(app, since, taken.expects, taken.refused, all))
}

/// For a device with checked-out sheets: delivers those it may still hold, and tells it to release the others.
pub(crate) async fn pull_with_checked_out(
    app: &AppState,
    person: &PersonId,
    device: &DeviceId,
    since: i64,
    taken: PushOutcome,
    along: Vec<SheetId>,
) -> Result<Pull, CallError> {
    let led = app
        .people_led_by(person, along.iter().map(|it| &it.person))
        .await?;
    let checked_out = checkouts::of_device(app, person, device).await?;
    let (mut held, mut forget) = (Vec::new(), Vec::new());
    for sheet in along {
        let course = app
            .catalogue()
            .newest(&sheet.instrument)
            .map(|it| it.edition.course);
        match course.filter(|_| led.contains(&sheet.person)) {
            // Of a joint record that this device has checked out it gets all facts.
            Some(Workflow::Joint) if checked_out.contains(&sheet) => held.push(HeldSheet {
                sheet,
                is_whole: true,
            }),
            // Of an agreement sheet only those that its user wrote.
            Some(Workflow::Agreement) => held.push(HeldSheet {
                sheet,
                is_whole: false,
            }),
            _ => forget.push(sheet),
        }
    }
    let mut all = load_with_checked_out(app, person, since, &held).await?;
    withhold_replaced(app, person, all.iter_mut().filter_map(PageEntry::fact_mut)).await?;
    let mut pull = answer(app, since, taken.expects, taken.refused, all);
    let read: Vec<SheetId> = held
        .into_iter()
        .map(|it| it.sheet)
        .filter(|sheet| {
            let mut heard = pull.heard.iter();
            heard.any(|it| it.fact.sheet == *sheet && it.author != *person)
        })
        .collect();
    // Recorded first: what cannot be recorded is not read.
    checkouts::note_exchange(app, person, device, read, forget.clone()).await?;
    pull.forget = forget;
    Ok(pull)
}

/// A page of what a push is answered with.
fn answer(
    app: &AppState,
    since: i64,
    expects: u64,
    refused: Vec<Rejection>,
    entries: Vec<PageEntry>,
) -> Pull {
    let mut pull = Pull {
        epoch: app.epoch(),
        expects,
        schema: PACKED_SCHEMA,
        heard: Vec::new(),
        runs: Vec::new(),
        acknowledged: Vec::new(),
        refused,
        next: since,
        more: false,
        forget: Vec::new(),
    };
    page::fill(&mut pull, entries);
    pull
}

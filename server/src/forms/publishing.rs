//! A draft becomes the next edition, in one transaction with the forms that take their items from it.

use super::edition_store;
use super::{FormError, drafts};
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, sql};
use crate::people::rules::wrong;
use api::Code;
use api::access::Viewer;
use domain::form_source::{self, FormFault};
use domain::ids::InstrumentId;
use domain::instrument::Edition;
use domain::timestamp::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// An edition that is ready to be published.
struct NextEdition {
    edition: Edition,
    /// What it was made from, with its version.
    source: Value,
    tag: String,
    /// The edition that it was written from.
    base: i64,
}

/// Cache key of an edition: its version, and the hash of what it was made from.
pub(super) fn tag(version: u32, source: &Value) -> String {
    let hash = hex::encode(Sha256::digest(source.to_string()));
    format!("{version}-{hash}")
}

/// Publishes the draft that the caller saw; its version.
pub(super) async fn publish(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    seen: i64,
) -> Result<u32, CallError> {
    // What is published is measured against the edition in force: one at a time.
    let _turn = app.question_change_lock.lock().await;
    app.reload_catalogue().await?;
    let draft = drafts::draft(app.readers(), &instrument).await?;
    let draft = draft.filter(|it| it.seq == seen).ok_or(Code::Conflict)?;
    let next = next_edition(app, draft.source, draft.base).await?;
    let version = next.edition.version;
    let mut all = dependants(app, &next).await?;
    all.insert(0, next);
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                drafts::check_seen(connection, &instrument, seen).await?;
                for it in &all {
                    insert(connection, &by, it, now).await?;
                }
                drafts::delete(connection, &instrument).await
            })
        });
    write.await?;
    app.reload_catalogue().await?;
    Ok(version)
}

/// Checks a source, and gives it the version after the one in force.
async fn next_edition(
    app: &AppState,
    mut source: Value,
    base: i64,
) -> Result<NextEdition, CallError> {
    let instrument = InstrumentId::from(source["instrument"].as_str().unwrap_or_default());
    let before = app.catalogue().newest(&instrument).cloned();
    let version = before.as_ref().map_or(1, |it| it.edition.version + 1);
    source["version"] = version.into();
    let about = InstrumentId::from(source["about"].as_str().unwrap_or_default());
    let whole = match app.catalogue().newest(&about) {
        Some(it) => {
            let about = drafts::source_in_force(app, &about, it.edition.version).await?;
            form_source::derive(source.clone(), &about)
        }
        None => source.clone(),
    };
    let edition = form_source::complete(&whole)
        .map_err(|error| wrong(&format!("様式として読めません: {error}")))?;
    let mut faults = form_source::faults(&edition);
    if let Some(before) = &before {
        faults.extend(form_source::incompatible(&before.edition, &edition));
    }
    let mut wrong_ones = faults.iter().filter(|it| !it.is_hint);
    if let Some(fault) = wrong_ones.next() {
        return Err(refusal(fault));
    }
    Ok(NextEdition {
        tag: tag(version, &whole),
        edition,
        source,
        base,
    })
}

fn refusal(fault: &FormFault) -> CallError {
    wrong(&fault.to_string())
}

/// The forms that take their items from one, made anew.
async fn dependants(app: &AppState, of: &NextEdition) -> Result<Vec<NextEdition>, CallError> {
    let catalogue = app.catalogue();
    let mut all = Vec::new();
    for (instrument, published) in catalogue.all() {
        if published.edition.about != of.edition.instrument {
            continue;
        }
        let version = published.edition.version + 1;
        let mut source =
            drafts::source_in_force(app, instrument, published.edition.version).await?;
        source["version"] = version.into();
        let whole = form_source::derive(source.clone(), &of.source);
        let edition = form_source::complete(&whole)?;
        if edition.sections == published.edition.sections
            && edition.scale == published.edition.scale
        {
            continue;
        }
        all.push(NextEdition {
            tag: tag(version, &whole),
            edition,
            source,
            base: published.edition.version.into(),
        });
    }
    Ok(all)
}

async fn insert(
    connection: &mut Connection,
    by: &Viewer,
    it: &NextEdition,
    now: Timestamp,
) -> Result<(), CallError> {
    let instrument = it.edition.instrument.as_str();
    edition_store::insert_edition(connection, instrument, &it.edition, &it.tag, now)
        .await
        .map_err(|error| match error {
            FormError::Invalid(_, why) => wrong(&why),
            FormError::Write(error) => error.into(),
            error => {
                tracing::error!(%error, "a form could not be published");
                Code::Internal.into()
            }
        })?;
    let shipped = written_beside(connection, instrument, it.base).await?;
    sql!(forms / insert_form_source)
        .bind(instrument)
        .bind(it.edition.version)
        .bind(it.source.to_string())
        .bind(shipped)
        .bind(by.id.as_str())
        .bind(now)
        .execute(&mut *connection)
        .await?;
    let act = Act::by(by, AuditAct::FormPublished)
        .form(instrument, "")
        .details(json!({ "version": it.edition.version }));
    Ok(audit::record(connection, now, act).await?)
}

/// The version of the release that an edition was written beside: the first one of a ward is written on what was in
/// force then, whatever an update has brought meanwhile.
async fn written_beside(
    connection: &mut Connection,
    instrument: &str,
    base: i64,
) -> Result<Option<i64>, CallError> {
    let is_own: bool = sql!(forms / is_own_form)
        .bind(instrument)
        .fetch_value(&mut *connection)
        .await?;
    let on: Option<String> = sql!(forms / shipped_form)
        .bind(instrument)
        .bind(base)
        .fetch_optional_value(&mut *connection)
        .await?;
    if !is_own && on.is_some() {
        return Ok(Some(base));
    }
    Ok(sql!(forms / newest_shipped_version)
        .bind(instrument)
        .fetch_value(&mut *connection)
        .await?)
}

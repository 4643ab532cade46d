//! Forms that are being written in the browser, beside the editions in force and what the release brings.

use super::PublishedEdition;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, Target, sql};
use crate::people::rules::wrong;
use api::Code;
use api::access::Viewer;
use api::forms::{DraftHead, EditionHead, FormHead, FormToWrite, LONGEST_SOURCE, NewerShipped};
use domain::ids::InstrumentId;
use domain::instrument::{Edition, Localized};
use domain::timestamp::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Longest id of a form.
const LONGEST_ID: usize = 60;

/// A draft as it is stored.
pub(super) struct StoredDraft {
    pub(super) source: Value,
    pub(super) seq: i64,
    /// The edition that was in force when it was begun; 0 for a form that is new.
    pub(super) base: i64,
    head: DraftHead,
}

fn head(row: &Row) -> Result<DraftHead, CallError> {
    Ok(DraftHead {
        author: row.try_get("author_name")?,
        changed_at: row.try_get("changed_at")?,
    })
}

pub(super) async fn draft(
    target: impl Into<Target<'_>>,
    instrument: &InstrumentId,
) -> Result<Option<StoredDraft>, CallError> {
    let row = sql!(forms / form_draft)
        .bind(instrument.as_str())
        .fetch_optional(target)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let source: String = row.try_get("source")?;
    Ok(Some(StoredDraft {
        source: serde_json::from_str(&source)?,
        seq: row.try_get("seq")?,
        base: row.try_get("base")?,
        head: head(&row)?,
    }))
}

/// The forms that were published in the browser, with the version of the release that each was written beside.
async fn own_forms(app: &AppState) -> Result<BTreeMap<InstrumentId, Option<i64>>, CallError> {
    let rows = sql!(forms / own_form_editions)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        let instrument = InstrumentId(row.try_get("instrument")?);
        Ok((instrument, row.try_get("shipped_version")?))
    };
    rows.iter().map(read).collect()
}

/// The newest version of each form that a release has brought.
async fn shipped_forms(app: &AppState) -> Result<BTreeMap<InstrumentId, i64>, CallError> {
    let rows = sql!(forms / newest_shipped_forms)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        Ok((
            InstrumentId(row.try_get("instrument")?),
            row.try_get("version")?,
        ))
    };
    rows.iter().map(read).collect()
}

/// Every form, and every one that is only a draft so far.
pub(super) async fn all(app: &AppState) -> Result<Vec<FormHead>, CallError> {
    let mut drafts = BTreeMap::new();
    for row in sql!(forms / form_drafts).fetch_all(app.readers()).await? {
        let source: String = row.try_get("source")?;
        let source: Value = serde_json::from_str(&source)?;
        let instrument = InstrumentId(row.try_get("instrument")?);
        drafts.insert(instrument, (source, head(&row)?));
    }
    let (own, shipped) = (own_forms(app).await?, shipped_forms(app).await?);
    let catalogue = app.catalogue();
    let mut heads = Vec::new();
    for (instrument, PublishedEdition { edition, .. }) in catalogue.all() {
        let beside = own.get(instrument);
        let newest = shipped.get(instrument).copied();
        let newer = newest.filter(|it| beside.is_some_and(|own| own.is_none_or(|own| own < *it)));
        let asked = edition.items().filter(|it| !it.retired).count();
        heads.push(FormHead {
            instrument: instrument.clone(),
            words: edition.words.clone(),
            version: edition.version,
            n_questions: u32::try_from(asked).unwrap_or(u32::MAX),
            is_own: beside.is_some(),
            newer_shipped: newer.and_then(|it| u32::try_from(it).ok()),
            about: edition.about.clone(),
            draft: drafts.remove(instrument).map(|it| it.1),
        });
    }
    // What is left is new.
    heads.extend(drafts.into_iter().map(|(instrument, (source, draft))| {
        let word = |it: &str| source["words"][it].as_str().unwrap_or_default().to_owned();
        FormHead {
            words: Localized {
                ja: word("ja"),
                en: word("en"),
            },
            instrument,
            version: 0,
            n_questions: 0,
            is_own: true,
            newer_shipped: None,
            about: InstrumentId::default(),
            draft: Some(draft),
        }
    }));
    Ok(heads)
}

fn check_id(instrument: &InstrumentId) -> Result<(), CallError> {
    let id = instrument.as_str();
    let is_fine = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    let is_id = !id.is_empty() && id.len() <= LONGEST_ID && id.chars().all(is_fine);
    is_id.then_some(()).ok_or_else(|| {
        wrong("様式の id は、半角の英小文字・数字・下線で、60文字までにしてください。")
    })
}

/// A form that has nothing yet.
pub(super) fn empty(app: &AppState, instrument: &InstrumentId) -> Value {
    // Grades and bands are the ward's: those of its forms.
    let catalogue = app.catalogue();
    let bands = catalogue.all().map(|it| it.1.edition.bands());
    let bands = bands.max_by_key(Vec::len).unwrap_or_default();
    let words = json!({"ja": "", "en": ""});
    json!({
        "instrument": instrument, "version": 0, "words": words, "opens": "by_hand", "yearly": true,
        "notice": {"reminder": words, "purpose": words, "readers": words, "retention": words},
        "scale": [], "groups": [], "bands": bands, "subjects": [], "sections": [],
    })
}

/// The source of the edition in force: as it was written here, as the release brings it, or as it was published.
pub(super) async fn source_in_force(
    app: &AppState,
    instrument: &InstrumentId,
    version: u32,
) -> Result<Value, CallError> {
    let own = sql!(forms / form_source)
        .bind(instrument.as_str())
        .bind(version)
        .fetch_optional(app.readers())
        .await?;
    let own: Option<String> = own.map(|it| it.try_get("source")).transpose()?;
    if let Some(text) = own {
        return Ok(serde_json::from_str(&text)?);
    }
    if let Some(source) = shipped(app, instrument, version.into()).await? {
        return Ok(source);
    }
    let body: Option<String> = sql!(forms / edition_body)
        .bind(instrument.as_str())
        .bind(version)
        .fetch_optional_value(app.readers())
        .await?;
    Ok(serde_json::from_str(&body.ok_or(Code::NotFound)?)?)
}

async fn shipped(
    app: &AppState,
    instrument: &InstrumentId,
    version: i64,
) -> Result<Option<Value>, CallError> {
    let text: Option<String> = sql!(forms / shipped_form)
        .bind(instrument.as_str())
        .bind(version)
        .fetch_optional_value(app.readers())
        .await?;
    Ok(text.map(|it| serde_json::from_str(&it)).transpose()?)
}

/// What the release brings that is newer than what the ward's own was written beside.
async fn newer_shipped(
    app: &AppState,
    instrument: &InstrumentId,
    version: u32,
) -> Result<Option<NewerShipped>, CallError> {
    let own = sql!(forms / form_source)
        .bind(instrument.as_str())
        .bind(version)
        .fetch_optional(app.readers())
        .await?;
    let Some(own) = own else { return Ok(None) };
    let beside: Option<i64> = own.try_get("shipped_version")?;
    let newest: Option<i64> = sql!(forms / newest_shipped_version)
        .bind(instrument.as_str())
        .fetch_value(app.readers())
        .await?;
    let Some(newest) = newest.filter(|it| beside.is_none_or(|own| own < *it)) else {
        return Ok(None);
    };
    let before = match beside {
        Some(version) => shipped(app, instrument, version).await?,
        None => None,
    };
    Ok(Some(NewerShipped {
        version: u32::try_from(newest).unwrap_or(u32::MAX),
        source: shipped(app, instrument, newest).await?.unwrap_or_default(),
        before,
    }))
}

pub(super) async fn to_write(
    app: &AppState,
    instrument: &InstrumentId,
) -> Result<FormToWrite, CallError> {
    check_id(instrument)?;
    let in_force = app.catalogue().newest(instrument).cloned();
    let in_force = in_force.map(|it| it.edition);
    let draft = draft(app.readers(), instrument).await?;
    let newer = match &in_force {
        Some(it) => newer_shipped(app, instrument, it.version).await?,
        None => None,
    };
    let (source, seq, head) = match (draft, &in_force) {
        (Some(it), _) => (it.source, it.seq, Some(it.head)),
        (None, Some(it)) => (source_in_force(app, instrument, it.version).await?, 0, None),
        (None, None) => (empty(app, instrument), 0, None),
    };
    Ok(FormToWrite {
        source,
        seq,
        draft: head,
        in_force,
        newer_shipped: newer,
    })
}

/// Saves a draft that is as the caller saw it.
pub(super) async fn save(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    seen: i64,
    mut source: Value,
) -> Result<i64, CallError> {
    check_id(&instrument)?;
    let Some(members) = source.as_object_mut() else {
        return Err(wrong("様式として読めません。"));
    };
    // It is the form of its URL, whatever a file that was taken in calls itself.
    members.insert("instrument".to_owned(), json!(instrument));
    let text = source.to_string();
    if text.len() > LONGEST_SOURCE {
        return Err(Code::TooLarge.into());
    }
    let base = app
        .catalogue()
        .newest(&instrument)
        .map_or(0, |it| it.edition.version);
    let (by, now) = (by.clone(), app.now());
    // A number that no earlier draft of the form had: who saw one that is gone is told.
    let next = now.as_millis().max(seen + 1);
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                check_seen(connection, &instrument, seen).await?;
                sql!(forms / put_form_draft)
                    .bind(instrument.as_str())
                    .bind(text)
                    .bind(base)
                    .bind(next)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                Ok(next)
            })
        });
    write.await
}

/// Fails if somebody has saved or published the draft since.
pub(super) async fn check_seen(
    connection: &mut Connection,
    instrument: &InstrumentId,
    seen: i64,
) -> Result<(), CallError> {
    let stored = draft(&mut *connection, instrument).await?;
    if stored.map_or(0, |it| it.seq) == seen {
        Ok(())
    } else {
        Err(Code::Conflict.into())
    }
}

pub(super) async fn give_up(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    seen: i64,
) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                check_seen(connection, &instrument, seen).await?;
                delete(connection, &instrument).await?;
                let act = Act::by(&by, AuditAct::FormDraftDropped).form(instrument.as_str(), "");
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

pub(super) async fn delete(
    connection: &mut Connection,
    instrument: &InstrumentId,
) -> Result<(), CallError> {
    sql!(forms / delete_form_draft)
        .bind(instrument.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn editions(
    app: &AppState,
    instrument: &InstrumentId,
) -> Result<Vec<EditionHead>, CallError> {
    let rows = sql!(forms / editions_of_form)
        .bind(instrument.as_str())
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        let published_at: Timestamp = row.try_get("published_at")?;
        Ok(EditionHead {
            version: row.try_get("version")?,
            published_at,
            author: row.try_get("author_name")?,
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn edition(
    app: &AppState,
    instrument: &InstrumentId,
    version: u32,
) -> Result<Edition, CallError> {
    let body: Option<String> = sql!(forms / edition_body)
        .bind(instrument.as_str())
        .bind(version)
        .fetch_optional_value(app.readers())
        .await?;
    Ok(serde_json::from_str(&body.ok_or(Code::NotFound)?)?)
}

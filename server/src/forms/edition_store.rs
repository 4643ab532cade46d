//! Editions and their items in the database: what is published, and what a new edition may not change.

use super::rewording::reworded;
use super::{FormError, fiscal_year};
use crate::db::{Connection, Database, DbError, sql};
use domain::ids::ItemId;
use domain::instrument::{Edition, Item, Opens, Readers};
use domain::timestamp::Timestamp;

/// Why an item was not published.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ItemError {
    /// An earlier edition has this id as another kind of item.
    #[error("項目 {0} は前の版で別の種類でした。新しい id を付けてください")]
    OtherKind(ItemId),
    /// An earlier edition promised fewer readers to those who answered it.
    #[error(
        "項目 {0} を読む人は、前の版より広げられません（前の回答は、前の約束で書かれています）。新しい id を付けてください"
    )]
    MoreReaders(ItemId),
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Whether just this edition is published already.
pub(super) async fn is_published(
    database: &Database,
    edition: &Edition,
    tag: &str,
) -> Result<bool, DbError> {
    let known: Option<String> = sql!(forms / edition_tag)
        .bind(edition.instrument.as_str())
        .bind(edition.version)
        .fetch_optional_value(&database.readers)
        .await?;
    Ok(known.as_deref() == Some(tag))
}

/// Publishes an edition, unless it is published already or older than the one in force.
pub(super) async fn publish_one(
    connection: &mut Connection,
    name: &str,
    edition: &Edition,
    tag: &str,
    is_first_start: bool,
    now: Timestamp,
) -> Result<(), FormError> {
    let wrong = |why: String| FormError::Invalid(name.to_owned(), why);
    let is_own: bool = sql!(forms / is_own_form)
        .bind(edition.instrument.as_str())
        .fetch_value(&mut *connection)
        .await?;
    if is_own {
        // What the ward has made of it stays in force until the ward takes over what is new.
        return Ok(());
    }
    let known: Option<String> = sql!(forms / edition_tag)
        .bind(edition.instrument.as_str())
        .bind(edition.version)
        .fetch_optional_value(&mut *connection)
        .await?;
    let newest: Option<i64> = sql!(forms / newest_version)
        .bind(edition.instrument.as_str())
        .fetch_value(&mut *connection)
        .await?;
    let newest = newest.filter(|it| *it > edition.version.into());
    if let Some(newest) = newest {
        let version = edition.version;
        tracing::warn!(
            "{name} は第{version}版です。いまの様式は第{newest}版で、古い版には戻りません"
        );
    }
    match known {
        // An edition that is older than what people have answered since takes no part.
        None if newest.is_some() => {}
        Some(known) if known == tag => {}
        Some(_) => {
            let version = edition.version;
            return Err(wrong(format!(
                "第{version}版は公開済みのため変更できません。version を上げてください"
            )));
        }
        None => {
            insert_edition(connection, name, edition, tag, now).await?;
        }
    }
    // 職員課 is offered the cycles of a form that opens by hand; nobody else hears of it before.
    if is_first_start && edition.opens() == Opens::ByItself {
        let is_open = edition.opens_by_itself();
        for cycle in edition.cycles(now.fiscal_year()) {
            fiscal_year::insert(connection, edition, cycle, is_open).await?;
        }
    }
    Ok(())
}

/// Notes a form as the release brings it: what 職員課 writes in the browser is compared with it.
pub(super) async fn note_shipped(
    connection: &mut Connection,
    edition: &Edition,
    source: &str,
) -> Result<(), DbError> {
    sql!(forms / put_shipped_form)
        .bind(edition.instrument.as_str())
        .bind(edition.version)
        .bind(source)
        .execute(connection)
        .await
        .map(drop)
}

/// Publishes an edition that is newer than the one in force.
pub(super) async fn insert_edition(
    connection: &mut Connection,
    name: &str,
    edition: &Edition,
    tag: &str,
    now: Timestamp,
) -> Result<(), FormError> {
    for (item, position) in edition.items().zip(1_i64..) {
        upsert_item(connection, edition, item, position)
            .await
            .map_err(|error| match error {
                ItemError::Database(error) => error.into(),
                error => FormError::Invalid(name.to_owned(), error.to_string()),
            })?;
    }
    let before: Option<String> = sql!(forms / newest_body)
        .bind(edition.instrument.as_str())
        .fetch_optional_value(&mut *connection)
        .await?;
    let before: Option<Edition> = before.and_then(|it| serde_json::from_str(&it).ok());
    for told in before.iter().flat_map(|it| reworded(it, edition)) {
        tracing::warn!("{name}: {told}");
    }
    let body =
        serde_json::to_string(edition).map_err(|error| FormError::Parse(name.to_owned(), error))?;
    sql!(forms / insert_edition)
        .bind(edition.instrument.as_str())
        .bind(edition.version)
        .bind(tag)
        .bind(body)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    Ok(count_change(connection).await?)
}

/// Lets every server of the database load the forms anew.
pub(crate) async fn count_change(connection: &mut Connection) -> Result<(), DbError> {
    sql!(forms / count_catalogue_change)
        .execute(connection)
        .await?;
    Ok(())
}

fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|it| it.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Inserts or updates an item.
pub(crate) async fn upsert_item(
    connection: &mut Connection,
    edition: &Edition,
    item: &Item,
    position: i64,
) -> Result<(), ItemError> {
    let kind = item.kind.into_str();
    let before = sql!(forms / earlier_item)
        .bind(edition.instrument.as_str())
        .bind(item.id.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(before) = before {
        let (was, readers): (String, String) = (before.try_get(0)?, before.try_get(1)?);
        let readers: Readers = serde_json::from_value(readers.into()).unwrap_or_default();
        if was != kind {
            return Err(ItemError::OtherKind(item.id.clone()));
        }
        if !item.readers.is_within(readers) {
            return Err(ItemError::MoreReaders(item.id.clone()));
        }
    }
    let subject = item.subject.as_ref().and_then(|it| edition.subject(it));
    sql!(forms / put_item)
        .bind(edition.instrument.as_str())
        .bind(item.id.as_str())
        .bind(kind)
        .bind(subject.map(|it| it.id.0.clone()))
        .bind(subject.map(|it| word(it.kind)))
        .bind(word(item.readers))
        .bind(position)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

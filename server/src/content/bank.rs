//! What was changed of a test's questions since its edition was published.
//!
//! A retired question stays in the form with its mark, so that whoever answered it keeps their result; it is only asked
//! no more.

use super::{Catalogue, ContentError};
use domain::ids::{InstrumentId, ItemId};
use domain::instrument::{Edition, Item};
use serde_json::Value;
use sqlx::Row;
use sqlx::sqlite::SqlitePool;

/// One change, as the table has it.
struct Change {
    seq: i64,
    instrument: InstrumentId,
    item: ItemId,
    kind: String,
    body: Option<String>,
}

/// Takes the changes into the newest editions, whose tags tell of them.
pub(super) async fn apply(
    catalogue: &mut Catalogue,
    readers: &SqlitePool,
) -> Result<(), ContentError> {
    let rows =
        sqlx::query("select seq, instrument, item, kind, body from bank_change order by seq")
            .fetch_all(readers)
            .await?;
    for row in rows {
        let change = Change {
            seq: row.try_get("seq")?,
            instrument: InstrumentId(row.try_get("instrument")?),
            item: ItemId(row.try_get("item")?),
            kind: row.try_get("kind")?,
            body: row.try_get("body")?,
        };
        catalogue.change(&change)?;
    }
    Ok(())
}

impl Catalogue {
    fn change(&mut self, change: &Change) -> Result<(), ContentError> {
        let Some(published) = self.newest.get_mut(&change.instrument) else {
            return Ok(());
        };
        match (change.kind.as_str(), &change.body) {
            ("add", Some(body)) => {
                let item: Item = serde_json::from_str(body)
                    .map_err(|error| ContentError::Parse(change.item.to_string(), error))?;
                let items = self.items.entry(change.instrument.clone()).or_default();
                items.insert(item.id.clone(), item.clone());
                add(&mut published.edition, item);
            }
            (kind, _) => retire(&mut published.edition, &change.item, kind == "retire"),
        }
        let base = published.tag.split('+').next().unwrap_or_default();
        published.tag = format!("{base}+{}", change.seq);
        Ok(())
    }
}

/// Adds a question to the section of its field; one that a newer edition has by now is there already.
fn add(edition: &mut Edition, item: Item) {
    if edition.item(&item.id).is_some() {
        return;
    }
    let sections = &mut edition.sections;
    let same_field = |it: &Item| it.subject == item.subject;
    let at = sections
        .iter()
        .position(|it| it.items.iter().any(same_field));
    if let Some(section) = at.and_then(|at| sections.get_mut(at)) {
        section.items.push(item);
    }
}

fn retire(edition: &mut Edition, id: &ItemId, is_retired: bool) {
    let items = edition.sections.iter_mut().flat_map(|it| &mut it.items);
    for item in items.filter(|it| it.id == *id) {
        if let Value::Object(key) = &mut item.key {
            key.insert("retired".to_owned(), is_retired.into());
        }
    }
}

//! Changes made to a test's questions after its edition was published.
//!
//! A retired question stays in the form and is only marked, so that people who answered it keep their result; it is
//! no longer asked.

use crate::db::{Pool, sql};
use crate::forms::{self, Catalogue, FormError};
use domain::ids::{InstrumentId, ItemId};
use domain::instrument::{Edition, Item};
use serde_json::Value;

/// A row of the table `bank_change`.
pub(crate) struct QuestionChange {
    seq: i64,
    instrument: InstrumentId,
    item: ItemId,
    kind: String,
    body: Option<String>,
}

/// Applies the changes to the newest editions and adds the number of the last one to their tags.
pub(crate) async fn apply(catalogue: &mut Catalogue, readers: &Pool) -> Result<(), FormError> {
    let rows = sql!(forms / question_changes).fetch_all(readers).await?;
    for row in rows {
        let change = QuestionChange {
            seq: row.try_get("seq")?,
            instrument: InstrumentId(row.try_get("instrument")?),
            item: ItemId(row.try_get("item")?),
            kind: row.try_get("kind")?,
            body: row.try_get("body")?,
        };
        catalogue.apply_change(&change)?;
    }
    Ok(())
}

impl Catalogue {
    fn apply_change(&mut self, change: &QuestionChange) -> Result<(), FormError> {
        let Some(published) = self.newest.get_mut(&change.instrument) else {
            return Ok(());
        };
        match (change.kind.as_str(), &change.body) {
            ("add", Some(body)) => {
                let item: Item = serde_json::from_str(body)
                    .map_err(|error| FormError::Parse(change.item.to_string(), error))?;
                let items = self.items.entry(change.instrument.clone()).or_default();
                forms::put_item(items, &item);
                add(&mut published.edition, item);
            }
            (kind, _) => retire(&mut published.edition, &change.item, kind == "retire"),
        }
        // The tag changes with the questions, or browsers would go on with their cached form.
        let base = published.tag.split('+').next().unwrap_or_default();
        published.tag = format!("{base}+{}", change.seq);
        Ok(())
    }
}

/// Adds a question to the section of its subject; does nothing if a newer edition already has it.
pub(crate) fn add(edition: &mut Edition, item: Item) {
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

pub(crate) fn retire(edition: &mut Edition, id: &ItemId, is_retired: bool) {
    let items = edition.sections.iter_mut().flat_map(|it| &mut it.items);
    for item in items.filter(|it| it.id == *id) {
        if let Value::Object(key) = &mut item.key {
            key.insert("retired".to_owned(), is_retired.into());
        }
    }
}

//! The ward's forms, published as editions when the server starts, and in the browser.
//!
//! A published edition never changes, and an item id is never reused for another kind of question; a file that breaks
//! either rule is rejected before anything is served.

mod calls;
mod drafts;
mod edition_store;
pub(crate) mod fiscal_year;
pub(crate) mod folder;
mod publishing;
pub(crate) mod question_changes;
mod rewording;
mod xlsform;

pub(crate) use edition_store::{ItemError, count_change, upsert_item};

use crate::db::Database;
use crate::db::writer::WriteError;
use crate::db::{DbError, sql};
use domain::form_source;
use domain::ids::{InstrumentId, ItemId};
use domain::instrument::{Edition, FormRole, Item, ItemKind};
use domain::sheet::{ShareScope, Sheet};
use domain::timestamp::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::path::Path;

macro_rules! built_in {
    ($name:literal) => {
        ($name, include_str!(concat!("../content/", $name, ".json")))
    };
}

/// Forms compiled into the binary.
pub(crate) const BUILT_IN: [(&str, &str); 18] = [
    built_in!("self_scoring_sheet"),
    built_in!("goal_sheet"),
    built_in!("hearing_record"),
    built_in!("guidance_record"),
    built_in!("career_declaration"),
    built_in!("dx_self_check"),
    built_in!("literacy_test"),
    built_in!("org_goals"),
    built_in!("supervisor_note"),
    built_in!("supervisor_view"),
    // Closed until 職員課 opens them.
    built_in!("workplace_pulse"),
    built_in!("ethics_inspection"),
    built_in!("interviewer_check"),
    built_in!("new_recruit_check"),
    built_in!("tutor_check"),
    built_in!("training_survey"),
    built_in!("support_request"),
    built_in!("disclosure_request"),
];

/// The grades (級) of the bands of the built-in forms.
pub(crate) fn built_in_grades() -> BTreeSet<u8> {
    let editions = BUILT_IN
        .iter()
        .filter_map(|it| serde_json::from_str::<Edition>(it.1).ok());
    editions
        .flat_map(|it| it.bands())
        .flat_map(|it| it.grades)
        .collect()
}

/// Why the forms could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The folder, or a file in it, cannot be read: its path and the cause.
    #[error("{0} を読めません: {1}")]
    Read(String, std::io::Error),
    /// A file is no text in UTF-8: its path and what it is instead.
    #[error(
        "{0} は UTF-8 ではありません{1}。メモ帳の「名前を付けて保存」で、文字コードを UTF-8 にしてください"
    )]
    Encoding(String, &'static str),
    /// A file does not decode as a form.
    #[error("{0} は様式として読めません: {1}")]
    Parse(String, serde_json::Error),
    /// A form does not validate: its file and a sentence.
    #[error("{0}: {1}")]
    Invalid(String, String),
    /// A query or a transaction failed.
    #[error("{0}")]
    Write(#[from] WriteError),
}

impl From<DbError> for FormError {
    fn from(error: DbError) -> Self {
        Self::Write(error.into())
    }
}

/// An edition as it is served.
#[derive(Clone, Debug)]
pub struct PublishedEdition {
    /// Version and hash, and the number of the last change to its questions: a cache key.
    pub tag: String,
    /// The form with the items of all bands.
    pub edition: Edition,
}

/// The newest edition of every form, and every item that any of its editions ever had.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Counts the changes of the forms in the database; the largest number for an instance that has none.
    version: i64,
    newest: BTreeMap<InstrumentId, PublishedEdition>,
    items: HashMap<InstrumentId, HashMap<ItemId, CatalogueItem>>,
}

/// An item, in the wording of the newest edition that has it.
#[derive(Clone, Debug)]
pub struct CatalogueItem {
    pub item: Item,
    /// How earlier editions took its answers. A sheet begun on one of them may still be on its way here.
    pub earlier_kinds: Vec<ItemKind>,
}

impl Catalogue {
    /// No forms, whatever the database has: for an instance that serves a recruitment fair only.
    pub fn without_forms() -> Self {
        Self {
            version: i64::MAX,
            ..Self::default()
        }
    }

    /// Whether the database has changes that these forms are without.
    pub fn is_behind(&self, version: i64) -> bool {
        self.version < version
    }

    /// The newest edition of a form; none if the form is unknown.
    pub fn newest(&self, instrument: &InstrumentId) -> Option<&PublishedEdition> {
        self.newest.get(instrument)
    }

    /// The newest edition of the form that the program uses for something; the first by id if there are several.
    pub fn with_role(&self, role: FormRole) -> Option<&Edition> {
        let mut editions = self.newest.values().map(|it| &it.edition);
        editions.find(|it| it.role() == role)
    }

    /// The newest edition of every form, in the order of their ids.
    pub fn all(&self) -> impl Iterator<Item = (&InstrumentId, &PublishedEdition)> {
        self.newest.iter()
    }

    /// An item of any edition of a form, in the wording of the newest edition that has it.
    pub fn item(&self, instrument: &InstrumentId, item: &ItemId) -> Option<&CatalogueItem> {
        let items = self.items.get(instrument)?;
        // An item that is repeated for each member of staff is answered under its id, a dot, and their number.
        let each = || {
            let (id, _) = item.split_staff()?;
            items.get(&id).filter(|it| it.item.each_staff)
        };
        items.get(item).or_else(each)
    }

    /// Whom a sheet is shared with, by its form's newest edition; only its owner if the form is unknown.
    pub fn share_scope(&self, instrument: &InstrumentId, sheet: &Sheet) -> ShareScope {
        let published = self.newest(instrument);
        published.map_or(ShareScope::SelfOnly, |it| it.edition.share_scope(sheet))
    }

    /// Adds an edition, which keeps what only earlier ones had. The last one added is the newest, so versions have to
    /// be added in ascending order.
    fn add(&mut self, mut tag: String, mut edition: Edition) {
        if let Some(before) = self.newest.get(&edition.instrument) {
            let own = edition.clone();
            edition.keep_retired(&before.edition);
            if edition != own {
                // What is kept depends on the editions before: a browser may have this one without it.
                let _ = write!(tag, ".{}", before.edition.version);
            }
        }
        let items = self.items.entry(edition.instrument.clone()).or_default();
        for item in edition.items() {
            put_item(items, item);
        }
        self.newest.insert(
            edition.instrument.clone(),
            PublishedEdition { tag, edition },
        );
    }
}

fn put_item(items: &mut HashMap<ItemId, CatalogueItem>, item: &Item) {
    let before = items.remove(&item.id);
    let earlier_kinds = before.map_or_else(Vec::new, |it| {
        let mut kinds = it.earlier_kinds;
        if it.item.kind != item.kind {
            kinds.push(it.item.kind);
        }
        kinds
    });
    let item = item.clone();
    items.insert(
        item.id.clone(),
        CatalogueItem {
            item,
            earlier_kinds,
        },
    );
}

/// Publishes the forms of a folder, or the built-in ones. In a new database the cycles of the fiscal year are open.
pub async fn publish(
    database: &Database,
    folder: Option<&Path>,
    now: Timestamp,
) -> Result<(), FormError> {
    let n_cycles: i64 = sql!(forms / count_cycles)
        .fetch_value(&database.readers)
        .await?;
    // Later starts open nothing: what is open is 職員課's to say.
    let is_first = n_cycles == 0;
    let all = forms(folder)?;
    let written: HashMap<String, Value> = all.iter().cloned().collect();
    for (name, form) in form_source::complete_derived(all) {
        let edition =
            form_source::complete(&form).map_err(|error| FormError::Parse(name.clone(), error))?;
        let tag = publishing::tag(edition.version, &form);
        if !edition_store::is_published(database, &edition, &tag).await? {
            // What was published under earlier rules stays.
            let mut faults = form_source::faults(&edition).into_iter();
            if let Some(fault) = faults.find(|it| !it.is_hint) {
                return Err(FormError::Invalid(name, fault.to_string()));
            }
        }
        let source = written.get(&name).map(Value::to_string).unwrap_or_default();
        let publish = database.writer.run(move |connection| {
            Box::pin(async move {
                edition_store::note_shipped(connection, &edition, &source).await?;
                edition_store::publish_one(connection, &name, &edition, &tag, is_first, now).await
            })
        });
        publish.await?;
    }
    Ok(())
}

pub(crate) fn forms(folder: Option<&Path>) -> Result<Vec<(String, Value)>, FormError> {
    let read = |(name, text): (String, String)| {
        let form =
            serde_json::from_str(&text).map_err(|error| FormError::Parse(name.clone(), error))?;
        Ok((name, form))
    };
    sources(folder)?.into_iter().map(read).collect()
}

pub(crate) fn sources(folder: Option<&Path>) -> Result<Vec<(String, String)>, FormError> {
    let Some(folder) = folder else {
        return Ok(BUILT_IN
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .to_vec());
    };
    folder::read_json_files(folder)
}

/// Loads the published editions, with the changes made to their questions since.
pub async fn load(database: &Database) -> Result<Catalogue, FormError> {
    // Before the rest: what changes meanwhile is noticed by the next request.
    let version = sql!(forms / catalogue_version)
        .fetch_value(&database.readers)
        .await?;
    let rows = sql!(forms / all_editions)
        .fetch_all(&database.readers)
        .await?;
    let mut catalogue = Catalogue {
        version,
        ..Catalogue::default()
    };
    for row in rows {
        let (tag, body): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let edition =
            serde_json::from_str(&body).map_err(|error| FormError::Parse(tag.clone(), error))?;
        catalogue.add(tag, edition);
    }
    question_changes::apply(&mut catalogue, &database.readers).await?;
    Ok(catalogue)
}

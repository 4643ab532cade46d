//! The store of record: one IndexedDB database per person, one transaction per edit.
//!
//! A write is done when its transaction is committed with `durability: "strict"`, i.e. flushed to the disk.

mod codec;

use super::listen;
use codec::{decode_all, decode_optional, encode};
use domain::ids::{ItemId, PersonId};
use domain::journal::{Journal, JournalMeta, StoreWrite, StoredJournal};
use domain::sheet::SheetId;
use idb::event::VersionChangeEvent;
use idb::{DatabaseEvent, Factory, ObjectStoreParams, Query, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbTransactionDurability, IdbTransactionMode, IdbTransactionOptions};

const META: &str = "meta";
const PENDING: &str = "unsent";
const LOGGED: &str = "heard";
/// Facts imported from another device. Since the second release.
const IMPORTED: &str = "carried";
const TRAY: &str = "tray";
const DRAFTS: &str = "drafts";
/// Cache of what the server can send again: the user's profile, the forms, responses.
const CACHE: &str = "kept";
const STORES: [&str; 7] = [META, PENDING, LOGGED, IMPORTED, TRAY, DRAFTS, CACHE];

/// Key of the only record in [`META`].
const JOURNAL: &str = "journal";

/// Why the browser could not read or write the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The quota is exceeded.
    Full,
    /// The browser forbids storage for this page (private window or policy).
    Forbidden,
    /// A record cannot be decoded; it was not modified.
    Unreadable(&'static str),
    /// Any other failure; the text is for developers and not translated.
    Failed(&'static str),
}

impl StoreError {
    /// The error message for the user, in Japanese.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::Full => "この端末の空きがないため、いまの入力を保存できません。",
            Self::Forbidden => {
                "このブラウザーは保存を許していません（プライベートウィンドウなど）。"
            }
            Self::Unreadable(_) => "この端末の記録を読めません。記録には手を付けていません。",
            Self::Failed(_) => "この端末に保存できませんでした。",
        }
    }
}

impl From<idb::Error> for StoreError {
    fn from(error: idb::Error) -> Self {
        use idb::Error;
        let exception = match error {
            Error::DomException(exception) => Some(exception),
            Error::IndexedDbNotFound(_) => return Self::Forbidden,
            Error::IndexedDbOpenFailed(why)
            | Error::TransactionOpenFailed(why)
            | Error::UpdateFailed(why)
            | Error::AddFailed(why) => why.dyn_into().ok(),
            _ => None,
        };
        let name = exception.map(|it: web_sys::DomException| it.name());
        match name.as_deref() {
            Some("QuotaExceededError") => Self::Full,
            Some("SecurityError") => Self::Forbidden,
            _ => Self::Failed("IndexedDB"),
        }
    }
}

/// An edit of the journal; returns the writes for the store. Boxed: the wasm has one copy of the transaction code.
pub type JournalEdit = Box<dyn FnOnce(&mut Journal) -> Vec<StoreWrite>>;

/// A handle on one person's database, or on the database shared by all users of the browser.
pub struct Store {
    name: String,
    /// `None` before the first use and after the browser closed it; the next use opens it again.
    database: RefCell<Option<IdbDatabase>>,
    /// In-memory copy of the cache entries this page used, to restore them if the browser evicts the store meanwhile.
    kept: RefCell<Vec<(String, JsValue)>>,
}

impl Store {
    /// The database of a person. Opened lazily, on first use.
    pub fn for_person(person: &PersonId) -> Self {
        Self {
            kept: RefCell::default(),
            name: format!("michishirube-{person}"),
            database: RefCell::new(None),
        }
    }

    /// The database shared by all users of this browser. Only its cache is used.
    pub fn shared() -> Self {
        Self {
            kept: RefCell::default(),
            name: "michishirube".to_owned(),
            database: RefCell::new(None),
        }
    }

    async fn database(&self) -> Result<IdbDatabase, StoreError> {
        if let Some(open) = self.database.borrow().as_ref() {
            return Ok(open.clone());
        }
        // No fixed version: a page of an older build can still open a store that a newer build extended.
        let mut version = None;
        let database: IdbDatabase = loop {
            let mut request = Factory::new()?.open(&self.name, version)?;
            request.on_upgrade_needed(add_stores);
            let database = request.await?;
            if missing_stores(&database.store_names()).is_empty() {
                break database.into();
            }
            version = Some(database.version()? + 1);
            database.close();
        };
        // Without this, a newer build in another tab (or a deletion) would be blocked until this tab is closed.
        let own = database.clone();
        listen::<web_sys::Event>(&database, "versionchange", move |_| own.close());
        *self.database.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// A transaction over every object store. If the handle is dead, the database is reopened once.
    async fn transaction(&self, mode: IdbTransactionMode) -> Result<Transaction, StoreError> {
        let options = IdbTransactionOptions::new();
        options.set_durability(IdbTransactionDurability::Strict);
        let names = STORES.map(js_sys::JsString::from);
        for _ in 0..2 {
            let database = self.database().await?;
            match database
                .transaction_with_str_sequence_and_mode_and_options(&names, mode, &options)
            {
                Ok(transaction) => return Ok(transaction.into()),
                Err(_) => *self.database.borrow_mut() = None,
            }
        }
        Err(StoreError::Failed("no transaction"))
    }

    /// Loads the journal; `None` if the store has none.
    pub async fn load(&self) -> Result<Option<Journal>, StoreError> {
        let transaction = self.transaction(IdbTransactionMode::Readonly).await?;
        load(&transaction).await
    }

    /// Applies an edit to the stored journal and writes its changes, in one transaction.
    ///
    /// Another tab may have written meanwhile: then `journal` is read again first.
    pub async fn edit(
        &self,
        mut journal: Journal,
        edit: JournalEdit,
    ) -> Result<Journal, StoreError> {
        let transaction = self.transaction(IdbTransactionMode::Readwrite).await?;
        let meta: Option<JournalMeta> = decode_optional(
            transaction
                .object_store(META)?
                .get(Query::from(JsValue::from_str(JOURNAL)))?
                .await?,
        )?;
        match meta {
            Some(meta) if meta == journal.meta => {}
            Some(_) => {
                if let Some(fresh) = load(&transaction).await? {
                    journal = fresh;
                }
            }
            // A new journal, or the browser evicted the store: write everything that is in memory again.
            None => {
                put_all(&transaction, &journal)?;
                let kept = transaction.object_store(CACHE)?;
                for (key, sealed) in &*self.kept.borrow() {
                    kept.put(sealed, Some(&JsValue::from_str(key)))?;
                }
            }
        }
        for change in &edit(&mut journal) {
            put(&transaction, change)?;
        }
        let done = transaction.await?;
        if done.is_committed() {
            Ok(journal)
        } else {
            // An abort without an exception is taken for an exceeded quota.
            Err(StoreError::Full)
        }
    }

    /// Puts a value into the cache.
    pub async fn cache_put(&self, key: &str, it: &impl Serialize) -> Result<(), StoreError> {
        self.put_encoded(key, encode(it)?).await
    }

    async fn put_encoded(&self, key: &str, sealed: JsValue) -> Result<(), StoreError> {
        let transaction = self.transaction(IdbTransactionMode::Readwrite).await?;
        let kept = transaction.object_store(CACHE)?;
        kept.put(&sealed, Some(&JsValue::from_str(key)))?;
        self.remember_cached(key, &sealed);
        transaction.await?;
        Ok(())
    }

    /// Gets a value from the cache; `None` if it is missing or cannot be decoded.
    pub async fn cache_get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        decode_optional(self.get_encoded(key).await.ok()?).ok()?
    }

    async fn get_encoded(&self, key: &str) -> Result<Option<JsValue>, StoreError> {
        let transaction = self.transaction(IdbTransactionMode::Readonly).await?;
        let kept = transaction.object_store(CACHE)?;
        let sealed = kept.get(Query::from(JsValue::from_str(key)))?.await?;
        if let Some(sealed) = &sealed {
            self.remember_cached(key, sealed);
        }
        Ok(sealed)
    }

    fn remember_cached(&self, key: &str, sealed: &JsValue) {
        let mut kept = self.kept.borrow_mut();
        kept.retain(|it| it.0 != key);
        kept.push((key.to_owned(), sealed.clone()));
    }

    /// Clears the cache.
    pub async fn clear_cache(&self) -> Result<(), StoreError> {
        let transaction = self.transaction(IdbTransactionMode::Readwrite).await?;
        transaction.object_store(CACHE)?.clear()?;
        transaction.await?;
        Ok(())
    }

    /// Deletes the person's whole database.
    pub async fn delete(&self) -> Result<(), StoreError> {
        if let Some(open) = self.database.borrow_mut().take() {
            open.close();
        }
        Factory::new()?.delete(&self.name)?.await?;
        Ok(())
    }
}

fn add_stores(event: VersionChangeEvent) {
    let Ok(database) = event.database() else {
        return;
    };
    for store in missing_stores(&database.store_names()) {
        let _ = database.create_object_store(store, ObjectStoreParams::new());
    }
}

/// The object stores that the database lacks: this build is newer than the one that created it.
fn missing_stores(there: &[String]) -> Vec<&'static str> {
    let is_missing = |it: &&str| !there.iter().any(|name| name == it);
    STORES.into_iter().filter(is_missing).collect()
}

async fn load(transaction: &Transaction) -> Result<Option<Journal>, StoreError> {
    let meta = transaction
        .object_store(META)?
        .get(Query::from(JsValue::from_str(JOURNAL)))?;
    let Some(meta) = decode_optional::<JournalMeta>(meta.await?)? else {
        return Ok(None);
    };
    let mut all = Vec::new();
    for store in [PENDING, LOGGED, IMPORTED, TRAY, DRAFTS] {
        let stored = transaction.object_store(store)?.get_all(None, None)?;
        all.push(stored.await?);
    }
    let [unsent, heard, carried, tray, drafts] = all.as_slice() else {
        return Ok(None);
    };
    let stored = StoredJournal {
        unsent: decode_all(unsent)?,
        heard: decode_all(heard)?,
        carried: decode_all(carried)?,
        tray: decode_all(tray)?,
        drafts: decode_all(drafts)?,
    };
    Ok(Some(Journal::load(meta, stored)))
}

fn put_all(transaction: &Transaction, journal: &Journal) -> Result<(), StoreError> {
    journal
        .as_writes()
        .iter()
        .try_for_each(|it| put(transaction, it))
}

fn put(transaction: &Transaction, change: &StoreWrite) -> Result<(), StoreError> {
    let store = |name: &str| transaction.object_store(name);
    match change {
        StoreWrite::Meta(it) => {
            drop(store(META)?.put(&encode(it)?, Some(&JsValue::from_str(JOURNAL)))?);
        }
        StoreWrite::PutPending(it) => {
            drop(store(PENDING)?.put(&encode(it)?, Some(&number(it.fact.n)))?);
        }
        StoreWrite::DropPending(n) => drop(store(PENDING)?.delete(Query::from(number(*n)))?),
        StoreWrite::PutLogged(it) => {
            drop(store(LOGGED)?.put(&encode(it)?, Some(&number(it.seq.unsigned_abs())))?);
        }
        StoreWrite::DropLogged(seq) => {
            drop(store(LOGGED)?.delete(Query::from(number(seq.unsigned_abs())))?);
        }
        StoreWrite::DropAllLogged => drop(store(LOGGED)?.clear()?),
        StoreWrite::PutImported(it) => {
            drop(store(IMPORTED)?.put(&encode(it)?, Some(&number(it.place)))?);
        }
        StoreWrite::DropImported(place) => {
            drop(store(IMPORTED)?.delete(Query::from(number(*place)))?);
        }
        StoreWrite::PutRejected(it) => {
            let key = JsValue::from_str(it.fact.id.as_str());
            drop(store(TRAY)?.put(&encode(it)?, Some(&key))?);
        }
        StoreWrite::DropRejected(id) => {
            drop(store(TRAY)?.delete(Query::from(JsValue::from_str(id.as_str())))?);
        }
        StoreWrite::PutDraft(it) => {
            drop(store(DRAFTS)?.delete(Query::from(old_draft_key(&it.sheet, &it.item)))?);
            drop(store(DRAFTS)?.put(&encode(it)?, Some(&draft_key(&it.sheet, &it.item)))?);
        }
        StoreWrite::DropDraft(sheet, item) => {
            drop(store(DRAFTS)?.delete(Query::from(old_draft_key(sheet, item)))?);
            drop(store(DRAFTS)?.delete(Query::from(draft_key(sheet, item)))?);
        }
    }
    Ok(())
}

fn draft_key(sheet: &SheetId, item: &ItemId) -> JsValue {
    JsValue::from_str(&format!(
        "{}:{}:{item}:{}",
        sheet.instrument, sheet.cycle, sheet.person
    ))
}

/// Draft key of builds that had only the person's own sheets. Deleted on every write, so that no stale draft remains.
fn old_draft_key(sheet: &SheetId, item: &ItemId) -> JsValue {
    JsValue::from_str(&format!("{}:{}:{item}", sheet.instrument, sheet.cycle))
}

/// A numeric key. IndexedDB stores numbers as doubles: exact up to 2^53, more than a log will ever count.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
fn number(n: u64) -> JsValue {
    JsValue::from_f64(n as f64)
}

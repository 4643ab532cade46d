//! The kiosk's IndexedDB store: its state, its signing key, the encrypted visits and the batches. Each change is one
//! transaction.

use domain::kiosk::{EncryptedVisit, KioskState, Outbox, OutboxWrite, StoredBatch};
use domain::quiz::Quiz;
use idb::event::VersionChangeEvent;
use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CryptoKey, IdbDatabase, IdbTransactionDurability, IdbTransactionMode, IdbTransactionOptions,
};

/// Name of the IndexedDB database. It stays as it is: enrolled tablets have it.
pub const DATABASE: &str = "michishirube-booth";
const STATE: &str = "kept";
const VISITS: &str = "boxes";
const BATCHES: &str = "batches";
const STORES: [&str; 3] = [STATE, VISITS, BATCHES];

/// Record keys in the object store [`STATE`].
const STATE_KEY: &str = "own";
const SIGNING_KEY: &str = "key";
const QUIZ_KEY: &str = "quiz";

/// Why the kiosk's records were not read or written. What was stored before is unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KioskStoreError {
    /// The browser cannot open the database or forbids it, or there is no room.
    Database,
    /// A record does not encode or decode.
    Record,
    /// The transaction ended before it was on the disk.
    NotCommitted,
    /// This browser is not an enrolled tablet.
    NotEnrolled,
}

impl From<Error> for KioskStoreError {
    fn from(_: Error) -> Self {
        Self::Database
    }
}

/// Everything an enrolled tablet had stored when it was last closed.
pub struct StoredKiosk {
    pub kept: KioskState,
    pub key: CryptoKey,
    pub queue: Outbox,
}

async fn database() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event: VersionChangeEvent| {
        if let Ok(database) = event.database() {
            for store in STORES {
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    request.await
}

/// Opens a transaction over all object stores. With strict durability it completes only when the data is on the disk.
async fn open_transaction(mode: IdbTransactionMode) -> Result<(IdbDatabase, Transaction), Error> {
    let database: IdbDatabase = database().await?.into();
    let options = IdbTransactionOptions::new();
    options.set_durability(IdbTransactionDurability::Strict);
    let names = STORES.map(js_sys::JsString::from);
    let transaction = database
        .transaction_with_str_sequence_and_mode_and_options(&names, mode, &options)
        .map_err(Error::TransactionOpenFailed)?;
    Ok((database, transaction.into()))
}

fn encode(it: &impl Serialize) -> Result<JsValue, KioskStoreError> {
    let text = serde_json::to_string(it).map_err(|_| KioskStoreError::Record)?;
    Ok(JsValue::from_str(&text))
}

fn read<T: DeserializeOwned>(stored: &JsValue) -> Option<T> {
    serde_json::from_str(&stored.as_string()?).ok()
}

/// Loads the kiosk's state; `None` if this browser is not an enrolled tablet.
pub async fn load() -> Result<Option<StoredKiosk>, KioskStoreError> {
    let (database, transaction) = open_transaction(IdbTransactionMode::Readonly).await?;
    let kept = transaction.object_store(STATE)?;
    let one = |key: &str| kept.get(Query::from(JsValue::from_str(key)));
    let (own, key) = (one(STATE_KEY)?.await?, one(SIGNING_KEY)?.await?);
    let boxes = transaction
        .object_store(VISITS)?
        .get_all(None, None)?
        .await?;
    let batches = transaction
        .object_store(BATCHES)?
        .get_all(None, None)?
        .await?;
    database.close();
    let Some(own) = own else {
        return Ok(None);
    };
    // An undecodable record is an error, not an empty store: a new enrolment would overwrite the state and the key.
    let key = key.and_then(|it| it.dyn_into::<CryptoKey>().ok());
    let (Some(kept), Some(key)) = (read::<KioskState>(&own), key) else {
        return Err(KioskStoreError::Record);
    };
    let queue = Outbox {
        took: kept.took,
        last: kept.last,
        unbatched: boxes
            .iter()
            .filter_map(JsValue::as_string)
            .map(EncryptedVisit)
            .collect(),
        batches: batches.iter().filter_map(read::<StoredBatch>).collect(),
    };
    Ok(Some(StoredKiosk { kept, key, queue }))
}

/// Stores state and signing key of a new kiosk on the disk, in one transaction.
pub async fn save_enrolment(kept: &KioskState, key: &CryptoKey) -> Result<(), KioskStoreError> {
    let state = encode(kept)?;
    let (database, transaction) = open_transaction(IdbTransactionMode::Readwrite).await?;
    let store = transaction.object_store(STATE)?;
    store.put(&state, Some(&JsValue::from_str(STATE_KEY)))?;
    store.put(key, Some(&JsValue::from_str(SIGNING_KEY)))?;
    commit(&database, transaction).await
}

async fn commit(database: &IdbDatabase, transaction: Transaction) -> Result<(), KioskStoreError> {
    let done = transaction.await?;
    database.close();
    let is_committed = done.is_committed();
    is_committed
        .then_some(())
        .ok_or(KioskStoreError::NotCommitted)
}

/// Writes the kiosk's state and the outbox changes to the disk, in one transaction.
pub async fn write(kept: &KioskState, changes: &[OutboxWrite]) -> Result<(), KioskStoreError> {
    let state = encode(kept)?;
    let (database, transaction) = open_transaction(IdbTransactionMode::Readwrite).await?;
    let own = transaction.object_store(STATE)?;
    own.put(&state, Some(&JsValue::from_str(STATE_KEY)))?;
    for change in changes {
        put(&transaction, change)?;
    }
    commit(&database, transaction).await
}

fn put(transaction: &Transaction, change: &OutboxWrite) -> Result<(), KioskStoreError> {
    let (boxes, batches) = (
        transaction.object_store(VISITS)?,
        transaction.object_store(BATCHES)?,
    );
    match change {
        // The counters are part of `Kept`, which every transaction writes.
        OutboxWrite::Counters => {}
        OutboxWrite::PutVisit(it) => {
            drop(boxes.put(&JsValue::from_str(it.as_str()), Some(&visit_key(it)))?);
        }
        OutboxWrite::DropVisit(it) => drop(boxes.delete(Query::from(visit_key(it)))?),
        OutboxWrite::PutBatch(it) => drop(batches.put(&encode(it)?, Some(&it.batch.n.into()))?),
        OutboxWrite::DropBatch(n) => drop(batches.delete(Query::from(JsValue::from(*n)))?),
    }
    Ok(())
}

/// Record key of an encrypted visit: its first 32 hex digits. They are half of an ephemeral public key and thus
/// random, so the order of the records does not reveal the order of the visitors.
fn visit_key(one: &EncryptedVisit) -> JsValue {
    let text = one.as_str();
    JsValue::from_str(&text[..text.len().min(32)])
}

/// Stores the quiz in IndexedDB, so that the kiosk has it even if the browser evicts its caches. Errors are ignored.
pub async fn cache_quiz(quiz: &Quiz) {
    let done = async {
        let (database, transaction) = open_transaction(IdbTransactionMode::Readwrite).await?;
        let store = transaction.object_store(STATE)?;
        store.put(&encode(quiz)?, Some(&JsValue::from_str(QUIZ_KEY)))?;
        transaction.await?;
        database.close();
        Ok::<(), KioskStoreError>(())
    };
    let _ = done.await;
}

/// The quiz stored by [`keep_quiz`]; `None` if there is none or it cannot be decoded.
pub async fn cached_quiz() -> Option<Quiz> {
    let look = async {
        let (database, transaction) = open_transaction(IdbTransactionMode::Readonly).await?;
        let kept = transaction.object_store(STATE)?;
        let quiz = kept.get(Query::from(JsValue::from_str(QUIZ_KEY)))?.await?;
        database.close();
        Ok::<_, Error>(quiz)
    };
    read(&look.await.ok()??)
}

/// Whether the store holds a record the kiosk did not write: an unknown key, or a visit that is not encrypted.
/// `true` if the store cannot be read.
pub async fn has_foreign_records() -> bool {
    let look = async {
        let (database, transaction) = open_transaction(IdbTransactionMode::Readonly).await?;
        let keys = transaction
            .object_store(STATE)?
            .get_all_keys(None, None)?
            .await?;
        let boxes = transaction
            .object_store(VISITS)?
            .get_all(None, None)?
            .await?;
        database.close();
        let known = |it: &JsValue| {
            matches!(
                it.as_string().as_deref(),
                Some(STATE_KEY | SIGNING_KEY | QUIZ_KEY)
            )
        };
        let sealed = |it: &JsValue| {
            let text = it.as_string().unwrap_or_default();
            text.len() == domain::kiosk::ENCRYPTED_LEN
                && text.bytes().all(|it| it.is_ascii_hexdigit())
        };
        Ok::<bool, Error>(!keys.iter().all(known) || !boxes.iter().all(sealed))
    };
    look.await.unwrap_or(true)
}

/// Deletes the database.
pub async fn delete() -> Result<(), KioskStoreError> {
    Ok(Factory::new()?.delete(DATABASE)?.await?)
}

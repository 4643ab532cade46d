//! The kiosk's IndexedDB store: its state, its signing key, the encrypted answers and the batches. Each change is one
//! transaction.

use domain::decode::Read;
use domain::kiosk::{Change, Held, Kept, Queue};
use domain::quiz::Quiz;
use idb::event::VersionChangeEvent;
use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, Transaction};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CryptoKey, IdbDatabase, IdbTransactionDurability, IdbTransactionMode, IdbTransactionOptions,
};

/// Name of the IndexedDB database. It stays as it is: enrolled tablets have it.
pub const NAME: &str = "michishirube-booth";
const KEPT: &str = "kept";
const BOXES: &str = "boxes";
const BATCHES: &str = "batches";
const STORES: [&str; 3] = [KEPT, BOXES, BATCHES];

/// Record keys in the object store [`KEPT`].
const OWN: &str = "own";
const KEY: &str = "key";
const QUIZ: &str = "quiz";

/// Everything an enrolled tablet had stored when it was last closed.
pub struct Found {
    pub kept: Kept,
    pub key: CryptoKey,
    pub queue: Queue,
}

async fn database() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(NAME, Some(1))?;
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
async fn begin(mode: IdbTransactionMode) -> Result<(IdbDatabase, Transaction), Error> {
    let database: IdbDatabase = database().await?.into();
    let options = IdbTransactionOptions::new();
    options.set_durability(IdbTransactionDurability::Strict);
    let names = STORES.map(js_sys::JsString::from);
    let transaction = database
        .transaction_with_str_sequence_and_mode_and_options(&names, mode, &options)
        .map_err(Error::TransactionOpenFailed)?;
    Ok((database, transaction.into()))
}

fn written(it: &impl Serialize) -> JsValue {
    JsValue::from_str(&serde_json::to_string(it).unwrap_or_default())
}

fn read<T: Read>(stored: &JsValue) -> Option<T> {
    T::read(serde_json::from_slice(stored.as_string()?.as_bytes()).ok()?).ok()
}

/// Loads the kiosk's state; `None` if this browser is not an enrolled tablet. `Err` if the store cannot be opened or
/// decoded.
pub async fn load() -> Result<Option<Found>, ()> {
    found().await.map_err(|_| ())
}

async fn found() -> Result<Option<Found>, Error> {
    let (database, transaction) = begin(IdbTransactionMode::Readonly).await?;
    let kept = transaction.object_store(KEPT)?;
    let one = |key: &str| kept.get(Query::from(JsValue::from_str(key)));
    let (own, key) = (one(OWN)?.await?, one(KEY)?.await?);
    let boxes = transaction
        .object_store(BOXES)?
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
    let (Some(kept), Some(key)) = (read::<Kept>(&own), key) else {
        return Err(Error::IndexedDbNotFound(own));
    };
    let queue = Queue {
        took: kept.took,
        last: kept.last,
        loose: boxes.iter().filter_map(JsValue::as_string).collect(),
        batches: batches.iter().filter_map(read::<Held>).collect(),
    };
    Ok(Some(Found { kept, key, queue }))
}

/// Stores state and signing key of a new kiosk, in one transaction. Returns whether it was committed to disk.
pub async fn begin_with(kept: &Kept, key: &CryptoKey) -> bool {
    let done = async {
        let (database, transaction) = begin(IdbTransactionMode::Readwrite).await?;
        let store = transaction.object_store(KEPT)?;
        store.put(&written(kept), Some(&JsValue::from_str(OWN)))?;
        store.put(key, Some(&JsValue::from_str(KEY)))?;
        let done = transaction.await?;
        database.close();
        Ok::<bool, Error>(done.is_committed())
    };
    done.await.unwrap_or(false)
}

/// Writes the kiosk's state and the outbox changes in one transaction. Returns whether it was committed to disk.
pub async fn write(kept: &Kept, changes: &[Change]) -> bool {
    let done = async {
        let (database, transaction) = begin(IdbTransactionMode::Readwrite).await?;
        let own = transaction.object_store(KEPT)?;
        own.put(&written(kept), Some(&JsValue::from_str(OWN)))?;
        for change in changes {
            put(&transaction, change)?;
        }
        let done = transaction.await?;
        database.close();
        Ok::<bool, Error>(done.is_committed())
    };
    done.await.unwrap_or(false)
}

fn put(transaction: &Transaction, change: &Change) -> Result<(), Error> {
    let (boxes, batches) = (
        transaction.object_store(BOXES)?,
        transaction.object_store(BATCHES)?,
    );
    match change {
        // The counters are part of `Kept`, which every transaction writes.
        Change::Counters => {}
        Change::PutBox(it) => drop(boxes.put(&JsValue::from_str(it), Some(&key_of(it)))?),
        Change::DropBox(it) => drop(boxes.delete(Query::from(key_of(it)))?),
        Change::PutBatch(it) => drop(batches.put(&written(it), Some(&it.batch.n.into()))?),
        Change::DropBatch(n) => drop(batches.delete(Query::from(JsValue::from(*n)))?),
    }
    Ok(())
}

/// Record key of an encrypted answer: its first 32 hex digits. They are half of an ephemeral public key and thus
/// random, so the order of the records does not reveal the order of the visitors.
fn key_of(one: &str) -> JsValue {
    JsValue::from_str(&one[..one.len().min(32)])
}

/// Stores the quiz in IndexedDB, so that the kiosk has it even if the browser evicts its caches. Errors are ignored.
pub async fn keep_quiz(quiz: &Quiz) {
    let done = async {
        let (database, transaction) = begin(IdbTransactionMode::Readwrite).await?;
        let store = transaction.object_store(KEPT)?;
        store.put(&written(quiz), Some(&JsValue::from_str(QUIZ)))?;
        transaction.await?;
        database.close();
        Ok::<(), Error>(())
    };
    let _ = done.await;
}

/// The quiz stored by [`keep_quiz`]; `None` if there is none or it cannot be decoded.
pub async fn kept_quiz() -> Option<Quiz> {
    let look = async {
        let (database, transaction) = begin(IdbTransactionMode::Readonly).await?;
        let kept = transaction.object_store(KEPT)?;
        let quiz = kept.get(Query::from(JsValue::from_str(QUIZ)))?.await?;
        database.close();
        Ok::<_, Error>(quiz)
    };
    read(&look.await.ok()??)
}

/// Whether the store holds a record the kiosk did not write: an unknown key, or an answer that is not encrypted.
/// `true` if the store cannot be read.
pub async fn has_strange_records() -> bool {
    let look = async {
        let (database, transaction) = begin(IdbTransactionMode::Readonly).await?;
        let keys = transaction
            .object_store(KEPT)?
            .get_all_keys(None, None)?
            .await?;
        let boxes = transaction
            .object_store(BOXES)?
            .get_all(None, None)?
            .await?;
        database.close();
        let known = |it: &JsValue| matches!(it.as_string().as_deref(), Some(OWN | KEY | QUIZ));
        let sealed = |it: &JsValue| {
            let text = it.as_string().unwrap_or_default();
            text.len() == domain::kiosk::BOXED && text.bytes().all(|it| it.is_ascii_hexdigit())
        };
        Ok::<bool, Error>(!keys.iter().all(known) || !boxes.iter().all(sealed))
    };
    look.await.unwrap_or(true)
}

/// Deletes the database. Returns whether that succeeded.
pub async fn delete() -> bool {
    let gone = async { Factory::new()?.delete(NAME)?.await };
    gone.await.is_ok()
}

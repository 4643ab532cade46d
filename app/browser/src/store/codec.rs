//! The one place where records become stored bytes and come back, so that they can be encrypted here later.

use super::StoreError;
use domain::decode::Read;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// A record as it is stored.
pub(super) fn seal(it: &impl Serialize) -> Result<JsValue, StoreError> {
    let text = serde_json::to_string(it).map_err(|_| StoreError::Failed("not written as JSON"))?;
    Ok(JsValue::from_str(&text))
}

/// A stored record, if there was one.
pub(super) fn open_one<T: Read>(stored: Option<JsValue>) -> Result<Option<T>, StoreError> {
    stored.as_ref().map(open).transpose()
}

/// Every stored record. One that does not read stops all, so that nothing is taken for empty that is not.
pub(super) fn open_all<T: Read>(stored: &[JsValue]) -> Result<Vec<T>, StoreError> {
    stored.iter().map(open).collect()
}

fn open<T: Read>(stored: &JsValue) -> Result<T, StoreError> {
    T::read(parse(stored)?).map_err(|_| StoreError::Unreadable("another shape"))
}

fn parse(stored: &JsValue) -> Result<Value, StoreError> {
    let text = stored
        .as_string()
        .ok_or(StoreError::Unreadable("not a text"))?;
    // From bytes, as answers of the server are read: one copy of the reader in the wasm, not two.
    serde_json::from_slice(text.as_bytes()).map_err(|_| StoreError::Unreadable("not JSON"))
}

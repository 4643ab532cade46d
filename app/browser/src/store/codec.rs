//! Codec of the stored records: JSON, not encrypted. Encryption at rest would be added here and nowhere else.

use super::StoreError;
use domain::decode::Read;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// Encodes a record as a JSON string.
pub(super) fn seal(it: &impl Serialize) -> Result<JsValue, StoreError> {
    let text = serde_json::to_string(it).map_err(|_| StoreError::Failed("not written as JSON"))?;
    Ok(JsValue::from_str(&text))
}

/// Decodes an optional record.
pub(super) fn open_one<T: Read>(stored: Option<JsValue>) -> Result<Option<T>, StoreError> {
    stored.as_ref().map(open).transpose()
}

/// Decodes all records. One that fails makes the whole call fail: a damaged store must not look empty.
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
    // From bytes, like the server's responses: the wasm then contains the JSON decoder once.
    serde_json::from_slice(text.as_bytes()).map_err(|_| StoreError::Unreadable("not JSON"))
}

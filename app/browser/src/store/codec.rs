//! Codec of the stored records: JSON, not encrypted. Encryption at rest would be added here and nowhere else.

use super::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Encodes a record as a JSON string.
pub(super) fn encode(it: &impl Serialize) -> Result<JsValue, StoreError> {
    let text = serde_json::to_string(it).map_err(|_| StoreError::Failed("not written as JSON"))?;
    Ok(JsValue::from_str(&text))
}

/// Decodes an optional record.
pub(super) fn decode_optional<T: DeserializeOwned>(
    stored: Option<JsValue>,
) -> Result<Option<T>, StoreError> {
    stored.as_ref().map(decode).transpose()
}

/// Decodes all records. One that fails makes the whole call fail: a damaged store must not look empty.
pub(super) fn decode_all<T: DeserializeOwned>(stored: &[JsValue]) -> Result<Vec<T>, StoreError> {
    stored.iter().map(decode).collect()
}

fn decode<T: DeserializeOwned>(stored: &JsValue) -> Result<T, StoreError> {
    let text = stored
        .as_string()
        .ok_or(StoreError::Unreadable("not a text"))?;
    serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("another shape"))
}

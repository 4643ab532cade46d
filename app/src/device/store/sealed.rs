//! The one place where records become stored bytes and come back, so that they can be encrypted here later.

use super::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A record as it is stored.
pub(super) fn seal(it: &impl Serialize) -> Result<JsValue, StoreError> {
    let text = serde_json::to_string(it).map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(JsValue::from_str(&text))
}

/// A stored record, if there was one.
pub(super) fn open_one<T: DeserializeOwned>(
    stored: Option<JsValue>,
) -> Result<Option<T>, StoreError> {
    stored.as_ref().map(open).transpose()
}

/// Every stored record. One that does not read stops all, so that nothing is taken for empty that is not.
pub(super) fn open_all<T: DeserializeOwned>(stored: Vec<JsValue>) -> Result<Vec<T>, StoreError> {
    stored.iter().map(open).collect()
}

fn open<T: DeserializeOwned>(stored: &JsValue) -> Result<T, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable(why);
    let text = stored
        .as_string()
        .ok_or_else(|| unreadable("not a text".to_owned()))?;
    // From bytes, as answers of the server are read: one copy of the reader in the wasm, not two.
    serde_json::from_slice(text.as_bytes()).map_err(|error| unreadable(error.to_string()))
}

//! Small values in localStorage: preferences, and the autosave copies of input that IndexedDB does not have yet.
//!
//! localStorage is flushed to disk late and shared between tabs. Therefore each value has its own key, and none is
//! ever read, modified and written back.

use domain::decode::Decode;
use domain::ids::{FactId, ItemId, PersonId};
use domain::journal::BaseVersion;
use domain::sheet::SheetId;
use gloo_storage::{LocalStorage, Storage};
use serde_json::Value;

const PERSON: &str = "michi:person";
const SIGN_OUT: &str = "michi:sign-out-pending";
/// Also read by `public/start.js`, which loads the dictionary.
const LANGUAGE: &str = "michi:language";
const AUTOSAVE: &str = "michi:typing:";

/// Decodes the JSON value under a key; `None` if it is missing or cannot be decoded.
fn read<T: Decode>(key: &str) -> Option<T> {
    let storage = super::window().local_storage().ok()??;
    // Decoded from bytes, like every other JSON: the wasm then contains the decoder once.
    let text = storage.get_item(key).ok()??;
    T::decode(serde_json::from_slice(text.as_bytes()).ok()?).ok()
}

fn set(key: &str, value: Value) {
    drop(LocalStorage::set(key, value));
}

/// The autosave copy under a key: `[sheet, item, value, base fact, base value]`. The first release wrote no base.
fn read_copy(key: &str) -> Option<AutosaveCopy> {
    let mut parts = read::<Vec<Value>>(key)?.into_iter();
    Some(AutosaveCopy {
        key: key.to_owned(),
        sheet: SheetId::decode(parts.next()?).ok()?,
        item: ItemId::decode(parts.next()?).ok()?,
        value: parts.next()?,
        base: BaseVersion {
            fact: parts.next().and_then(|it| FactId::decode(it).ok()),
            value: parts.next().unwrap_or_default(),
        },
    })
}

/// The active user of this browser; `None` if nobody is signed in.
pub fn active_user() -> Option<PersonId> {
    read(PERSON)
}

/// Sets or clears the active user of this browser.
pub fn set_active_user(person: Option<&PersonId>) {
    match person {
        Some(it) => set(PERSON, it.as_str().into()),
        None => LocalStorage::delete(PERSON),
    }
}

/// Whether a sign-out is pending: the user signed out here while the server was unreachable.
pub fn sign_out_is_pending() -> bool {
    read(SIGN_OUT).unwrap_or(false)
}

/// Sets or clears the pending sign-out.
pub fn set_sign_out_pending(pending: bool) {
    if pending {
        set(SIGN_OUT, true.into());
    } else {
        LocalStorage::delete(SIGN_OUT);
    }
}

/// Stores the interface language, `ja` or `en`. It applies from the next page load.
pub fn set_language(language: &str) {
    set(LANGUAGE, language.into());
}

/// Whether a journal of this person was ever written here. If so and the database is empty, the browser evicted it.
pub fn had_journal(person: &PersonId) -> bool {
    read(&had_journal_key(person)).unwrap_or(false)
}

/// Sets or clears the mark read by [`had_journal`].
pub fn set_had_journal(person: &PersonId, had: bool) {
    if had {
        set(&had_journal_key(person), true.into());
    } else {
        LocalStorage::delete(had_journal_key(person));
    }
}

fn had_journal_key(person: &PersonId) -> String {
    format!("michi:journal-of:{person}")
}

/// An autosave copy: input that may not have reached IndexedDB when its tab was closed or crashed.
pub struct AutosaveCopy {
    key: String,
    pub sheet: SheetId,
    pub item: ItemId,
    pub value: Value,
    /// The version of the answer that the input was based on.
    pub base: BaseVersion,
}

/// Copies an input of someone, at once; called in the input event itself. It is theirs, whosever sheet it is for.
pub fn autosave(by: &PersonId, sheet: &SheetId, item: &ItemId, value: &Value, base: &BaseVersion) {
    let key = autosave_key(by, sheet, item);
    drop(LocalStorage::set(
        key,
        (sheet, item, value, &base.fact, &base.value),
    ));
}

/// Deletes the autosave copy of an input that IndexedDB now has.
pub fn drop_autosave(by: &PersonId, sheet: &SheetId, item: &ItemId, value: &Value) {
    let key = autosave_key(by, sheet, item);
    // The user may have typed on while the write was under way: then the copy is newer than what was written.
    if read_copy(&key).is_some_and(|it| it.value == *value) {
        LocalStorage::delete(key);
    }
}

/// Whether any autosave copy of this person is left, from any tab.
pub fn has_autosave_copies(person: &PersonId) -> bool {
    !autosave_keys(person).is_empty()
}

/// All autosave copies of this person, from any tab. Copies that cannot be decoded are left out.
pub fn autosave_copies(person: &PersonId) -> Vec<AutosaveCopy> {
    let keys = autosave_keys(person);
    keys.iter().filter_map(|it| read_copy(it)).collect()
}

fn autosave_keys(person: &PersonId) -> Vec<String> {
    let own = format!("{AUTOSAVE}{person}:");
    let mut found = Vec::new();
    if let Ok(Some(storage)) = super::window().local_storage() {
        let mut at = 0;
        while let Ok(Some(key)) = storage.key(at) {
            if key.starts_with(&own) {
                found.push(key);
            }
            at += 1;
        }
    }
    found
}

impl AutosaveCopy {
    /// Id of the tab that wrote the copy; its tab lock tells whether the tab is still open.
    pub fn tab(&self) -> &str {
        self.key.rsplit(':').next().unwrap_or_default()
    }

    /// Deletes the copy from localStorage.
    pub fn delete(&self) {
        LocalStorage::delete(&self.key);
    }
}

thread_local! {
    /// Id of this tab, the last part of its autosave keys: two tabs typing in one field do not overwrite each other.
    static TAB: FactId = super::clock::new_fact_id();
}

/// Holds the tab lock while this page lives, so that other tabs do not recover its autosave copies.
pub fn hold_tab_lock() {
    TAB.with(|tab| super::tabs::hold_tab_lock(tab.as_str()));
}

fn autosave_key(by: &PersonId, sheet: &SheetId, item: &ItemId) -> String {
    let place = format!("{}:{}:{}", sheet.instrument, sheet.cycle, sheet.person);
    TAB.with(|tab| format!("{AUTOSAVE}{by}:{place}:{item}:{tab}"))
}

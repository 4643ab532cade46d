//! Autosave copies in localStorage: input that IndexedDB does not have yet. Only the staff's sync writes, recovers and
//! deletes them.
//!
//! Each input has its own key, as in [`crate::prefs`]: localStorage is shared between tabs.

use crate::prefs;
use domain::ids::{FactId, ItemId, PersonId};
use domain::journal::{BaseVersion, Typed};
use domain::sheet::SheetId;
use gloo_storage::{LocalStorage, Storage};
use serde::Deserialize;
use serde_json::Value;
use std::cell::Cell;

const AUTOSAVE: &str = "michi:typing:";

/// An autosave copy: input that may not have reached IndexedDB when its tab was closed or crashed.
pub struct AutosaveCopy {
    pub sheet: SheetId,
    pub item: ItemId,
    pub value: Value,
    /// The version of the answer that the input was based on.
    pub base: BaseVersion,
    /// Which input of its tab it is.
    pub typed: Typed,
}

/// Copies an input of someone, at once; called in the input event itself. It is theirs, whosever sheet it is for.
/// Returns which input it is, as [`Typed::to_text`].
pub fn save(
    by: &PersonId,
    sheet: &SheetId,
    item: &ItemId,
    value: &Value,
    base: &BaseVersion,
) -> String {
    let key = key_of(by, sheet, item);
    let n = N_INPUTS.get() + 1;
    N_INPUTS.set(n);
    let copy = (sheet, item, value, &base.fact, &base.value, n);
    drop(LocalStorage::set(&key, copy));
    format!("{n} {key}")
}

/// Deletes the autosave copy of an input that IndexedDB now has.
pub fn drop_copy(by: &PersonId, sheet: &SheetId, item: &ItemId, value: &Value) {
    let key = key_of(by, sheet, item);
    // The user may have typed on while the write was under way: then the copy is newer than what was written.
    if read_copy(&key).is_some_and(|it| it.value == *value) {
        LocalStorage::delete(key);
    }
}

/// Whether any autosave copy of this person is left, from any tab.
pub fn has_copies(person: &PersonId) -> bool {
    !keys(person).is_empty()
}

/// All autosave copies of this person, from any tab. Copies that cannot be decoded are left out.
pub fn copies(person: &PersonId) -> Vec<AutosaveCopy> {
    let keys = keys(person);
    keys.iter().filter_map(|it| read_copy(it)).collect()
}

fn keys(person: &PersonId) -> Vec<String> {
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
        self.typed.key.rsplit(':').next().unwrap_or_default()
    }

    /// Deletes the copy from localStorage.
    pub fn delete(&self) {
        LocalStorage::delete(&self.typed.key);
    }
}

thread_local! {
    /// Id of this tab, the last part of its autosave keys: two tabs typing in one field do not overwrite each other.
    static TAB: FactId = super::clock::new_fact_id();
    /// Number of inputs of this tab.
    static N_INPUTS: Cell<u64> = const { Cell::new(0) };
}

/// Holds the tab lock while this page lives, so that other tabs do not recover its autosave copies.
pub fn hold_tab_lock() {
    TAB.with(|tab| super::tabs::hold_tab_lock(tab.as_str()));
}

fn key_of(by: &PersonId, sheet: &SheetId, item: &ItemId) -> String {
    let place = format!("{}:{}:{}", sheet.instrument, sheet.cycle, sheet.person);
    TAB.with(|tab| format!("{AUTOSAVE}{by}:{place}:{item}:{tab}"))
}

/// An autosave copy as stored: `[sheet, item, value, base fact, base value, n]`. The first release wrote no base, later
/// ones no number.
#[derive(Deserialize)]
struct StoredCopy(
    SheetId,
    ItemId,
    Value,
    #[serde(default)] Option<FactId>,
    #[serde(default)] Value,
    #[serde(default)] u64,
);

fn read_copy(key: &str) -> Option<AutosaveCopy> {
    let StoredCopy(sheet, item, value, base, base_value, n) = prefs::read(key)?;
    Some(AutosaveCopy {
        sheet,
        item,
        value,
        base: BaseVersion {
            fact: base,
            value: base_value,
        },
        typed: Typed {
            key: key.to_owned(),
            n,
        },
    })
}

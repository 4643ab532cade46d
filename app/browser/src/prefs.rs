//! Small things in localStorage: who uses this browser, and the emergency copy of what is on its way to the store.
//!
//! localStorage reaches the disk late and is shared between tabs, so nothing here is ever read, changed and written
//! back: one key per thing.

use domain::decode::Read;
use domain::ids::{FactId, ItemId, PersonId};
use domain::journal::Base;
use domain::sheet::SheetId;
use gloo_storage::{LocalStorage, Storage};
use serde_json::Value;

const PERSON: &str = "michi:person";
const SIGN_OUT: &str = "michi:sign-out-pending";
/// Also read by `public/start.js`, which brings the dictionary.
const LANGUAGE: &str = "michi:language";
const TYPING: &str = "michi:typing:";

/// What is kept under a key. Read from bytes, as everything is: one copy of the reader in the wasm.
fn read<T: Read>(key: &str) -> Option<T> {
    let storage = super::window().local_storage().ok()??;
    let text = storage.get_item(key).ok()??;
    T::read(serde_json::from_slice(text.as_bytes()).ok()?).ok()
}

fn set(key: &str, value: Value) {
    drop(LocalStorage::set(key, value));
}

/// A copy under a key. The first release did not write what it was typed on.
fn copied(key: &str) -> Option<Typing> {
    let mut parts = read::<Vec<Value>>(key)?.into_iter();
    Some(Typing {
        key: key.to_owned(),
        sheet: SheetId::read(parts.next()?).ok()?,
        item: ItemId::read(parts.next()?).ok()?,
        value: parts.next()?,
        base: Base {
            fact: parts.next().and_then(|it| FactId::read(it).ok()),
            value: parts.next().unwrap_or_default(),
        },
    })
}

/// The person whose journal this browser shows.
pub fn person() -> Option<PersonId> {
    read(PERSON)
}

/// Remembers or forgets whose journal this browser shows.
pub fn set_person(person: Option<&PersonId>) {
    match person {
        Some(it) => set(PERSON, it.as_str().into()),
        None => LocalStorage::delete(PERSON),
    }
}

/// Whether someone signed out here while the server could not be told.
pub fn sign_out_is_pending() -> bool {
    read(SIGN_OUT).unwrap_or(false)
}

/// Remembers that the server still has to be told of a sign-out.
pub fn set_sign_out_pending(pending: bool) {
    if pending {
        set(SIGN_OUT, true.into());
    } else {
        LocalStorage::delete(SIGN_OUT);
    }
}

/// Remembers the language this browser shows: `ja` or `en`.
pub fn set_language(language: &str) {
    set(LANGUAGE, language.into());
}

/// The canary: a journal of this person was once made in this browser.
pub fn had_journal(person: &PersonId) -> bool {
    read(&canary(person)).unwrap_or(false)
}

/// Remembers or forgets that there is a journal of this person in this browser.
pub fn set_had_journal(person: &PersonId, had: bool) {
    if had {
        set(&canary(person), true.into());
    } else {
        LocalStorage::delete(canary(person));
    }
}

fn canary(person: &PersonId) -> String {
    format!("michi:journal-of:{person}")
}

/// What was on its way to the store when a tab died.
pub struct Typing {
    key: String,
    /// Where it belongs.
    pub sheet: SheetId,
    /// The item.
    pub item: ItemId,
    /// The answer.
    pub value: Value,
    /// What it was typed on.
    pub base: Base,
}

/// Copies an input of someone, at once; called in the input event itself. It is theirs, whosever sheet it is for.
pub fn copy_typing(by: &PersonId, sheet: &SheetId, item: &ItemId, value: &Value, base: &Base) {
    let key = typing_key(by, sheet, item);
    drop(LocalStorage::set(
        key,
        (sheet, item, value, &base.fact, &base.value),
    ));
}

/// Drops the copy, once IndexedDB has what it says.
pub fn drop_typing(by: &PersonId, sheet: &SheetId, item: &ItemId, value: &Value) {
    let key = typing_key(by, sheet, item);
    if copied(&key).is_some_and(|it| it.value == *value) {
        LocalStorage::delete(key);
    }
}

/// Whether there is any copy of this person's inputs.
pub fn has_left_typing(person: &PersonId) -> bool {
    !keys_of_typing(person).is_empty()
}

/// Every copy there is of this person's inputs.
pub fn left_typing(person: &PersonId) -> Vec<Typing> {
    let keys = keys_of_typing(person);
    keys.iter().filter_map(|it| copied(it)).collect()
}

fn keys_of_typing(person: &PersonId) -> Vec<String> {
    let own = format!("{TYPING}{person}:");
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

impl Typing {
    /// The page that made it.
    pub fn page(&self) -> &str {
        self.key.rsplit(':').next().unwrap_or_default()
    }

    /// Drops the copy.
    pub fn forget(&self) {
        LocalStorage::delete(&self.key);
    }
}

thread_local! {
    /// This page's part of the keys of its copies: two tabs that type in one field keep a copy each.
    static TAB: FactId = super::clock::fresh_fact();
}

/// Says for as long as this page lives that its copies are nobody else's to take up.
pub fn live() {
    TAB.with(|tab| super::tabs::live(tab.as_str()));
}

fn typing_key(by: &PersonId, sheet: &SheetId, item: &ItemId) -> String {
    let place = format!("{}:{}:{}", sheet.instrument, sheet.cycle, sheet.person);
    TAB.with(|tab| format!("{TYPING}{by}:{place}:{item}:{tab}"))
}

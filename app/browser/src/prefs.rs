//! Small values in localStorage: who uses this browser, and in which language.
//!
//! localStorage is flushed to disk late and shared between tabs. Therefore each value has its own key, and none is
//! ever read, modified and written back.

use domain::ids::PersonId;
use domain::locale::Language;
use gloo_storage::{LocalStorage, Storage};
use serde::de::DeserializeOwned;
use serde_json::Value;

const PERSON: &str = "michi:person";
const SIGN_OUT: &str = "michi:sign-out-pending";
/// Also read by `public/start.js`, which loads the dictionary.
const LANGUAGE: &str = "michi:language";
const LANGUAGE_CHOSEN: &str = "michi:language-chosen";

/// Decodes the JSON value under a key; `None` if it is missing or cannot be decoded.
pub(super) fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    let storage = super::window().local_storage().ok()??;
    let text = storage.get_item(key).ok()??;
    serde_json::from_str(&text).ok()
}

fn set(key: &str, value: Value) {
    drop(LocalStorage::set(key, value));
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

/// The interface language of this browser, for the next page load.
pub fn language() -> Language {
    read(LANGUAGE).unwrap_or_default()
}

/// Sets it; `None` is the ward's own, Japanese.
pub fn set_language(language: Option<Language>) {
    match language {
        Some(it) => set(LANGUAGE, it.into_str().into()),
        None => LocalStorage::delete(LANGUAGE),
    }
}

/// Whether the language was chosen here and the server was not told yet.
pub fn language_is_chosen() -> bool {
    read(LANGUAGE_CHOSEN).unwrap_or(false)
}

/// Sets or clears the mark read by [`language_is_chosen`].
pub fn set_language_chosen(chosen: bool) {
    if chosen {
        set(LANGUAGE_CHOSEN, true.into());
    } else {
        LocalStorage::delete(LANGUAGE_CHOSEN);
    }
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

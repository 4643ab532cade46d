//! The active user of the browser profile, and whether a sign-out still has to be sent to the server.
//!
//! Stored in IndexedDB, because localStorage is flushed to disk late: after a crash the browser could have lost a
//! sign-in or a sign-out. The copy in localStorage is used only where IndexedDB has none.

use super::prefs;
use super::store::Store;
use domain::ids::PersonId;

const ACTIVE_USER: &str = "whose";

/// The active user, and whether a sign-out is pending because the server was unreachable.
pub type ActiveUser = (Option<PersonId>, bool);

/// Reads the active user, from IndexedDB or else from localStorage.
pub async fn read() -> ActiveUser {
    let kept = Store::shared().cache_get(ACTIVE_USER).await;
    kept.unwrap_or_else(|| (prefs::active_user(), prefs::sign_out_is_pending()))
}

/// Writes the active user to both stores. Returns whether IndexedDB committed it.
pub async fn write(whose: ActiveUser) -> bool {
    prefs::set_active_user(whose.0.as_ref());
    prefs::set_sign_out_pending(whose.1);
    Store::shared().cache_put(ACTIVE_USER, &whose).await.is_ok()
}

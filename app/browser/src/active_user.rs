//! Whose browser this is: the person whose journal it shows, and whether the server still has to be told of a sign-out.
//!
//! It stands in IndexedDB, since localStorage reaches the disk late: a killed browser would forget who signed in, or
//! remember who had signed out. The copy in localStorage counts where IndexedDB says nothing.

use super::prefs;
use super::store::Store;
use domain::ids::PersonId;

const WHOSE: &str = "whose";

/// The person, and whether someone signed out here while the server could not be told.
pub type Whose = (Option<PersonId>, bool);

/// Reads it.
pub async fn read() -> Whose {
    let kept = Store::of_browser().kept(WHOSE).await;
    kept.unwrap_or_else(|| (prefs::person(), prefs::sign_out_is_pending()))
}

/// Writes it; whether the disk has it.
pub async fn write(whose: Whose) -> bool {
    prefs::set_person(whose.0.as_ref());
    prefs::set_sign_out_pending(whose.1);
    Store::of_browser().keep(WHOSE, &whose).await.is_ok()
}

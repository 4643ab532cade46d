//! Whose browser this is: the person whose journal it shows, and whether the server still has to be told of a sign-out.
//!
//! It stands in IndexedDB, since localStorage reaches the disk late: a killed browser would forget who signed in, or
//! remember who had signed out. The copy in localStorage counts where IndexedDB says nothing.

use super::settings;
use super::store::Store;
use crate::model::ids::PersonId;

const WHOSE: &str = "whose";

/// The person, and whether someone signed out here while the server could not be told.
pub(crate) type Whose = (Option<PersonId>, bool);

/// Reads it.
pub(crate) async fn read() -> Whose {
    let kept = Store::of_browser().kept(WHOSE).await;
    kept.unwrap_or_else(|| (settings::person(), settings::sign_out_is_pending()))
}

/// Writes it; whether the disk has it.
pub(crate) async fn write(whose: Whose) -> bool {
    settings::set_person(whose.0.as_ref());
    settings::set_sign_out_pending(whose.1);
    Store::of_browser().keep(WHOSE, &whose).await.is_ok()
}

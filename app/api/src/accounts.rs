//! Sign-in, sign-out, passwords, and what the signed-in person is asked.

use crate::calls::calls;
use domain::ids::InstrumentId;
use domain::instrument::Edition;
use domain::person::CurrentUser;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The newest edition of a form. On the wire and in the cache an array, `[tag, edition]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "(String, Box<RawValue>)")]
pub struct EditionUpdate {
    /// Version and rank band: a device that has this tag has this edition.
    pub tag: String,
    /// The JSON of an [`Edition`], kept as it came: a newer build may read members that this one does not know.
    pub edition: Box<RawValue>,
}

impl EditionUpdate {
    /// Decodes the edition; `None` if it has members that this build cannot read.
    pub fn decode(&self) -> Option<Edition> {
        serde_json::from_str(self.edition.get()).ok()
    }
}

impl From<EditionUpdate> for (String, Box<RawValue>) {
    fn from(it: EditionUpdate) -> Self {
        (it.tag, it.edition)
    }
}

calls! {
    /// Accounts and sessions.
    serve Every, send cookies, trait AccountCalls {
        /// Signs in; the response sets the session cookie.
        [Anyone] post sign_in(login: String, password: String) -> CurrentUser;
        /// Ends the session: deletes it on the server and clears the cookie.
        [Anyone] post sign_out() -> ();
        /// Changes the password; all other sessions of the person end.
        [Session] post change_password(current: String, new: String) -> ();
        /// The signed-in user's profile: person, roles, open cycles.
        [Session] post current_user() -> CurrentUser, was "me";
        /// Sets the person's 確認番号, with which they confirm on another person's device; asks for the password.
        [Staff] post set_confirm_pin(password: String, number: String) -> (), was "set_confirmation";
        /// The newest edition of a form, as the caller's rank band is asked it. `None` if `known` is its tag.
        [Staff] post edition(instrument: InstrumentId, known: Option<String>) -> Option<EditionUpdate>;
    }
}

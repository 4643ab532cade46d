//! Sign-in, sign-out, passwords, and what the signed-in person is asked.

use crate::calls::calls;
use domain::ids::InstrumentId;
use domain::person::CurrentUser;
use serde_json::Value;

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
        /// The newest edition of a form, as the caller's rank band is asked it, with its tag. `None` if `known` is
        /// that tag. The edition is the JSON of
        /// [`Edition`](domain::instrument::Edition): the device keeps it as it came.
        [Staff] post edition(instrument: InstrumentId, known: Option<String>) -> Option<(String, Value)>;
    }
}

//! Sign-in, sign-out, passwords, and what the signed-in person is asked.

use crate::calls::calls;
use crate::personnel::GuidanceSubject;
use domain::grant::GrantDecision;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Edition;
use domain::people_progress::{OwnExtension, SentReminder};
use domain::person::{CurrentUser, Preferences};
use domain::role_model::RoleModelTalk;
use domain::timestamp::Timestamp;
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

/// A deputy (代理) whom a person is told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeputyNotice {
    /// Id on the server.
    pub seq: i64,
    /// 課 and 氏名 of the deputy.
    pub deputy: String,
    /// First day, as `2026-11-25`.
    pub first_day: String,
    /// Last day, included.
    pub last_day: String,
    /// Whether it is the person's own deputy, as 所属長.
    pub is_own: bool,
    /// Whether nobody has agreed yet.
    pub waits: bool,
}

/// Wrong 確認番号 that one person gave for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongConfirmation {
    /// 課 and 氏名 of whose device it was.
    pub by: String,
    pub n: u32,
    pub last_at: Timestamp,
}

/// Sheets that were shared with an earlier 所属長.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetsToHandOn {
    pub n_sheets: u32,
    /// The present 所属長.
    pub supervisor: PersonId,
    /// Their 課 and 氏名.
    pub name: String,
    /// Whether the person has decided to keep them.
    pub is_kept: bool,
}

/// What the signed-in person is told of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonNotices {
    /// Who acts for their 所属長 now or soon, and as 所属長 for them.
    pub deputies: Vec<DeputyNotice>,
    /// The guidance (指導育成) that 職員課 has decided on for them, in this fiscal year or the next.
    #[serde(default)]
    pub guidance: Vec<GuidanceSubject>,
    /// Sheets that 職員課 has reminded them of and that are still not handed in.
    #[serde(default)]
    pub reminders: Vec<SentReminder>,
    /// More time that they have asked for or were given.
    #[serde(default)]
    pub extensions: Vec<OwnExtension>,
    /// Whether 職員課 asks them to agree to a page as a role model.
    #[serde(default)]
    pub role_model_asked: bool,
    /// Their requests to talk with a role model that 職員課 has answered lately.
    #[serde(default)]
    pub talks: Vec<RoleModelTalk>,
    /// Grants that 職員課 has decided on for them lately.
    #[serde(default)]
    pub grants: Vec<GrantDecision>,
    /// What the present 所属長 does not see before the person decides.
    #[serde(default)]
    pub to_hand_on: Option<SheetsToHandOn>,
    /// Who gave a wrong 確認番号 for them since it was right or set anew, the latest first.
    pub wrong_confirmations: Vec<WrongConfirmation>,
}

/// A session of the signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Names it among its person's sessions; opens nothing.
    pub id: String,
    /// What its browser calls itself (`User-Agent`).
    pub browser: String,
    pub created_at: Timestamp,
    /// When its person last pressed a key or a pointer.
    pub last_seen_at: Timestamp,
    /// Whether it is the session of this call.
    pub is_current: bool,
}

/// A one-time code with which a person sets a new password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetCode {
    /// 16 letters and digits in groups of four.
    pub code: String,
    pub expires_at: Timestamp,
}

calls! {
    /// Accounts and sessions.
    serve Every, send cookies, trait AccountCalls {
        /// Signs in; the response sets the session cookie.
        [Anyone] post sign_in(login: String, password: String) -> CurrentUser;
        /// Ends the session: deletes it on the server and clears the cookie.
        [Anyone] post sign_out() -> ();
        /// Sets a new password with a one-time code; all sessions of the person end.
        [Anyone] post reset_password(login: String, code: String, new: String) -> ();
        /// Makes a one-time code for somebody else, valid for 10 to 1,440 minutes; the one before it is void.
        [Roles Personnel Administrator] post issue_reset_code(person: PersonId, minutes: u32) -> ResetCode;
        /// Changes the password; all other sessions of the person end.
        [Session] post change_password(current: String, new: String) -> ();
        /// The person pressed a key or a pointer. Only this keeps a session from ending for being idle.
        [Session] post presence() -> ();
        /// The person's sessions that are not over, the latest first.
        [Session] post own_sessions() -> Vec<SessionInfo>;
        /// Ends one of them.
        [Session] post end_session(id: String) -> Vec<SessionInfo>;
        /// What the person is told of: deputies, and wrong 確認番号.
        [Staff] post notices() -> PersonNotices;
        /// Hands the sheets that were shared with an earlier 所属長 on to the present one, or keeps them back.
        [Staff] post hand_on_sheets(supervisor: PersonId, hand_on: bool) -> PersonNotices;
        /// The signed-in user's profile: person, roles, open cycles.
        [Session] post current_user() -> CurrentUser, was "me";
        /// Sets the person's language, and whether they have read the first run.
        [Session] post set_preferences(preferences: Preferences) -> ();
        /// Sets the person's 確認番号, with which they confirm on another person's device; asks for the password.
        [Staff] post set_confirm_pin(password: String, number: String) -> (), was "set_confirmation";
        /// The newest edition of a form, as the caller's rank band is asked it. `None` if `known` is its tag.
        [Staff] post edition(instrument: InstrumentId, known: Option<String>) -> Option<EditionUpdate>;
    }
}

//! The audit log: what accounts did to whose records.

use crate::calls::calls;
use domain::ids::PersonId;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// One row of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Place in the log, from 1, without gaps.
    pub seq: i64,
    pub at: Timestamp,
    /// A 職員番号, `command:` and an account of the machine, or `server`.
    pub actor: String,
    /// The first 8 hexadecimal digits of the session's stored hash; empty outside of sessions.
    pub session: String,
    pub address: String,
    /// What was done, as a word: `sheet_opened`.
    pub act: String,
    /// Whose record; empty if it concerns nobody's, or several people's (see `details`).
    pub person: String,
    pub instrument: String,
    pub cycle: String,
    /// A JSON object; never an answer. `people` lists 職員番号 where an act concerns several.
    pub details: String,
    /// How it went: `done`, `wrong`, `slowed` or `refused`.
    pub outcome: String,
}

/// Which rows of the log somebody looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditSide {
    /// What the account did.
    By,
    /// What was done to the person's account, roles and record, and for 職員課 to their duties, too; no openings of
    /// sheets, which their owner is told.
    About,
}

/// Rows on a full page of a trail.
pub const TRAIL_PAGE: usize = 50;

/// A row as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub seq: i64,
    pub at: Timestamp,
    /// What was done, in Japanese.
    pub act: String,
    /// 氏名 of who did it; the actor's word if it was no person.
    pub by: String,
    /// 氏名 of whom it concerns; empty if it concerns nobody, or several people.
    pub about: String,
    /// Title of the form, in Japanese; empty if it concerns none.
    pub form: String,
    pub cycle: String,
    /// How it went, in Japanese; empty if it was done.
    pub outcome: String,
}

calls! {
    /// What the controller of personal data asks.
    serve Staff, send cookies, trait AuditCalls {
        /// What an account did between two instants, in order: whose records it touched, and how.
        [Roles Personnel Administrator] post audit_of_account(account: PersonId, from: Timestamp, to: Timestamp)
            -> Vec<AuditEntry>;
        /// A page of what an account did, or of what was done to it: the latest first, those before a number.
        [Roles Personnel Administrator] post audit_trail(account: PersonId, side: AuditSide, before: Option<i64>)
            -> Vec<AuditLine>;
    }
}

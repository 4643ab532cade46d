//! Rosters in the browser: a file is read, shown as a difference, applied as a whole, and undone.

use crate::calls::calls;
use crate::people::FirstPassword;
use domain::ids::{Day, PersonId};
use domain::person::PersonName;
use domain::roster_difference::{PastImport, RosterColumn, RosterPreview, UndoOutcome};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What is applied of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterDecision {
    /// Of the [`RosterPreview`] that was looked at.
    pub digest: String,
    /// Whom it is applied to; everybody else stays as they are.
    pub accepted: Vec<PersonId>,
    /// The day from which moves, changes and ends hold; who is new is there at once.
    pub first_day: Day,
    /// For the history.
    pub file_name: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterApplied {
    /// Id of the import.
    pub seq: i64,
    /// Of everybody who is new; shown once.
    pub passwords: Vec<FirstPassword>,
    pub n_changed: u32,
}

/// What an import had that was perhaps a mistake and was not taken. It waits until somebody has looked after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterDoubt {
    /// Id on the server.
    pub seq: i64,
    /// 職員番号 and name as in the file.
    pub person: PersonName,
    /// Whether somebody on the roster has this 職員番号.
    pub is_known: bool,
    /// Row in the file; `None` for who was not in it.
    pub line: Option<u64>,
    /// Why it is perhaps a mistake, in Japanese.
    pub doubts: Vec<String>,
    pub file_name: String,
    /// When the file was imported.
    pub created_at: Timestamp,
}

calls! {
    /// Rosters.
    serve Staff, send cookies, trait RosterCalls {
        /// Reads a file, its bytes in hexadecimal, and says what it would change. `columns` names columns that are
        /// called otherwise; those of earlier imports are remembered.
        [Roles Personnel] post preview_roster(file: String, columns: Vec<RosterColumn>) -> RosterPreview;
        /// Applies what was accepted of it: all of that, or nothing.
        [Roles Personnel] post import_roster(
            file: String, columns: Vec<RosterColumn>, decision: RosterDecision
        ) -> RosterApplied;
        /// The latest imports, the last first.
        [Roles Personnel] post roster_imports() -> Vec<PastImport>;
        /// What was doubtful and not taken, and still waits.
        [Roles Personnel] post roster_doubts() -> Vec<RosterDoubt>;
        /// Says that one of these has been looked after.
        [Roles Personnel] post settle_roster_doubt(seq: i64) -> Vec<RosterDoubt>;
        /// Undoes the last import, unless somebody whom it concerns was changed since or has used their account.
        [Roles Personnel] post undo_roster(seq: i64) -> UndoOutcome;
    }
}

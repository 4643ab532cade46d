//! Whether the server is in order, for those who run it.

use crate::calls::calls;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Less room than this is too little for any database.
const MIN_FREE_BYTES: u64 = 1 << 30;

/// A backup is expected every day; one may be missed.
pub const BACKUP_AGE: Duration = Duration::from_hours(48);

/// Room that the disk of a database should have, in bytes: for a copy of it, and for what is written meanwhile.
pub fn needed_bytes(database_bytes: u64) -> u64 {
    MIN_FREE_BYTES.max(database_bytes.saturating_mul(2))
}

/// The running server, its disk, its last backup and its roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemStatus {
    /// Version of the program, `1.2.0`.
    pub version: String,
    /// The server's clock.
    pub now: Timestamp,
    /// When this process started.
    pub started_at: Timestamp,
    pub database_bytes: u64,
    /// Whether it lies in `PostgreSQL`, whose disk is not this machine's.
    #[serde(default)]
    pub in_postgres: bool,
    /// Room on the disk of the database; `None` if the system does not tell, or the disk is another machine's.
    pub free_bytes: Option<u64>,
    /// `None` if none is recorded.
    pub last_backup_at: Option<Timestamp>,
    /// When a roster was imported last; `None` if never.
    pub last_roster_at: Option<Timestamp>,
    /// People on the roster.
    pub people: u32,
    /// Accounts that were disabled.
    pub disabled: u32,
    /// Whether the ward has a mail server.
    #[serde(default)]
    pub sends_mail: bool,
    /// Mails that wait, and those of them that the mail server has not taken at least once.
    #[serde(default)]
    pub mails_waiting: u32,
    #[serde(default)]
    pub mails_refused: u32,
    /// Sign-ins that failed or were slowed down in the last 24 hours.
    pub failed_sign_ins: u32,
}

impl SystemStatus {
    pub fn has_room(&self) -> bool {
        let needed = needed_bytes(self.database_bytes);
        self.in_postgres || self.free_bytes.is_some_and(|it| it >= needed)
    }

    pub fn has_fresh_backup(&self) -> bool {
        let last = self.last_backup_at;
        last.is_some_and(|it| self.now.since(it) <= BACKUP_AGE)
    }
}

calls! {
    /// What those who run the server look at.
    serve Staff, send cookies, trait SystemCalls {
        /// Version, room, backup and roster; no personal data.
        [Roles Administrator] post system_status() -> SystemStatus;
    }
}

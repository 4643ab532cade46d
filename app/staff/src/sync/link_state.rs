//! What a tab remembers of its talks with the server.

use domain::journal::PUSH_LIMIT;
use domain::timestamp::Timestamp;

/// What a tab remembers of its talks with the server.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkState {
    /// Failures in a row.
    pub(super) n_failures: u32,
    /// How often in a row another tab had the push lock.
    pub(super) n_locked_out: u32,
    /// Most facts in one push: fewer after one that was too large.
    pub(super) push_limit: usize,
    /// The highest schema of pushes that the server says it reads; 0 before its first answer.
    pub(super) server_schema: u32,
    /// Whether the server has said whose session it is, so that the forms were asked for.
    pub(super) has_checked_session: bool,
    /// Whether what this person may do is to be asked again.
    pub(super) profile_may_be_old: bool,
    /// Whether this tab tells the server that the person is there.
    pub(super) tells_presence: bool,
    /// When it last did.
    pub(super) presence_told_at: Option<Timestamp>,
    /// After signing out: how many entries stay on this device for the same person.
    pub(super) left_behind: Option<usize>,
}

impl Default for LinkState {
    fn default() -> Self {
        Self {
            n_failures: 0,
            n_locked_out: 0,
            push_limit: PUSH_LIMIT,
            server_schema: 0,
            has_checked_session: false,
            profile_may_be_old: false,
            tells_presence: false,
            presence_told_at: None,
            left_behind: None,
        }
    }
}

//! What became of a push.

use crate::sheets::page::PageEntry;
use domain::journal::Rejection;

/// The result of applying a push, with what the pull that answers it needs.
#[derive(Debug, Default)]
pub(crate) struct PushOutcome {
    /// The sequence number expected next from the device.
    pub(crate) expects: u64,
    /// The rejected facts, each with its reason.
    pub(crate) refused: Vec<Rejection>,
    /// The facts just written: the pull takes them from here instead of querying the log. Empty unless all are answers
    /// in the person's own sheets: a step may have a receipt.
    pub(crate) written: Vec<PageEntry>,
    /// The `seq` of the person's last fact before this push; none if [`Self::written`] is incomplete.
    pub(crate) last_before: Option<i64>,
}

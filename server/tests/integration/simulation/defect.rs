//! Defects of the kind that loses people's work in real systems, planted one at a time: the oracle must find each.

use domain::journal::StoreWrite;

/// One planted defect; [`Defect::ALL`] lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The server acknowledges a push before its transaction is committed.
    AckBeforeCommit,
    /// The pull cursor is the timestamp of the last pulled fact instead of its sequence number.
    ClockAsCursor,
    /// The device drops pushed facts when the server answers with a 4xx.
    DroppedOn4xx,
    /// The cursor is committed in its own transaction, before the rows.
    CursorOutsideTransaction,
    /// A known fact id is acknowledged without comparing the content.
    DedupByIdOnly,
    /// Fact ids are not checked for duplicates.
    NoDedup,
    /// Signing out deletes pending facts.
    QueueDeletedOnSignOut,
    /// The next page of a pull skips one sequence number.
    OffByOneOnResume,
    /// The autosave copy is deleted when the write begins, not when it is committed.
    AutosaveDroppedEarly,
    /// That a fact was pushed is not persisted before the request leaves.
    PushNotPersisted,
    /// A tab overwrites what another tab has written.
    TabOverwritesTab,
    /// The server accepts a fact with any number.
    GapAccepted,
    /// A rejected fact does not use up its number, so it blocks all later facts.
    RejectedKeepsNumber,
    /// A device ignores a new epoch of the server.
    EpochIgnored,
    /// A restored server keeps its epoch.
    RestoreKeepsEpoch,
    /// A new epoch deletes pending facts.
    QueueDeletedOnEpoch,
    /// A step is accepted on any version of the sheet.
    StaleStepAccepted,
    /// Answers are accepted after the sheet was submitted.
    LockIgnored,
    /// A response is applied to the journal of whoever is signed in.
    ResponseToWrongUser,
    /// Of two conflicting answers the last wins; the other is deleted.
    LastWriterWins,
    /// Rejected facts are dropped instead of put into the tray.
    RejectedDropped,
    /// "Saved" is shown when the write begins, not when it is committed.
    SavedBeforeCommit,
    /// Fact numbers restart with every page load.
    NumbersRestartOnLoad,
    /// Drafts are lost when the page closes.
    DraftsNotLoaded,
    /// Everyone pulls the facts of everyone.
    PullUnfiltered,
    /// A crash commits half of a transaction.
    TornWrite,
    /// After a gap, pending facts are renumbered in reverse order.
    RenumberedBackwards,
    /// A fact exported to another device is still rewritten in place.
    ExportedStillRewritten,
    /// Imported facts get new ids.
    ImportedUnderNewIds,
    /// An import replaces the pending facts.
    ImportReplacesQueue,
    /// The server never tells a device to release a checked-out sheet.
    CheckoutNeverReleased,
    /// Permission to write in a sheet is never revoked.
    PermissionNeverRevoked,
    /// A checkout skips the facts logged while its response was on its way.
    CheckoutSkipsInFlightFacts,
    /// Text being typed in a sheet is dropped when the permission is revoked.
    TypingDroppedOnRevocation,
    /// An autosave copy that is there again after its removal is recovered over what was recorded since.
    OldCopyRecovered,
    /// Of a packed run the last fact does not arrive.
    RunCutShort,
    /// The places of what was just sent are told one too high.
    PlacesShifted,
    /// A push with a refused fact in it is acknowledged as a whole.
    RefusedAcknowledged,
    /// Of two pushes written together the second is judged by the number before the first.
    NumberOfEarlierPush,
}

impl Defect {
    /// In declaration order, which is the order of the table that `make simulate-defects` prints.
    pub const ALL: [Self; 39] = [
        Self::AckBeforeCommit,
        Self::ClockAsCursor,
        Self::DroppedOn4xx,
        Self::CursorOutsideTransaction,
        Self::DedupByIdOnly,
        Self::NoDedup,
        Self::QueueDeletedOnSignOut,
        Self::OffByOneOnResume,
        Self::AutosaveDroppedEarly,
        Self::PushNotPersisted,
        Self::TabOverwritesTab,
        Self::GapAccepted,
        Self::RejectedKeepsNumber,
        Self::EpochIgnored,
        Self::RestoreKeepsEpoch,
        Self::QueueDeletedOnEpoch,
        Self::StaleStepAccepted,
        Self::LockIgnored,
        Self::ResponseToWrongUser,
        Self::LastWriterWins,
        Self::RejectedDropped,
        Self::SavedBeforeCommit,
        Self::NumbersRestartOnLoad,
        Self::DraftsNotLoaded,
        Self::PullUnfiltered,
        Self::TornWrite,
        Self::RenumberedBackwards,
        Self::ExportedStillRewritten,
        Self::ImportedUnderNewIds,
        Self::ImportReplacesQueue,
        Self::CheckoutNeverReleased,
        Self::PermissionNeverRevoked,
        Self::CheckoutSkipsInFlightFacts,
        Self::TypingDroppedOnRevocation,
        Self::OldCopyRecovered,
        Self::RunCutShort,
        Self::PlacesShifted,
        Self::RefusedAcknowledged,
        Self::NumberOfEarlierPush,
    ];
}

/// Reverses the numbers of renumbered facts (planted defect).
pub fn reverse_renumbering(changes: &mut [StoreWrite]) {
    if !matches!(changes.first(), Some(StoreWrite::DropPending(_))) {
        return;
    }
    let mut numbers: Vec<u64> = changes
        .iter()
        .filter_map(|it| match it {
            StoreWrite::PutPending(it) => Some(it.fact.n),
            _ => None,
        })
        .collect();
    for change in changes {
        if let (StoreWrite::PutPending(it), Some(n)) = (change, numbers.last().copied()) {
            it.fact.n = n;
            numbers.pop();
        }
    }
}

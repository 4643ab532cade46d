//! Defects of the kind that loses people's work in real systems, planted one at a time: the oracle must find each.

/// One planted defect; [`Defect::ALL`] lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The server acknowledges a push before its transaction is committed.
    AckBeforeCommit,
    /// The pull cursor is the timestamp of the last pulled fact instead of its sequence number.
    ClockAsCursor,
    /// The device drops pushed facts when the server answers with a 4xx.
    SkippedOn4xx,
    /// The cursor is committed in its own transaction, before the rows.
    CursorOutsideTransaction,
    /// A known fact id is acknowledged without comparing the content.
    DedupedWithoutComparing,
    /// Fact ids are not checked for duplicates.
    NeverDeduped,
    /// Signing out deletes pending facts.
    QueueDeletedOnSignOut,
    /// The next page of a pull skips one sequence number.
    OffByOneOnResume,
    /// The autosave copy is deleted when the write begins, not when it is committed.
    CopyDroppedEarly,
    /// That a fact was pushed is not persisted before the request leaves.
    OfferNotWritten,
    /// A tab overwrites what another tab has written.
    TabWritesOverTab,
    /// The server accepts a fact with any number.
    GapAccepted,
    /// A rejected fact does not use up its number, so it blocks all later facts.
    RefusedKeepsNumber,
    /// A device ignores a new epoch of the server.
    EpochIgnored,
    /// A restored server keeps its epoch.
    RestoreKeepsEpoch,
    /// A new epoch deletes pending facts.
    QueueDeletedOnEpoch,
    /// A step is accepted on any version of the sheet.
    StaleTaken,
    /// Answers are accepted after the sheet was submitted.
    LockIgnored,
    /// A response is applied to the journal of whoever is signed in.
    AnswerToAnyone,
    /// Of two conflicting answers the last wins; the other is deleted.
    LastWriterWins,
    /// Rejected facts are dropped instead of put into the tray.
    TrayForgotten,
    /// "Saved" is shown when the write begins, not when it is committed.
    SavedBeforeCommit,
    /// Fact numbers restart with every page load.
    NumbersRestart,
    /// Drafts are lost when the page closes.
    DraftsForgotten,
    /// Everyone pulls the facts of everyone.
    EveryoneHearsAll,
    /// A crash commits half of a transaction.
    TornWrite,
    /// After a gap, pending facts are renumbered in reverse order.
    RenumberedBackwards,
    /// A fact exported to another device is still rewritten in place.
    PackedStillRewritten,
    /// Imported facts get new ids.
    CarriedUnderNewIds,
    /// An import replaces the pending facts.
    CarriedReplacesQueue,
    /// The server never tells a device to release a checked-out sheet.
    ForgetsNothing,
    /// Permission to write in a sheet is never revoked.
    RightNeverEnds,
    /// A checkout skips the facts logged while its response was on its way.
    AlongFromNowOn,
    /// Text being typed in a sheet is dropped when the permission is revoked.
    TypingEndsWithRight,
}

impl Defect {
    /// In declaration order, which is the order of the table that `make simulate-defects` prints.
    pub const ALL: [Self; 34] = [
        Self::AckBeforeCommit,
        Self::ClockAsCursor,
        Self::SkippedOn4xx,
        Self::CursorOutsideTransaction,
        Self::DedupedWithoutComparing,
        Self::NeverDeduped,
        Self::QueueDeletedOnSignOut,
        Self::OffByOneOnResume,
        Self::CopyDroppedEarly,
        Self::OfferNotWritten,
        Self::TabWritesOverTab,
        Self::GapAccepted,
        Self::RefusedKeepsNumber,
        Self::EpochIgnored,
        Self::RestoreKeepsEpoch,
        Self::QueueDeletedOnEpoch,
        Self::StaleTaken,
        Self::LockIgnored,
        Self::AnswerToAnyone,
        Self::LastWriterWins,
        Self::TrayForgotten,
        Self::SavedBeforeCommit,
        Self::NumbersRestart,
        Self::DraftsForgotten,
        Self::EveryoneHearsAll,
        Self::TornWrite,
        Self::RenumberedBackwards,
        Self::PackedStillRewritten,
        Self::CarriedUnderNewIds,
        Self::CarriedReplacesQueue,
        Self::ForgetsNothing,
        Self::RightNeverEnds,
        Self::AlongFromNowOn,
        Self::TypingEndsWithRight,
    ];
}

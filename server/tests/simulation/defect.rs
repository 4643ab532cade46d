//! Defects of the kind that loses people's work elsewhere, planted one at a time: each has to be found.

/// Something wrong, as a system in the field once had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The server answers before the transaction is on the disk.
    AckBeforeCommit,
    /// The cursor is the time of the last fact heard.
    ClockAsCursor,
    /// Facts are dropped when the server answers with a 4xx.
    SkippedOn4xx,
    /// The cursor reaches the disk in a transaction of its own, before the rows.
    CursorOutsideTransaction,
    /// A known id counts as taken, whatever the content.
    DedupedWithoutComparing,
    /// Nothing looks whether an id came before.
    NeverDeduped,
    /// Signing out deletes what was not sent.
    QueueDeletedOnSignOut,
    /// The next page begins one too late.
    OffByOneOnResume,
    /// The emergency copy goes when the write begins, not when it is done.
    CopyDroppedEarly,
    /// That a fact was offered is not written down before it leaves.
    OfferNotWritten,
    /// A tab writes over what another tab wrote.
    TabWritesOverTab,
    /// The server takes any number.
    GapAccepted,
    /// A refused fact leaves its number free, so it blocks what comes after.
    RefusedKeepsNumber,
    /// A device does not look at the server's epoch.
    EpochIgnored,
    /// A restored server says it is the same as before.
    RestoreKeepsEpoch,
    /// A new epoch empties the queue.
    QueueDeletedOnEpoch,
    /// A step is taken whatever it was made on.
    StaleTaken,
    /// Answers are taken after the sheet was submitted.
    LockIgnored,
    /// An answer of the server goes into whoever's journal is open.
    AnswerToAnyone,
    /// The last of two answers made apart wins; the other is deleted.
    LastWriterWins,
    /// What the server refuses is gone.
    TrayForgotten,
    /// "Saved" is shown when the write begins.
    SavedBeforeCommit,
    /// Numbers begin anew with every page load.
    NumbersRestart,
    /// What is not an answer yet is forgotten with the page.
    DraftsForgotten,
    /// Everyone hears everything.
    EveryoneHearsAll,
    /// A crash leaves half of a transaction.
    TornWrite,
    /// After a gap, facts are numbered again in the wrong order.
    RenumberedBackwards,
    /// What was packed for another device is rewritten in place afterwards.
    PackedStillRewritten,
    /// What is carried in gets ids of its own.
    CarriedUnderNewIds,
    /// What is carried in replaces the queue.
    CarriedReplacesQueue,
    /// A device is never told to let go of a sheet.
    ForgetsNothing,
    /// Who once had the right to write in a sheet has it for ever.
    RightNeverEnds,
    /// Of a sheet taken along, what came while the answer was on its way is passed over.
    AlongFromNowOn,
    /// What was being typed in a sheet is dropped when the right to it ends.
    TypingEndsWithRight,
}

impl Defect {
    /// Every one.
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

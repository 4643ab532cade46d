//! What the audit log records, and how it went.

use strum::IntoStaticStr;

/// What was done. Its word is stored and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub(crate) enum AuditAct {
    SignedIn,
    SignedOut,
    /// A session was ended by its owner elsewhere, or by an administrator.
    SessionEnded,
    PasswordChanged,
    /// A one-time code for a new password was made.
    ResetCodeIssued,
    /// A new password was set with such a code.
    PasswordReset,
    ConfirmPinSet,
    /// Somebody gave a 確認番号 for another person on their own device.
    ConfirmPinGiven,
    AccountDisabled,
    AccountEnabled,
    RolesChanged,
    RosterImported,
    SheetOpened,
    /// An interview's sheet was put on a device.
    SheetCheckedOut,
    /// A device that holds such a sheet asked for what is new in it, for the first time on a day.
    CheckoutContinued,
    SheetsExported,
    /// Sheets were handed on to a new 所属長, or kept from them.
    SheetsHandedOn,
    DeclarationsSearched,
    CycleChanged,
    RetentionChanged,
    DeletionApproved,
    SheetsDeleted,
    DeputyProposed,
    DeputyApproved,
    DeputyEnded,
    GuidanceDecided,
    GuidanceEnded,
    /// Somebody looked at what an account did.
    AuditRead,
    QuestionChanged,
    /// Somebody looked at counts or means of a form.
    CountsRead,
    CountsExported,
    CountsImported,
    BackedUp,
    Restored,
    /// A call was refused for want of a right.
    CallRefused,
    /// A session or address made more calls than it may.
    RateLimited,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub(crate) enum AuditOutcome {
    Done,
    /// A password, code or number was wrong.
    Wrong,
    /// Too many were wrong before: it was not even tried.
    Slowed,
    /// The right was missing.
    Refused,
}

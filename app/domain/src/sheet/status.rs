//! Where a sheet stands, and who has confirmed it.

use crate::decode::words;
use crate::i18n::t;
use crate::ids::PersonId;

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetState {
    /// Being filled in.
    #[default]
    Draft,
    /// Handed in: read-only until withdrawn or sent back.
    Submitted,
    /// Sent back by the 所属長, with a reason: being filled in again.
    Returned,
    /// Agreed by both sides.
    Agreed,
    /// The year is over for it.
    Closed,
}

words!(SheetState {
    Draft = "draft",
    Submitted = "submitted",
    Returned = "returned",
    Agreed = "agreed",
    Closed = "closed",
});

impl SheetState {
    /// Whether its owner may write in it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// The word shown for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => t("入力中"),
            Self::Submitted => t("提出済み"),
            Self::Returned => t("差戻し"),
            Self::Agreed => t("確認済み"),
            Self::Closed => t("完了"),
        }
    }
}

/// One side's confirmation of a sheet, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How the ids of the part's items end: `.2` for a second interview, empty for the whole sheet.
    pub part: String,
    /// Who confirmed.
    pub by: PersonId,
    /// The hash of what they confirmed.
    pub made_on: String,
    /// When their device thought it was; for display only.
    pub at: i64,
}

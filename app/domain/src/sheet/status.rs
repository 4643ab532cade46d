//! Workflow state of a sheet, and its confirmations.

use crate::ids::{PartId, PersonId, SheetHash};
use crate::locale::Locale;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Workflow state of a sheet.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum SheetState {
    /// Not submitted yet; editable.
    #[default]
    Draft,
    /// Submitted: read-only until withdrawn or returned, except for late items.
    Submitted,
    /// Returned by the 所属長 with a reason, or reopened after submission; editable again.
    Returned,
    /// Confirmed as its workflow requires.
    Agreed,
    /// Closed at the end of the year; read-only for good.
    Closed,
}

impl SheetState {
    /// Whether the owner may edit items that are not late.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Draft => locale.t("入力中"),
            Self::Submitted => locale.t("提出済み"),
            Self::Returned => locale.t("差戻し"),
            Self::Agreed => locale.t("確認済み"),
            Self::Closed => locale.t("完了"),
        }
    }
}

/// One party's confirmation of a sheet or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub part: PartId,
    /// The person who confirmed: the owner, the 所属長 or a deputy.
    pub by: PersonId,
    /// Hash of the confirmed version, see [`super::Sheet::hash_of`].
    pub made_on: SheetHash,
    /// By the device's clock; for display only.
    pub at: Timestamp,
}

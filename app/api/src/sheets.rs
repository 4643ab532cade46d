//! Sheets: the exchange of a device with the server, and sheets that others shared.

use crate::calls::calls;
use domain::calendar::Cycle;
use domain::ids::SheetHash;
use domain::instrument::Edition;
use domain::journal::{LogChecksum, Pull, Push};
use domain::person::Person;
use domain::sheet::ItemValue;
use domain::sheet::{ShareScope, SheetId, SheetState};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A sheet whose owner shared it with the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSheet {
    pub sheet: SheetId,
    /// Title of the form, in Japanese.
    pub title: String,
    /// Title in English; empty if the form has none.
    #[serde(default)]
    pub title_en: String,
    pub owner: Person,
    /// Who may read it: the owner's choice.
    pub scope: ShareScope,
    /// Step of the workflow that the sheet is in.
    pub state: SheetState,
    /// Time of submission, by the server's clock; `None` if it is not submitted or never is.
    pub submitted_at: Option<Timestamp>,
}

/// The caller's own staff in a cycle, and their sheets that the caller may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedList {
    pub sheets: Vec<SharedSheet>,
    /// Number of people whose 所属長 is the caller, whether they shared a sheet or not.
    pub n_people: u32,
}

/// The reader whose permissions a preview of one's own sheet uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PreviewAs {
    /// 所属長
    Supervisor,
    /// 職員課
    Personnel,
}

/// A shared sheet with its content, as far as the caller may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedSheet {
    pub head: SharedSheet,
    /// The form, as its owner was asked it.
    pub edition: Edition,
    /// Only the answers the caller has the permission to read.
    pub answers: Vec<ItemValue>,
    /// What a step on it is made on: [`domain::sheet::Sheet::hash`].
    pub hash: SheetHash,
    /// Reason given when it was last returned or reopened; empty if it never was.
    #[serde(default)]
    pub reason: String,
    /// Whether the caller is the owner's 所属長, or a deputy.
    #[serde(default)]
    pub is_led: bool,
}

/// Views on a full page.
pub const VIEWS_PAGE: usize = 100;

/// An audit log entry: someone opened a person's sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// Numbers grow with time.
    #[serde(default)]
    pub seq: i64,
    pub sheet: SheetId,
    /// Name and place of whoever opened it, as text.
    pub reader: String,
    /// By the server's clock.
    pub at: Timestamp,
    /// Whether they acted for the 所属長.
    #[serde(default)]
    pub as_deputy: bool,
}

calls! {
    /// Sheets of the caller and of others.
    serve Staff, send cookies, trait SheetCalls {
        /// Checksum of the caller's own facts up to a sequence number, for a device that wants to compare (S5).
        [Staff] post log_checksum(up_to: i64) -> LogChecksum, was "state";
        /// Sheets that others shared with the caller in a cycle.
        [Staff] post shared_sheets(cycle: Cycle) -> SharedList, was "shared_list";
        /// Opens one of them; the opening is logged, and its owner can see it.
        [Staff] post open_shared_sheet(sheet: SheetId) -> OpenedSheet, was "shared_sheet";
        /// Who opened the caller's own sheets, newest first; those before a number, for the next page.
        [Staff] post sheet_views(before: Option<i64>) -> Vec<SheetView>, was "openings";
        /// An own sheet as a reader gets it, or would once it is submitted; none where they get nothing.
        [Staff] post preview_sheet(sheet: SheetId, eyes: PreviewAs) -> Option<OpenedSheet>, was "seen_by";
    }
}

mod exchange_call {
    use super::{Pull, Push, calls};

    calls! {
        /// The exchange. At a fair there are no forms, so that it has nothing to accept.
        serve Every, send cookies, trait ExchangeCalls {
            /// Pushes the device's facts and pulls those it has not; nothing is acknowledged before it is on disk.
            [Staff] post exchange(push: Push) -> Pull;
        }
    }
}

#[cfg(feature = "server")]
pub(crate) use exchange_call::CALLS as EXCHANGE_CALLS;
pub use exchange_call::*;

//! The API: every call a browser can make, and the trait that the server implements for them.
//!
//! Each function is `POST /api/v1/…` with a JSON body. Its own body runs on the server only and delegates to the
//! [`Desk`] in the request's context.

#[cfg(feature = "server")]
mod desk;
mod error;
mod fair;
mod json_rpc;
mod personnel;
mod skills;
mod together;

pub use json_rpc::JsonRpc;
pub mod retry;
#[cfg(feature = "server")]
pub use desk::{Caller, Desk, FairDesk, SignedIn};
pub use error::{ApiError, Code};
pub use fair::*;
pub use personnel::*;
pub use skills::*;
pub use together::*;

use domain::calendar::Cycle;
use domain::decode::record;
use domain::ids::{InstrumentId, ItemId};
use domain::instrument::Edition;
use domain::journal::{LogChecksum, Pull, Push};
use domain::person::{CurrentUser, Person};
use domain::sheet::{ShareScope, SheetId, SheetState};
use leptos::prelude::*;
use serde::Serialize;
use serde_json::Value;

#[cfg(feature = "server")]
use desk::at_the_desk;

/// A sheet whose owner shared it with the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharedSheet {
    pub sheet: SheetId,
    /// Title of the form, in Japanese.
    pub title: String,
    /// Title in English; empty if the form has none.
    pub title_en: String,
    pub owner: Person,
    /// Who may read it: the owner's choice.
    pub scope: ShareScope,
    /// Step of the workflow that the sheet is in.
    pub state: SheetState,
    /// Time of submission: milliseconds since 1970, by the server's clock; `None` if it is not submitted or never is.
    pub submitted_at: Option<i64>,
}

record!(SharedSheet {
    sheet,
    title,
    owner,
    scope,
    state,
    submitted_at
} or_empty { title_en });

/// The caller's own staff in a cycle, and their sheets that the caller may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharedList {
    pub sheets: Vec<SharedSheet>,
    /// Number of people whose 所属長 is the caller, whether they shared a sheet or not.
    pub n_people: u32,
}

record!(SharedList { sheets, n_people });

/// A shared sheet with its content, as far as the caller may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenedSheet {
    pub head: SharedSheet,
    /// The form, as its owner was asked it.
    pub edition: Edition,
    /// Only the answers the caller has the permission to read.
    pub answers: Vec<(ItemId, Value)>,
    /// What a step on it is made on: [`domain::sheet::Sheet::hash`].
    pub hash: String,
    /// Reason given when it was last returned or reopened; empty if it never was.
    pub reason: String,
}

record!(OpenedSheet {
    head,
    edition,
    answers,
    hash
} or_empty { reason });

/// An audit log entry: someone opened a person's sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetView {
    pub sheet: SheetId,
    /// Name and place of whoever opened it, as text.
    pub reader: String,
    /// Milliseconds since 1970, by the server's clock.
    pub at: i64,
}

record!(SheetView { sheet, reader, at });

/// Signs in; the session cookie is set by the response.
#[server(prefix = "/api", endpoint = "v1/sign_in", protocol = JsonRpc)]
pub async fn sign_in(login: String, password: String) -> Result<CurrentUser, ApiError> {
    let (desk, caller) = at_the_desk()?;
    let signed_in = desk.sign_in(&caller, &login, &password).await?;
    desk::set_cookie(&signed_in.cookie);
    Ok(signed_in.me)
}

/// Ends the session: deletes it on the server and clears the cookie.
#[server(prefix = "/api", endpoint = "v1/sign_out", protocol = JsonRpc)]
pub async fn sign_out() -> Result<(), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk::set_cookie(&desk.sign_out(&caller).await?);
    Ok(())
}

/// Changes the password; all other sessions of the person end.
#[server(prefix = "/api", endpoint = "v1/change_password", protocol = JsonRpc)]
pub async fn change_password(current: String, new: String) -> Result<(), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.change_password(&caller, &current, &new).await
}

/// The signed-in user's profile: person, roles, open cycles.
#[server(prefix = "/api", endpoint = "v1/me", protocol = JsonRpc)]
pub async fn who_am_i() -> Result<CurrentUser, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.me(&caller).await
}

/// The newest edition of a form, as the caller's rank band is asked it, with its tag. `None` if `known` is that tag.
///
/// Sent as the JSON of an [`Edition`], since the client caches it undecoded.
#[server(prefix = "/api", endpoint = "v1/edition", protocol = JsonRpc)]
pub async fn bring_edition(
    instrument: InstrumentId,
    known: Option<String>,
) -> Result<Option<(String, Value)>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    let fresh = desk.edition(&caller, &instrument, known.as_deref()).await?;
    let as_json = |it: (String, Edition)| match serde_json::to_value(it.1) {
        Ok(edition) => Ok((it.0, edition)),
        Err(_) => Err(Code::Internal.into()),
    };
    fresh.map(as_json).transpose()
}

/// Pushes this device's facts and pulls what is new for it. Idempotent: a fact id that was pushed before is not
/// stored again.
#[server(prefix = "/api", endpoint = "v1/exchange", protocol = JsonRpc)]
pub async fn exchange(push: Push) -> Result<Pull, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.exchange(&caller, push).await
}

/// Sheets of a cycle that others shared with the caller.
#[server(prefix = "/api", endpoint = "v1/shared_list", protocol = JsonRpc)]
pub async fn list_shared(cycle: Cycle) -> Result<SharedList, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.shared_list(&caller, cycle).await
}

/// Opens a shared sheet; written to the audit log, which its owner can read.
#[server(prefix = "/api", endpoint = "v1/shared_sheet", protocol = JsonRpc)]
pub async fn open_shared(sheet: SheetId) -> Result<OpenedSheet, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.shared_sheet(&caller, &sheet).await
}

/// Checksum of the caller's own facts up to log number `up_to`, for comparison with the device's (S5).
#[server(prefix = "/api", endpoint = "v1/state", protocol = JsonRpc)]
pub async fn state_of_log(up_to: i64) -> Result<LogChecksum, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.state(&caller, up_to).await
}

/// Audit log of the caller's own sheets: who opened them, newest first.
#[server(prefix = "/api", endpoint = "v1/openings", protocol = JsonRpc)]
pub async fn list_openings() -> Result<Vec<SheetView>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.openings(&caller).await
}

//! The wire: every call a browser can make, and the one trait the server answers them with.
//!
//! Each function is `POST /api/v1/…` with a JSON body. Its body here only hands the call to the [`Desk`] that the
//! server put into context.

#[cfg(feature = "server")]
mod desk;
mod error;
mod fair;
mod json_rpc;
mod personnel;
mod skills;
mod together;

pub use json_rpc::Call;
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
use domain::journal::{Pull, Push, State};
use domain::person::{Me, Person};
use domain::sheet::{ShareScope, SheetId, SheetState};
use leptos::prelude::*;
use serde::Serialize;
use serde_json::Value;

#[cfg(feature = "server")]
use desk::at_the_desk;

/// A sheet that its owner shared with the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharedSheet {
    /// Its name.
    pub sheet: SheetId,
    /// The form's name.
    pub title: String,
    /// The same in English, where it has one.
    pub title_en: String,
    /// Whose it is.
    pub owner: Person,
    /// With whom it was shared.
    pub scope: ShareScope,
    /// Where it stands.
    pub state: SheetState,
    /// When it was handed in: milliseconds since 1970, by the server's clock; none for one that never is, or was not yet.
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

/// A person's own staff in a cycle, and what of theirs the reader may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharedList {
    /// Sheets the reader may open.
    pub sheets: Vec<SharedSheet>,
    /// How many people have the reader as their 所属長.
    pub n_people: u32,
}

record!(SharedList { sheets, n_people });

/// A shared sheet, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenedSheet {
    /// Which, whose, and with whom it was shared.
    pub head: SharedSheet,
    /// The form as its owner was asked it.
    pub edition: Edition,
    /// The answers the reader may see.
    pub answers: Vec<(ItemId, Value)>,
    /// What a step on it is made on: [`domain::sheet::Sheet::hash`].
    pub hash: String,
    /// Why it was last sent back or opened again.
    pub reason: String,
}

record!(OpenedSheet {
    head,
    edition,
    answers,
    hash
} or_empty { reason });

/// Someone opened a person's sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// Which sheet.
    pub sheet: SheetId,
    /// Who: name and place.
    pub reader: String,
    /// Milliseconds since 1970, by the server's clock.
    pub at: i64,
}

record!(Opening { sheet, reader, at });

/// Begins a session; the cookie comes with the answer.
#[server(prefix = "/api", endpoint = "v1/sign_in", protocol = Call)]
pub async fn sign_in(login: String, password: String) -> Result<Me, ApiError> {
    let (desk, caller) = at_the_desk()?;
    let signed_in = desk.sign_in(&caller, &login, &password).await?;
    desk::set_cookie(&signed_in.cookie);
    Ok(signed_in.me)
}

/// Ends the session, here and on the server.
#[server(prefix = "/api", endpoint = "v1/sign_out", protocol = Call)]
pub async fn sign_out() -> Result<(), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk::set_cookie(&desk.sign_out(&caller).await?);
    Ok(())
}

/// Replaces the password; every other session of the person ends.
#[server(prefix = "/api", endpoint = "v1/change_password", protocol = Call)]
pub async fn change_password(current: String, new: String) -> Result<(), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.change_password(&caller, &current, &new).await
}

/// Who is signed in, and what concerns them.
#[server(prefix = "/api", endpoint = "v1/me", protocol = Call)]
pub async fn who_am_i() -> Result<Me, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.me(&caller).await
}

/// The newest edition of a form, as the caller's band is asked it, with its tag; none if the caller has it already.
///
/// It comes as the JSON of an [`Edition`]: the device keeps it as it came.
#[server(prefix = "/api", endpoint = "v1/edition", protocol = Call)]
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

/// Sends what the device has and hears what it has not.
#[server(prefix = "/api", endpoint = "v1/exchange", protocol = Call)]
pub async fn exchange(push: Push) -> Result<Pull, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.exchange(&caller, push).await
}

/// Sheets that others shared with the caller in a cycle.
#[server(prefix = "/api", endpoint = "v1/shared_list", protocol = Call)]
pub async fn list_shared(cycle: Cycle) -> Result<SharedList, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.shared_list(&caller, cycle).await
}

/// Opens one of them; the opening is recorded and its owner can see it.
#[server(prefix = "/api", endpoint = "v1/shared_sheet", protocol = Call)]
pub async fn open_shared(sheet: SheetId) -> Result<OpenedSheet, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.shared_sheet(&caller, &sheet).await
}

/// What the server has of the caller's own facts up to a number, for a device that wants to compare (S5).
#[server(prefix = "/api", endpoint = "v1/state", protocol = Call)]
pub async fn state_of_log(up_to: i64) -> Result<State, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.state(&caller, up_to).await
}

/// Who opened the caller's own sheets, newest first.
#[server(prefix = "/api", endpoint = "v1/openings", protocol = Call)]
pub async fn list_openings() -> Result<Vec<Opening>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.openings(&caller).await
}

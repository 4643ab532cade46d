//! What a person and their 所属長 do together: the desk of a 所属長, sheets taken along, organisational goals, confirming.

#[cfg(feature = "server")]
use super::desk::at_the_desk;
use super::{ApiError, Call, OpenedSheet, SharedSheet};
use domain::calendar::Cycle;
use domain::decode::{record, words};
use domain::fact::Heard;
use domain::ids::{Epoch, InstrumentId, ItemId};
use domain::instrument::Edition;
use domain::person::Person;
use domain::sheet::{SheetId, SheetState};
use leptos::prelude::*;
use serde::Serialize;
use serde_json::Value;

/// Where one sheet of a member of staff stands, as far as their 所属長 is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaffSheet {
    /// The form.
    pub instrument: InstrumentId,
    /// The time.
    pub cycle: Cycle,
    /// Where it stands.
    pub state: SheetState,
    /// When the talk is planned, `2026-11-25T14:30`; empty if it is not.
    pub planned_at: String,
}

record!(StaffSheet { instrument, cycle, state } or_empty { planned_at });

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Their line of the roster.
    pub person: Person,
    /// For whom the reader acts; none where they are the 所属長 themselves.
    pub acting_for: Option<String>,
    /// Where their sheets of the year stand; those not begun are not in it.
    pub sheets: Vec<StaffSheet>,
}

record!(Member {
    person,
    acting_for,
    sheets
});

/// A sheet of another taken along, to be written in without network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Along {
    /// Which, and whose.
    pub head: SharedSheet,
    /// The form.
    pub edition: Edition,
    /// The server's life that the facts are numbered in.
    pub epoch: Epoch,
    /// All that the server has of it.
    pub facts: Vec<Heard>,
    /// The person's goals of the year, where the reader may open them.
    pub goals: Option<OpenedSheet>,
    /// Their scoring of the same time, likewise.
    pub scoring: Option<OpenedSheet>,
}

record!(Along {
    head,
    edition,
    facts,
    goals,
    scoring
} or_empty { epoch });

/// A goal that a 所属長 hands to some of their staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandedGoal {
    /// 未来の姿
    pub future: String,
    /// 目標
    pub goal: String,
    /// 達成の目安
    pub indicator: String,
}

record!(HandedGoal { goal } or_empty { future, indicator });

/// What one 所属長 has published for those under them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrgGoal {
    /// Whose organisation: department, section and name.
    pub leader: String,
    /// 組織目標
    pub goal: String,
    /// Goals handed to the reader.
    pub handed: Vec<HandedGoal>,
}

record!(OrgGoal { leader, goal } or_empty { handed });

/// For whose eyes an own sheet is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// 所属長
    Supervisor,
    /// 職員課
    Personnel,
}

words!(Eyes {
    Supervisor = "supervisor",
    Personnel = "personnel",
});

/// How one 所属長 sees a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaffView {
    /// Their name.
    pub by: String,
    /// Their answers, by the items of the person's own form.
    pub answers: Vec<(ItemId, Value)>,
}

record!(StaffView { by, answers });

/// The people someone leads, and where their sheets of a fiscal year stand.
#[server(prefix = "/api", endpoint = "v1/staff", protocol = Call)]
pub async fn list_staff(year: u16) -> Result<Vec<Member>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.staff(&caller, year).await
}

/// Takes a sheet along that the caller writes together with its owner; it counts as opened.
#[server(prefix = "/api", endpoint = "v1/take_along", protocol = Call)]
pub async fn take_along(sheet: SheetId) -> Result<Along, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.take_along(&caller, &sheet).await
}

/// What those above the caller have published for a fiscal year, from the top down.
#[server(prefix = "/api", endpoint = "v1/org_goals", protocol = Call)]
pub async fn bring_org_goals(year: u16) -> Result<Vec<OrgGoal>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.org_goals(&caller, year).await
}

/// An own sheet exactly as a reader gets it, or would once it is handed in; none where they get nothing.
#[server(prefix = "/api", endpoint = "v1/seen_by", protocol = Call)]
pub async fn seen_by(sheet: SheetId, eyes: Eyes) -> Result<Option<OpenedSheet>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.seen_by(&caller, &sheet, eyes).await
}

/// How their 所属長 see the caller, beside an own sheet: nothing before both have shown theirs.
#[server(prefix = "/api", endpoint = "v1/views", protocol = Call)]
pub async fn bring_views(sheet: SheetId) -> Result<Vec<StaffView>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.views(&caller, &sheet).await
}

/// Sets the caller's 確認番号, with which they confirm on another's device.
#[server(prefix = "/api", endpoint = "v1/set_confirmation", protocol = Call)]
pub async fn set_confirmation(password: String, number: String) -> Result<(), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.set_confirmation(&caller, &password, &number).await
}

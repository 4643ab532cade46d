//! Calls for joint work of a person and their 所属長: staff, checked-out sheets, organisational goals, confirmation.

#[cfg(feature = "server")]
use super::desk::at_the_desk;
use super::{ApiError, JsonRpc, OpenedSheet, SharedSheet};
use domain::calendar::Cycle;
use domain::decode::{record, words};
use domain::fact::LoggedFact;
use domain::ids::{Epoch, InstrumentId, ItemId};
use domain::instrument::Edition;
use domain::person::Person;
use domain::sheet::{SheetId, SheetState};
use leptos::prelude::*;
use serde::Serialize;
use serde_json::Value;

/// Status of one sheet of a member of staff, as far as their 所属長 may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamSheet {
    pub instrument: InstrumentId,
    pub cycle: Cycle,
    /// Step of the workflow that the sheet is in.
    pub state: SheetState,
    /// Planned time of the interview, `2026-11-25T14:30`; empty if none is planned.
    pub planned_at: String,
}

record!(TeamSheet { instrument, cycle, state } or_empty { planned_at });

/// A person the caller leads, with the status of their sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamMember {
    pub person: Person,
    /// Name of the 所属長 for whom the caller is the deputy; `None` if the caller is the 所属長.
    pub acting_for: Option<String>,
    /// Sheets of the fiscal year; those not begun are left out.
    pub sheets: Vec<TeamSheet>,
}

record!(TeamMember {
    person,
    acting_for,
    sheets
});

/// Another person's sheet, checked out for offline writing, with its reference material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedOutSheet {
    pub head: SharedSheet,
    pub edition: Edition,
    /// Epoch of the server's log, in which the facts are numbered.
    pub epoch: Epoch,
    /// All facts of the sheet that the server has.
    pub facts: Vec<LoggedFact>,
    /// The person's goal sheet of the year; `None` if the caller may not open it.
    pub goals: Option<OpenedSheet>,
    /// The person's self-scoring sheet of the same period; `None` if the caller may not open it.
    pub scoring: Option<OpenedSheet>,
}

record!(CheckedOutSheet {
    head,
    edition,
    facts,
    goals,
    scoring
} or_empty { epoch });

/// A goal that a 所属長 assigns to some of their staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssignedGoal {
    /// 未来の姿
    pub future: String,
    /// 目標
    pub goal: String,
    /// 達成の目安
    pub indicator: String,
}

record!(AssignedGoal { goal } or_empty { future, indicator });

/// The published organisational goal of one 所属長 above the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrgGoal {
    /// Department, section and name, as text.
    pub leader: String,
    /// 組織目標
    pub goal: String,
    /// Goals assigned to the caller.
    pub handed: Vec<AssignedGoal>,
}

record!(OrgGoal { leader, goal } or_empty { handed });

/// The reader whose permissions a preview of one's own sheet uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewAs {
    /// 所属長
    Supervisor,
    /// 職員課
    Personnel,
}

words!(PreviewAs {
    Supervisor = "supervisor",
    Personnel = "personnel",
});

/// Assessment of a person by one 所属長.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SupervisorAssessment {
    /// Name of the 所属長.
    pub by: String,
    /// Answers, keyed by the items of the person's own form.
    pub answers: Vec<(ItemId, Value)>,
}

record!(SupervisorAssessment { by, answers });

/// The people the caller leads, with the status of their sheets of a fiscal year.
#[server(prefix = "/api", endpoint = "v1/staff", protocol = JsonRpc)]
pub async fn list_staff(year: u16) -> Result<Vec<TeamMember>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.team(&caller, year).await
}

/// Checks out a sheet that the caller writes jointly with its owner; logged as opened.
#[server(prefix = "/api", endpoint = "v1/take_along", protocol = JsonRpc)]
pub async fn take_along(sheet: SheetId) -> Result<CheckedOutSheet, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.check_out(&caller, &sheet).await
}

/// Organisational goals published above the caller for a fiscal year, from the top down.
#[server(prefix = "/api", endpoint = "v1/org_goals", protocol = JsonRpc)]
pub async fn bring_org_goals(year: u16) -> Result<Vec<OrgGoal>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.org_goals(&caller, year).await
}

/// Preview of the caller's own sheet exactly as a reader gets it, or will get it after submission; `None` where the
/// reader gets nothing.
#[server(prefix = "/api", endpoint = "v1/seen_by", protocol = JsonRpc)]
pub async fn seen_by(sheet: SheetId, eyes: PreviewAs) -> Result<Option<OpenedSheet>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.preview(&caller, &sheet, eyes).await
}

/// Assessments of the caller by their 所属長; empty until both sides have shown theirs.
#[server(prefix = "/api", endpoint = "v1/views", protocol = JsonRpc)]
pub async fn bring_views(sheet: SheetId) -> Result<Vec<SupervisorAssessment>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.views(&caller, &sheet).await
}

/// Sets the caller's confirmation PIN (確認番号), with which they confirm on another person's device.
#[server(prefix = "/api", endpoint = "v1/set_confirmation", protocol = JsonRpc)]
pub async fn set_confirmation(password: String, number: String) -> Result<(), ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.set_confirmation(&caller, &password, &number).await
}

//! What a person and their supervisor do together: the team, sheets checked out, organisation goals, assessments.

use crate::calls::calls;
use crate::sheets::{OpenedSheet, SharedSheet};
use domain::calendar::Cycle;
use domain::fact::LoggedFact;
use domain::ids::{DeviceId, Epoch, InstrumentId};
use domain::instrument::{Edition, Localized};
use domain::person::Person;
use domain::sheet::ItemValue;
use domain::sheet::{SheetId, SheetState};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Status of one sheet of a member of staff, as far as their 所属長 may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSheet {
    pub instrument: InstrumentId,
    pub cycle: Cycle,
    /// Step of the workflow that the sheet is in.
    pub state: SheetState,
    /// Whether it was shared with an earlier 所属長 and not handed on to the present one, who cannot read it.
    #[serde(default)]
    pub is_of_former: bool,
    /// Planned time of the interview, `2026-11-25T14:30`; empty if none is planned.
    #[serde(default)]
    pub planned_at: String,
}

/// A person the caller leads, with the status of their sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    pub person: Person,
    /// Name of the 所属長 for whom the caller is the deputy; `None` if the caller is the 所属長.
    pub acting_for: Option<String>,
    /// Whether 職員課 has decided on their guidance (指導育成) in the fiscal year.
    #[serde(default)]
    pub has_guidance: bool,
    /// Sheets of the fiscal year; those not begun are left out.
    pub sheets: Vec<TeamSheet>,
    /// Sheets of the fiscal year that only their owner writes and that the caller may read now. One that is missing was
    /// not submitted or is shared with nobody: the caller cannot tell which.
    #[serde(default)]
    pub shared: Vec<TeamSharedSheet>,
}

/// A sheet that a member of staff shares with the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSharedSheet {
    pub instrument: InstrumentId,
    pub cycle: Cycle,
    /// Title of the form.
    pub title: Localized,
    pub submitted_at: Option<Timestamp>,
}

/// Another person's sheet, checked out for offline writing, with its reference material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedOutSheet {
    pub head: SharedSheet,
    pub edition: Edition,
    /// Epoch of the server's log, in which the facts are numbered.
    #[serde(default)]
    pub epoch: Epoch,
    /// All facts of the sheet that the server has.
    pub facts: Vec<LoggedFact>,
    /// The person's goal sheet of the year; `None` if the caller may not open it.
    pub goals: Option<OpenedSheet>,
    /// The person's self-scoring sheet of the same period; `None` if the caller may not open it.
    pub scoring: Option<OpenedSheet>,
}

/// A goal that a 所属長 assigns to some of their staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedGoal {
    /// 未来の姿
    #[serde(default)]
    pub future: String,
    /// 目標
    pub goal: String,
    /// 達成の目安
    #[serde(default)]
    pub indicator: String,
}

/// The published organisational goal of one 所属長 above the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgGoal {
    /// Department, section and name, as text.
    pub leader: String,
    /// 組織目標
    pub goal: String,
    /// Goals assigned to the caller.
    #[serde(default)]
    pub handed: Vec<AssignedGoal>,
}

/// Assessment of a person by one 所属長.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisorAssessment {
    /// Name of the 所属長.
    pub by: String,
    /// Answers, keyed by the items of the person's own form.
    pub answers: Vec<ItemValue>,
}

/// How many people a measure is suggested to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedMeasure {
    pub measure: Localized,
    /// `None` if fewer than [`MIN_GROUP_SIZE`](domain::suppression::MIN_GROUP_SIZE).
    pub people: Option<u32>,
}

/// What would help the people that a 所属長 leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSuggestions {
    /// How many people share a sheet that says so; `None` if they are too few to show anything.
    pub people: Option<u32>,
    /// Most suggested first.
    pub measures: Vec<SuggestedMeasure>,
}

calls! {
    /// The supervisor's team, and what two people write together.
    serve Staff, send cookies, trait InterviewCalls {
        /// The people the caller leads, and where their sheets of a fiscal year stand.
        [Staff] post team(year: u16) -> Vec<TeamMember>, was "staff";
        /// What would help the people the caller leads, from the sheets of a fiscal year that they share with the
        /// caller: how many people each measure is suggested to.
        [Staff] post team_suggestions(year: u16) -> TeamSuggestions;
        /// Checks out a sheet that the caller writes together with its owner; the opening is logged.
        [Staff] post check_out_sheet(sheet: SheetId, device: Option<DeviceId>) -> CheckedOutSheet, was "take_along";
        /// Organisation goals that the caller's supervisors have published for a fiscal year, topmost first.
        [Staff] post org_goals(year: u16) -> Vec<OrgGoal>;
        /// How their supervisors assess the caller, beside an own sheet; nothing before both have shown theirs.
        [Staff] post supervisor_assessments(sheet: SheetId) -> Vec<SupervisorAssessment>, was "views";
    }
}

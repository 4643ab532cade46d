//! The calls about teams and what two people write together.

use super::{org_goals, supervisor_assessments, team, team_suggestions};
use crate::app_state::AppState;
use api::ApiError;
use api::access::Viewer;
use api::interviews::{
    CheckedOutSheet, InterviewCalls, OrgGoal, SupervisorAssessment, TeamMember, TeamSuggestions,
};
use async_trait::async_trait;
use domain::ids::DeviceId;
use domain::sheet::SheetId;

#[async_trait]
impl InterviewCalls for AppState {
    async fn team(&self, by: &Viewer, year: u16) -> Result<Vec<TeamMember>, ApiError> {
        Ok(team::team(self, by, year).await?)
    }

    async fn team_suggestions(&self, by: &Viewer, year: u16) -> Result<TeamSuggestions, ApiError> {
        Ok(team_suggestions::team_suggestions(self, by, year).await?)
    }

    async fn check_out_sheet(
        &self,
        by: &Viewer,
        sheet: SheetId,
        device: Option<DeviceId>,
    ) -> Result<CheckedOutSheet, ApiError> {
        Ok(team::check_out_sheet(self, by, &sheet, device).await?)
    }

    async fn org_goals(&self, by: &Viewer, year: u16) -> Result<Vec<OrgGoal>, ApiError> {
        Ok(org_goals::org_goals(self, &by.id, year).await?)
    }

    async fn supervisor_assessments(
        &self,
        by: &Viewer,
        sheet: SheetId,
    ) -> Result<Vec<SupervisorAssessment>, ApiError> {
        Ok(supervisor_assessments::supervisor_assessments(self, &by.id, &sheet).await?)
    }
}

//! The calls about the organisation.

use super::{organisation, reorganisation, roster_undo};
use crate::app_state::AppState;
use api::ApiError;
use api::access::Viewer;
use api::organisation::{OrganisationCalls, OrganisationOnDay, ReorganisationPreview};
use async_trait::async_trait;
use domain::ids::Day;
use domain::reorganisation::Reorganisation;
use domain::roster_difference::UndoOutcome;

#[async_trait]
impl OrganisationCalls for AppState {
    async fn organisation(&self, _: &Viewer, day: Day) -> Result<OrganisationOnDay, ApiError> {
        Ok(organisation::on_day(self, day).await?)
    }

    async fn preview_reorganisation(
        &self,
        by: &Viewer,
        plan: Reorganisation,
    ) -> Result<ReorganisationPreview, ApiError> {
        Ok(reorganisation::preview(self, by, &plan).await?)
    }

    async fn reorganise(
        &self,
        by: &Viewer,
        plan: Reorganisation,
        digest: String,
    ) -> Result<OrganisationOnDay, ApiError> {
        let day = plan.first_day.clone();
        reorganisation::reorganise(self, by, plan, digest).await?;
        Ok(organisation::on_day(self, day).await?)
    }

    async fn undo_reorganisation(&self, by: &Viewer, seq: i64) -> Result<UndoOutcome, ApiError> {
        Ok(roster_undo::undo(self, by, seq).await?)
    }
}

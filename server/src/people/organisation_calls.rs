//! The calls about the organisation.

use super::{organisation, reorganisation, roster_undo, second_readers};
use crate::app_state::AppState;
use api::ApiError;
use api::access::Viewer;
use api::organisation::{
    OrganisationCalls, OrganisationOnDay, ReorganisationPreview, SecondReader,
};
use async_trait::async_trait;
use domain::ids::{Day, PersonId};
use domain::person::Org;
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
        // One that holds since some time is seen as of today.
        let day = plan.first_day.clone().max(self.now().day());
        reorganisation::reorganise(self, by, plan, digest).await?;
        Ok(organisation::on_day(self, day).await?)
    }

    async fn second_readers(&self, _: &Viewer) -> Result<Vec<SecondReader>, ApiError> {
        Ok(second_readers::all(self).await?)
    }

    async fn name_second_reader(
        &self,
        by: &Viewer,
        place: Org,
        reader: PersonId,
    ) -> Result<Vec<SecondReader>, ApiError> {
        second_readers::name(self, by, place, reader).await?;
        Ok(second_readers::all(self).await?)
    }

    async fn end_second_reader(
        &self,
        by: &Viewer,
        seq: i64,
    ) -> Result<Vec<SecondReader>, ApiError> {
        second_readers::end(self, by, seq).await?;
        Ok(second_readers::all(self).await?)
    }

    async fn undo_reorganisation(&self, by: &Viewer, seq: i64) -> Result<UndoOutcome, ApiError> {
        Ok(roster_undo::undo(self, by, seq).await?)
    }
}

//! The calls about parts of the people.

use super::cycle_parts;
use crate::app_state::AppState;
use api::ApiError;
use api::access::Viewer;
use api::cycle_parts::{CyclePartCalls, CycleParts};
use async_trait::async_trait;
use domain::calendar::Cycle;
use domain::cycle_part::OwnPart;
use domain::ids::InstrumentId;
use domain::people_filter::PeopleFilter;

#[async_trait]
impl CyclePartCalls for AppState {
    async fn cycle_parts(
        &self,
        _: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<CycleParts, ApiError> {
        Ok(cycle_parts::of_cycle(self, &instrument, cycle).await?)
    }

    async fn add_cycle_part(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        people: PeopleFilter,
        own: OwnPart,
    ) -> Result<CycleParts, ApiError> {
        cycle_parts::add(self, by, (&instrument, cycle), people, own).await?;
        Ok(cycle_parts::of_cycle(self, &instrument, cycle).await?)
    }

    async fn remove_cycle_part(&self, by: &Viewer, seq: i64) -> Result<CycleParts, ApiError> {
        let (instrument, cycle) = cycle_parts::remove(self, by, seq).await?;
        Ok(cycle_parts::of_cycle(self, &instrument, cycle).await?)
    }
}

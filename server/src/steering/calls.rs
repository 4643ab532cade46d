//! The calls about the structure that carries digital work.

use crate::app_state::AppState;
use crate::steering;
use api::ApiError;
use api::access::Viewer;
use api::steering::{Steering, SteeringCalls, SteeringNote};
use async_trait::async_trait;

#[async_trait]
impl SteeringCalls for AppState {
    async fn steering(&self, by: &Viewer) -> Result<Steering, ApiError> {
        Ok(steering::steering(self, by).await?)
    }

    async fn write_steering_note(
        &self,
        by: &Viewer,
        note: SteeringNote,
    ) -> Result<Steering, ApiError> {
        steering::write(self, by, note).await?;
        Ok(steering::steering(self, by).await?)
    }
}

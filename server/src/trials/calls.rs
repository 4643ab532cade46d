//! The calls about trial projects.

use crate::app_state::AppState;
use crate::trials;
use api::ApiError;
use api::access::Viewer;
use api::trials::TrialCalls;
use async_trait::async_trait;
use domain::trial_project::{TrialProject, TrialText};

#[async_trait]
impl TrialCalls for AppState {
    async fn trial_projects(&self, by: &Viewer) -> Result<Vec<TrialProject>, ApiError> {
        Ok(trials::all(self, by).await?)
    }

    async fn begin_trial(
        &self,
        by: &Viewer,
        text: TrialText,
    ) -> Result<Vec<TrialProject>, ApiError> {
        trials::begin(self, by, text).await?;
        Ok(trials::all(self, by).await?)
    }

    async fn change_trial(
        &self,
        by: &Viewer,
        seq: i64,
        version: i64,
        text: TrialText,
    ) -> Result<Vec<TrialProject>, ApiError> {
        trials::change(self, by, (seq, version), text).await?;
        Ok(trials::all(self, by).await?)
    }
}

//! The calls about role models.

use super::pages::{self, ShownPage};
use super::{office, seen_by, talks};
use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct};
use api::ApiError;
use api::access::Viewer;
use api::role_models::{RoleModelCalls, RoleModelOffice, RoleModels};
use async_trait::async_trait;
use domain::ids::{Day, PersonId};
use domain::role_model::{RoleModelText, TalkState};
use domain::timestamp::Timestamp;

#[async_trait]
impl RoleModelCalls for AppState {
    async fn role_models(&self, by: &Viewer) -> Result<RoleModels, ApiError> {
        Ok(seen_by(self, by).await?)
    }

    async fn agree_to_role_model(
        &self,
        by: &Viewer,
        version: i64,
        text: RoleModelText,
        last_day: Day,
    ) -> Result<RoleModels, ApiError> {
        pages::agree(self, by, version, ShownPage { text, last_day }).await?;
        Ok(seen_by(self, by).await?)
    }

    async fn withdraw_role_model(&self, by: &Viewer) -> Result<RoleModels, ApiError> {
        pages::withdraw(self, by).await?;
        Ok(seen_by(self, by).await?)
    }

    async fn ask_talk(&self, by: &Viewer, seq: i64, words: String) -> Result<RoleModels, ApiError> {
        talks::ask(self, by, seq, words).await?;
        Ok(seen_by(self, by).await?)
    }

    async fn withdraw_talk(&self, by: &Viewer, seq: i64) -> Result<RoleModels, ApiError> {
        talks::withdraw(self, by, seq).await?;
        Ok(seen_by(self, by).await?)
    }

    async fn role_model_office(&self, by: &Viewer) -> Result<RoleModelOffice, ApiError> {
        self.record(Act::by(by, AuditAct::RoleModelsRead))
            .await
            .or_else(CallError::ignore_if_full)?;
        Ok(office(self).await?)
    }

    async fn ask_role_model(
        &self,
        by: &Viewer,
        person: PersonId,
        version: Option<i64>,
        text: RoleModelText,
        last_day: Day,
    ) -> Result<RoleModelOffice, ApiError> {
        pages::ask(self, by, person, version, ShownPage { text, last_day }).await?;
        Ok(office(self).await?)
    }

    async fn remove_role_model(&self, by: &Viewer, seq: i64) -> Result<RoleModelOffice, ApiError> {
        pages::remove(self, by, seq).await?;
        Ok(office(self).await?)
    }

    async fn answer_talk(
        &self,
        by: &Viewer,
        seq: i64,
        seen: Option<Timestamp>,
        state: TalkState,
        words: String,
    ) -> Result<RoleModelOffice, ApiError> {
        talks::answer(self, by, seq, seen, (state, words)).await?;
        Ok(office(self).await?)
    }
}

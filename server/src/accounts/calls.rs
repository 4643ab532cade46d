//! The calls about accounts.

use super::{confirm_pin, password_reset, profile, sessions};
use crate::accounts;
use crate::app_state::AppState;
use crate::sheets::handing_on;
use api::access::{Caller, Viewer};
use api::accounts::{AccountCalls, EditionUpdate, PersonNotices, ResetCode, SessionInfo};
use api::{ApiError, Code};
use async_trait::async_trait;
use domain::ids::{InstrumentId, PersonId};
use domain::person::{CurrentUser, Preferences};

#[async_trait]
impl AccountCalls for AppState {
    async fn sign_in(
        &self,
        by: &Caller,
        login: String,
        password: String,
    ) -> Result<CurrentUser, ApiError> {
        Ok(accounts::sign_in(self, by, &login, &password).await?)
    }

    async fn sign_out(&self, by: &Caller) -> Result<(), ApiError> {
        Ok(accounts::sign_out(self, by).await?)
    }

    async fn reset_password(
        &self,
        by: &Caller,
        login: String,
        code: String,
        new: String,
    ) -> Result<(), ApiError> {
        Ok(password_reset::reset_password(self, by, &login, &code, &new).await?)
    }

    async fn issue_reset_code(
        &self,
        by: &Viewer,
        person: PersonId,
        minutes: u32,
    ) -> Result<ResetCode, ApiError> {
        Ok(password_reset::issue_by(self, by, person, minutes).await?)
    }

    async fn change_password(
        &self,
        by: &Viewer,
        current: String,
        new: String,
    ) -> Result<(), ApiError> {
        Ok(accounts::change_password(self, by, &current, &new).await?)
    }

    async fn presence(&self, by: &Viewer) -> Result<(), ApiError> {
        Ok(sessions::note_presence(self, by).await?)
    }

    async fn own_sessions(&self, by: &Viewer) -> Result<Vec<SessionInfo>, ApiError> {
        Ok(sessions::own_sessions(self, by).await?)
    }

    async fn end_session(&self, by: &Viewer, id: String) -> Result<Vec<SessionInfo>, ApiError> {
        sessions::end_own(self, by, id).await?;
        Ok(sessions::own_sessions(self, by).await?)
    }

    async fn notices(&self, by: &Viewer) -> Result<PersonNotices, ApiError> {
        Ok(profile::notices(self, &by.id).await?)
    }

    async fn hand_on_sheets(
        &self,
        by: &Viewer,
        supervisor: PersonId,
        hand_on: bool,
    ) -> Result<PersonNotices, ApiError> {
        handing_on::decide(self, by, supervisor, hand_on).await?;
        Ok(profile::notices(self, &by.id).await?)
    }

    async fn current_user(&self, by: &Viewer) -> Result<CurrentUser, ApiError> {
        Ok(profile::current_user(self, &by.id).await?)
    }

    async fn set_preferences(&self, by: &Viewer, preferences: Preferences) -> Result<(), ApiError> {
        Ok(profile::set_preferences(self, &by.id, preferences).await?)
    }

    async fn set_confirm_pin(
        &self,
        by: &Viewer,
        password: String,
        number: String,
    ) -> Result<(), ApiError> {
        Ok(confirm_pin::set_confirm_pin(self, by, &password, &number).await?)
    }

    async fn edition(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        known: Option<String>,
    ) -> Result<Option<EditionUpdate>, ApiError> {
        let newest = profile::edition(self, &by.id, &instrument, known.as_deref()).await?;
        let Some((tag, edition)) = newest else {
            return Ok(None);
        };
        let edition = serde_json::value::to_raw_value(&edition).map_err(|_| Code::Internal)?;
        Ok(Some(EditionUpdate { tag, edition }))
    }
}

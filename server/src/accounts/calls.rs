//! The calls about accounts.

use crate::accounts;
use crate::app_state::AppState;
use api::access::{Caller, Viewer};
use api::accounts::{AccountCalls, EditionUpdate};
use api::{ApiError, Code};
use async_trait::async_trait;
use domain::ids::InstrumentId;
use domain::person::CurrentUser;

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

    async fn change_password(
        &self,
        by: &Viewer,
        current: String,
        new: String,
    ) -> Result<(), ApiError> {
        Ok(accounts::change_password(self, by, &current, &new).await?)
    }

    async fn current_user(&self, by: &Viewer) -> Result<CurrentUser, ApiError> {
        Ok(accounts::current_user(self, &by.id).await?)
    }

    async fn set_confirm_pin(
        &self,
        by: &Viewer,
        password: String,
        number: String,
    ) -> Result<(), ApiError> {
        Ok(accounts::set_confirm_pin(self, by, &password, &number).await?)
    }

    async fn edition(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        known: Option<String>,
    ) -> Result<Option<EditionUpdate>, ApiError> {
        let newest = accounts::edition(self, &by.id, &instrument, known.as_deref()).await?;
        let Some((tag, edition)) = newest else {
            return Ok(None);
        };
        let edition = serde_json::value::to_raw_value(&edition).map_err(|_| Code::Internal)?;
        Ok(Some(EditionUpdate { tag, edition }))
    }
}

//! The calls about grants.

use crate::app_state::AppState;
use crate::grants;
use api::ApiError;
use api::access::Viewer;
use api::grants::GrantCalls;
use async_trait::async_trait;
use domain::grant::{GrantBudget, GrantYear, NewGrantDecision};

#[async_trait]
impl GrantCalls for AppState {
    async fn grants(&self, by: &Viewer, year: u16) -> Result<GrantYear, ApiError> {
        Ok(grants::read_year(self, by, year).await?)
    }

    async fn set_grant_budgets(
        &self,
        by: &Viewer,
        year: u16,
        budgets: Vec<GrantBudget>,
    ) -> Result<GrantYear, ApiError> {
        grants::set_budgets(self, by, year, budgets).await?;
        Ok(grants::changed_year(self, by, year).await?)
    }

    async fn decide_grant(
        &self,
        by: &Viewer,
        year: u16,
        decision: NewGrantDecision,
    ) -> Result<GrantYear, ApiError> {
        grants::decide(self, by, year, decision).await?;
        Ok(grants::changed_year(self, by, year).await?)
    }

    async fn undo_grant(&self, by: &Viewer, year: u16, seq: i64) -> Result<GrantYear, ApiError> {
        grants::undo(self, by, year, seq).await?;
        Ok(grants::changed_year(self, by, year).await?)
    }
}

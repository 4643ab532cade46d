//! The calls about rosters.

use super::{roster_doubts, roster_import, roster_preview, roster_undo};
use crate::app_state::AppState;
use api::ApiError;
use api::access::Viewer;
use api::roster::{RosterApplied, RosterCalls, RosterDecision, RosterDoubt};
use async_trait::async_trait;
use domain::roster_difference::{PastImport, RosterColumn, RosterPreview, UndoOutcome};

#[async_trait]
impl RosterCalls for AppState {
    async fn preview_roster(
        &self,
        by: &Viewer,
        file: String,
        columns: Vec<RosterColumn>,
    ) -> Result<RosterPreview, ApiError> {
        Ok(roster_preview::preview(self, by, &file, &columns).await?)
    }

    async fn import_roster(
        &self,
        by: &Viewer,
        file: String,
        columns: Vec<RosterColumn>,
        decision: RosterDecision,
    ) -> Result<RosterApplied, ApiError> {
        Ok(roster_import::import(self, by, &file, columns, decision).await?)
    }

    async fn roster_imports(&self, _: &Viewer) -> Result<Vec<PastImport>, ApiError> {
        Ok(roster_import::past(self).await?)
    }

    async fn roster_doubts(&self, _: &Viewer) -> Result<Vec<RosterDoubt>, ApiError> {
        Ok(roster_doubts::all(self).await?)
    }

    async fn settle_roster_doubt(
        &self,
        by: &Viewer,
        seq: i64,
    ) -> Result<Vec<RosterDoubt>, ApiError> {
        roster_doubts::settle(self, by, seq).await?;
        Ok(roster_doubts::all(self).await?)
    }

    async fn undo_roster(&self, by: &Viewer, seq: i64) -> Result<UndoOutcome, ApiError> {
        Ok(roster_undo::undo(self, by, seq).await?)
    }
}

//! The calls about sheets.

use super::{exchange, pull, sharing, views};
use crate::app_state::AppState;
use api::ApiError;
use api::access::Viewer;
use api::sheets::PreviewAs;
use api::sheets::{ExchangeCalls, OpenedSheet, SharedList, SheetCalls, SheetView};
use async_trait::async_trait;
use domain::calendar::Cycle;
use domain::journal::{LogChecksum, Pull, Push};
use domain::sheet::SheetId;

#[async_trait]
impl ExchangeCalls for AppState {
    async fn exchange(&self, by: &Viewer, push: Push) -> Result<Pull, ApiError> {
        Ok(exchange::exchange(self, by.id.clone(), push).await?)
    }
}

#[async_trait]
impl SheetCalls for AppState {
    async fn log_checksum(&self, by: &Viewer, up_to: i64) -> Result<LogChecksum, ApiError> {
        Ok(pull::log_checksum(self, &by.id, up_to).await?)
    }

    async fn shared_sheets(&self, by: &Viewer, cycle: Cycle) -> Result<SharedList, ApiError> {
        Ok(sharing::shared_sheets(self, by, cycle).await?)
    }

    async fn open_shared_sheet(
        &self,
        by: &Viewer,
        sheet: SheetId,
    ) -> Result<OpenedSheet, ApiError> {
        Ok(sharing::open_shared_sheet(self, by, &sheet).await?)
    }

    async fn sheet_views(
        &self,
        by: &Viewer,
        before: Option<i64>,
    ) -> Result<Vec<SheetView>, ApiError> {
        Ok(views::sheet_views(self, &by.id, before).await?)
    }

    async fn preview_sheet(
        &self,
        by: &Viewer,
        sheet: SheetId,
        eyes: PreviewAs,
    ) -> Result<Option<OpenedSheet>, ApiError> {
        Ok(sharing::preview_sheet(self, by, &sheet, eyes).await?)
    }
}

//! The calls about forms that are written in the browser.

use super::{drafts, publishing, xlsform};
use crate::app_state::AppState;
use api::ApiError;
use api::access::Viewer;
use api::forms::{EditionHead, FormCalls, FormHead, FormToWrite, XlsFormRead};
use async_trait::async_trait;
use domain::ids::InstrumentId;
use domain::instrument::Edition;
use serde_json::Value;

#[async_trait]
impl FormCalls for AppState {
    async fn forms(&self, _: &Viewer) -> Result<Vec<FormHead>, ApiError> {
        Ok(drafts::all(self).await?)
    }

    async fn form_to_write(
        &self,
        _: &Viewer,
        instrument: InstrumentId,
    ) -> Result<FormToWrite, ApiError> {
        Ok(drafts::to_write(self, &instrument).await?)
    }

    async fn save_form_draft(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        seen: i64,
        source: Value,
    ) -> Result<i64, ApiError> {
        Ok(drafts::save(self, by, instrument, seen, source).await?)
    }

    async fn drop_form_draft(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        seen: i64,
    ) -> Result<(), ApiError> {
        Ok(drafts::give_up(self, by, instrument, seen).await?)
    }

    async fn publish_form(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        seen: i64,
    ) -> Result<u32, ApiError> {
        Ok(publishing::publish(self, by, instrument, seen).await?)
    }

    async fn read_xlsform(&self, _: &Viewer, file: String) -> Result<XlsFormRead, ApiError> {
        Ok(xlsform::read(self, &file)?)
    }

    async fn form_editions(
        &self,
        _: &Viewer,
        instrument: InstrumentId,
    ) -> Result<Vec<EditionHead>, ApiError> {
        Ok(drafts::editions(self, &instrument).await?)
    }

    async fn form_edition(
        &self,
        _: &Viewer,
        instrument: InstrumentId,
        version: u32,
    ) -> Result<Edition, ApiError> {
        Ok(drafts::edition(self, &instrument, version).await?)
    }
}

//! The calls about how far people are, their reminders and their extensions.

use super::extensions::{self, Decision};
use super::{people_progress, reminders};
use crate::app_state::AppState;
use api::access::{Download, Viewer};
use api::personnel::ExportFormat;
use api::progress::{ExtensionRequest, PeopleProgress, ProgressCalls, ProgressForm};
use api::{ApiError, Code};
use async_trait::async_trait;
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::people_progress::ProgressFilter;

#[async_trait]
impl ProgressCalls for AppState {
    async fn progress_forms(
        &self,
        _: &Viewer,
        cycle: Cycle,
    ) -> Result<Vec<ProgressForm>, ApiError> {
        Ok(people_progress::forms(self, cycle).await?)
    }

    async fn people_progress(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<PeopleProgress, ApiError> {
        let all = people_progress::people_progress(self, &instrument, cycle).await?;
        people_progress::record_read(self, by, &instrument, cycle).await?;
        Ok(all)
    }

    async fn progress_file(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        format: Option<ExportFormat>,
        filter: Option<String>,
    ) -> Result<Download, ApiError> {
        let filter = match filter {
            Some(text) => serde_json::from_str(&text).map_err(|_| Code::BadRequest)?,
            None => ProgressFilter::default(),
        };
        people_progress::record_file(self, by, &instrument, cycle).await?;
        let format = format.unwrap_or_default();
        Ok(people_progress::file(self, &instrument, cycle, format, &filter).await?)
    }

    async fn remind(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        people: Vec<PersonId>,
    ) -> Result<u32, ApiError> {
        Ok(reminders::remind(self, by, instrument, cycle, people).await?)
    }

    async fn extend(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        people: Vec<PersonId>,
        last_day: Day,
    ) -> Result<PeopleProgress, ApiError> {
        let decision = Decision {
            instrument: instrument.clone(),
            cycle,
            people,
            last_day: Some(last_day),
        };
        extensions::decide(self, by, decision).await?;
        Ok(people_progress::people_progress(self, &instrument, cycle).await?)
    }

    async fn refuse_extension(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        person: PersonId,
    ) -> Result<Vec<ExtensionRequest>, ApiError> {
        let decision = Decision {
            instrument,
            cycle,
            people: vec![person],
            last_day: None,
        };
        extensions::decide(self, by, decision).await?;
        Ok(extensions::requests(self).await?)
    }

    async fn extension_requests(&self, _: &Viewer) -> Result<Vec<ExtensionRequest>, ApiError> {
        Ok(extensions::requests(self).await?)
    }

    async fn ask_extension(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<(), ApiError> {
        Ok(extensions::ask(self, by, instrument, cycle).await?)
    }
}

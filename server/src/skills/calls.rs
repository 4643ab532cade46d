//! The calls about digital skills.

use super::{training, workbook};
use crate::aggregates::scores::CountedForm;
use crate::app_state::AppState;
use crate::audit::{Act, AuditAct};
use crate::office::xlsx;
use api::ApiError;
use api::access::{Download, Viewer};
use api::skills::SkillCalls;
use async_trait::async_trait;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::training::TrainingDemand;

#[async_trait]
impl SkillCalls for AppState {
    async fn training(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<TrainingDemand, ApiError> {
        self.require_counts_viewer(by, &instrument)?;
        self.record_counts_read(by, &instrument, cycle).await?;
        let form = CountedForm::of(&self.catalogue(), &instrument)?;
        Ok(training::training(self, by, &form, cycle).await?)
    }

    async fn skills_workbook(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<Download, ApiError> {
        self.require_counts_viewer(by, &instrument)?;
        let act =
            Act::by(by, AuditAct::CountsExported).form(instrument.as_str(), &cycle.to_string());
        self.record(act).await?;
        let form = CountedForm::of(&self.catalogue(), &instrument)?;
        let bytes = workbook::skills_workbook(self, by, &form, cycle).await?;
        Ok(xlsx::file(format!("{instrument}-{cycle}.xlsx"), bytes))
    }
}

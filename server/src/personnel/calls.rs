//! The calls of the personnel office.

use super::{
    careers, cycle_days, cycle_part_people, cycles, deletion_approval, deputies, desk, export,
    guidance, progress,
};
use crate::aggregates::publication;
use crate::aggregates::scores::CountedForm;
use crate::app_state::AppState;
use crate::people::finding;
use api::ApiError;
use api::access::{Download, Viewer};
use api::personnel::{
    Deputy, ExportFormat, GuidanceSubject, OfficeDesk, PersonFound, PersonnelCalls,
};
use async_trait::async_trait;
use domain::aggregate::{Overview, SectionProgress, YearProgress};
use domain::calendar::Cycle;
use domain::career::{Declaration, DeclarationSearch, DeclarationsFound};
use domain::cycle_days::CycleDays;
use domain::cycle_settings::FormCalendar;
use domain::ids::{InstrumentId, PersonId};

#[async_trait]
impl PersonnelCalls for AppState {
    async fn progress(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<SectionProgress>, ApiError> {
        self.record_counts_read(by, &instrument, cycle).await?;
        Ok(progress::progress(self, &instrument, cycle).await?)
    }

    async fn year_progress(&self, by: &Viewer, year: u16) -> Result<YearProgress, ApiError> {
        self.record_year_counts_read(by, year).await?;
        Ok(progress::year_progress(self, year).await?)
    }

    async fn overview(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<Overview, ApiError> {
        self.require_counts_viewer(by, &instrument)?;
        self.record_counts_read(by, &instrument, cycle).await?;
        let form = CountedForm::of(&self.catalogue(), &instrument)?;
        let figures = publication::figures_of_cycle(self, &form, cycle).await?;
        Ok(figures.overview)
    }

    async fn export(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        format: Option<ExportFormat>,
    ) -> Result<Download, ApiError> {
        Ok(export::export(self, by, instrument, cycle, format.unwrap_or_default()).await?)
    }

    async fn cycles(&self, _: &Viewer) -> Result<Vec<FormCalendar>, ApiError> {
        Ok(cycles::cycles(self).await?)
    }

    async fn set_cycle(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        open: bool,
    ) -> Result<Vec<FormCalendar>, ApiError> {
        cycles::set_cycle(self, by, instrument, cycle, open).await?;
        cycle_part_people::follow(self).await?;
        Ok(cycles::cycles(self).await?)
    }

    async fn office_desk(&self, _: &Viewer) -> Result<OfficeDesk, ApiError> {
        Ok(desk::desk(self).await?)
    }

    async fn set_cycle_days(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
        days: CycleDays,
        seen: Option<CycleDays>,
    ) -> Result<Vec<FormCalendar>, ApiError> {
        cycle_days::set(self, by, (instrument, cycle), days, seen).await?;
        Ok(cycles::cycles(self).await?)
    }

    async fn copy_cycle_days(&self, by: &Viewer, year: u16) -> Result<Vec<FormCalendar>, ApiError> {
        cycle_days::copy_year(self, by, year).await?;
        Ok(cycles::cycles(self).await?)
    }

    async fn set_retention(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        years: u16,
    ) -> Result<Vec<FormCalendar>, ApiError> {
        cycles::set_retention(self, by, instrument, years).await?;
        Ok(cycles::cycles(self).await?)
    }

    async fn approve_deletion(
        &self,
        by: &Viewer,
        instrument: InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<FormCalendar>, ApiError> {
        deletion_approval::approve(self, by, instrument, cycle).await?;
        Ok(cycles::cycles(self).await?)
    }

    async fn find_people(&self, _: &Viewer, words: String) -> Result<Vec<PersonFound>, ApiError> {
        Ok(finding::find(self, &words).await?)
    }

    async fn deputies(&self, _: &Viewer, before: Option<i64>) -> Result<Vec<Deputy>, ApiError> {
        Ok(deputies::deputies(self, before.unwrap_or(i64::MAX)).await?)
    }

    async fn approve_deputy(&self, by: &Viewer, seq: i64) -> Result<(), ApiError> {
        Ok(deputies::approve_deputy(self, by, seq).await?)
    }

    async fn add_deputy(
        &self,
        by: &Viewer,
        supervisor: PersonId,
        deputy: PersonId,
        first_day: String,
        last_day: String,
    ) -> Result<Vec<Deputy>, ApiError> {
        let days = (first_day, last_day);
        deputies::add_deputy(self, by, supervisor, deputy, days).await?;
        Ok(deputies::deputies(self, i64::MAX).await?)
    }

    async fn end_deputy(&self, by: &Viewer, seq: i64) -> Result<Vec<Deputy>, ApiError> {
        deputies::end_deputy(self, by, seq).await?;
        Ok(deputies::deputies(self, i64::MAX).await?)
    }

    async fn guidance_subjects(
        &self,
        _: &Viewer,
        year: u16,
    ) -> Result<Vec<GuidanceSubject>, ApiError> {
        Ok(guidance::subjects(self, year).await?)
    }

    async fn name_guidance_subject(
        &self,
        by: &Viewer,
        person: PersonId,
        year: u16,
        reason: String,
    ) -> Result<Vec<GuidanceSubject>, ApiError> {
        guidance::name_subject(self, by, person, year, reason).await?;
        Ok(guidance::subjects(self, year).await?)
    }

    async fn end_guidance_subject(
        &self,
        by: &Viewer,
        person: PersonId,
        year: u16,
    ) -> Result<Vec<GuidanceSubject>, ApiError> {
        guidance::end_subject(self, by, person, year).await?;
        Ok(guidance::subjects(self, year).await?)
    }

    async fn careers(
        &self,
        by: &Viewer,
        year: u16,
        search: DeclarationSearch,
    ) -> Result<DeclarationsFound, ApiError> {
        Ok(careers::search_declarations(self, by, year, &search).await?)
    }

    async fn career(&self, by: &Viewer, person: PersonId) -> Result<Vec<Declaration>, ApiError> {
        Ok(careers::open_declarations(self, by, &person).await?)
    }
}

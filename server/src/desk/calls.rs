//! Implements [`Desk`]: authorizes each call and forwards it to its module.

use super::{
    AppState, accounts, bank, careers, cycles, deputies, exchange, export, goals, overview, pull,
    shared, skills_book, staff, training, views,
};
use api::{
    ApiError, Caller, CheckedOutSheet, Deputy, Desk, OpenedSheet, OrgGoal, PreviewAs, SharedList,
    SheetView, SignedIn, SupervisorAssessment, TeamMember,
};
use async_trait::async_trait;
use domain::aggregate::{Overview, SectionProgress};
use domain::calendar::Cycle;
use domain::career::Declaration;
use domain::cycle_settings::FormCalendar;
use domain::ids::{InstrumentId, ItemId, PersonId};
use domain::instrument::Edition;
use domain::journal::{LogChecksum, Pull, Push};
use domain::person::CurrentUser;
use domain::question_bank::{Bank, QuestionImport};
use domain::sheet::SheetId;
use domain::training::TrainingDemand;

#[async_trait]
impl Desk for AppState {
    async fn sign_in(
        &self,
        caller: &Caller,
        login: &str,
        password: &str,
    ) -> Result<SignedIn, ApiError> {
        Ok(accounts::sign_in(self, caller, login, password).await?)
    }

    async fn sign_out(&self, caller: &Caller) -> Result<String, ApiError> {
        Ok(accounts::sign_out(self, caller).await?)
    }

    async fn change_password(
        &self,
        caller: &Caller,
        current: &str,
        new: &str,
    ) -> Result<(), ApiError> {
        Ok(accounts::change_password(self, caller, current, new).await?)
    }

    async fn me(&self, caller: &Caller) -> Result<CurrentUser, ApiError> {
        let session = self.session(caller).await?;
        Ok(accounts::me(self, &session.person).await?)
    }

    async fn edition(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        known: Option<&str>,
    ) -> Result<Option<(String, Edition)>, ApiError> {
        let session = self.active_session(caller).await?;
        Ok(accounts::edition(self, &session.person, instrument, known).await?)
    }

    async fn exchange(&self, caller: &Caller, push: Push) -> Result<Pull, ApiError> {
        let session = self.active_session(caller).await?;
        Ok(exchange::exchange(self, session.person, push).await?)
    }

    async fn state(&self, caller: &Caller, up_to: i64) -> Result<LogChecksum, ApiError> {
        let session = self.active_session(caller).await?;
        Ok(pull::state(self, &session.person, up_to).await?)
    }

    async fn shared_list(&self, caller: &Caller, cycle: Cycle) -> Result<SharedList, ApiError> {
        let reader = self.viewer(caller).await?;
        Ok(shared::shared_list(self, &reader, cycle).await?)
    }

    async fn shared_sheet(
        &self,
        caller: &Caller,
        sheet: &SheetId,
    ) -> Result<OpenedSheet, ApiError> {
        let reader = self.viewer(caller).await?;
        Ok(shared::open_sheet(self, &reader, sheet).await?)
    }

    async fn openings(&self, caller: &Caller) -> Result<Vec<SheetView>, ApiError> {
        let session = self.active_session(caller).await?;
        Ok(shared::openings(self, &session.person).await?)
    }

    async fn progress(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<SectionProgress>, ApiError> {
        self.require_counts_viewer(caller, instrument).await?;
        Ok(overview::progress(self, instrument, cycle).await?)
    }

    async fn overview(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Overview, ApiError> {
        self.require_counts_viewer(caller, instrument).await?;
        Ok(overview::overview(self, instrument, cycle).await?)
    }

    async fn training(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<TrainingDemand, ApiError> {
        let reader = self.require_counts_viewer(caller, instrument).await?;
        Ok(training::training(self, &reader, instrument, cycle).await?)
    }

    async fn skills_book(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<u8>, ApiError> {
        let reader = self.require_counts_viewer(caller, instrument).await?;
        Ok(skills_book::skills_workbook(self, &reader, instrument, cycle).await?)
    }

    async fn bank(&self, caller: &Caller) -> Result<Bank, ApiError> {
        self.require_skills_viewer(caller).await?;
        Ok(bank::bank(self).await?)
    }

    async fn retire_question(
        &self,
        caller: &Caller,
        question: ItemId,
        retired: bool,
    ) -> Result<(), ApiError> {
        let author = self.require_question_editor(caller).await?;
        Ok(bank::set_retired(self, author, question, retired).await?)
    }

    async fn add_questions(
        &self,
        caller: &Caller,
        file: &[u8],
    ) -> Result<QuestionImport, ApiError> {
        let author = self.require_question_editor(caller).await?;
        Ok(bank::add_questions(self, author, file).await?)
    }

    async fn export(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<String, ApiError> {
        let reader = self.require_personnel(caller).await?;
        Ok(export::export_csv(self, &reader, instrument, cycle).await?)
    }

    async fn calendars(&self, caller: &Caller) -> Result<Vec<FormCalendar>, ApiError> {
        self.require_personnel(caller).await?;
        Ok(cycles::calendars(self).await?)
    }

    async fn set_cycle(
        &self,
        caller: &Caller,
        instrument: InstrumentId,
        cycle: Cycle,
        open: bool,
    ) -> Result<(), ApiError> {
        let author = self.require_personnel(caller).await?.id;
        Ok(cycles::set_cycle(self, author, instrument, cycle, open).await?)
    }

    async fn set_retention(
        &self,
        caller: &Caller,
        instrument: InstrumentId,
        years: u16,
    ) -> Result<(), ApiError> {
        let author = self.require_personnel(caller).await?.id;
        Ok(cycles::set_retention(self, author, instrument, years).await?)
    }

    async fn team(&self, caller: &Caller, year: u16) -> Result<Vec<TeamMember>, ApiError> {
        let reader = self.viewer(caller).await?;
        Ok(staff::team(self, &reader, year).await?)
    }

    async fn check_out(
        &self,
        caller: &Caller,
        sheet: &SheetId,
    ) -> Result<CheckedOutSheet, ApiError> {
        let reader = self.viewer(caller).await?;
        Ok(staff::check_out(self, &reader, sheet).await?)
    }

    async fn org_goals(&self, caller: &Caller, year: u16) -> Result<Vec<OrgGoal>, ApiError> {
        let session = self.active_session(caller).await?;
        Ok(goals::org_goals(self, &session.person, year).await?)
    }

    async fn preview(
        &self,
        caller: &Caller,
        sheet: &SheetId,
        eyes: PreviewAs,
    ) -> Result<Option<OpenedSheet>, ApiError> {
        let owner = self.viewer(caller).await?;
        Ok(shared::preview(self, &owner, sheet, eyes).await?)
    }

    async fn views(
        &self,
        caller: &Caller,
        sheet: &SheetId,
    ) -> Result<Vec<SupervisorAssessment>, ApiError> {
        let session = self.active_session(caller).await?;
        Ok(views::of_sheet_owner(self, &session.person, sheet).await?)
    }

    async fn set_confirmation(
        &self,
        caller: &Caller,
        password: &str,
        number: &str,
    ) -> Result<(), ApiError> {
        Ok(accounts::set_confirmation(self, caller, password, number).await?)
    }

    async fn deputies(&self, caller: &Caller) -> Result<Vec<Deputy>, ApiError> {
        self.require_personnel(caller).await?;
        Ok(deputies::deputies(self).await?)
    }

    async fn add_deputy(
        &self,
        caller: &Caller,
        supervisor: PersonId,
        deputy: PersonId,
        first_day: String,
        last_day: String,
    ) -> Result<(), ApiError> {
        let author = self.require_personnel(caller).await?.id;
        let days = (first_day, last_day);
        Ok(deputies::add_deputy(self, author, supervisor, deputy, days).await?)
    }

    async fn end_deputy(&self, caller: &Caller, seq: i64) -> Result<(), ApiError> {
        self.require_personnel(caller).await?;
        Ok(deputies::end_deputy(self, seq).await?)
    }

    async fn careers(&self, caller: &Caller, year: u16) -> Result<Vec<Declaration>, ApiError> {
        let reader = self.require_personnel(caller).await?;
        Ok(careers::in_year(self, &reader, year).await?)
    }

    async fn career(
        &self,
        caller: &Caller,
        person: &PersonId,
    ) -> Result<Vec<Declaration>, ApiError> {
        let reader = self.require_personnel(caller).await?;
        Ok(careers::declarations_of_person(self, &reader, person).await?)
    }
}

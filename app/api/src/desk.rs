//! The trait that the server implements, and how a server function gets hold of it.

mod fair;

pub use fair::FairDesk;

use super::{
    ApiError, CheckedOutSheet, Code, Deputy, OpenedSheet, OrgGoal, PreviewAs, SharedList,
    SheetView, SupervisorAssessment, TeamMember,
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
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// The caller as the HTTP request shows it. Not authenticated yet.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Value of the session cookie, if one was sent.
    pub token: Option<String>,
    /// IP address, for the rate limits.
    pub address: String,
    /// Whether the browser's connection is HTTPS, so that the cookie may be marked `Secure`.
    pub secure: bool,
}

/// Result of a sign-in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub me: CurrentUser,
    /// Value of the `Set-Cookie` header that starts the session.
    pub cookie: String,
}

/// The server's implementation of all calls. Each method checks the caller's permission itself.
#[async_trait]
pub trait Desk: FairDesk {
    /// Signs in. The error does not reveal whether the account exists.
    async fn sign_in(
        &self,
        caller: &Caller,
        login: &str,
        password: &str,
    ) -> Result<SignedIn, ApiError>;
    /// Ends the session; returns the `Set-Cookie` header that clears the cookie.
    async fn sign_out(&self, caller: &Caller) -> Result<String, ApiError>;
    /// Changes the password and ends the person's other sessions.
    async fn change_password(
        &self,
        caller: &Caller,
        current: &str,
        new: &str,
    ) -> Result<(), ApiError>;
    /// Profile of the signed-in user.
    async fn me(&self, caller: &Caller) -> Result<CurrentUser, ApiError>;
    /// The newest edition and its tag; `None` if `known` is that tag.
    async fn edition(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        known: Option<&str>,
    ) -> Result<Option<(String, Edition)>, ApiError>;
    /// Stores pushed facts and returns those the device lacks. A fact is acknowledged only once it is on the disk.
    async fn exchange(&self, caller: &Caller, push: Push) -> Result<Pull, ApiError>;
    /// Checksum of the caller's own facts up to log number `up_to`.
    async fn state(&self, caller: &Caller, up_to: i64) -> Result<LogChecksum, ApiError>;
    /// Sheets of a cycle shared with the caller.
    async fn shared_list(&self, caller: &Caller, cycle: Cycle) -> Result<SharedList, ApiError>;
    /// Opens a shared sheet and writes that to the audit log.
    async fn shared_sheet(&self, caller: &Caller, sheet: &SheetId)
    -> Result<OpenedSheet, ApiError>;
    /// Audit log of the caller's sheets, newest first.
    async fn openings(&self, caller: &Caller) -> Result<Vec<SheetView>, ApiError>;
    /// Progress of each section; 職員課 only.
    async fn progress(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<SectionProgress>, ApiError>;
    /// Means of a cycle, small groups suppressed; 職員課 only.
    async fn overview(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Overview, ApiError>;
    /// Recommended training and the number of people it would help; 情報政策課 and 職員課.
    async fn training(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<TrainingDemand, ApiError>;
    /// The digital skills map as an XLSX workbook; 情報政策課 and 職員課.
    async fn skills_book(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<u8>, ApiError>;
    /// The question bank with item statistics; 情報政策課 and 職員課.
    async fn bank(&self, caller: &Caller) -> Result<Bank, ApiError>;
    /// Retires a question or brings it back; 情報政策課 only.
    async fn retire_question(
        &self,
        caller: &Caller,
        question: ItemId,
        retired: bool,
    ) -> Result<(), ApiError>;
    /// Imports questions from a CSV file, all or none; 情報政策課 only.
    async fn add_questions(&self, caller: &Caller, file: &[u8])
    -> Result<QuestionImport, ApiError>;
    /// All answers of the sheets of a cycle shared with 職員課, as CSV; 職員課 only. Every sheet in it is logged as opened.
    async fn export(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<String, ApiError>;
    /// Cycles and retention of each form, with the change log; 職員課 only.
    async fn calendars(&self, caller: &Caller) -> Result<Vec<FormCalendar>, ApiError>;
    /// Opens or closes a cycle; 職員課 only.
    async fn set_cycle(
        &self,
        caller: &Caller,
        instrument: InstrumentId,
        cycle: Cycle,
        open: bool,
    ) -> Result<(), ApiError>;
    /// Sets the retention of a form's sheets, in fiscal years; 職員課 only.
    async fn set_retention(
        &self,
        caller: &Caller,
        instrument: InstrumentId,
        years: u16,
    ) -> Result<(), ApiError>;
    /// The caller's staff and where their sheets of a fiscal year stand.
    async fn team(&self, caller: &Caller, year: u16) -> Result<Vec<TeamMember>, ApiError>;
    /// Checks out a sheet that the caller writes jointly with its owner.
    async fn check_out(
        &self,
        caller: &Caller,
        sheet: &SheetId,
    ) -> Result<CheckedOutSheet, ApiError>;
    /// Organisational goals published above the caller, from the top down.
    async fn org_goals(&self, caller: &Caller, year: u16) -> Result<Vec<OrgGoal>, ApiError>;
    /// Preview of the caller's own sheet as a reader gets it; `None` where the reader gets nothing.
    async fn preview(
        &self,
        caller: &Caller,
        sheet: &SheetId,
        eyes: PreviewAs,
    ) -> Result<Option<OpenedSheet>, ApiError>;
    /// Assessments of the caller by their 所属長, once both sides have shown theirs.
    async fn views(
        &self,
        caller: &Caller,
        sheet: &SheetId,
    ) -> Result<Vec<SupervisorAssessment>, ApiError>;
    /// Sets the caller's confirmation PIN (確認番号).
    async fn set_confirmation(
        &self,
        caller: &Caller,
        password: &str,
        number: &str,
    ) -> Result<(), ApiError>;
    /// All deputies, latest first; 職員課 only.
    async fn deputies(&self, caller: &Caller) -> Result<Vec<Deputy>, ApiError>;
    /// Appoints a deputy (代理) for a 所属長; first and last day are included; 職員課 only.
    async fn add_deputy(
        &self,
        caller: &Caller,
        supervisor: PersonId,
        deputy: PersonId,
        first_day: String,
        last_day: String,
    ) -> Result<(), ApiError>;
    /// Ends a deputy's term today, or deletes it if it has not begun; 職員課 only.
    async fn end_deputy(&self, caller: &Caller, seq: i64) -> Result<(), ApiError>;
    /// Submitted career declarations of a fiscal year; 職員課 only.
    async fn careers(&self, caller: &Caller, year: u16) -> Result<Vec<Declaration>, ApiError>;
    /// One person's career declarations, latest first; 職員課 only.
    async fn career(
        &self,
        caller: &Caller,
        person: &PersonId,
    ) -> Result<Vec<Declaration>, ApiError>;
}

/// The server's implementation and the caller, from the request's context.
pub(super) fn at_the_desk() -> Result<(Arc<dyn Desk>, Caller), ApiError> {
    let desk = use_context::<Arc<dyn Desk>>().ok_or(Code::Internal)?;
    Ok((desk, use_context::<Caller>().unwrap_or_default()))
}

/// Adds a `Set-Cookie` header to the response. A value that is not a valid header is dropped.
pub(super) fn set_cookie(cookie: &str) {
    if let Ok(value) = http::HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(http::header::SET_COOKIE, value);
    }
}

//! What the server has to be able to do, as one trait; and how a server function finds it.

mod fair;

pub use fair::FairDesk;

use super::{
    Along, ApiError, Code, Deputy, Eyes, Member, OpenedSheet, Opening, OrgGoal, SharedList,
    StaffView,
};
use async_trait::async_trait;
use domain::aggregate::{Overview, SectionProgress};
use domain::calendar::Cycle;
use domain::career::Declaration;
use domain::cycle_settings::FormCalendar;
use domain::ids::{InstrumentId, ItemId, PersonId};
use domain::instrument::Edition;
use domain::journal::{Pull, Push, State};
use domain::person::Me;
use domain::question_bank::{Added, Bank};
use domain::sheet::SheetId;
use domain::training::Training;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// Who is calling, as far as the connection tells.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The session cookie's token, if one came.
    pub token: Option<String>,
    /// The network address, for slowing down guesses.
    pub address: String,
    /// Whether the browser's connection is encrypted, so that the cookie may be marked `Secure`.
    pub secure: bool,
}

/// A session just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub me: Me,
    /// The `Set-Cookie` header.
    pub cookie: String,
}

/// The server's side of every call.
#[async_trait]
pub trait Desk: FairDesk {
    /// Begins a session. The answer does not tell a wrong password from an unknown account.
    async fn sign_in(
        &self,
        caller: &Caller,
        login: &str,
        password: &str,
    ) -> Result<SignedIn, ApiError>;
    /// Ends the session; the answer is the `Set-Cookie` header that forgets it.
    async fn sign_out(&self, caller: &Caller) -> Result<String, ApiError>;
    /// Replaces the password.
    async fn change_password(
        &self,
        caller: &Caller,
        current: &str,
        new: &str,
    ) -> Result<(), ApiError>;
    /// Who is signed in.
    async fn me(&self, caller: &Caller) -> Result<Me, ApiError>;
    /// The newest edition and its tag, unless the caller knows that tag.
    async fn edition(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        known: Option<&str>,
    ) -> Result<Option<(String, Edition)>, ApiError>;
    /// Takes facts and gives facts; nothing is acknowledged before it is on disk.
    async fn exchange(&self, caller: &Caller, push: Push) -> Result<Pull, ApiError>;
    /// What the log has of the caller's own facts, up to a number.
    async fn state(&self, caller: &Caller, up_to: i64) -> Result<State, ApiError>;
    /// Sheets shared with the caller.
    async fn shared_list(&self, caller: &Caller, cycle: Cycle) -> Result<SharedList, ApiError>;
    /// Opens a shared sheet and records it.
    async fn shared_sheet(&self, caller: &Caller, sheet: &SheetId)
    -> Result<OpenedSheet, ApiError>;
    /// Who opened the caller's sheets.
    async fn openings(&self, caller: &Caller) -> Result<Vec<Opening>, ApiError>;
    /// How far each section is; 職員課 only.
    async fn progress(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<SectionProgress>, ApiError>;
    /// Means of a cycle; 職員課 only.
    async fn overview(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Overview, ApiError>;
    /// What training would help whom; 情報政策課 and 職員課.
    async fn training(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Training, ApiError>;
    /// The map of digital skills as a workbook; 情報政策課 and 職員課.
    async fn skills_book(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<Vec<u8>, ApiError>;
    /// The question bank; 情報政策課 and 職員課.
    async fn bank(&self, caller: &Caller) -> Result<Bank, ApiError>;
    /// Asks a question no more, or again; 情報政策課 only.
    async fn retire_question(
        &self,
        caller: &Caller,
        question: ItemId,
        retired: bool,
    ) -> Result<(), ApiError>;
    /// Adds the questions of a CSV file; 情報政策課 only.
    async fn add_questions(&self, caller: &Caller, file: &[u8]) -> Result<Added, ApiError>;
    /// Every answer of a cycle's sheets shared with 職員課, as CSV; 職員課 only. Each sheet in it counts as opened.
    async fn export(
        &self,
        caller: &Caller,
        instrument: &InstrumentId,
        cycle: Cycle,
    ) -> Result<String, ApiError>;
    /// Each form's cycles and retention; 職員課 only.
    async fn calendars(&self, caller: &Caller) -> Result<Vec<FormCalendar>, ApiError>;
    /// Opens or closes a cycle; 職員課 only.
    async fn set_cycle(
        &self,
        caller: &Caller,
        instrument: InstrumentId,
        cycle: Cycle,
        open: bool,
    ) -> Result<(), ApiError>;
    /// Sets how many fiscal years sheets are kept; 職員課 only.
    async fn set_retention(
        &self,
        caller: &Caller,
        instrument: InstrumentId,
        years: u16,
    ) -> Result<(), ApiError>;
    /// The people the caller leads.
    async fn staff(&self, caller: &Caller, year: u16) -> Result<Vec<Member>, ApiError>;
    /// A sheet the caller writes together with its owner.
    async fn take_along(&self, caller: &Caller, sheet: &SheetId) -> Result<Along, ApiError>;
    /// What those above the caller have published.
    async fn org_goals(&self, caller: &Caller, year: u16) -> Result<Vec<OrgGoal>, ApiError>;
    /// An own sheet as a reader gets it.
    async fn seen_by(
        &self,
        caller: &Caller,
        sheet: &SheetId,
        eyes: Eyes,
    ) -> Result<Option<OpenedSheet>, ApiError>;
    /// How their 所属長 see the caller.
    async fn views(&self, caller: &Caller, sheet: &SheetId) -> Result<Vec<StaffView>, ApiError>;
    /// Sets the caller's 確認番号.
    async fn set_confirmation(
        &self,
        caller: &Caller,
        password: &str,
        number: &str,
    ) -> Result<(), ApiError>;
    /// Who acts for whom; 職員課 only.
    async fn deputies(&self, caller: &Caller) -> Result<Vec<Deputy>, ApiError>;
    /// Lets someone act for a 所属長; 職員課 only.
    async fn add_deputy(
        &self,
        caller: &Caller,
        supervisor: PersonId,
        deputy: PersonId,
        first_day: String,
        last_day: String,
    ) -> Result<(), ApiError>;
    /// Ends it; 職員課 only.
    async fn end_deputy(&self, caller: &Caller, seq: i64) -> Result<(), ApiError>;
    /// Declarations of a year; 職員課 only.
    async fn careers(&self, caller: &Caller, year: u16) -> Result<Vec<Declaration>, ApiError>;
    /// One person's declarations; 職員課 only.
    async fn career(
        &self,
        caller: &Caller,
        person: &PersonId,
    ) -> Result<Vec<Declaration>, ApiError>;
}

/// The desk and the caller that the router put into context.
pub(super) fn at_the_desk() -> Result<(Arc<dyn Desk>, Caller), ApiError> {
    let desk = use_context::<Arc<dyn Desk>>().ok_or(Code::Internal)?;
    Ok((desk, use_context::<Caller>().unwrap_or_default()))
}

/// Adds a `Set-Cookie` header to the answer.
pub(super) fn set_cookie(cookie: &str) {
    if let Ok(value) = http::HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(http::header::SET_COOKIE, value);
    }
}

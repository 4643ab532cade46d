//! Implements [`FairDesk`]: authorizes each call and forwards it to its module.

use super::{book, booth, closing};
use crate::desk::AppState;
use api::{ApiError, Caller, EventHistory, FairDesk, Label, NewEvent, OneTimeCode};
use async_trait::async_trait;
use domain::fair::{Event, EventCounts, VisitRecord};
use domain::kiosk::{EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse, Tablet};

#[async_trait]
impl FairDesk for AppState {
    fn quiz_text(&self, which: &str) -> Option<(String, String)> {
        let (tag, quiz) = self.quizzes.find(which)?;
        Some((tag.to_owned(), serde_json::to_string(quiz).ok()?))
    }

    async fn fair_event(&self, event: &str) -> Result<Event, ApiError> {
        Ok(super::event(self, event).await?)
    }

    async fn fair_visit(&self, number: String, visit: VisitRecord) -> Result<(), ApiError> {
        Ok(super::record_visit(self, &number, visit).await?)
    }

    async fn enrol_tablet(&self, new: EnrolRequest) -> Result<EnrolResponse, ApiError> {
        Ok(booth::enrol(self, new).await?)
    }

    async fn take_push(&self, push: KioskPush) -> Result<KioskPushResponse, ApiError> {
        Ok(booth::accept_push(self, push, false).await?)
    }

    async fn fair_events(&self, caller: &Caller) -> Result<Vec<Event>, ApiError> {
        self.require_recruiter(caller).await?;
        Ok(super::events(self).await?)
    }

    async fn fair_new_event(&self, caller: &Caller, new: NewEvent) -> Result<(), ApiError> {
        let author = self.require_recruiter(caller).await?;
        Ok(super::create_event(self, author, new).await?)
    }

    async fn own_event(
        &self,
        caller: &Caller,
        event: &str,
    ) -> Result<(Event, EventHistory), ApiError> {
        self.require_recruiter(caller).await?;
        Ok(super::event_with_history(self, event).await?)
    }

    async fn fair_code(&self, caller: &Caller, event: &str) -> Result<OneTimeCode, ApiError> {
        self.require_recruiter(caller).await?;
        Ok(booth::create_enrolment_code(self, event).await?)
    }

    async fn fair_tablets(&self, caller: &Caller, event: &str) -> Result<Vec<Tablet>, ApiError> {
        self.require_recruiter(caller).await?;
        Ok(closing::tablets(self, event).await?)
    }

    async fn end_tablet(&self, caller: &Caller, tablet: &str) -> Result<(), ApiError> {
        self.require_recruiter(caller).await?;
        Ok(booth::revoke(self, tablet).await?)
    }

    async fn open_event(&self, caller: &Caller, event: &str) -> Result<(), ApiError> {
        self.require_recruiter(caller).await?;
        Ok(closing::open(self, event).await?)
    }

    async fn close_event(&self, caller: &Caller, event: &str, note: &str) -> Result<(), ApiError> {
        let author = self.require_recruiter(caller).await?;
        Ok(closing::close(self, event, note, &author).await?)
    }

    async fn take_file(
        &self,
        caller: &Caller,
        push: KioskPush,
    ) -> Result<KioskPushResponse, ApiError> {
        self.require_recruiter(caller).await?;
        Ok(booth::accept_push(self, push, true).await?)
    }

    async fn fair_counts(&self, caller: &Caller, event: &str) -> Result<EventCounts, ApiError> {
        self.require_recruiter(caller).await?;
        Ok(super::counts(self, event).await?)
    }

    async fn fair_names(&self, caller: &Caller, event: &str) -> Result<Vec<Label>, ApiError> {
        self.require_recruiter(caller).await?;
        Ok(book::labels_of(self, event).await?)
    }

    async fn fair_book(&self, caller: &Caller, event: &str) -> Result<Vec<u8>, ApiError> {
        self.require_recruiter(caller).await?;
        Ok(book::event_workbook(self, event).await?)
    }
}

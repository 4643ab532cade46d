//! Implements [`FairDesk`]: authorizes each call and forwards it to its module.

use super::{book, booth, closing};
use crate::desk::SqliteDesk;
use api::{ApiError, Caller, FairDesk, Name, NewEvent, OneTimeCode, Story};
use async_trait::async_trait;
use domain::fair::{Counts, Event, Visit};
use domain::kiosk::{BoothAnswer, BoothPush, Enrolled, NewTablet, Tablet};

#[async_trait]
impl FairDesk for SqliteDesk {
    fn quiz_text(&self, which: &str) -> Option<(String, String)> {
        let (tag, quiz) = self.quizzes.find(which)?;
        Some((tag.to_owned(), serde_json::to_string(quiz).ok()?))
    }

    async fn fair_event(&self, event: &str) -> Result<Event, ApiError> {
        Ok(super::event(self, event).await?)
    }

    async fn fair_visit(&self, number: String, visit: Visit) -> Result<(), ApiError> {
        Ok(super::visit(self, &number, visit).await?)
    }

    async fn enrol_tablet(&self, new: NewTablet) -> Result<Enrolled, ApiError> {
        Ok(booth::enrol(self, new).await?)
    }

    async fn take_push(&self, push: BoothPush) -> Result<BoothAnswer, ApiError> {
        Ok(booth::push(self, push, false).await?)
    }

    async fn fair_events(&self, caller: &Caller) -> Result<Vec<Event>, ApiError> {
        self.recruiter(caller).await?;
        Ok(super::events(self).await?)
    }

    async fn fair_new_event(&self, caller: &Caller, new: NewEvent) -> Result<(), ApiError> {
        let author = self.recruiter(caller).await?;
        Ok(super::make(self, author, new).await?)
    }

    async fn own_event(&self, caller: &Caller, event: &str) -> Result<(Event, Story), ApiError> {
        self.recruiter(caller).await?;
        Ok(super::with_story(self, event).await?)
    }

    async fn fair_code(&self, caller: &Caller, event: &str) -> Result<OneTimeCode, ApiError> {
        self.recruiter(caller).await?;
        Ok(booth::code(self, event).await?)
    }

    async fn fair_tablets(&self, caller: &Caller, event: &str) -> Result<Vec<Tablet>, ApiError> {
        self.recruiter(caller).await?;
        Ok(closing::tablets(self, event).await?)
    }

    async fn end_tablet(&self, caller: &Caller, tablet: &str) -> Result<(), ApiError> {
        self.recruiter(caller).await?;
        Ok(booth::end(self, tablet).await?)
    }

    async fn open_event(&self, caller: &Caller, event: &str) -> Result<(), ApiError> {
        self.recruiter(caller).await?;
        Ok(closing::open(self, event).await?)
    }

    async fn close_event(&self, caller: &Caller, event: &str, note: &str) -> Result<(), ApiError> {
        let author = self.recruiter(caller).await?;
        Ok(closing::close(self, event, note, &author).await?)
    }

    async fn take_file(&self, caller: &Caller, push: BoothPush) -> Result<BoothAnswer, ApiError> {
        self.recruiter(caller).await?;
        Ok(booth::push(self, push, true).await?)
    }

    async fn fair_counts(&self, caller: &Caller, event: &str) -> Result<Counts, ApiError> {
        self.recruiter(caller).await?;
        Ok(super::counts(self, event).await?)
    }

    async fn fair_names(&self, caller: &Caller, event: &str) -> Result<Vec<Name>, ApiError> {
        self.recruiter(caller).await?;
        Ok(book::names_of(self, event).await?)
    }

    async fn fair_book(&self, caller: &Caller, event: &str) -> Result<Vec<u8>, ApiError> {
        self.recruiter(caller).await?;
        Ok(book::book(self, event).await?)
    }
}

//! The calls about questions of people who have been offered a job.

use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct};
use crate::joining;
use api::ApiError;
use api::access::{Caller, Viewer};
use api::joining::{JoiningCalls, JoiningOffice};
use api::joining_public::PublicJoiningCalls;
use async_trait::async_trait;
use domain::ids::Day;
use domain::joining::{NewJoiningQuestion, OwnJoiningQuestion, QuestionNumber};
use domain::timestamp::Timestamp;

#[async_trait]
impl PublicJoiningCalls for AppState {
    async fn ask_before_joining(
        &self,
        _: &Caller,
        question: NewJoiningQuestion,
    ) -> Result<(), ApiError> {
        Ok(joining::ask(self, question).await?)
    }

    async fn own_joining_question(
        &self,
        _: &Caller,
        number: QuestionNumber,
    ) -> Result<OwnJoiningQuestion, ApiError> {
        Ok(joining::own(self, &number).await?)
    }

    async fn withdraw_joining_question(
        &self,
        _: &Caller,
        number: QuestionNumber,
    ) -> Result<(), ApiError> {
        Ok(joining::withdraw(self, &number).await?)
    }
}

#[async_trait]
impl JoiningCalls for AppState {
    async fn joining_office(&self, by: &Viewer) -> Result<JoiningOffice, ApiError> {
        self.record(Act::by(by, AuditAct::JoiningQuestionsRead))
            .await
            .or_else(CallError::ignore_if_full)?;
        Ok(joining::office(self).await?)
    }

    async fn renew_joining_code(&self, by: &Viewer, until: Day) -> Result<JoiningOffice, ApiError> {
        joining::renew_code(self, by, until).await?;
        Ok(joining::office(self).await?)
    }

    async fn move_joining_code(&self, by: &Viewer, until: Day) -> Result<JoiningOffice, ApiError> {
        joining::move_code(self, by, until).await?;
        Ok(joining::office(self).await?)
    }

    async fn answer_joining_question(
        &self,
        by: &Viewer,
        seq: i64,
        seen: Option<Timestamp>,
        words: String,
    ) -> Result<JoiningOffice, ApiError> {
        joining::answer(self, by, seq, (seen, words)).await?;
        Ok(joining::office(self).await?)
    }

    async fn delete_joining_question(
        &self,
        by: &Viewer,
        seq: i64,
    ) -> Result<JoiningOffice, ApiError> {
        joining::delete(self, by, seq).await?;
        Ok(joining::office(self).await?)
    }
}

//! The calls about the question bank.

use crate::app_state::AppState;
use crate::questions;
use api::access::Viewer;
use api::questions::QuestionCalls;
use api::{ApiError, Code};
use async_trait::async_trait;
use domain::ids::ItemId;
use domain::question_bank::{Bank, QuestionImport};

#[async_trait]
impl QuestionCalls for AppState {
    async fn question_bank(&self, _: &Viewer) -> Result<Bank, ApiError> {
        Ok(questions::question_bank(self).await?)
    }

    async fn retire_question(
        &self,
        by: &Viewer,
        question: ItemId,
        retired: bool,
    ) -> Result<Bank, ApiError> {
        questions::retire_question(self, by, question, retired).await?;
        Ok(questions::question_bank(self).await?)
    }

    async fn add_questions(&self, by: &Viewer, file: String) -> Result<QuestionImport, ApiError> {
        let file = hex::decode(file).map_err(|_| Code::BadRequest)?;
        Ok(questions::add_questions(self, by, &file).await?)
    }
}

//! Calls about digital skills (情報政策課 and 職員課): question bank, training, supporters, and the map as a workbook.

#[cfg(feature = "server")]
use super::desk::at_the_desk;
use super::{ApiError, JsonRpc};
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, ItemId};
use domain::question_bank::{Bank, QuestionImport};
use domain::training::TrainingDemand;
use leptos::prelude::*;

/// Recommended training by 課 with the number of people it would help, and the supporters of each.
#[server(prefix = "/api", endpoint = "v1/training", protocol = JsonRpc)]
pub async fn bring_training(
    instrument: InstrumentId,
    cycle: Cycle,
) -> Result<TrainingDemand, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.training(&caller, &instrument, cycle).await
}

/// The digital skills map as an XLSX workbook, in hexadecimal.
#[server(prefix = "/api", endpoint = "v1/skills_book", protocol = JsonRpc)]
pub async fn bring_skills_book(instrument: InstrumentId, cycle: Cycle) -> Result<String, ApiError> {
    let (desk, caller) = at_the_desk()?;
    let bytes = desk.skills_book(&caller, &instrument, cycle).await?;
    Ok(hex::encode(bytes))
}

/// The question bank, each question with its item statistics.
#[server(prefix = "/api", endpoint = "v1/bank", protocol = JsonRpc)]
pub async fn bring_bank() -> Result<Bank, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.bank(&caller).await
}

/// Retires a question or brings it back; earlier results do not change. Returns the bank.
#[server(prefix = "/api", endpoint = "v1/retire_question", protocol = JsonRpc)]
pub async fn retire_question(question: ItemId, retired: bool) -> Result<Bank, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.retire_question(&caller, question, retired).await?;
    desk.bank(&caller).await
}

/// Imports questions from a CSV file, given in hexadecimal: all of them, or none and the list of errors.
#[server(prefix = "/api", endpoint = "v1/add_questions", protocol = JsonRpc)]
pub async fn add_questions(file: String) -> Result<QuestionImport, ApiError> {
    let (desk, caller) = at_the_desk()?;
    let bytes = hex::decode(file).map_err(|_| super::Code::BadRequest)?;
    desk.add_questions(&caller, &bytes).await
}

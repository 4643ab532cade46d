//! The question bank of the literacy test.

use crate::calls::calls;
use domain::ids::ItemId;
use domain::question_bank::{Bank, QuestionImport};

calls! {
    /// The question bank.
    serve Staff, send cookies, trait QuestionCalls {
        /// All questions, each with the statistics of its answers.
        [Roles Personnel Digital] post question_bank() -> Bank, was "bank";
        /// Retires a question, or asks it again. Nobody's result changes.
        [Roles Digital] post retire_question(question: ItemId, retired: bool) -> Bank;
        /// Imports the questions of a CSV file, its bytes in hexadecimal: all of them, or none and what is wrong.
        [Roles Digital] post add_questions(file: String) -> QuestionImport;
    }
}

//! A test's question bank: imports new questions from a CSV file and computes the statistics of each question.

mod figures;
mod read;

pub use figures::{TestResult, figures};
pub use read::read;

//! A test's question bank: reading new questions from a CSV file, and what the answers tell of each question.

mod figures;
mod read;

pub use figures::{Taken, figures};
pub use read::read;

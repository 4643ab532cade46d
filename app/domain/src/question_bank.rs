//! The question bank of the literacy test as 情報政策課 sees it: each question with its item statistics.

use super::decode::{record, words};
use super::ids::{ItemId, SubjectId};
use super::instrument::Localized;
use serde::Serialize;

/// Why a question is flagged for review. The thresholds are the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewFlag {
    /// Nearly everyone answers it correctly.
    TooEasy,
    /// Hardly anyone answers it correctly.
    TooHard,
    /// Correct answers hardly correlate with ability.
    LowDiscrimination,
    /// Answered correctly much more, or less, often than its marked difficulty predicts.
    Miscalibrated,
    /// Most tests include it, so that its answer becomes known.
    Overexposed,
    /// Takes much longer than the median question.
    Slow,
}

words!(ReviewFlag {
    TooEasy = "too_easy",
    TooHard = "too_hard",
    LowDiscrimination = "tells_little",
    Miscalibrated = "off_its_mark",
    Overexposed = "known_to_most",
    Slow = "slow",
});

/// Item statistics of one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ItemStatistics {
    /// Number of tests in which it was answered: five or more.
    pub answers: u32,
    /// Share of correct answers, 0 to 1.
    pub facility: f64,
    /// Share of correct answers that its marked difficulty predicts for the same people, 0 to 1.
    pub expected: f64,
    /// Correlation, -1 to 1, of a correct answer with the ability estimated from the other answers. `None` if one of
    /// the two does not vary.
    pub discrimination: Option<f64>,
    /// Share of all tests in which it was asked, 0 to 1.
    pub exposure: f64,
    /// Median answer time in seconds; `None` if fewer than five times are known.
    pub seconds: Option<f64>,
}

record!(ItemStatistics {
    answers,
    facility,
    expected,
    discrimination,
    exposure,
    seconds
});

/// One question with its item statistics.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BankQuestion {
    pub id: ItemId,
    pub field: SubjectId,
    pub words: Localized,
    /// 1 easy, 2 medium, 3 hard.
    pub difficulty: u8,
    /// No longer asked in new tests.
    pub retired: bool,
    /// `None` while fewer than five answers exist.
    pub figures: Option<ItemStatistics>,
    /// Empty until enough answers exist to judge.
    pub doubts: Vec<ReviewFlag>,
}

record!(BankQuestion {
    id,
    field,
    words,
    difficulty,
    retired,
    figures,
    doubts
});

/// All questions of the literacy test, with their fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bank {
    /// In the form's order.
    pub fields: Vec<(SubjectId, Localized)>,
    /// Number of tests behind the statistics; `None` if fewer than five.
    pub tests: Option<u32>,
    /// In the form's order.
    pub questions: Vec<BankQuestion>,
}

record!(Bank {
    fields,
    tests,
    questions
});

/// Result of importing a file of new questions. The import is atomic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuestionImport {
    /// Number of questions added: all of the file, or 0.
    pub questions: u32,
    /// Validation errors of the file: line number and sentence.
    pub faults: Vec<(u64, String)>,
}

record!(QuestionImport { questions, faults });

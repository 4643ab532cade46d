//! The question bank of the literacy test as 情報政策課 sees it: each question with its item statistics.

use super::ids::{ItemId, SubjectId};
use super::instrument::Localized;
use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a question is flagged for review. The thresholds are the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewFlag {
    /// Nearly everyone answers it correctly.
    TooEasy,
    /// Hardly anyone answers it correctly.
    TooHard,
    /// Correct answers hardly correlate with ability.
    #[serde(rename = "tells_little")]
    LowDiscrimination,
    /// Answered correctly much more, or less, often than its marked difficulty predicts.
    #[serde(rename = "off_its_mark")]
    Miscalibrated,
    /// Most tests include it, so that its answer becomes known.
    #[serde(rename = "known_to_most")]
    Overexposed,
    /// Takes much longer than the median question.
    Slow,
}

/// Item statistics of one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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

/// One question with its item statistics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankQuestion {
    pub id: ItemId,
    pub field: SubjectId,
    pub words: Localized,
    /// 1 easy, 2 medium, 3 hard.
    pub difficulty: u8,
    /// No longer asked in new tests.
    pub retired: bool,
    /// `None` while fewer than five answered it rightly, or fewer than five wrongly.
    pub figures: Option<ItemStatistics>,
    /// Empty until enough answers exist to judge.
    pub doubts: Vec<ReviewFlag>,
}

/// A field of the literacy test. On the wire an array, `[id, words]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(SubjectId, Localized)")]
pub struct BankField {
    pub id: SubjectId,
    pub words: Localized,
}

impl From<BankField> for (SubjectId, Localized) {
    fn from(it: BankField) -> Self {
        (it.id, it.words)
    }
}

/// All questions of the literacy test, with their fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bank {
    /// When the statistics were published; `None` before the first time.
    #[serde(default)]
    pub published_at: Option<Timestamp>,
    /// In the form's order.
    pub fields: Vec<BankField>,
    /// Number of people whose finished tests are counted; `None` if fewer than five.
    pub tests: Option<u32>,
    /// In the form's order.
    pub questions: Vec<BankQuestion>,
}

/// What is wrong in a line of a file. On the wire an array, `[line, why]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(u64, String)")]
pub struct LineFault {
    /// From 1.
    pub line: u64,
    /// A Japanese sentence.
    pub why: String,
}

impl From<LineFault> for (u64, String) {
    fn from(it: LineFault) -> Self {
        (it.line, it.why)
    }
}

/// Result of importing a file of new questions. The import is atomic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionImport {
    /// Number of questions added: all of the file, or 0.
    pub questions: u32,
    /// Validation errors of the file.
    pub faults: Vec<LineFault>,
}

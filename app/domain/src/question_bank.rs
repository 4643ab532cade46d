//! The question bank of a test as 情報政策課 sees it: each question with what its answers tell of it.

use super::decode::{record, words};
use super::ids::{ItemId, SubjectId};
use super::instrument::Words;
use serde::Serialize;

/// What makes a question doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Nearly everyone answers it rightly.
    TooEasy,
    /// Hardly anyone does.
    TooHard,
    /// Those who know more answer it no better.
    TellsLittle,
    /// It is answered rightly much more, or less, often than its mark of difficulty says.
    OffItsMark,
    /// Most who take the test meet it, so that it becomes known.
    KnownToMost,
    /// It takes much longer than others.
    Slow,
}

words!(Doubt {
    TooEasy = "too_easy",
    TooHard = "too_hard",
    TellsLittle = "tells_little",
    OffItsMark = "off_its_mark",
    KnownToMost = "known_to_most",
    Slow = "slow",
});

/// What the answers to a question tell of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How many tests it was answered in; five or more.
    pub answers: u32,
    /// The share of right answers, 0 to 1.
    pub facility: f64,
    /// The share that its mark of difficulty leads one to expect of the same people, 0 to 1.
    pub expected: f64,
    /// How answering it rightly goes with the ability that the other answers tell: -1 to 1; none where it cannot be told.
    pub discrimination: Option<f64>,
    /// The share of all tests in which it was asked, 0 to 1.
    pub exposure: f64,
    /// The middle time taken over it, in seconds; none where too few times are known.
    pub seconds: Option<f64>,
}

record!(Figures {
    answers,
    facility,
    expected,
    discrimination,
    exposure,
    seconds
});

/// A question of the bank.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BankQuestion {
    /// The item.
    pub id: ItemId,
    /// Its field.
    pub field: SubjectId,
    /// Its wording.
    pub words: Words,
    /// 1 easy, 2 middling, 3 hard.
    pub difficulty: u8,
    /// Whether it is asked no more.
    pub retired: bool,
    /// None while it has fewer than five answers.
    pub figures: Option<Figures>,
    /// What makes it doubtful; nothing before there are answers enough to tell.
    pub doubts: Vec<Doubt>,
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

/// The whole bank.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bank {
    /// The fields, in the form's order.
    pub fields: Vec<(SubjectId, Words)>,
    /// How many tests the figures are from; none if fewer than five.
    pub tests: Option<u32>,
    /// In the form's order.
    pub questions: Vec<BankQuestion>,
}

record!(Bank {
    fields,
    tests,
    questions
});

/// What became of a file of new questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Added {
    /// How many were added: all of the file, or none.
    pub questions: u32,
    /// What is wrong with the file: the line and a sentence.
    pub faults: Vec<(u64, String)>,
}

record!(Added { questions, faults });

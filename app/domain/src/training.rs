//! What training people would take, and who leads a 課 on the way: counts by 課, small ones withheld.

use super::decode::record;
use super::instrument::Words;
use serde::Serialize;

/// A 課 and its ＤＸ推進サポーター.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supporters {
    /// 部
    pub department: String,
    /// 課
    pub section: String,
    /// How many there are; about one is meant to be.
    pub count: u32,
    /// Who, for 職員課 only.
    pub names: Vec<String>,
}

record!(Supporters { department, section, count } or_empty { names });

/// How many people one measure would help, and how many plan it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// The measure.
    pub measure: Words,
    /// People to whom it is suggested; none where withheld.
    pub suggested: Option<u32>,
    /// People who have it in their learning plan; none where withheld.
    pub planned: Option<u32>,
    /// The first by 課, in the order of [`Training::sections`].
    pub by_section: Vec<Option<u32>>,
}

record!(Wanted {
    measure,
    suggested,
    planned,
    by_section
});

/// The demand for training in a year, and the supporters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Training {
    /// How many people's sheets it is made from; none if fewer than five, and then there is no demand shown.
    pub people: Option<u32>,
    /// The 課 that anyone of them is in.
    pub sections: Vec<String>,
    /// What helps most people first.
    pub wanted: Vec<Wanted>,
    /// Every 課 of the roster.
    pub supporters: Vec<Supporters>,
}

record!(Training {
    people,
    sections,
    wanted,
    supporters
});

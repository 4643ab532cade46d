//! Demand for training and the ＤＸ推進サポーター of each 課: counts by 課, small ones suppressed.

use super::instrument::Localized;
use serde::{Deserialize, Serialize};

/// The ＤＸ推進サポーター of one 課.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionSupporters {
    /// 部
    pub department: String,
    /// 課
    pub section: String,
    /// Number of supporters; the ward aims at one.
    pub count: u32,
    /// Names, sent to 職員課 only; empty for others.
    #[serde(default)]
    pub names: Vec<String>,
}

/// Demand for one measure, in people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureDemand {
    pub measure: Localized,
    /// People to whom it is suggested; `None` if suppressed.
    pub suggested: Option<u32>,
    /// People with it in their learning plan; `None` if suppressed.
    pub planned: Option<u32>,
    /// `suggested` by 課, in the order of [`TrainingDemand::sections`].
    pub by_section: Vec<Option<u32>>,
}

/// Demand for training in a fiscal year, and the supporters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingDemand {
    /// Number of people whose sheets were evaluated; `None` if fewer than five: then no demand is shown.
    pub people: Option<u32>,
    /// The 課 of these people.
    pub sections: Vec<String>,
    /// Most suggested measure first.
    pub wanted: Vec<MeasureDemand>,
    /// One entry for each 課 of the roster.
    pub supporters: Vec<SectionSupporters>,
}

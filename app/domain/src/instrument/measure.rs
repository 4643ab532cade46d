//! The training measures (施策) of a form, and what each helps with.

use super::{Edition, Localized};
use crate::ids::{BandId, SubjectId};
use serde::{Deserialize, Serialize};

/// A training measure of the ward's catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Id in the catalogue.
    pub id: String,
    /// Official name.
    pub words: Localized,
    /// Target audience, as the catalogue words it.
    pub audience: Localized,
    /// What the ward subsidises, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy: Option<String>,
    /// The same in English; empty if there is no translation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subsidy_en: String,
    /// Rank bands it suits; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandId>,
    /// Job types it is restricted to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_job_types: Vec<String>,
}

/// A suggested measure, with an example course if the form names one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureHint {
    /// Id of the [`Measure`].
    pub measure: String,
    /// Name of a course in that measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The same in English; empty if there is no translation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub example_en: String,
}

/// Measures that help with one subject, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    pub target: SubjectId,
    pub measures: Vec<MeasureHint>,
}

impl Edition {
    /// Decodes the measures that can be suggested; none where the form has none.
    pub fn measures(&self) -> Vec<Measure> {
        Vec::deserialize(&self.measures).unwrap_or_default()
    }

    /// Decodes which measure helps with what.
    pub fn recommendations(&self) -> Vec<Recommendation> {
        Vec::deserialize(&self.recommendations).unwrap_or_default()
    }

    /// Why its measures or recommendations do not decode; nothing if they do, or are missing.
    pub fn measures_fault(&self) -> Option<serde_json::Error> {
        let measures = Option::<Vec<Measure>>::deserialize(&self.measures);
        let recommendations = Option::<Vec<Recommendation>>::deserialize(&self.recommendations);
        measures.err().or(recommendations.err())
    }
}

//! Demand for training and the ＤＸ推進サポーター of each 課.

use super::aggregate::{GroupMeans, Overview};
use super::instrument::{Edition, Localized, Recommendation};
use super::scoring::is_low;
use super::suppression::{Figure, MIN_GROUP_SIZE, Picture};
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
    /// Whether the published means of each 課 call for it, in the order of [`TrainingDemand::sections`].
    #[serde(default)]
    pub suits_section: Vec<bool>,
}

/// Demand for training in a fiscal year, and the supporters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingDemand {
    /// Number of people counted; `None` if fewer than five: then no demand is shown.
    pub people: Option<u32>,
    /// The 課 whose means are published.
    pub sections: Vec<String>,
    /// Most suggested measure first.
    pub wanted: Vec<MeasureDemand>,
    /// One entry for each 課 of the roster.
    #[serde(default)]
    pub supporters: Vec<SectionSupporters>,
}

impl TrainingDemand {
    /// The demand of a picture. People are counted for the whole ward; what a 課 needs is seen from its means, which
    /// tells nothing more about anybody.
    pub fn of(edition: &Edition, picture: &Picture, means: &Overview) -> Self {
        let with_means = |it: &&GroupMeans| it.cells.iter().any(|it| it.mean.is_some());
        let sections: Vec<&GroupMeans> = means.sections.iter().filter(with_means).collect();
        let ones = |figure: Figure| picture.count(&figure).map(|it| it.1);
        let recommendations = edition.recommendations();
        let mut wanted: Vec<MeasureDemand> = edition
            .measures()
            .iter()
            .map(|measure| MeasureDemand {
                measure: measure.words.clone(),
                suggested: ones(Figure::Suggested(measure.id.clone())),
                planned: ones(Figure::Planned(measure.id.clone())),
                suits_section: sections
                    .iter()
                    .map(|it| suits(edition, &recommendations, it, &measure.id))
                    .collect(),
            })
            .collect();
        wanted.retain(|it| {
            let is_counted = it.suggested.or(it.planned).is_some();
            is_counted || it.suits_section.contains(&true)
        });
        wanted.sort_by_key(|it| std::cmp::Reverse(it.suggested));
        let people = picture.people(|it| matches!(it, Figure::Suggested(_)), |_| true);
        let people = (people >= MIN_GROUP_SIZE).then_some(people);
        Self {
            people,
            sections: sections.iter().map(|it| it.name.clone()).collect(),
            wanted: people.map(|_| wanted).unwrap_or_default(),
            supporters: Vec::new(),
        }
    }
}

/// Whether a measure helps with a subject whose mean in a group calls for one.
fn suits(
    edition: &Edition,
    recommendations: &[Recommendation],
    group: &GroupMeans,
    measure: &str,
) -> bool {
    let mut low = group.cells.iter().filter(|it| {
        it.mean
            .is_some_and(|mean| is_low(edition, &it.subject, mean))
    });
    low.any(|cell| {
        let own = recommendations.iter();
        let mut hints = own
            .filter(|it| it.target == cell.subject)
            .flat_map(|it| &it.measures);
        hints.any(|it| it.measure == measure)
    })
}

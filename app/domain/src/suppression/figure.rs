//! Figures, and what one person's sheet adds to them.

use super::{MIN_GROUP_SIZE, cut::Weights};
use crate::ids::{BandId, ItemId, SubjectId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What is counted or averaged over people. As text `kind/id`, such as `mean/planning`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Figure {
    /// Mean of a subject: 1.0 to 5.0 from each person.
    Mean(SubjectId),
    /// People to whom a training measure is suggested: 1 or 0.
    Suggested(String),
    /// People who have a training measure in their learning plan: 1 or 0.
    Planned(String),
    /// People who answered a question of the literacy test rightly: 1 or 0.
    Right(ItemId),
    /// How long they took, in seconds.
    Seconds(ItemId),
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mean(id) => write!(f, "mean/{id}"),
            Self::Suggested(id) => write!(f, "suggested/{id}"),
            Self::Planned(id) => write!(f, "planned/{id}"),
            Self::Right(id) => write!(f, "right/{id}"),
            Self::Seconds(id) => write!(f, "seconds/{id}"),
        }
    }
}

impl From<Figure> for String {
    fn from(it: Figure) -> Self {
        it.to_string()
    }
}

/// A text that names no figure of this release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFigure;

impl fmt::Display for UnknownFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a figure")
    }
}

impl FromStr for Figure {
    type Err = UnknownFigure;

    fn from_str(text: &str) -> Result<Self, UnknownFigure> {
        let (kind, id) = text.split_once('/').ok_or(UnknownFigure)?;
        match kind {
            "mean" => Ok(Self::Mean(id.into())),
            "suggested" => Ok(Self::Suggested(id.to_owned())),
            "planned" => Ok(Self::Planned(id.to_owned())),
            "right" => Ok(Self::Right(id.into())),
            "seconds" => Ok(Self::Seconds(id.into())),
            _ => Err(UnknownFigure),
        }
    }
}

impl TryFrom<String> for Figure {
    type Error = UnknownFigure;

    fn try_from(text: String) -> Result<Self, UnknownFigure> {
        text.parse()
    }
}

/// Lowest and highest of a subject's mean.
const LOWEST: f64 = 1.0;
const HIGHEST: f64 = 5.0;

/// How far the means of the others must be free to move, in points of the scale, before a mean is shown: anybody could
/// then have answered one whole point differently. At the ends of the scale nobody is free.
const LEAST_ROOM: f64 = 3.0;

impl Figure {
    /// Whether it is shown by 課 and 職層; else for everybody together.
    pub(super) fn has_groups(&self) -> bool {
        matches!(self, Self::Mean(_))
    }

    /// What one value weighs in a cut.
    pub(super) fn weights_of(&self, value: f64) -> Weights {
        match self {
            Self::Mean(_) => [1.0, (HIGHEST - value).min(value - LOWEST).max(0.0), 0.0],
            Self::Suggested(_) | Self::Planned(_) | Self::Right(_) => [1.0, value, 1.0 - value],
            Self::Seconds(_) => [1.0, 0.0, 0.0],
        }
    }

    /// What every cut must weigh. Of counts, both those who have it and those who have it not are enough people.
    pub(super) fn least_weights(&self, min_group: u32) -> Weights {
        let people = f64::from(min_group.max(MIN_GROUP_SIZE));
        match self {
            Self::Mean(_) => [people, LEAST_ROOM, 0.0],
            Self::Suggested(_) | Self::Planned(_) | Self::Right(_) => [people; 3],
            Self::Seconds(_) => [people, 0.0, 0.0],
        }
    }
}

/// Where somebody stood when they handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// 課; the 部 for whoever leads one.
    pub section: String,
    /// 職層; empty for a grade that no band of the form has.
    pub band: BandId,
}

/// What one person's sheet adds to the figures of its form and cycle.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    pub place: Place,
    pub values: BTreeMap<Figure, f64>,
}

//! The published figures of a form and cycle, and how values get into them and out again.
//!
//! Figures change in *cohorts*. The values that come in together are a cohort, and stay one: those of a cohort that
//! go out again go together, too. Each cohort, what leaves it and what stays of it is protected by itself
//! ([`super::cut`]): every sum that the tables tell of it is about enough people, with enough room to have answered
//! otherwise. What is computed from any number of publications is, for each cohort, a sum of such sums; so what holds
//! for one look holds for all of them together. Whoever does not fit in waits for others.

use super::cut::{Node, Weights, protected};
use super::figure::{Contribution, Figure, Place};
use super::groups::Groups;
use crate::ids::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A value that is in a published figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountedValue {
    #[serde(rename = "v")]
    pub value: f64,
    /// The publication with which it came in, from 1.
    #[serde(rename = "c")]
    pub cohort: u32,
    /// Where its person stood then.
    #[serde(rename = "p")]
    pub place: Place,
}

/// The values that are in a form and cycle's published figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    pub groups: Groups,
    /// How many times it was published.
    pub publications: u32,
    pub counted: BTreeMap<PersonId, BTreeMap<Figure, CountedValue>>,
}

/// A group's mean of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureMean {
    pub people: u32,
    /// Rounded to one decimal.
    pub mean: f64,
}

/// One value that may move, and the pair of groups that it is in.
type Candidate = ((Node, Node), PersonId);

impl Picture {
    /// Takes in what `scores` says now, and out what it no longer says, as far as nobody is given away. `min_group` is
    /// the least number of people for a figure. Whether anything changed: then it is the next publication.
    pub fn publish(
        &mut self,
        scores: &BTreeMap<PersonId, Contribution>,
        min_group: impl Fn(&Figure) -> u32,
    ) -> bool {
        let counted = self.counted.values().flat_map(BTreeMap::keys);
        let all = scores
            .values()
            .flat_map(|it| it.values.keys())
            .chain(counted);
        let figures: BTreeSet<Figure> = all.cloned().collect();
        self.groups.note(scores.values().map(|it| &it.place));
        let mut has_changed = false;
        for figure in figures {
            let least = figure.least_weights(min_group(&figure));
            has_changed |= self.take_out(&figure, scores, least);
            has_changed |= self.take_in(&figure, scores, least);
        }
        self.publications += u32::from(has_changed);
        self.counted.retain(|_, it| !it.is_empty());
        has_changed
    }

    /// Takes out values that have changed or are gone, cohort by cohort.
    fn take_out(
        &mut self,
        figure: &Figure,
        scores: &BTreeMap<PersonId, Contribution>,
        least: Weights,
    ) -> bool {
        let mut cohorts: BTreeMap<u32, Vec<PersonId>> = BTreeMap::new();
        for (person, values) in &self.counted {
            if let Some(it) = values.get(figure) {
                cohorts.entry(it.cohort).or_default().push(person.clone());
            }
        }
        let mut gone = Vec::new();
        for people in cohorts.into_values() {
            let (stay, leave): (Vec<_>, Vec<_>) = people
                .into_iter()
                .partition(|it| self.is_unchanged(figure, it, scores));
            let (leave, held) = self.split_protected(figure, leave, least);
            let remaining: Vec<PersonId> = stay.into_iter().chain(held).collect();
            if self.split_protected(figure, remaining, least).1.is_empty() {
                gone.extend(leave);
            }
        }
        for person in &gone {
            if let Some(values) = self.counted.get_mut(person) {
                values.remove(figure);
            }
        }
        !gone.is_empty()
    }

    fn is_unchanged(
        &self,
        figure: &Figure,
        person: &PersonId,
        scores: &BTreeMap<PersonId, Contribution>,
    ) -> bool {
        let now = scores.get(person);
        let value = now.and_then(|it| Some((it.values.get(figure)?, &it.place)));
        let counted = self.counted.get(person).and_then(|it| it.get(figure));
        counted.map(|it| (&it.value, &it.place)) == value
    }

    /// Splits people of one cohort into those who may leave or stay by themselves, and the rest.
    fn split_protected(
        &self,
        figure: &Figure,
        people: Vec<PersonId>,
        least: Weights,
    ) -> (Vec<PersonId>, Vec<PersonId>) {
        let values = people.into_iter().filter_map(|person| {
            let it = self.counted.get(&person)?.get(figure)?;
            Some((it.value, it.place.clone(), person))
        });
        self.split(figure, values, least)
    }

    /// Takes in values that are new.
    fn take_in(
        &mut self,
        figure: &Figure,
        scores: &BTreeMap<PersonId, Contribution>,
        least: Weights,
    ) -> bool {
        let is_counted = |it: &PersonId| {
            let values = self.counted.get(it);
            values.is_some_and(|it| it.contains_key(figure))
        };
        let new = scores
            .iter()
            .filter(|it| !is_counted(it.0))
            .filter_map(|it| Some((*it.1.values.get(figure)?, it.1.place.clone(), it.0.clone())));
        let (enter, _) = self.split(figure, new, least);
        let cohort = self.publications + 1;
        for person in &enter {
            let Some(score) = scores.get(person) else {
                continue;
            };
            let counted = CountedValue {
                value: score.values[figure],
                cohort,
                place: score.place.clone(),
            };
            let own = self.counted.entry(person.clone()).or_default();
            own.insert(figure.clone(), counted);
        }
        !enter.is_empty()
    }

    /// Splits values into those that are protected among themselves, and the rest.
    fn split(
        &self,
        figure: &Figure,
        values: impl Iterator<Item = (f64, Place, PersonId)>,
        least: Weights,
    ) -> (Vec<PersonId>, Vec<PersonId>) {
        let mut pairs: BTreeMap<(Node, Node), Weights> = BTreeMap::new();
        let mut candidates: Vec<Candidate> = Vec::new();
        for (value, place, person) in values {
            let pair = if figure.has_groups() {
                self.groups.nodes(&place)
            } else {
                (0, 1)
            };
            let sum = pairs.entry(pair).or_default();
            let own = figure.weights_of(value);
            *sum = std::array::from_fn(|at| sum[at] + own[at]);
            candidates.push((pair, person));
        }
        let kept = protected(&pairs, least);
        let (kept, rest): (Vec<Candidate>, Vec<Candidate>) =
            candidates.into_iter().partition(|it| kept.contains(&it.0));
        let people = |all: Vec<Candidate>| all.into_iter().map(|it| it.1).collect();
        (people(kept), people(rest))
    }

    /// The counted values of a figure.
    pub fn values<'a>(&'a self, figure: &'a Figure) -> impl Iterator<Item = &'a CountedValue> {
        self.counted.values().filter_map(move |it| it.get(figure))
    }

    /// How many people a figure of ones and zeros has, and how many ones; `None` if nobody is counted.
    pub fn count(&self, figure: &Figure) -> Option<(u32, u32)> {
        let own = self.values(figure).map(|it| u32::from(it.value > 0.5));
        let (people, ones) = own.fold((0, 0), |(n, ones), it| (n + 1, ones + it));
        (people > 0).then_some((people, ones))
    }

    /// How many people have a value in a figure that `is_one` accepts, at a place that `is_in` does.
    pub fn people(&self, is_one: impl Fn(&Figure) -> bool, is_in: impl Fn(&Place) -> bool) -> u32 {
        let has_value = |it: &&BTreeMap<Figure, CountedValue>| {
            it.iter()
                .any(|(figure, it)| is_one(figure) && is_in(&it.place))
        };
        let n = self.counted.values().filter(has_value).count();
        u32::try_from(n).unwrap_or(u32::MAX)
    }

    /// The mean of a figure over the places that `is_in` accepts; `None` if nobody is counted there.
    pub fn mean(&self, figure: &Figure, is_in: impl Fn(&Place) -> bool) -> Option<FigureMean> {
        let own = self.values(figure).filter(|it| is_in(&it.place));
        let (people, sum) = own.fold((0_u32, 0.0), |(n, sum), it| (n + 1, sum + it.value));
        (people > 0).then(|| FigureMean {
            people,
            mean: (sum / f64::from(people) * 10.0).round() / 10.0,
        })
    }
}

#[cfg(test)]
mod tests;

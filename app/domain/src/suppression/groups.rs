//! Which 課 and 職層 are shown by themselves.

use super::figure::Place;
use crate::ids::BandId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many people the roster has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headcounts {
    pub sections: BTreeMap<String, u32>,
    pub bands: BTreeMap<BandId, u32>,
}

/// Which groups of a form and cycle are shown by themselves; all others are in the total only.
///
/// Decided by the number of people on the roster, never by who has answered what, and kept once decided: a group that
/// was part of the rest and then stood alone would give away who had been in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    sections: BTreeMap<String, bool>,
    bands: BTreeMap<BandId, bool>,
}

impl Groups {
    /// Decides on the groups that are new.
    pub fn extend(&mut self, people: &Headcounts, least: u32) {
        decide(&mut self.sections, &people.sections, least);
        decide(&mut self.bands, &people.bands, least);
    }

    /// Notes where somebody stood: a group that the roster does not have stays in the rest.
    pub(super) fn note<'a>(&mut self, places: impl Iterator<Item = &'a Place>) {
        for place in places {
            self.sections.entry(place.section.clone()).or_default();
            self.bands.entry(place.band.clone()).or_default();
        }
    }

    /// Whether a 課 is shown by itself.
    pub fn shows_section(&self, section: &str) -> bool {
        self.sections.get(section).copied().unwrap_or_default()
    }

    /// Whether a 職層 is shown by itself.
    pub fn shows_band(&self, band: &BandId) -> bool {
        self.bands.get(band).copied().unwrap_or_default()
    }

    /// All 課, in the order of their names.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// The group of each kind that a place counts in, by number; those in the rest share one.
    pub(super) fn nodes(&self, place: &Place) -> (usize, usize) {
        let section = self
            .sections
            .iter()
            .position(|it| *it.0 == place.section && *it.1);
        let band = self
            .bands
            .iter()
            .position(|it| *it.0 == place.band && *it.1);
        let first_band = self.sections.len() + 1;
        (
            section.map_or(0, |it| it + 1),
            first_band + band.map_or(0, |it| it + 1),
        )
    }
}

/// Groups with enough people are shown, with one exception: if the others are a single group, or too few people, the
/// smallest one joins them, and so on.
fn decide<K: Ord + Clone>(decided: &mut BTreeMap<K, bool>, people: &BTreeMap<K, u32>, least: u32) {
    let mut new: Vec<(&K, u32)> = people
        .iter()
        .filter(|it| *it.1 > 0 && !decided.contains_key(it.0))
        .map(|it| (it.0, *it.1))
        .collect();
    new.sort_by_key(|it| it.1);
    let rest = decided.iter().filter(|it| !*it.1).map(|it| it.0);
    let mut rest: Vec<u32> = rest.filter_map(|it| people.get(it).copied()).collect();
    let mut decisions = Vec::new();
    for (group, n) in new {
        let is_rest_open = !rest.is_empty() && (rest.len() < 2 || rest.iter().sum::<u32>() < least);
        let is_shown = n >= least && !is_rest_open;
        if !is_shown {
            rest.push(n);
        }
        decisions.push((group.clone(), is_shown));
    }
    decided.extend(decisions);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(people: &[(&str, u32)]) -> Vec<String> {
        let mut groups = Groups::default();
        let sections = people.iter().map(|it| (it.0.to_owned(), it.1)).collect();
        groups.extend(
            &Headcounts {
                sections,
                ..Headcounts::default()
            },
            5,
        );
        let all: Vec<String> = groups.sections().map(str::to_owned).collect();
        all.into_iter()
            .filter(|it| groups.shows_section(it))
            .collect()
    }

    #[test]
    fn sections_of_seven_one_and_one_are_all_in_the_total_only() {
        assert_eq!(
            shown(&[("防災課", 7), ("税務課", 1), ("会計課", 1)]),
            [""; 0]
        );
    }

    #[test]
    fn a_single_small_section_takes_the_smallest_other_with_it() {
        assert_eq!(shown(&[("a", 20), ("b", 3), ("c", 8)]), ["a"]);
        assert_eq!(
            shown(&[("a", 20), ("b", 3), ("c", 2), ("d", 8)]),
            ["a", "d"]
        );
        assert_eq!(shown(&[("a", 20), ("b", 5)]), ["a", "b"]);
    }

    #[test]
    fn what_was_decided_stays_when_people_come_and_go() {
        let mut groups = Groups::default();
        let people = |all: &[(&str, u32)]| Headcounts {
            sections: all.iter().map(|it| ((*it.0).to_owned(), it.1)).collect(),
            ..Headcounts::default()
        };
        groups.extend(&people(&[("a", 20), ("b", 3), ("c", 2)]), 5);
        groups.extend(
            &people(&[("a", 4), ("b", 30), ("c", 2), ("d", 9), ("e", 1)]),
            5,
        );
        assert!(groups.shows_section("a") && !groups.shows_section("b"));
        assert!(groups.shows_section("d") && !groups.shows_section("e"));
    }
}

//! A ward of two thousand people, for size and time: `make bench-figures`.

use crate::ids::PersonId;
use crate::suppression::{Contribution, Figure, Headcounts, Picture, Place};
use std::collections::BTreeMap;
use std::time::Instant;

const PEOPLE: usize = 2_000;

/// How many means, and counts, each person has; few where the compiler does not optimise.
const FIGURES: [usize; 2] = if cfg!(debug_assertions) {
    [3, 2]
} else {
    [24, 40]
};

/// People in sixty sections.
fn everybody(dice: &mut fastrand::Rng) -> BTreeMap<PersonId, Contribution> {
    let person = |at: usize, dice: &mut fastrand::Rng| {
        let means = (0..FIGURES[0]).map(|it| (Figure::Mean(format!("subject{it}").into()), true));
        let counts = (0..FIGURES[1]).map(|it| (Figure::Suggested(format!("measure{it}")), false));
        let mut value = |is_mean: bool| {
            if is_mean {
                f64::from(dice.u8(4..=9)) / 2.0
            } else {
                f64::from(u8::from(dice.u8(..) < 60))
            }
        };
        Contribution {
            values: means.chain(counts).map(|it| (it.0, value(it.1))).collect(),
            place: Place {
                section: format!("section {}", at % 60),
                band: format!("band {}", (at / 60) % 4).into(),
            },
        }
    };
    (0..PEOPLE)
        .map(|at| (format!("{at:04}").into(), person(at, dice)))
        .collect()
}

#[test]
fn two_thousand_people_hand_in_over_three_weeks_and_nearly_all_are_counted() {
    let mut dice = fastrand::Rng::with_seed(1);
    let all = everybody(&mut dice);
    let mut roster = Headcounts::default();
    for it in all.values() {
        *roster.sections.entry(it.place.section.clone()).or_default() += 1;
        *roster.bands.entry(it.place.band.clone()).or_default() += 1;
    }
    let mut order: Vec<&PersonId> = all.keys().collect();
    dice.shuffle(&mut order);
    let mut picture = Picture::default();
    picture.groups.extend(&roster, 5);
    let mut scores = BTreeMap::new();
    let mut longest = 0;
    for night in order.chunks(PEOPLE / 15) {
        scores.extend(night.iter().map(|it| ((*it).clone(), all[*it].clone())));
        let began = Instant::now();
        picture.publish(&scores, |_| 5);
        longest = longest.max(began.elapsed().as_millis());
    }
    let counted = picture.people(|it| matches!(it, Figure::Mean(_)), |_| true);
    println!(
        "| {PEOPLE} people, 64 figures, longest of 15 nights | {longest} ms | {counted} counted |"
    );
    assert!(counted > 1_900, "{counted} of {PEOPLE} are counted");
}

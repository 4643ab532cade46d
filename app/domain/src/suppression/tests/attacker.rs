//! An attacker who gets every publication of a year, knows who is counted when and where, and computes with linear
//! programming what each person's answer can have been.

mod ward;

use microlp::{ComparisonOp, OptimizationDirection, Problem};
use std::collections::{BTreeMap, BTreeSet};
use ward::{CountedForm, PULSE, SELF_CHECK, Ward};

/// Somebody's answer, and which of their hand-ins it is from.
type Answer = (usize, u32);

/// A shown sum: whose answers it adds up, and what the sum can be.
#[derive(Clone, Debug)]
struct Observation {
    answers: BTreeSet<Answer>,
    lowest: f64,
    highest: f64,
}

impl Observation {
    /// From a mean that is rounded by no more than `rounding`.
    fn of_mean(answers: BTreeSet<Answer>, mean: f64, rounding: f64) -> Self {
        let n = f64::from(u32::try_from(answers.len()).expect("few people"));
        Self {
            answers,
            lowest: n * (mean - rounding) - 1e-6,
            highest: n * (mean + rounding) + 1e-6,
        }
    }
}

/// Answers that no observation tells apart, by the observations that they are in.
fn classes(seen: &[Observation]) -> Vec<(BTreeSet<usize>, u32)> {
    let mut within: BTreeMap<Answer, BTreeSet<usize>> = BTreeMap::new();
    for (at, it) in seen.iter().enumerate() {
        for answer in &it.answers {
            within.entry(*answer).or_default().insert(at);
        }
    }
    let mut classes: BTreeMap<BTreeSet<usize>, u32> = BTreeMap::new();
    for observations in within.into_values() {
        *classes.entry(observations).or_default() += 1;
    }
    classes.into_iter().collect()
}

/// The lowest or highest sum of a class of answers that fits all observations.
fn extreme(
    seen: &[Observation],
    classes: &[(BTreeSet<usize>, u32)],
    target: usize,
    direction: OptimizationDirection,
) -> f64 {
    let mut problem = Problem::new(direction);
    let sums: Vec<_> = classes
        .iter()
        .enumerate()
        .map(|(at, (_, n))| {
            let weight = if at == target { 1.0 } else { 0.0 };
            problem.add_var(weight, (f64::from(*n), 5.0 * f64::from(*n)))
        })
        .collect();
    for (at, it) in seen.iter().enumerate() {
        let own = classes
            .iter()
            .zip(&sums)
            .filter(|own| own.0.0.contains(&at));
        let terms: Vec<_> = own.map(|own| (*own.1, 1.0)).collect();
        problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, it.lowest);
        problem.add_constraint(terms.as_slice(), ComparisonOp::Le, it.highest);
    }
    let solved = problem.solve().expect("what was seen can be");
    solved
        .into_solution()
        .expect("without a time limit")
        .objective()
}

/// How many points of the scale the answer that is known best still leaves open; 4.0 if nothing is known.
fn least_open(seen: &[Observation]) -> f64 {
    let classes = classes(seen);
    let mut least = 4.0_f64;
    for (target, (_, n)) in classes.iter().enumerate() {
        let others = f64::from(*n - 1);
        let low = extreme(seen, &classes, target, OptimizationDirection::Minimize);
        let high = extreme(seen, &classes, target, OptimizationDirection::Maximize);
        // The rest of the class can be anything from 1 to 5.
        let (low, high) = ((low - 5.0 * others).max(1.0), (high - others).min(5.0));
        least = least.min(high - low);
    }
    least
}

/// How many of some wards are opened: somebody's answer is known to less than one point of the scale.
fn opened(wards: impl Iterator<Item = u64>, look: fn(&mut Ward) -> Vec<Observation>) -> usize {
    let is_opened = |seed: &u64| least_open(&look(&mut Ward::new(*seed, SELF_CHECK))) < 1.0 - 1e-3;
    wards.filter(is_opened).count()
}

#[test]
fn an_attacker_opens_wards_whose_means_are_live_and_small_cells_suppressed_one_by_one() {
    let n = opened(0..50, Ward::year_of_live_means);
    assert!(n >= 45, "{n} of 50");
}

/// Publishes a year of each ward; fails if anything of an answer is known.
fn assert_none_is_opened(form: CountedForm, wards: std::ops::Range<u64>, least_seen: usize) {
    let mut n_seen = 0;
    for seed in wards {
        let seen = Ward::new(seed, form).year_of_publications();
        n_seen += seen.len();
        let open = least_open(&seen);
        assert!(
            open >= 1.0 - 1e-3,
            "ward {seed}: an answer is known to {open}"
        );
        for it in &seen {
            assert!(it.answers.len() >= 5, "ward {seed}: {it:?}");
        }
    }
    assert!(n_seen > least_seen, "too little is shown: {n_seen} means");
}

#[test]
fn an_attacker_opens_no_ward_of_a_thousand_from_what_is_published() {
    assert_none_is_opened(SELF_CHECK, 0..1_000, 10_000);
}

#[test]
fn an_attacker_opens_no_pulse_of_the_workplace() {
    assert_none_is_opened(PULSE, 1_000..1_300, 2_500);
}

#[test]
fn the_attacker_finds_the_sixth_of_six() {
    let five: BTreeSet<Answer> = (0..5).map(|it| (it, 0)).collect();
    let six: BTreeSet<Answer> = (0..6).map(|it| (it, 0)).collect();
    let looks = [
        Observation::of_mean(five, 3.5, 0.0),
        Observation::of_mean(six, 3.2, 0.0),
    ];
    assert!(least_open(&looks) < 1e-3);
}

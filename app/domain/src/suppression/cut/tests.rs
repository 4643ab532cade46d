//! Cuts, by hand and against every possible choice.

use super::*;

fn people(all: &[(Node, Node, f64)]) -> BTreeMap<(Node, Node), Weights> {
    all.iter()
        .map(|it| ((it.0, it.1), [it.2, 0.0, 0.0]))
        .collect()
}

fn kept(all: &[(Node, Node, f64)]) -> Vec<(Node, Node)> {
    protected(&people(all), [5.0, 0.0, 0.0])
        .into_iter()
        .collect()
}

#[test]
fn a_group_of_fewer_than_five_is_left_out() {
    assert_eq!(kept(&[(0, 10, 6.0), (1, 10, 4.0)]), [(0, 10)]);
}

#[test]
fn small_meetings_of_large_groups_stay_because_no_sum_tells_them() {
    let square = [(0, 10, 3.0), (0, 11, 3.0), (1, 10, 3.0), (1, 11, 3.0)];
    assert_eq!(kept(&square).len(), 4);
}

#[test]
fn a_sum_that_only_a_difference_of_two_tables_tells_is_left_out() {
    // All ten of 課 0 and one of 課 1 are in 職層 10: its sum minus 課 0's is the one.
    let pairs = [(0, 10, 10.0), (1, 10, 1.0), (1, 11, 9.0)];
    assert_eq!(kept(&pairs), [(0, 10), (1, 11)]);
}

#[test]
fn what_is_kept_is_protected_and_holds_whatever_else_is_protected() {
    for seed in 0..200 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let mut all = BTreeMap::new();
        for _ in 0..dice.u8(1..=8) {
            let pair = (dice.usize(0..4), dice.usize(4..8));
            all.insert(pair, [f64::from(dice.u8(1..=7)), 0.0, 0.0]);
        }
        let kept = protected(&all, [5.0, 0.0, 0.0]);
        let everything: Vec<(Node, Node)> = all.keys().copied().collect();
        // Every choice of pairs, against every cut of the eight groups.
        for choice in 0..1_u32 << everything.len() {
            let pairs = everything.iter().enumerate();
            let chosen: BTreeSet<(Node, Node)> = pairs
                .filter(|it| choice >> it.0 & 1 == 1)
                .map(|it| *it.1)
                .collect();
            let is_protected = (0..256_u32).all(|side| {
                let is_in = |node: Node| side >> node & 1 == 1;
                let crossing = chosen.iter().filter(|it| is_in(it.0) != is_in(it.1));
                let people: f64 = crossing.map(|it| all[it][0]).sum();
                people == 0.0 || people >= 5.0
            });
            assert!(chosen != kept || is_protected, "{all:?}");
            assert!(!is_protected || chosen.is_subset(&kept), "{all:?}");
        }
    }
}

#[test]
fn values_that_could_not_be_otherwise_are_left_out() {
    let all = BTreeMap::from([((0, 1), [9.0, 8.0, 0.5])]);
    assert!(protected(&all, [5.0, 3.0, 3.0]).is_empty());
    assert_eq!(protected(&all, [5.0, 3.0, 0.0]).len(), 1);
}

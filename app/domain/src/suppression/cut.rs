//! Sums that can be derived from tables with shared margins, as cuts of a graph.
//!
//! A value stands in a group of one kind and in a group of another (its 課 and its 職層), and every group's sum is
//! shown. Take the groups as nodes and the values as edges between two of them: whatever can be computed from the
//! sums by adding and subtracting is about the edges of a cut, or of several. So nobody's value can be computed if
//! every cut that is crossed at all is crossed by enough of them. The smallest cut is found with the algorithm of
//! Stoer and Wagner (J. ACM 44, 1997).

use std::collections::{BTreeMap, BTreeSet};

/// A group, by a number.
pub(super) type Node = usize;

/// What the values between two groups weigh: their number, and two measures of how much they could be otherwise.
pub(super) type Weights = [f64; 3];

/// Room for the rounding of sums.
const EPSILON: f64 = 1e-9;

/// The pairs of groups whose values may be added: those that remain when the pairs of every cut which weighs less than
/// `least` are left out, again and again. What remains is the most that is possible.
pub(super) fn protected(
    pairs: &BTreeMap<(Node, Node), Weights>,
    least: Weights,
) -> BTreeSet<(Node, Node)> {
    let mut kept = pairs.clone();
    while let Some(side) = components(&kept)
        .iter()
        .find_map(|nodes| light_cut(&kept, nodes, least))
    {
        kept.retain(|(one, other), _| side.contains(one) == side.contains(other));
    }
    kept.into_keys().collect()
}

/// The nodes of each connected part.
fn components(pairs: &BTreeMap<(Node, Node), Weights>) -> Vec<BTreeSet<Node>> {
    let mut found: Vec<BTreeSet<Node>> = Vec::new();
    for (one, other) in pairs.keys() {
        let (touched, rest) = found
            .into_iter()
            .partition(|it: &BTreeSet<Node>| it.contains(one) || it.contains(other));
        found = rest;
        let mut joined: BTreeSet<Node> = touched.into_iter().flatten().collect();
        joined.extend([*one, *other]);
        found.push(joined);
    }
    found
}

/// One side of a cut within a connected part that weighs less than `least` in one of the weights.
fn light_cut(
    pairs: &BTreeMap<(Node, Node), Weights>,
    nodes: &BTreeSet<Node>,
    least: Weights,
) -> Option<BTreeSet<Node>> {
    let is_light = |weights: Weights| (0..3).any(|at| weights[at] < least[at] - EPSILON);
    // A group alone is the usual case, and is seen at once.
    let mut around: BTreeMap<Node, Weights> = BTreeMap::new();
    for ((one, other), weights) in pairs.iter().filter(|it| nodes.contains(&it.0.0)) {
        for node in [one, other] {
            let sum = around.entry(*node).or_default();
            *sum = std::array::from_fn(|at| sum[at] + weights[at]);
        }
    }
    if let Some((node, _)) = around.into_iter().find(|it| is_light(it.1)) {
        return Some(BTreeSet::from([node]));
    }
    (0..3).filter(|at| least[*at] > 0.0).find_map(|at| {
        let (weight, side) = smallest_cut(pairs, nodes, at)?;
        (weight < least[at] - EPSILON).then_some(side)
    })
}

/// The cut of a connected part whose weight `which` is smallest, and the nodes on one side of it; none for a single
/// node.
fn smallest_cut(
    pairs: &BTreeMap<(Node, Node), Weights>,
    nodes: &BTreeSet<Node>,
    which: usize,
) -> Option<(f64, BTreeSet<Node>)> {
    let nodes: Vec<Node> = nodes.iter().copied().collect();
    let n = nodes.len();
    let mut between = vec![vec![0.0; n]; n];
    for ((one, other), weights) in pairs {
        if let (Ok(row), Ok(column)) = (nodes.binary_search(one), nodes.binary_search(other)) {
            between[row][column] += weights[which];
            between[column][row] += weights[which];
        }
    }
    let mut merged: Vec<BTreeSet<Node>> = nodes.iter().map(|it| BTreeSet::from([*it])).collect();
    let mut left: Vec<usize> = (0..n).collect();
    let mut best: Option<(f64, BTreeSet<Node>)> = None;
    while left.len() > 1 {
        let (before_last, last, weight) = most_tightly_connected(&between, &left);
        if best.as_ref().is_none_or(|it| weight < it.0) {
            best = Some((weight, merged[last].clone()));
        }
        let moved = std::mem::take(&mut merged[last]);
        merged[before_last].extend(moved);
        left.retain(|it| *it != last);
        for at in &left {
            let both = between[before_last][*at] + between[last][*at];
            between[before_last][*at] = both;
            between[*at][before_last] = both;
        }
    }
    best
}

/// Orders the nodes, each time the one most tightly connected to those before: the last two, and how much the last one
/// is connected to all others.
fn most_tightly_connected(between: &[Vec<f64>], left: &[usize]) -> (usize, usize, f64) {
    let mut waiting: Vec<usize> = left.to_vec();
    let mut tightness = vec![0.0; between.len()];
    let (mut before_last, mut last) = (left[0], left[0]);
    while !waiting.is_empty() {
        let next = (0..waiting.len()).max_by(|one, other| {
            f64::total_cmp(&tightness[waiting[*one]], &tightness[waiting[*other]])
        });
        (before_last, last) = (last, waiting.swap_remove(next.unwrap_or_default()));
        for at in &waiting {
            tightness[*at] += between[last][*at];
        }
    }
    (before_last, last, tightness[last])
}

#[cfg(test)]
mod tests;

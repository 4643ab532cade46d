//! The two curves of the model, tabulated in tenths of a logit: probability of a right answer, and distribution of
//! people.

/// The scale reaches from `-END` to `END`, in tenths of a logit.
const SCALE_END: i32 = 40;

/// Largest distance between a person and a question, in tenths of a logit.
const MAX_DISTANCE: usize = 80;

/// e to the power of 0.1.
const EXP_STEP: f64 = 1.105_170_918_075_647_7;

/// Both tables. Built wherever they are used: it takes only eighty steps.
pub(super) struct Curve {
    /// e to the power of 0, 0.1, 0.2 …
    powers: [f64; MAX_DISTANCE + 1],
    /// Height of the normal curve at 0, 0.1, 0.2 …, scaled to 1 at 0.
    normal: [f64; MAX_DISTANCE + 1],
}

/// All points of the scale, in tenths of a logit.
pub(super) fn scale_points() -> std::ops::RangeInclusive<i32> {
    -SCALE_END..=SCALE_END
}

/// An ability in logits as tenths of a logit, clamped to the scale.
pub(super) fn to_tenths(ability: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is clamped to the scale"
    )]
    let it = (ability * 10.0).clamp(-40.0, 40.0).round() as i32;
    it
}

impl Curve {
    pub(super) fn new() -> Self {
        let (mut powers, mut normal) = ([1.0; MAX_DISTANCE + 1], [1.0; MAX_DISTANCE + 1]);
        // exp(-(k + 1)² / 200) is exp(-k² / 200) times exp(-(2k + 1) / 200), which itself shrinks by exp(-1 / 100).
        let (mut factor, shrink) = (0.995_012_479_192_682_3, 0.990_049_833_749_168_1);
        for at in 1..=MAX_DISTANCE {
            powers[at] = powers[at - 1] * EXP_STEP;
            normal[at] = normal[at - 1] * factor;
            factor *= shrink;
        }
        Self { powers, normal }
    }

    /// Probability that someone `above` tenths of a logit above a question answers it rightly.
    pub(super) fn probability_right(&self, above: i32) -> f64 {
        let power = self.powers[at(above)];
        // The table has positive exponents only; a negative one is its reciprocal.
        if above >= 0 {
            power / (1.0 + power)
        } else {
            1.0 / (1.0 + power)
        }
    }

    /// Relative frequency of people at a place, 1 in the middle of the scale.
    pub(super) fn density(&self, place: i32) -> f64 {
        self.normal[at(place)]
    }
}

fn at(it: i32) -> usize {
    usize::try_from(it.unsigned_abs()).map_or(MAX_DISTANCE, |it| it.min(MAX_DISTANCE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_match_the_exact_curves() {
        let curve = Curve::new();
        for place in scale_points() {
            let x = f64::from(place) / 10.0;
            assert!((curve.probability_right(place) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-12);
            assert!((curve.density(place) - (-x * x / 2.0).exp()).abs() < 1e-12);
        }
    }
}

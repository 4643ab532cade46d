//! The two curves of the theory, at every tenth of a logit: the chance of a right answer, and how people are spread.

/// The scale reaches so far to both sides, in tenths of a logit.
const END: i32 = 40;

/// The farthest a person can be from a question.
const FAR: usize = 80;

/// e to the power of 0.1.
const STEP: f64 = 1.105_170_918_075_647_7;

/// Tables, made anew where they are used: eighty multiplications.
pub(super) struct Curve {
    /// e to the power of 0, 0.1, 0.2 …
    powers: [f64; FAR + 1],
    /// The height of the normal curve at 0, 0.1, 0.2 …, 1 in the middle.
    normal: [f64; FAR + 1],
}

/// Every place of the scale.
pub(super) fn places() -> std::ops::RangeInclusive<i32> {
    -END..=END
}

/// An ability in tenths of a logit, within the scale.
pub(super) fn tenths(ability: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is clamped to the scale"
    )]
    let it = (ability * 10.0).clamp(-40.0, 40.0).round() as i32;
    it
}

impl Curve {
    pub(super) fn new() -> Self {
        let (mut powers, mut normal) = ([1.0; FAR + 1], [1.0; FAR + 1]);
        // exp(-(k + 1)² / 200) is exp(-k² / 200) times exp(-(2k + 1) / 200), which itself shrinks by exp(-1 / 100).
        let (mut factor, shrink) = (0.995_012_479_192_682_3, 0.990_049_833_749_168_1);
        for at in 1..=FAR {
            powers[at] = powers[at - 1] * STEP;
            normal[at] = normal[at - 1] * factor;
            factor *= shrink;
        }
        Self { powers, normal }
    }

    /// The chance that someone so many tenths above a question answers it rightly.
    pub(super) fn right(&self, above: i32) -> f64 {
        let power = self.powers[at(above)];
        if above >= 0 {
            power / (1.0 + power)
        } else {
            1.0 / (1.0 + power)
        }
    }

    /// How many people are at a place, against the middle.
    pub(super) fn people(&self, place: i32) -> f64 {
        self.normal[at(place)]
    }
}

fn at(it: i32) -> usize {
    usize::try_from(it.unsigned_abs()).map_or(FAR, |it| it.min(FAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_the_curves() {
        let curve = Curve::new();
        for place in places() {
            let x = f64::from(place) / 10.0;
            assert!((curve.right(place) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-12);
            assert!((curve.people(place) - (-x * x / 2.0).exp()).abs() < 1e-12);
        }
    }
}

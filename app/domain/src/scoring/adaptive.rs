//! An adaptive test by item response theory (Rasch): selects the next question and estimates the ability so far.
//!
//! The answers are the whole state: the same answers give the same next question and the same estimate, on any device
//! and after any crash. Only operations of `f64` are used that are exact to the bit on every platform (`+ - * /`,
//! `sqrt`); `exp` is not one of them, so it is built from these.

use crate::ids::{ItemId, SubjectId};
use crate::instrument::Edition;
use crate::sheet::Sheet;
use std::collections::HashSet;

mod curve;

use curve::Curve;

/// Maximum number of questions in one test.
pub const MAX_QUESTIONS: usize = 24;

/// Minimum number of questions in each field, so that each field gets a result.
const MIN_PER_FIELD: usize = 3;

/// A test stops at this standard error of the estimate, in logits.
pub const TARGET_ERROR: f64 = 0.45;

/// The next question is drawn from this many of the most informative ones, so that no question becomes known to
/// everyone.
const DRAW_FROM_BEST: usize = 6;

/// The question bank's three marks of difficulty in tenths of a logit, until there are enough answers to calibrate
/// them.
const DIFFICULTIES: [i32; 3] = [-12, 0, 12];

/// A question, as far as the model needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaschQuestion {
    pub id: ItemId,
    pub field: SubjectId,
    /// The ability at which it is answered rightly half of the time, in tenths of a logit.
    pub difficulty: i32,
    /// Whether it is no longer asked; answers that it has still count.
    pub is_retired: bool,
}

/// The questions of a form that have a key, in the form's order.
pub fn questions(edition: &Edition) -> Vec<RaschQuestion> {
    let keyed = edition.items().filter_map(|item| {
        let key = item.key()?;
        Some(RaschQuestion {
            id: item.id.clone(),
            field: item.subject.clone()?,
            difficulty: DIFFICULTIES[usize::from(key.difficulty.clamp(1, 3)) - 1],
            is_retired: key.retired,
        })
    });
    keyed.collect()
}

/// An answered question of the test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedAnswer {
    pub item: ItemId,
    pub is_right: bool,
}

/// The answered questions, each with whether the answer was right.
pub fn mark_answers(edition: &Edition, sheet: &Sheet) -> Vec<MarkedAnswer> {
    let answered = edition.items().filter_map(|item| {
        let said = sheet.value(&item.id)?.as_str();
        let right = item.key()?.right;
        Some(MarkedAnswer {
            item: item.id.clone(),
            is_right: said == Some(right.as_str()),
        })
    });
    answered.collect()
}

/// An estimated ability and its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Ability, in logits: 0 is the middle of the question bank.
    pub ability: f64,
    /// Standard error, in logits.
    pub error: f64,
}

/// A test in progress: questions, answers so far, estimate.
#[derive(Clone, Debug)]
pub struct AdaptiveTest {
    questions: Vec<RaschQuestion>,
    /// Whether each question was answered rightly, by its index; `None` if it was not answered.
    marks: Vec<Option<bool>>,
    /// Questions that the person saw in an earlier test.
    seen_before: HashSet<ItemId>,
    seed: u64,
    /// The estimate from all answers so far.
    pub estimate: Estimate,
}

impl AdaptiveTest {
    /// `marked` are the answers so far; `seed` draws among equally good questions and orders their options.
    pub fn new(
        questions: Vec<RaschQuestion>,
        marked: &[MarkedAnswer],
        met: HashSet<ItemId>,
        seed: u64,
    ) -> Self {
        let mark = |it: &RaschQuestion| {
            marked
                .iter()
                .find(|mark| mark.item == it.id)
                .map(|it| it.is_right)
        };
        let marks: Vec<Option<bool>> = questions.iter().map(mark).collect();
        let estimate = estimate(&questions, &marks, |_| true);
        Self {
            questions,
            marks,
            seen_before: met,
            seed,
            estimate,
        }
    }

    pub fn n_answered(&self) -> usize {
        self.marks.iter().flatten().count()
    }

    /// Number of answered questions, `id` left out.
    pub fn n_answered_without(&self, id: &ItemId) -> usize {
        let all = self.questions.iter().zip(&self.marks);
        all.filter(|it| it.0.id != *id && it.1.is_some()).count()
    }

    fn n_answered_in(&self, field: &SubjectId) -> usize {
        let all = self.questions.iter().zip(&self.marks);
        all.filter(|it| it.0.field == *field && it.1.is_some())
            .count()
    }

    /// The fields, in the order of the form.
    pub fn fields(&self) -> Vec<SubjectId> {
        let mut fields: Vec<SubjectId> = Vec::new();
        for it in &self.questions {
            if !fields.contains(&it.field) {
                fields.push(it.field.clone());
            }
        }
        fields
    }

    /// Selects the next question; `None` once the estimate is precise enough, or [`MAX_QUESTIONS`] questions were
    /// answered.
    pub fn next_question(&self) -> Option<&ItemId> {
        let n = self.n_answered();
        let fields = self.fields();
        let all_told = fields
            .iter()
            .all(|it| self.n_answered_in(it) >= MIN_PER_FIELD);
        if n >= MAX_QUESTIONS || all_told && self.estimate.error <= TARGET_ERROR {
            return None;
        }
        let left = |field: &SubjectId| {
            let all = self.questions.iter().zip(&self.marks);
            let open = all.filter(|it| !it.0.is_retired && it.0.field == *field && it.1.is_none());
            open.map(|it| it.0).collect::<Vec<_>>()
        };
        // The field with the fewest answers is next.
        let fields = fields.iter().filter(|it| !left(it).is_empty());
        let fewest = fields.clone().map(|it| self.n_answered_in(it)).min()?;
        let fields: Vec<&SubjectId> = fields
            .filter(|it| self.n_answered_in(it) == fewest)
            .collect();
        let field = *draw(&fields, self.seed, n * 2)?;
        let mut open = left(field);
        // A question of an earlier test is asked only if the field has no other.
        if open.iter().any(|it| !self.seen_before.contains(&it.id)) {
            open.retain(|it| !self.seen_before.contains(&it.id));
        }
        // The nearer a question's difficulty is to the ability, the more informative is its answer.
        let far =
            |it: &&RaschQuestion| (f64::from(it.difficulty) / 10.0 - self.estimate.ability).abs();
        open.sort_by(|a, b| far(a).total_cmp(&far(b)).then_with(|| a.id.cmp(&b.id)));
        open.truncate(DRAW_FROM_BEST);
        draw(&open, self.seed, n * 2 + 1).map(|it| &it.id)
    }

    /// The estimate from the answers of one field, and their number; `None` if there are none.
    pub fn field_estimate(&self, field: &SubjectId) -> Option<(Estimate, usize)> {
        let n = self.n_answered_in(field);
        (n > 0).then(|| {
            let of = |it: &RaschQuestion| it.field == *field;
            (estimate(&self.questions, &self.marks, of), n)
        })
    }

    /// Order of a question's options, as indices; numeric options keep their order.
    pub fn option_order(&self, id: &ItemId, options: usize, is_numeric: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..options).collect();
        if !is_numeric {
            let key = |at: &usize| splitmix(self.seed ^ fnv1a(id.as_str()), *at);
            order.sort_by_key(key);
        }
        order
    }
}

/// Expected percentage of right answers in equal parts of easy, medium and hard questions.
pub fn expected_percent(ability: f64) -> f64 {
    // A fixed scale: no result changes when questions are added to the bank or retired.
    let all = DIFFICULTIES
        .iter()
        .map(|it| probability_right(ability, *it));
    all.sum::<f64>() / 3.0 * 100.0
}

/// Probability of a right answer; `ability` in logits, `difficulty` in tenths of a logit.
pub fn probability_right(ability: f64, difficulty: i32) -> f64 {
    Curve::new().probability_right(curve::to_tenths(ability) - difficulty)
}

/// Ability, in logits, from the answers of a test without the one to `but_for`.
pub fn ability_without(
    questions: &[RaschQuestion],
    marks: &[MarkedAnswer],
    but_for: &ItemId,
) -> f64 {
    let mark = |it: &RaschQuestion| {
        let own = marks.iter().find(|mark| mark.item == it.id);
        own.map(|it| it.is_right)
    };
    let marks: Vec<Option<bool>> = questions.iter().map(mark).collect();
    estimate(questions, &marks, |it| it.id != *but_for).ability
}

/// Mean and standard deviation of the ability after the answers (EAP), with a normal prior.
fn estimate(
    questions: &[RaschQuestion],
    marks: &[Option<bool>],
    counts: impl Fn(&RaschQuestion) -> bool,
) -> Estimate {
    let curve = Curve::new();
    let answered = questions.iter().zip(marks);
    let answered: Vec<(i32, bool)> = answered
        .filter(|it| counts(it.0))
        .filter_map(|it| Some((it.0.difficulty, (*it.1)?)))
        .collect();
    let (mut all, mut mean, mut square) = (0.0, 0.0, 0.0);
    for at in curve::scale_points() {
        let likely = answered.iter().fold(curve.density(at), |likely, it| {
            let right = curve.probability_right(at - it.0);
            likely * if it.1 { right } else { 1.0 - right }
        });
        let ability = f64::from(at) / 10.0;
        all += likely;
        mean += likely * ability;
        square += likely * ability * ability;
    }
    let ability = mean / all;
    Estimate {
        ability,
        error: (square / all - ability * ability).max(0.0).sqrt(),
    }
}

/// An element drawn by `seed` and `at`; `None` if there are none.
fn draw<T>(from: &[T], seed: u64, at: usize) -> Option<&T> {
    let n = u64::try_from(from.len()).ok().filter(|it| *it > 0)?;
    from.get(usize::try_from(splitmix(seed, at) % n).unwrap_or_default())
}

/// Hash of `seed` and `at` (`SplitMix64`): neighbouring inputs give unrelated numbers.
fn splitmix(seed: u64, at: usize) -> u64 {
    let at = u64::try_from(at).unwrap_or_default();
    let mut it = seed.wrapping_add((at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

/// FNV-1a hash of a text, for use as a seed.
pub fn fnv1a(it: &str) -> u64 {
    it.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;

//! An adaptive test by item response theory (Rasch): which question comes next, and what the answers say so far.
//!
//! The state is the answers alone: the same answers lead to the same next question and the same estimate, on any device
//! and after any crash. Only additions, multiplications and divisions of `f64` are used, which are the same to the bit
//! everywhere; `exp` is not, so it is built from them.

use crate::ids::{ItemId, SubjectId};
use crate::instrument::Edition;
use crate::sheet::Sheet;
use std::collections::HashSet;

mod curve;

use curve::Curve;

/// At most so many questions.
pub const MOST: usize = 24;

/// At least so many of each field, so that each can be told of.
const OF_EACH: usize = 3;

/// The test is over once the standard error of the estimate is this, in logits.
pub const PRECISE: f64 = 0.45;

/// Among so many of the most telling questions one is drawn, so that no question is known to everyone.
const DRAWN_FROM: usize = 6;

/// What the bank's three marks of difficulty stand for, in tenths of a logit, until there are answers enough to tell more.
const MARKS: [i32; 3] = [-12, 0, 12];

/// A question, as far as the theory goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The item.
    pub id: ItemId,
    /// Its field.
    pub field: SubjectId,
    /// Where on the scale it is as often answered rightly as not, in tenths of a logit.
    pub difficulty: i32,
    /// Whether it is asked no more.
    pub is_retired: bool,
}

/// The questions of a form, in its order.
pub fn questions(edition: &Edition) -> Vec<Question> {
    let keyed = edition.items().filter_map(|item| {
        let key = item.key()?;
        Some(Question {
            id: item.id.clone(),
            field: item.subject.clone()?,
            difficulty: MARKS[usize::from(key.difficulty.clamp(1, 3)) - 1],
            is_retired: key.retired,
        })
    });
    keyed.collect()
}

/// Whether each answered question was answered rightly.
pub fn marked(edition: &Edition, sheet: &Sheet) -> Vec<(ItemId, bool)> {
    let answered = edition.items().filter_map(|item| {
        let said = sheet.value(&item.id)?.as_str();
        let right = item.key()?.right;
        Some((item.id.clone(), said == Some(right.as_str())))
    });
    answered.collect()
}

/// Where on the scale a person is taken to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Ability, in logits: 0 is the middle of the question bank.
    pub ability: f64,
    /// Its standard error.
    pub error: f64,
}

/// A test as far as it has come.
#[derive(Clone, Debug)]
pub struct Test {
    questions: Vec<Question>,
    /// By place among the questions.
    marks: Vec<Option<bool>>,
    /// Questions that the person has met in an earlier test.
    met: HashSet<ItemId>,
    seed: u64,
    /// What the answers say.
    pub estimate: Estimate,
}

impl Test {
    /// Of these questions, with these answers; `seed` draws among equally good ones.
    pub fn new(
        questions: Vec<Question>,
        marked: &[(ItemId, bool)],
        met: HashSet<ItemId>,
        seed: u64,
    ) -> Self {
        let mark = |it: &Question| marked.iter().find(|mark| mark.0 == it.id).map(|it| it.1);
        let marks: Vec<Option<bool>> = questions.iter().map(mark).collect();
        let estimate = estimate(&questions, &marks, |_| true);
        Self {
            questions,
            marks,
            met,
            seed,
            estimate,
        }
    }

    /// How many questions were answered.
    pub fn n_answered(&self) -> usize {
        self.marks.iter().flatten().count()
    }

    /// The same without one of them.
    pub fn n_without(&self, id: &ItemId) -> usize {
        let all = self.questions.iter().zip(&self.marks);
        all.filter(|it| it.0.id != *id && it.1.is_some()).count()
    }

    fn n_of(&self, field: &SubjectId) -> usize {
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

    /// The question that comes next; none once the estimate is precise, or there have been enough.
    ///
    /// The field with the fewest so far is asked; in it, of what the person has not met before, the questions nearest to
    /// their ability say most.
    pub fn next(&self) -> Option<&ItemId> {
        let n = self.n_answered();
        let fields = self.fields();
        let all_told = fields.iter().all(|it| self.n_of(it) >= OF_EACH);
        if n >= MOST || all_told && self.estimate.error <= PRECISE {
            return None;
        }
        let left = |field: &SubjectId| {
            let all = self.questions.iter().zip(&self.marks);
            let open = all.filter(|it| !it.0.is_retired && it.0.field == *field && it.1.is_none());
            open.map(|it| it.0).collect::<Vec<_>>()
        };
        let fields = fields.iter().filter(|it| !left(it).is_empty());
        let fewest = fields.clone().map(|it| self.n_of(it)).min()?;
        let fields: Vec<&SubjectId> = fields.filter(|it| self.n_of(it) == fewest).collect();
        let field = *pick(&fields, self.seed, n * 2)?;
        let mut open = left(field);
        if open.iter().any(|it| !self.met.contains(&it.id)) {
            open.retain(|it| !self.met.contains(&it.id));
        }
        let far = |it: &&Question| (f64::from(it.difficulty) / 10.0 - self.estimate.ability).abs();
        open.sort_by(|a, b| far(a).total_cmp(&far(b)).then_with(|| a.id.cmp(&b.id)));
        open.truncate(DRAWN_FROM);
        pick(&open, self.seed, n * 2 + 1).map(|it| &it.id)
    }

    /// What the answers of one field say, and how many there are; none before there are any.
    pub fn of_field(&self, field: &SubjectId) -> Option<(Estimate, usize)> {
        let n = self.n_of(field);
        (n > 0).then(|| {
            let of = |it: &Question| it.field == *field;
            (estimate(&self.questions, &self.marks, of), n)
        })
    }

    /// The order in which a question's options stand, by their places; numbers stay in theirs.
    pub fn order(&self, id: &ItemId, options: usize, is_numeric: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..options).collect();
        if !is_numeric {
            let key = |at: &usize| mix(self.seed ^ text(id.as_str()), *at);
            order.sort_by_key(key);
        }
        order
    }
}

/// How many of a hundred questions, easy, middling and hard ones alike, someone of this ability would answer rightly.
///
/// The yardstick is fixed: no result changes when questions are added to the bank or retired.
pub fn of_a_hundred(ability: f64) -> f64 {
    let all = MARKS.iter().map(|it| chance(ability, *it));
    all.sum::<f64>() / 3.0 * 100.0
}

/// The chance that someone answers a question rightly; its difficulty in tenths of a logit.
pub fn chance(ability: f64, difficulty: i32) -> f64 {
    Curve::new().right(curve::tenths(ability) - difficulty)
}

/// The ability that the answers of a test tell, but for one of them.
pub fn ability_of(questions: &[Question], marks: &[(ItemId, bool)], but_for: &ItemId) -> f64 {
    let mark = |it: &Question| {
        let own = marks.iter().find(|mark| mark.0 == it.id);
        own.map(|it| it.1)
    };
    let marks: Vec<Option<bool>> = questions.iter().map(mark).collect();
    estimate(questions, &marks, |it| it.id != *but_for).ability
}

/// The mean and spread of where a person may be, after what they answered, among people who are normally spread.
fn estimate(
    questions: &[Question],
    marks: &[Option<bool>],
    counts: impl Fn(&Question) -> bool,
) -> Estimate {
    let curve = Curve::new();
    let answered = questions.iter().zip(marks);
    let answered: Vec<(i32, bool)> = answered
        .filter(|it| counts(it.0))
        .filter_map(|it| Some((it.0.difficulty, (*it.1)?)))
        .collect();
    let (mut all, mut mean, mut square) = (0.0, 0.0, 0.0);
    for at in curve::places() {
        let likely = answered.iter().fold(curve.people(at), |likely, it| {
            let right = curve.right(at - it.0);
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

/// One of some, drawn by a seed.
fn pick<T>(from: &[T], seed: u64, at: usize) -> Option<&T> {
    let n = u64::try_from(from.len()).ok().filter(|it| *it > 0)?;
    from.get(usize::try_from(mix(seed, at) % n).unwrap_or_default())
}

/// Mixes a number well (`SplitMix64`), so that neighbours have nothing in common.
fn mix(seed: u64, at: usize) -> u64 {
    let at = u64::try_from(at).unwrap_or_default();
    let mut it = seed.wrapping_add((at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

/// A seed from a text (FNV-1a).
pub fn text(it: &str) -> u64 {
    it.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;

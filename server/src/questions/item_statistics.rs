//! Item statistics: what the answers to a test say about its questions.

use domain::ids::ItemId;
use domain::question_bank::{ItemStatistics, ReviewFlag};
use domain::scoring::adaptive::MarkedAnswer;
use domain::scoring::adaptive::{RaschQuestion, ability_without, probability_right};
use domain::suppression::MIN_GROUP_SIZE;
use std::collections::HashMap;

/// Answers that a question needs before it can be flagged as doubtful.
pub(crate) const MIN_ANSWERS_FOR_DOUBT: u32 = 30;

/// One test as one person answered it.
#[derive(Clone, Debug, Default)]
pub struct TestResult {
    /// Each answered question, and whether the answer was right.
    pub marks: Vec<MarkedAnswer>,
    /// Seconds spent on a question, where they are known.
    pub seconds: Vec<(ItemId, f64)>,
}

/// One answer, with the person's ability as their other answers in the same test show it.
pub(crate) struct ItemAnswer {
    is_right: bool,
    ability: f64,
}

/// Statistics and doubts of each question with at least [`MIN_GROUP_SIZE`] answers.
pub fn figures(
    questions: &[RaschQuestion],
    tests: &[TestResult],
) -> HashMap<ItemId, (ItemStatistics, Vec<ReviewFlag>)> {
    let mut answers: HashMap<&ItemId, Vec<ItemAnswer>> = HashMap::new();
    let mut seconds: HashMap<&ItemId, Vec<f64>> = HashMap::new();
    for test in tests {
        for mark in &test.marks {
            answers.entry(&mark.item).or_default().push(ItemAnswer {
                is_right: mark.is_right,
                ability: ability_without(questions, &test.marks, &mark.item),
            });
        }
        for (id, took) in &test.seconds {
            seconds.entry(id).or_default().push(*took);
        }
    }
    let usual = median(seconds.values().flatten().copied().collect());
    let all = questions.iter().filter_map(|question| {
        let own = answers.get(&question.id)?;
        let took = seconds.get(&question.id).cloned().unwrap_or_default();
        let told = statistics_of(question, own, took, tests.len())?;
        let doubts = doubts(&told, usual);
        Some((question.id.clone(), (told, doubts)))
    });
    all.collect()
}

pub(crate) fn statistics_of(
    question: &RaschQuestion,
    own: &[ItemAnswer],
    took: Vec<f64>,
    n_tests: usize,
) -> Option<ItemStatistics> {
    let answers = u32::try_from(own.len()).ok()?;
    if answers < MIN_GROUP_SIZE {
        return None;
    }
    let n = f64::from(answers);
    let right = own.iter().filter(|it| it.is_right).count();
    let expected = own
        .iter()
        .map(|it| probability_right(it.ability, question.difficulty));
    Some(ItemStatistics {
        answers,
        facility: count(right) / n,
        expected: expected.sum::<f64>() / n,
        discrimination: correlation(own),
        exposure: n / count(n_tests.max(1)),
        seconds: (took.len() >= MIN_GROUP_SIZE as usize)
            .then(|| median(took))
            .flatten(),
    })
}

pub(crate) fn doubts(it: &ItemStatistics, usual: Option<f64>) -> Vec<ReviewFlag> {
    if it.answers < MIN_ANSWERS_FOR_DOUBT {
        return Vec::new();
    }
    let slow = it.seconds.zip(usual);
    let found = [
        (it.facility > 0.95, ReviewFlag::TooEasy),
        (it.facility < 0.2, ReviewFlag::TooHard),
        (
            it.discrimination.is_some_and(|it| it < 0.1),
            ReviewFlag::LowDiscrimination,
        ),
        (
            (it.facility - it.expected).abs() > 0.15,
            ReviewFlag::Miscalibrated,
        ),
        (it.exposure > 0.6, ReviewFlag::Overexposed),
        (
            slow.is_some_and(|(own, usual)| own > usual * 2.0),
            ReviewFlag::Slow,
        ),
    ];
    let found = found.into_iter().filter(|it| it.0);
    found.map(|it| it.1).collect()
}

/// Correlation of right answers with ability, -1 to 1; none if all answers or all abilities are the same.
pub(crate) fn correlation(own: &[ItemAnswer]) -> Option<f64> {
    let n = count(own.len());
    let right = |it: &ItemAnswer| if it.is_right { 1.0 } else { 0.0 };
    let mean_right = own.iter().map(right).sum::<f64>() / n;
    let mean_ability = own.iter().map(|it| it.ability).sum::<f64>() / n;
    let (mut both, mut rights, mut abilities) = (0.0, 0.0, 0.0);
    for it in own {
        let (x, y) = (right(it) - mean_right, it.ability - mean_ability);
        both += x * y;
        rights += x * x;
        abilities += y * y;
    }
    let spread = (rights * abilities).sqrt();
    (spread > 1e-9).then(|| both / spread)
}

/// The median, the upper one of an even number; none if there are no values.
pub(crate) fn median(mut all: Vec<f64>) -> Option<f64> {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied()
}

pub(crate) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions(n: usize) -> Vec<RaschQuestion> {
        let one = |at: usize| RaschQuestion {
            id: ItemId(format!("q{at}")),
            field: "field".into(),
            difficulty: [-12, 0, 12][at % 3],
            is_retired: false,
        };
        (0..n).map(one).collect()
    }

    /// Tests of `people` people with evenly spread abilities who answer right where they are above the difficulty;
    /// whether they answer `odd` right does not depend on ability.
    fn tests(questions: &[RaschQuestion], people: usize, odd: &str) -> Vec<TestResult> {
        let person = |at: usize| {
            let ability = (count(at) / count(people) - 0.5) * 40.0;
            let mark = |it: &RaschQuestion| {
                let is_right = if it.id.as_str() == odd {
                    at.is_multiple_of(2)
                } else {
                    ability > f64::from(it.difficulty)
                };
                let item = it.id.clone();
                MarkedAnswer { item, is_right }
            };
            TestResult {
                marks: questions.iter().map(mark).collect(),
                seconds: questions
                    .iter()
                    .map(|it| {
                        (
                            it.id.clone(),
                            if it.id.as_str() == "q3" { 90.0 } else { 20.0 },
                        )
                    })
                    .collect(),
            }
        };
        (0..people).map(person).collect()
    }

    #[test]
    fn a_question_answered_at_random_is_flagged_and_a_discriminating_one_is_not() {
        let questions = questions(12);
        let told = figures(&questions, &tests(&questions, 60, "q4"));
        let doubts = |id: &str| &told[&ItemId::from(id)].1;
        assert!(doubts("q4").contains(&ReviewFlag::LowDiscrimination));
        assert!(!doubts("q1").contains(&ReviewFlag::LowDiscrimination));
        assert!(
            doubts("q3").contains(&ReviewFlag::Slow) && !doubts("q1").contains(&ReviewFlag::Slow)
        );
        assert!(doubts("q1").contains(&ReviewFlag::Overexposed));
        let middling = &told[&ItemId::from("q1")].0;
        assert!((middling.facility - 0.5).abs() < 0.02, "{middling:?}");
        assert!(middling.discrimination.is_some_and(|it| it > 0.7));
    }

    #[test]
    fn statistics_need_five_answers_and_doubts_need_thirty() {
        let questions = questions(6);
        assert!(figures(&questions, &tests(&questions, 4, "q4")).is_empty());
        let told = figures(&questions, &tests(&questions, 29, "q4"));
        assert_eq!(told.len(), 6);
        assert!(told.values().all(|it| it.1.is_empty()));
    }
}

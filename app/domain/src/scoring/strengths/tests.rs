//! The type rule against an independent implementation, no bias between types, and the encoding of a result.

use super::*;

fn quiz() -> Quiz {
    let text = include_str!("../../../../../server/content/quiz/candidate_quiz.json");
    serde_json::from_str(text).expect("a quiz")
}

/// Random answers (`SplitMix64`); one in `skips` is left out, none if it is 0.
fn answers(quiz: &Quiz, seed: u64, skips: u64) -> Vec<Option<usize>> {
    let mut state = seed;
    let mut roll = move |sides: u64| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = state;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (it ^ (it >> 31)) % sides
    };
    let one = |question: &crate::quiz::QuizQuestion| {
        let at = roll(question.options.len() as u64);
        (skips == 0 || roll(skips) > 0).then(|| usize::try_from(at).expect("small"))
    };
    quiz.questions.iter().map(one).collect()
}

/// The quiz's type rule, implemented independently.
fn by_brute_force(quiz: &Quiz, answers: &[Option<usize>]) -> Vec<String> {
    if answers.iter().flatten().count() < 7 {
        return Vec::new();
    }
    let sum = |dimension: &str| -> u32 {
        let mut sum = 0;
        for (question, answer) in quiz.questions.iter().zip(answers) {
            for weight in answer.iter().flat_map(|at| &question.options[*at].weights) {
                if weight.awareness == dimension {
                    sum += u32::from(weight.points);
                }
            }
        }
        sum
    };
    let sums: Vec<u32> = quiz.dimensions.iter().map(|it| sum(&it.id)).collect();
    let mut sorted = sums.clone();
    sorted.sort_unstable();
    sorted.reverse();
    let ties: Vec<usize> = (0..sums.len())
        .filter(|at| sums[*at] == sorted[0])
        .collect();
    let name = |dimension: Option<&str>| {
        let own = quiz.results.iter();
        let mut own = own.filter(|it| it.dimension.as_deref() == dimension);
        own.next().expect("a type").id.clone()
    };
    if sorted[0] - sorted[3] <= 2 || ties.len() >= 3 {
        return vec![name(None)];
    }
    ties.iter()
        .map(|at| name(Some(&quiz.dimensions[*at].id)))
        .collect()
}

#[test]
fn the_type_matches_an_independent_implementation() {
    let quiz = quiz();
    for seed in 0..20_000 {
        let answers = answers(&quiz, seed, [0, 3][usize::from(seed % 2 == 0)]);
        let mut told: Vec<String> = Strengths::score(&quiz, &answers)
            .types(&quiz)
            .iter()
            .map(|it| it.id.clone())
            .collect();
        let mut expected = by_brute_force(&quiz, &answers);
        told.sort();
        expected.sort();
        assert_eq!(told, expected, "seed {seed}");
    }
}

#[test]
fn random_answers_favour_no_type() {
    let quiz = quiz();
    let mut n = std::collections::BTreeMap::<String, f64>::new();
    for seed in 0..40_000 {
        let strengths = Strengths::score(&quiz, &answers(&quiz, seed, 0));
        for it in strengths.types(&quiz) {
            *n.entry(it.id.clone()).or_default() += 1.0;
        }
    }
    let balanced = n.remove("balancer").unwrap_or_default();
    assert_eq!(n.len(), 7);
    let mean = n.values().sum::<f64>() / 7.0;
    for (id, n) in &n {
        assert!((n / mean - 1.0).abs() < 0.15, "{id}: {n} of about {mean}");
    }
    assert!(balanced > 0.0);
}

#[test]
fn six_answers_give_no_type_and_seven_do() {
    let quiz = quiz();
    let mut answers = answers(&quiz, 5, 0);
    answers[6..].fill(None);
    assert!(Strengths::score(&quiz, &answers).types(&quiz).is_empty());
    answers[6] = Some(0);
    assert!(!Strengths::score(&quiz, &answers).types(&quiz).is_empty());
}

#[test]
fn a_result_round_trips_through_its_fragment() {
    let quiz = quiz();
    for seed in 0..5_000 {
        let strengths = Strengths::score(&quiz, &answers(&quiz, seed, seed % 4));
        let fragment = strengths.to_fragment();
        assert!(fragment.len() <= 16, "{fragment}");
        assert_eq!(
            Strengths::from_fragment(&format!("#{fragment}"), &quiz),
            Some(strengths)
        );
    }
}

#[test]
fn an_invalid_fragment_decodes_to_none() {
    let quiz = quiz();
    for wrong in [
        "",
        "#",
        "1",
        "1.",
        "1.E",
        "1.E7000",
        "x.E70000000",
        "1.E7zzzzzzzzzzzz",
        "1.E6000000",
        "1.あ",
    ] {
        assert_eq!(Strengths::from_fragment(wrong, &quiz), None, "{wrong}");
    }
}

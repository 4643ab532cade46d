//! Simulated people who answer by the model; reproducibility after a crash, retakes, and the estimate itself.

use super::*;
use serde::Deserialize as _;
use std::fmt::Write as _;

fn edition() -> Edition {
    let text = include_str!("../../../../../server/content/literacy_test.json");
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    Edition::deserialize(value).expect("an edition")
}

fn test_of(marked: &[MarkedAnswer], seed: u64) -> AdaptiveTest {
    AdaptiveTest::new(questions(&edition()), marked, HashSet::new(), seed)
}

/// A pseudo-random number, uniform from 0 to 1.
fn chance(seed: u64, at: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let it = (splitmix(seed, at) >> 11) as f64;
    it / 9_007_199_254_740_992.0
}

/// An ability drawn from the normal distribution (Box and Muller).
fn person(seed: u64) -> f64 {
    let (a, b) = (chance(seed, 1_000).max(1e-12), chance(seed, 1_001));
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

fn answers_rightly(ability: f64, question: &RaschQuestion, seed: u64) -> bool {
    let above = ability - f64::from(question.difficulty) / 10.0;
    chance(seed ^ fnv1a(question.id.as_str()), 7) < 1.0 / (1.0 + (-above).exp())
}

fn mark(question: &RaschQuestion, ability: f64, seed: u64) -> MarkedAnswer {
    MarkedAnswer {
        item: question.id.clone(),
        is_right: answers_rightly(ability, question, seed),
    }
}

/// Totals of one kind of test over many simulated people.
#[derive(Default)]
struct Figures {
    n: f64,
    error: f64,
    square: f64,
    length: f64,
    most_exposed: f64,
}

fn simulate(people: u64, test: impl Fn(f64, u64) -> Vec<MarkedAnswer>) -> Figures {
    let all = questions(&edition());
    let mut figures = Figures::default();
    let mut exposed = vec![0.0; all.len()];
    for seed in 0..people {
        let ability = person(seed);
        let marked = test(ability, seed);
        let marks: Vec<Option<bool>> = all
            .iter()
            .map(|it| {
                marked
                    .iter()
                    .find(|mark| mark.item == it.id)
                    .map(|it| it.is_right)
            })
            .collect();
        let off = estimate(&all, &marks, |_| true).ability - ability;
        figures.n += 1.0;
        figures.error += off;
        figures.square += off * off;
        for (n, _) in exposed.iter_mut().zip(&marks).filter(|it| it.1.is_some()) {
            *n += 1.0;
            figures.length += 1.0;
        }
    }
    figures.most_exposed = exposed.into_iter().fold(0.0, f64::max) / figures.n;
    figures
}

/// Simulates a test of a person with an ability and a seed: the questions asked, and whether the answers were right.
type Kind = fn(f64, u64) -> Vec<MarkedAnswer>;

/// SVG with two bars for each kind of test: its error, and the number of questions.
fn chart(people: u64, told: [(f64, f64, f64); 3]) -> String {
    let names = ["Adaptive", "Fixed, 24", "Random, as long"];
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 190\" \
         font-family=\"sans-serif\" font-size=\"14\">\n\
         <rect width=\"640\" height=\"190\" fill=\"#fffdf8\"/>\n\
         <text x=\"16\" y=\"24\">\
         {people} simulated people: error of the estimate (RMSE, logits) and questions asked</text>\n"
    );
    for ((at, name), (_, rmse, length)) in (0..).zip(names).zip(told) {
        let y = 42 + at * 48;
        let (wide, long) = (rmse * 600.0, length * 10.0);
        let _ = write!(
            svg,
            "<text x=\"16\" y=\"{}\">{name}</text>\n\
             <rect x=\"150\" y=\"{y}\" width=\"{wide:.0}\" height=\"16\" fill=\"#2f5d8a\"/>\
             <text x=\"{:.0}\" y=\"{}\">{rmse:.3}</text>\n\
             <rect x=\"150\" y=\"{}\" width=\"{long:.0}\" height=\"16\" fill=\"#8aa05a\"/>\
             <text x=\"{:.0}\" y=\"{}\">{length:.1} questions</text>\n",
            y + 20,
            156.0 + wide,
            y + 13,
            y + 18,
            156.0 + long,
            y + 31
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn adaptive(ability: f64, seed: u64) -> Vec<MarkedAnswer> {
    let all = questions(&edition_once());
    let mut marked = Vec::new();
    loop {
        let test = AdaptiveTest::new(all.clone(), &marked, HashSet::new(), seed);
        let Some(next) = test.next_question() else {
            return marked;
        };
        let question = all.iter().find(|it| it.id == *next).expect("a question");
        marked.push(mark(question, ability, seed));
    }
}

fn edition_once() -> Edition {
    static ONCE: std::sync::OnceLock<Edition> = std::sync::OnceLock::new();
    ONCE.get_or_init(edition).clone()
}

/// Four of each field (one easy, two medium, one hard), the same for everyone, like the bank's short form.
fn fixed(ability: f64, seed: u64) -> Vec<MarkedAnswer> {
    let all = questions(&edition_once());
    let mut chosen: Vec<&RaschQuestion> = Vec::new();
    for field in test_of(&[], 0).fields() {
        for (difficulty, n) in [(-12, 1), (0, 2), (12, 1)] {
            let of = all.iter().filter(|it| it.field == field);
            chosen.extend(of.filter(|it| it.difficulty == difficulty).take(n));
        }
    }
    let answers = chosen.into_iter().map(|it| mark(it, ability, seed));
    answers.collect()
}

/// As many as the adaptive test would ask, drawn at random.
fn random_test(ability: f64, seed: u64) -> Vec<MarkedAnswer> {
    let mut all = questions(&edition_once());
    let n = adaptive(ability, seed).len();
    all.sort_by_key(|it| splitmix(seed, 31) ^ splitmix(fnv1a(it.id.as_str()) ^ seed, 32));
    all.truncate(n);
    all.iter().map(|it| mark(it, ability, seed)).collect()
}

#[test]
fn the_adaptive_test_is_more_precise_per_question_than_fixed_or_random_ones() {
    let people = std::env::var("PEOPLE").ok().and_then(|it| it.parse().ok());
    let people = people.unwrap_or(400);
    let all: [(&str, Kind); 3] = [
        ("adaptive", adaptive),
        ("fixed 24", fixed),
        ("random", random_test),
    ];
    let told = all.map(|(name, test)| {
        let it = simulate(people, test);
        let (bias, rmse) = (it.error / it.n, (it.square / it.n).sqrt());
        let length = it.length / it.n;
        eprintln!(
            "| {name} | {bias:+.3} | {rmse:.3} | {length:.1} | {:.0} % |",
            it.most_exposed * 100.0
        );
        (bias, rmse, length)
    });
    if let Ok(place) = std::env::var("CHART") {
        std::fs::write(place, chart(people, told)).expect("a chart");
    }
    let [(bias, rmse, length), (_, of_fixed, _), (_, of_random, _)] = told;
    assert!(bias.abs() < 0.1, "bias {bias}");
    assert!(rmse < of_random, "{rmse} against {of_random} at random");
    assert!(rmse < of_fixed * 1.1 && length < 23.0, "{rmse}, {length}");
}

#[test]
fn the_same_answers_lead_to_the_same_question_and_the_same_estimate() {
    let marked = adaptive(0.4, 5);
    for n in 0..marked.len() {
        let mut so_far = marked[..n].to_vec();
        let before = test_of(&so_far, 5);
        so_far.reverse();
        let after = test_of(&so_far, 5);
        assert_eq!(before.next_question(), Some(&marked[n].item));
        assert_eq!(before.next_question(), after.next_question());
        assert_eq!(before.estimate, after.estimate);
    }
}

#[test]
fn questions_are_spread_evenly_over_the_fields() {
    for seed in 0..50 {
        let test = test_of(&adaptive(person(seed), seed), seed);
        let n: Vec<usize> = test
            .fields()
            .iter()
            .map(|it| test.n_answered_in(it))
            .collect();
        assert_eq!(n.len(), 6);
        assert!(n.iter().all(|it| (MIN_PER_FIELD..=4).contains(it)), "{n:?}");
        assert!(test.n_answered() <= MAX_QUESTIONS);
        assert!(test.next_question().is_none());
    }
}

#[test]
fn a_retake_asks_other_questions_as_long_as_there_are_any() {
    let first: HashSet<ItemId> = adaptive(0.0, 1).into_iter().map(|it| it.item).collect();
    let all = questions(&edition_once());
    let mut marked = Vec::new();
    while let Some(next) = AdaptiveTest::new(all.clone(), &marked, first.clone(), 2)
        .next_question()
        .cloned()
    {
        assert!(!first.contains(&next), "{next} again");
        marked.push(MarkedAnswer {
            item: next,
            is_right: true,
        });
    }
    assert!(marked.len() >= 18);
}

#[test]
fn right_answers_raise_the_estimate_and_more_answers_shrink_its_error() {
    let all = questions(&edition_once());
    let answered = |right: bool, n: usize| {
        let marked: Vec<_> = all
            .iter()
            .take(n)
            .map(|it| MarkedAnswer {
                item: it.id.clone(),
                is_right: right,
            })
            .collect();
        test_of(&marked, 0).estimate
    };
    assert!(answered(true, 6).ability > answered(true, 3).ability);
    assert!(answered(false, 6).ability < answered(false, 3).ability);
    assert!(answered(true, 12).error < answered(true, 3).error);
    assert!((test_of(&[], 0).estimate.error - 1.0).abs() < 0.001);
}

#[test]
fn options_are_shuffled_unless_they_are_numeric() {
    let test = test_of(&[], 3);
    let orders: HashSet<Vec<usize>> = all_ids()
        .iter()
        .map(|it| test.option_order(it, 4, false))
        .collect();
    assert!(orders.len() > 10);
    assert_eq!(test.option_order(&"st08".into(), 4, true), [0, 1, 2, 3]);
}

fn all_ids() -> Vec<ItemId> {
    questions(&edition_once())
        .into_iter()
        .map(|it| it.id)
        .collect()
}

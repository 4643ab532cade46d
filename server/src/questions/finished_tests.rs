//! What finished tests add to the statistics of the question bank. A test that was begun and not finished counts
//! nowhere.

use super::item_statistics::{TestResult, figures};
use crate::app_state::{AppState, CallError};
use crate::sheets::log;
use domain::calendar::Cycle;
use domain::fact::{Fact, FactBody};
use domain::ids::{ItemId, PersonId};
use domain::instrument::{Edition, FormRole};
use domain::question_bank::{ItemStatistics, ReviewFlag};
use domain::scoring::adaptive::{AdaptiveTest, MarkedAnswer, questions};
use domain::suppression::{Contribution, Figure, Headcounts, MIN_GROUP_SIZE, Picture};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// In seconds. A longer time between two answers is a break, and is left out of the answering times.
const MAX_ANSWER_SECONDS: f64 = 600.0;

/// Stands for the cycle of the bank's figures: they are about the tests of all cycles.
pub(crate) const ALL_CYCLES: &str = "all";

/// The statistics of the bank as they are published.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct BankFigures {
    /// Number of people whose tests are counted; none if fewer than five.
    pub(crate) tests: Option<u32>,
    pub(crate) questions: BTreeMap<ItemId, (ItemStatistics, Vec<ReviewFlag>)>,
}

/// What each person's finished tests add, and the test; none without a literacy test. A question that somebody was
/// asked in two tests counts the first time.
pub(crate) async fn scores(
    app: &AppState,
) -> Result<Option<(Edition, BTreeMap<PersonId, Contribution>)>, CallError> {
    let catalogue = app.catalogue();
    let Some(edition) = catalogue.with_role(FormRole::LiteracyTest) else {
        return Ok(None);
    };
    let mut scores: BTreeMap<PersonId, Contribution> = BTreeMap::new();
    for (person, test) in load_tests(app, edition).await? {
        if !is_finished(edition, &test) {
            continue;
        }
        let values = &mut scores.entry(person).or_default().values;
        for mark in test.marks {
            let right = if mark.is_right { 1.0 } else { 0.0 };
            values.entry(Figure::Right(mark.item)).or_insert(right);
        }
        for (item, seconds) in test.seconds {
            values.entry(Figure::Seconds(item)).or_insert(seconds);
        }
    }
    Ok(Some((edition.clone(), scores)))
}

fn is_finished(edition: &Edition, test: &TestResult) -> bool {
    let asked = AdaptiveTest::new(questions(edition), &test.marks, HashSet::new(), 0);
    asked.next_question().is_none()
}

/// The figures as they are stored.
pub(crate) fn tell(
    edition: &Edition,
    picture: &Picture,
    _: &Headcounts,
) -> Result<String, serde_json::Error> {
    let tests: Vec<TestResult> = picture
        .counted
        .values()
        .map(|values| {
            let mut test = TestResult::default();
            for (figure, counted) in values {
                match figure {
                    Figure::Right(item) => test.marks.push(MarkedAnswer {
                        item: item.clone(),
                        is_right: counted.value > 0.5,
                    }),
                    Figure::Seconds(item) => test.seconds.push((item.clone(), counted.value)),
                    _ => {}
                }
            }
            test
        })
        .collect();
    let n_tests = u32::try_from(tests.len()).unwrap_or(u32::MAX);
    serde_json::to_string(&BankFigures {
        tests: (n_tests >= MIN_GROUP_SIZE).then_some(n_tests),
        questions: figures(&questions(edition), &tests).into_iter().collect(),
    })
}

/// Every test begun, reduced to the questions that the edition has; each person's in the order of the cycles.
async fn load_tests(
    app: &AppState,
    edition: &Edition,
) -> Result<Vec<(PersonId, TestResult)>, CallError> {
    let keys: HashMap<&ItemId, String> = edition
        .items()
        .filter_map(|it| Some((&it.id, it.key()?.right)))
        .collect();
    let runs = log::runs_of_form(app.readers(), &edition.instrument, "").await?;
    let shown = log::shown_answers(&runs)?;
    let given = shown.values().filter(|it| !log::value_of(it).is_null());
    let mut answers: Vec<BankAnswer> = given.filter_map(BankAnswer::of).collect();
    answers.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut tests: Vec<(PersonId, TestResult)> = Vec::new();
    let mut before: Option<&BankAnswer> = None;
    for answer in &answers {
        let same_test = before.filter(|it| it.fact.sheet == answer.fact.sheet);
        if same_test.is_none() {
            let person = answer.fact.sheet.person.clone();
            tests.push((person, TestResult::default()));
        }
        // Time is only comparable between answers of one device: clocks of two devices differ.
        let same_device = same_test.filter(|it| it.fact.device == answer.fact.device);
        let took = same_device.map(|it| {
            let since = answer.fact.noted_at.since(it.fact.noted_at);
            since.as_secs_f64()
        });
        if let (Some((_, test)), Some(right)) = (tests.last_mut(), keys.get(answer.item)) {
            if let Some(took) = took.filter(|it| *it < MAX_ANSWER_SECONDS) {
                test.seconds.push((answer.item.clone(), took));
            }
            let is_right = answer.value.as_str() == Some(right);
            let item = answer.item.clone();
            test.marks.push(MarkedAnswer { item, is_right });
        }
        before = Some(answer);
    }
    Ok(tests)
}

/// An answer to a question of the test.
struct BankAnswer<'a> {
    fact: &'a Fact,
    item: &'a ItemId,
    value: &'a Value,
}

impl<'a> BankAnswer<'a> {
    fn of(fact: &'a Fact) -> Option<Self> {
        match &fact.body {
            FactBody::Answer { item, value, .. } => Some(Self { fact, item, value }),
            _ => None,
        }
    }

    /// Test by test, each in the order answered by the devices' clocks.
    fn order(&self) -> (&PersonId, Cycle, Timestamp) {
        let Fact {
            sheet, noted_at, ..
        } = self.fact;
        (&sheet.person, sheet.cycle, *noted_at)
    }
}

//! The question bank of the literacy test: item statistics, and adding and retiring questions.

pub(crate) mod calls;
pub(crate) mod import;
pub(crate) mod item_statistics;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Row, sql};
use crate::forms::{ItemError, PublishedEdition, upsert_item};
use api::Code;
use api::access::Viewer;
use domain::aggregate::MIN_GROUP_SIZE;
use domain::fact::Fact;
use domain::ids::{DeviceId, ItemId};
use domain::instrument::{Edition, FormRole, Item};
use domain::question_bank::{Bank, BankQuestion, QuestionImport};
use domain::question_bank::{BankField, LineFault};
use domain::scoring::adaptive::MarkedAnswer;
use domain::scoring::adaptive::questions;
use domain::timestamp::Timestamp;
use item_statistics::{TestResult, figures};
use serde_json::Value;
use std::collections::HashMap;

/// In seconds. A longer time between two answers is a break, and is left out of the answering times.
pub(crate) const MAX_ANSWER_SECONDS: f64 = 600.0;

/// In bytes, of an imported file of questions.
pub(crate) const LARGEST_FILE: usize = 1 << 20;

pub(crate) fn published(app: &AppState) -> Result<PublishedEdition, CallError> {
    let catalogue = app.catalogue();
    let published = catalogue
        .with_role(FormRole::LiteracyTest)
        .and_then(|it| catalogue.newest(&it.instrument))
        .ok_or(Code::NotFound)?;
    Ok(published.clone())
}

/// Every test begun, reduced to the questions that the edition has.
pub(crate) async fn load_tests(
    app: &AppState,
    edition: &Edition,
) -> Result<Vec<TestResult>, CallError> {
    let keys: HashMap<&ItemId, String> = edition
        .items()
        .filter_map(|it| Some((&it.id, it.key()?.right)))
        .collect();
    let rows = sql!(questions / answers_of_test)
        .bind(edition.instrument.as_str())
        .fetch_all(app.readers())
        .await?;
    let mut answers = rows
        .iter()
        .map(BankAnswer::from_row)
        .collect::<Result<Vec<_>, _>>()?;
    answers.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut tests: Vec<TestResult> = Vec::new();
    let mut before: Option<&BankAnswer> = None;
    for answer in &answers {
        let same_test = before.filter(|it| it.person == answer.person && it.cycle == answer.cycle);
        if same_test.is_none() {
            tests.push(TestResult::default());
        }
        // Time is only comparable between answers of one device: clocks of two devices differ.
        let same_device = same_test.filter(|it| it.device == answer.device);
        let took = same_device.map(|it| answer.noted_at.since(it.noted_at).as_secs_f64());
        if let (Some(test), Some(right)) = (tests.last_mut(), keys.get(&answer.item)) {
            if let Some(took) = took.filter(|it| *it < MAX_ANSWER_SECONDS) {
                test.seconds.push((answer.item.clone(), took));
            }
            let is_right = answer.value.as_str() == Some(right);
            let item = answer.item.clone();
            test.marks.push(MarkedAnswer { item, is_right });
        }
        before = Some(answer);
    }
    tests.retain(|it| !it.marks.is_empty());
    Ok(tests)
}

/// An answer to a question of the test.
struct BankAnswer {
    person: String,
    cycle: String,
    item: ItemId,
    value: Value,
    device: DeviceId,
    /// By the device's clock.
    noted_at: Timestamp,
}

impl BankAnswer {
    fn from_row(row: &Row) -> Result<Self, CallError> {
        let fact: Fact = serde_json::from_str(row.try_get("fact")?)?;
        Ok(Self {
            person: row.try_get("person")?,
            cycle: row.try_get("cycle")?,
            item: ItemId(row.try_get("item")?),
            value: serde_json::from_str(row.try_get("value")?)?,
            device: fact.device,
            noted_at: fact.noted_at,
        })
    }

    /// Test by test, each in the order answered by the devices' clocks.
    fn order(&self) -> (&str, &str, Timestamp) {
        (&self.person, &self.cycle, self.noted_at)
    }
}

pub(crate) async fn question_bank(app: &AppState) -> Result<Bank, CallError> {
    let edition = published(app)?.edition;
    let tests = load_tests(app, &edition).await?;
    let n_tests = u32::try_from(tests.len()).unwrap_or(u32::MAX);
    let tell = move || {
        let mut told = figures(&questions(&edition), &tests);
        let question = |item: &Item| {
            let key = item.key()?;
            let (figures, doubts) = told.remove(&item.id).unzip();
            Some(BankQuestion {
                id: item.id.clone(),
                field: item.subject.clone()?,
                words: item.words.clone(),
                difficulty: key.difficulty,
                retired: key.retired,
                figures,
                doubts: doubts.unwrap_or_default(),
            })
        };
        Bank {
            questions: edition.items().filter_map(question).collect(),
            fields: edition
                .subjects
                .iter()
                .map(|it| BankField {
                    id: it.id.clone(),
                    words: it.words.clone(),
                })
                .collect(),
            tests: (n_tests >= MIN_GROUP_SIZE).then_some(n_tests),
        }
    };
    // Takes about a second with thousands of tests: run off the async executor, or other calls would wait.
    let bank = tokio::task::spawn_blocking(tell).await;
    Ok(bank.map_err(|_| Code::Internal)?)
}

pub(crate) async fn retire_question(
    app: &AppState,
    by: &Viewer,
    id: ItemId,
    is_retired: bool,
) -> Result<(), CallError> {
    // Held until the catalogue is reloaded: a second change must validate against this one.
    let _turn = app.question_change_lock.lock().await;
    let edition = published(app)?.edition;
    let item = edition.item(&id).ok_or(Code::NotFound)?;
    let key = item.key().ok_or(Code::NotFound)?;
    if key.retired == is_retired {
        return Ok(());
    }
    let kind = if is_retired { "retire" } else { "restore" };
    change(app, by, vec![(id, kind, None)]).await
}

pub(crate) async fn add_questions(
    app: &AppState,
    by: &Viewer,
    file: &[u8],
) -> Result<QuestionImport, CallError> {
    if file.len() > LARGEST_FILE {
        return Err(Code::TooLarge.into());
    }
    let _turn = app.question_change_lock.lock().await;
    let edition = published(app)?.edition;
    let catalogue = app.catalogue();
    let form = edition.instrument.clone();
    let read = import::read(file, &edition, |id| catalogue.item(&form, id).is_some());
    let items = match read {
        Ok(items) => items,
        Err(faults) => {
            let faults = faults.into_iter().map(|it| LineFault {
                line: it.line,
                why: it.sentence,
            });
            return Ok(QuestionImport {
                questions: 0,
                faults: faults.collect(),
            });
        }
    };
    let questions = u32::try_from(items.len()).unwrap_or(u32::MAX);
    let changes = items
        .into_iter()
        .map(|it| (it.id.clone(), "add", Some(it)))
        .collect();
    change(app, by, changes).await?;
    Ok(QuestionImport {
        questions,
        faults: Vec::new(),
    })
}

/// Writes all changes in one transaction, then reloads the catalogue.
pub(crate) async fn change(
    app: &AppState,
    by: &Viewer,
    changes: Vec<(ItemId, &'static str, Option<Item>)>,
) -> Result<(), CallError> {
    let (edition, now, by) = (published(app)?.edition, app.now(), by.clone());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let ids: Vec<&ItemId> = changes.iter().map(|it| &it.0).collect();
            let act = Act::by(&by, AuditAct::QuestionChanged)
                .form(edition.instrument.as_str(), "")
                .details(serde_json::json!({ "questions": ids }));
            audit::record(connection, now, act).await?;
            for ((id, kind, item), position) in changes.into_iter().zip(10_000_i64..) {
                if let Some(item) = &item {
                    upsert_item(connection, &edition, item, position)
                        .await
                        .map_err(|error| match error {
                            ItemError::OtherKind(_) => Code::BadRequest.into(),
                            ItemError::Database(error) => CallError::from(error),
                        })?;
                }
                sql!(questions / insert_question_change)
                    .bind(by.id.as_str())
                    .bind(edition.instrument.as_str())
                    .bind(id.as_str())
                    .bind(kind)
                    .bind(item.map(|it| serde_json::to_string(&it)).transpose()?)
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
            }
            Ok::<(), CallError>(())
        })
    });
    write.await?;
    app.reload_catalogue().await
}

//! The question bank of the literacy test: item statistics, and adding and retiring questions.

use super::{AppState, CallError};
use crate::bank::{self, TestResult, figures};
use crate::content::{PublishedEdition, upsert_item};
use api::Code;
use domain::aggregate::MIN_GROUP_SIZE;
use domain::ids::{InstrumentId, ItemId, PersonId};
use domain::instrument::{Edition, Item};
use domain::question_bank::{Bank, BankQuestion, QuestionImport};
use domain::scoring::adaptive::questions;
use sqlx::Row;
use std::collections::HashMap;

const FORM: &str = "literacy_test";

/// In seconds. A longer time between two answers is a break, and is left out of the answering times.
const MAX_ANSWER_SECONDS: f64 = 600.0;

/// In bytes, of an imported file of questions.
const LARGEST_FILE: usize = 1 << 20;

fn published(desk: &AppState) -> Result<PublishedEdition, CallError> {
    let catalogue = desk.catalogue();
    let published = catalogue.newest(&FORM.into()).ok_or(Code::NotFound)?;
    Ok(published.clone())
}

/// Every test begun, reduced to the questions that the edition has.
async fn tests(desk: &AppState, edition: &Edition) -> Result<Vec<TestResult>, CallError> {
    let keys: HashMap<&ItemId, String> = edition
        .items()
        .filter_map(|it| Some((&it.id, it.key()?.right)))
        .collect();
    let rows = sqlx::query(include_str!("bank.sql"))
        .bind(FORM)
        .fetch_all(desk.readers())
        .await?;
    let mut tests: Vec<TestResult> = Vec::new();
    let mut before: Option<(String, String, String, i64)> = None;
    for row in rows {
        let (person, cycle): (String, String) = (row.try_get("person")?, row.try_get("cycle")?);
        let (device, at): (String, i64) = (row.try_get("device")?, row.try_get("noted_at")?);
        let item = ItemId(row.try_get("item")?);
        let said: serde_json::Value = serde_json::from_str(row.try_get("value")?)?;
        let same_test = |it: &(String, String, String, i64)| it.0 == person && it.1 == cycle;
        if !before.as_ref().is_some_and(same_test) {
            tests.push(TestResult::default());
        }
        // Time is only comparable between answers of one device: clocks of two devices differ.
        let same_device = before.as_ref().filter(|it| same_test(it) && it.2 == device);
        let took = same_device.and_then(|it| i32::try_from(at - it.3).ok());
        if let (Some(test), Some(right)) = (tests.last_mut(), keys.get(&item)) {
            if let Some(took) = took.map(|it| f64::from(it) / 1_000.0)
                && (0.0..MAX_ANSWER_SECONDS).contains(&took)
            {
                test.seconds.push((item.clone(), took));
            }
            test.marks.push((item, said.as_str() == Some(right)));
        }
        before = Some((person, cycle, device, at));
    }
    tests.retain(|it| !it.marks.is_empty());
    Ok(tests)
}

pub(super) async fn bank(desk: &AppState) -> Result<Bank, CallError> {
    let edition = published(desk)?.edition;
    let tests = tests(desk, &edition).await?;
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
                .map(|it| (it.id.clone(), it.words.clone()))
                .collect(),
            tests: (n_tests >= MIN_GROUP_SIZE).then_some(n_tests),
        }
    };
    // Takes about a second with thousands of tests: run off the async executor, or other calls would wait.
    let bank = tokio::task::spawn_blocking(tell).await;
    Ok(bank.map_err(|_| Code::Internal)?)
}

pub(super) async fn set_retired(
    desk: &AppState,
    author: PersonId,
    id: ItemId,
    is_retired: bool,
) -> Result<(), CallError> {
    // Held until the catalogue is reloaded: a second change must validate against this one.
    let _turn = desk.question_change_lock.lock().await;
    let edition = published(desk)?.edition;
    let item = edition.item(&id).ok_or(Code::NotFound)?;
    let key = item.key().ok_or(Code::NotFound)?;
    if key.retired == is_retired {
        return Ok(());
    }
    let kind = if is_retired { "retire" } else { "restore" };
    change(desk, author, vec![(id, kind, None)]).await
}

pub(super) async fn add_questions(
    desk: &AppState,
    author: PersonId,
    file: &[u8],
) -> Result<QuestionImport, CallError> {
    if file.len() > LARGEST_FILE {
        return Err(Code::TooLarge.into());
    }
    let _turn = desk.question_change_lock.lock().await;
    let edition = published(desk)?.edition;
    let catalogue = desk.catalogue();
    let form = InstrumentId::from(FORM);
    let read = bank::read(file, &edition, |id| catalogue.item(&form, id).is_some());
    let items = match read {
        Ok(items) => items,
        Err(faults) => {
            let faults = faults.into_iter().map(|it| (it.line, it.sentence));
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
    change(desk, author, changes).await?;
    Ok(QuestionImport {
        questions,
        faults: Vec::new(),
    })
}

/// Writes all changes in one transaction, then reloads the catalogue.
async fn change(
    desk: &AppState,
    author: PersonId,
    changes: Vec<(ItemId, &'static str, Option<Item>)>,
) -> Result<(), CallError> {
    let (edition, now) = (published(desk)?.edition, desk.now());
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            for ((id, kind, item), position) in changes.into_iter().zip(10_000_i64..) {
                if let Some(item) = &item {
                    let put = upsert_item(connection, &edition, item, position).await?;
                    put.map_err(|_| Code::BadRequest)?;
                }
                sqlx::query("insert into bank_change (author, instrument, item, kind, body, at) values (?, ?, ?, ?, ?, ?)")
                    .bind(author.as_str())
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
    desk.reload_catalogue().await
}

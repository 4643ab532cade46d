//! The question bank of the literacy test: item statistics, and adding and retiring questions.

pub(crate) mod calls;
pub(crate) mod finished_tests;
pub(crate) mod import;
pub(crate) mod item_statistics;

use crate::aggregates::publication::newest;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use crate::forms::{ItemError, PublishedEdition, count_change, upsert_item};
use api::Code;
use api::access::Viewer;
use domain::ids::ItemId;
use domain::instrument::{FormRole, Item, Subject};
use domain::question_bank::{Bank, BankQuestion, QuestionImport};
use domain::question_bank::{BankField, LineFault};
use finished_tests::{ALL_CYCLES, BankFigures};

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

pub(crate) async fn question_bank(app: &AppState) -> Result<Bank, CallError> {
    let edition = published(app)?.edition;
    let found = newest::<BankFigures>(app, &edition.instrument, ALL_CYCLES).await?;
    let (published_at, mut figures) = found.unzip();
    let question = |item: &Item| {
        let key = item.key()?;
        let own = figures
            .as_mut()
            .and_then(|it| it.questions.remove(&item.id));
        let (figures, doubts) = own.unzip();
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
    let questions = edition.items().filter_map(question).collect();
    let field = |it: &Subject| BankField {
        id: it.id.clone(),
        words: it.words.clone(),
    };
    Ok(Bank {
        published_at,
        questions,
        fields: edition
            .subjects
            .iter()
            .filter(|it| !it.retired)
            .map(field)
            .collect(),
        tests: figures.and_then(|it| it.tests),
    })
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
                            ItemError::Database(error) => CallError::from(error),
                            _ => Code::BadRequest.into(),
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
            Ok::<(), CallError>(count_change(connection).await?)
        })
    });
    write.await?;
    app.reload_catalogue().await
}

//! Completes databases of earlier releases, which did not note which joint records have a part that both sides
//! confirmed, and which 確認番号 were used.

use super::exchange::confirm_pin::proof_digest;
use super::log::{self, facts_of_sheet};
use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::ApiError;
use domain::fact::FactBody;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Workflow;
use domain::sheet::{Sheet, SheetId};

/// Notes what is missing; called before the server listens.
pub async fn complete(app: &AppState) -> Result<(), ApiError> {
    note_agreed(app).await?;
    Ok(note_used_confirmations(app).await?)
}

/// Every 確認番号 that was accepted before uses were noted counts as used: both devices have it.
async fn note_used_confirmations(app: &AppState) -> Result<(), CallError> {
    let n_noted: i64 = sql!(sheets / count_used_confirmations)
        .fetch_value(app.readers())
        .await?;
    if n_noted > 0 {
        return Ok(());
    }
    let runs = log::runs_of(sql!(sheets / steps_with_confirmation), app.readers()).await?;
    let digests: Vec<Vec<u8>> = log::facts_of(&runs)?
        .into_iter()
        .filter_map(|(_, it)| match &it.body {
            FactBody::Step { act, .. } => proof_digest(act),
            _ => None,
        })
        .collect();
    let now = app.now();
    let write = app
        .database()
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                for digest in digests {
                    sql!(sheets / use_confirmation)
                        .bind(digest)
                        .bind(now)
                        .execute(&mut *connection)
                        .await?;
                }
                Ok(())
            })
        });
    write.await
}

async fn note_agreed(app: &AppState) -> Result<(), CallError> {
    let (database, forms) = (app.database(), app.catalogue());
    let joint: Vec<&InstrumentId> = forms
        .all()
        .filter(|it| it.1.edition.course == Workflow::Joint)
        .map(|it| it.0)
        .collect();
    let rows = sql!(sheets / sheets_without_agreed)
        .bind(serde_json::to_string(&joint)?)
        .fetch_all(&database.readers)
        .await?;
    for row in rows {
        let cycle: String = row.try_get("cycle")?;
        let Ok(cycle) = cycle.parse() else { continue };
        let sheet = SheetId {
            person: row.try_get::<PersonId, _>("person")?,
            instrument: row.try_get("instrument")?,
            cycle,
        };
        let folded = Sheet::from_facts(&facts_of_sheet(&database.readers, &sheet).await?);
        let mut signatures = folded.signatures.iter();
        let has_agreed = signatures.any(|it| folded.is_agreed(&it.part));
        let write = database.writer.run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(sheets / set_has_agreed)
                    .bind(has_agreed)
                    .bind(sheet.person.as_str())
                    .bind(sheet.instrument.as_str())
                    .bind(sheet.cycle.to_string())
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
        write.await?;
    }
    Ok(())
}

//! Databases of releases that did not note which joint records have a part that both sides confirmed.

use super::sharing::facts_of_sheet;
use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::ApiError;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Workflow;
use domain::sheet::{Sheet, SheetId};

/// Notes it for the sheets that have no note; called when the server starts.
pub async fn note_agreed(app: &AppState) -> Result<(), ApiError> {
    Ok(note_all(app).await?)
}

async fn note_all(app: &AppState) -> Result<(), CallError> {
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

//! A new 所属長 reads what was shared with the one before only if its owner hands it on. They are asked once.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use api::access::Viewer;
use api::accounts::SheetsToHandOn;
use domain::ids::PersonId;
use serde_json::json;

/// What a person has to decide on; none if nothing.
pub(crate) async fn to_decide(
    app: &AppState,
    person: &PersonId,
) -> Result<Option<SheetsToHandOn>, CallError> {
    let row = sql!(sheets / sheets_to_hand_on)
        .bind(person.as_str())
        .fetch_optional(app.readers())
        .await?;
    let waiting = row.map(|row| {
        Ok::<_, CallError>(SheetsToHandOn {
            n_sheets: row.try_get("n_sheets")?,
            supervisor: row.try_get("supervisor")?,
            name: row.try_get("name")?,
            is_kept: row.try_get("is_kept")?,
        })
    });
    waiting.transpose()
}

/// Hands the sheets on to a 所属長, or keeps them back. Nothing changes if the roster has another one by now.
pub(crate) async fn decide(
    app: &AppState,
    by: &Viewer,
    supervisor: PersonId,
    hand_on: bool,
) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let n_sheets = sql!(sheets / hand_on_sheets)
                    .bind(by.id.as_str())
                    .bind(hand_on)
                    .bind(supervisor.as_str())
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::SheetsHandedOn)
                    .about(&by.id)
                    .details(json!({ "handed_on": hand_on, "to": supervisor, "sheets": n_sheets }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

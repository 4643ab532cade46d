//! The tree of the organisation on a day, and the reorganisations that were decided on.

use super::records;
use super::rules;
use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::organisation::{OrganisationOnDay, PastReorganisation};
use domain::ids::Day;
use domain::organisation::{Organisation, records_on};
use domain::roster_difference::PastImport;

/// The tree on a day.
pub(crate) async fn on_day(app: &AppState, day: Day) -> Result<OrganisationOnDay, CallError> {
    rules::check_day(&day, app.now())?;
    let records = records::all(app.readers()).await?;
    let changes = records::all_changes(app.readers()).await?;
    let history_begins = changes.iter().map(|it| it.first_day.clone()).min();
    // Before the first roster nobody is known to have come.
    let first = history_begins.clone().filter(|it| *it > day);
    let seen = first.as_ref().unwrap_or(&day);
    let mut organisation = Organisation::of(&records_on(seen, &records, &changes));
    organisation.note_lifetimes(seen, &records, &changes);
    Ok(OrganisationOnDay {
        history_begins,
        past: past(app).await?,
        organisation,
        day,
    })
}

async fn past(app: &AppState) -> Result<Vec<PastReorganisation>, CallError> {
    let rows = sql!(people / reorganisations)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &crate::db::Row| {
        let (is_last, is_undone): (bool, bool) =
            (row.try_get("is_last")?, row.try_get("is_undone")?);
        let n_made: i64 = row.try_get("n_made")?;
        Ok(PastReorganisation {
            first_day: Day(row.try_get("first_day")?),
            can_be_undone: !is_undone && (is_last || n_made == 0),
            import: PastImport {
                seq: row.try_get("seq")?,
                author: row.try_get("author_name")?,
                created_at: row.try_get("created_at")?,
                file_name: row.try_get("file_name")?,
                n_joined: 0,
                n_changed: row.try_get("n_changed")?,
                is_undone,
            },
        })
    };
    rows.iter().map(read).collect()
}

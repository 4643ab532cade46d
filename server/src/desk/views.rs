//! Supervisor assessments, for the person they are about: shown once both sides have published theirs.

use super::{AppState, CallError};
use api::SupervisorAssessment;
use domain::ids::{InstrumentId, ItemId, PersonId};
use domain::sheet::{ShareScope, SheetId};
use sqlx::Row;
use sqlx::sqlite::SqliteExecutor;

/// Whether a sheet is submitted and shared with its owner's 所属長.
pub(super) async fn is_shared_with_supervisor(
    database: impl SqliteExecutor<'_>,
    sheet: &SheetId,
) -> Result<bool, CallError> {
    let scope: Option<String> = sqlx::query_scalar(include_str!("handed_in.sql"))
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .fetch_optional(database)
        .await?;
    let scope = ShareScope::from_wire(scope.as_deref()).unwrap_or_default();
    Ok(scope.includes_supervisor())
}

pub(super) async fn of_sheet_owner(
    desk: &AppState,
    caller: &PersonId,
    sheet: &SheetId,
) -> Result<Vec<SupervisorAssessment>, CallError> {
    let catalogue = desk.catalogue();
    let views = catalogue.all();
    let views = views.filter(|it| it.1.edition.about == sheet.instrument);
    let views: Vec<&InstrumentId> = views.map(|it| it.0).collect();
    if sheet.person != *caller || !is_shared_with_supervisor(desk.readers(), sheet).await? {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(include_str!("views.sql"))
        .bind(caller.as_str())
        .bind(serde_json::to_string(&views)?)
        .bind(sheet.cycle.to_string())
        .fetch_all(desk.readers())
        .await?;
    let mut all: Vec<(String, SupervisorAssessment)> = Vec::new();
    for row in rows {
        let author: String = row.try_get("id")?;
        if all.last().is_none_or(|it| it.0 != author) {
            let by = row.try_get("name")?;
            let answers = Vec::new();
            all.push((author, SupervisorAssessment { by, answers }));
        }
        let (item, value): (&str, &str) = (row.try_get("item")?, row.try_get("value")?);
        let id = item.split_once('.').map_or(item, |it| it.0);
        let value = serde_json::from_str(value)?;
        if let Some((_, view)) = all.last_mut() {
            view.answers.push((ItemId::from(id), value));
        }
    }
    Ok(all.into_iter().map(|it| it.1).collect())
}

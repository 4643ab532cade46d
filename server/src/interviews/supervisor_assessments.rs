//! Supervisor assessments, for the person they are about: shown once both sides have published theirs.

use crate::app_state::{AppState, CallError};
use crate::db::{Target, sql};
use api::interviews::SupervisorAssessment;
use domain::ids::{InstrumentId, ItemId, PersonId};
use domain::sheet::ItemValue;
use domain::sheet::{ShareScope, SheetId};

/// Whether a sheet is submitted and shared with its owner's 所属長.
pub(crate) async fn is_shared_with_supervisor(
    database: impl Into<Target<'_>>,
    sheet: &SheetId,
) -> Result<bool, CallError> {
    let scope: Option<String> = sql!(interviews / share_scope_if_submitted)
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .fetch_optional_value(database)
        .await?;
    let scope: ShareScope = scope.and_then(|it| it.parse().ok()).unwrap_or_default();
    Ok(scope.includes_supervisor())
}

pub(crate) async fn supervisor_assessments(
    app: &AppState,
    caller: &PersonId,
    sheet: &SheetId,
) -> Result<Vec<SupervisorAssessment>, CallError> {
    let catalogue = app.catalogue();
    let views = catalogue.all();
    let views = views.filter(|it| it.1.edition.about == sheet.instrument);
    let views: Vec<&InstrumentId> = views.map(|it| it.0).collect();
    if sheet.person != *caller || !is_shared_with_supervisor(app.readers(), sheet).await? {
        return Ok(Vec::new());
    }
    let rows = sql!(interviews / supervisor_assessments)
        .bind(caller.as_str())
        .bind(serde_json::to_string(&views)?)
        .bind(sheet.cycle.to_string())
        .fetch_all(app.readers())
        .await?;
    let mut all: Vec<(String, SupervisorAssessment)> = Vec::new();
    for row in rows {
        let author: String = row.try_get("id")?;
        if all.last().is_none_or(|it| it.0 != author) {
            let by = row.try_get("name")?;
            let answers = Vec::new();
            all.push((author, SupervisorAssessment { by, answers }));
        }
        let item = ItemId(row.try_get("item")?);
        let id = item.split_staff().map_or(item, |it| it.0);
        let value = serde_json::from_str(row.try_get("value")?)?;
        if let Some((_, view)) = all.last_mut() {
            view.answers.push(ItemValue { item: id, value });
        }
    }
    Ok(all.into_iter().map(|it| it.1).collect())
}

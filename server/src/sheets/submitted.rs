//! The submitted sheets of a form, as a reader may see them.

use crate::app_state::{AppState, CallError};
use crate::db::sql;
use crate::sheets::authorization::may_open;
use crate::sheets::{log, sharing};
use api::access::Viewer;
use api::sheets::OpenedSheet;
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};

/// Those of a cycle or of a person. Which of them may be read is decided before an answer is loaded. None of them
/// counts as opened by this alone.
pub(crate) async fn sheets_of_form(
    app: &AppState,
    reader: &Viewer,
    form: &InstrumentId,
    (cycle, person): (Option<Cycle>, Option<&PersonId>),
) -> Result<Vec<OpenedSheet>, CallError> {
    let rows = sql!(sheets / submitted_sheets_of_form)
        .bind(form.as_str())
        .bind(cycle.map(|it| it.to_string()))
        .bind(person.map(PersonId::as_str))
        .fetch_all(app.readers())
        .await?;
    let mut readable = Vec::new();
    for row in &rows {
        let (head, access) = sharing::read_shared(app, row)?;
        if may_open(reader, &access) {
            readable.push((head.sheet, row));
        }
    }
    let facts = log::facts_by_sheet(app.readers(), readable.iter().map(|it| &it.0)).await?;
    let mut opened = Vec::new();
    for (sheet, row) in readable {
        let facts = facts.get(&sheet).map(Vec::as_slice).unwrap_or_default();
        let loaded = sharing::read_sheet_row(app, row, facts)?;
        opened.extend(sharing::filter_for(app, reader, loaded));
    }
    Ok(opened)
}

//! How far a cycle has come, by section: for 職員課, who see to it that everybody hands in. Live, and about nobody's
//! answers.

use crate::app_state::{AppState, CallError};
use crate::db::{DbError, sql};
use api::Code;
use domain::aggregate::SectionProgress;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;

pub(crate) async fn progress(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<Vec<SectionProgress>, CallError> {
    // Restricted forms have no aggregates; the error does not tell them from unknown forms.
    if app.is_restricted(instrument) {
        return Err(Code::NotFound.into());
    }
    let rows = sql!(personnel / submission_progress)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_all(app.readers())
        .await?;
    let sections = rows.iter().map(|row| {
        Ok(SectionProgress {
            department: row.try_get("department")?,
            section: row.try_get("section")?,
            people: row.try_get("people")?,
            begun: row.try_get("begun")?,
            submitted: row.try_get("submitted")?,
        })
    });
    Ok(sections.collect::<Result<_, DbError>>()?)
}

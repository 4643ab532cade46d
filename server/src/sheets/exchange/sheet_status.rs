//! The status of each sheet that a push writes in.

use super::{PushTx, StepBase};
use crate::app_state::CallError;
use crate::db::{Connection, sql};
use crate::sheets::push_rules::SheetStatus;
use domain::fact::Fact;
use domain::sheet::{ShareScope, SheetId, SheetState};
use domain::timestamp::Timestamp;

impl PushTx {
    /// The sheet's status; the default, which is closed, for an unknown cycle.
    pub(super) fn status(&mut self, sheet: &SheetId) -> &mut SheetStatus {
        self.statuses.entry(sheet.clone()).or_default()
    }

    /// Updates the sheet's row if this fact changes its status.
    pub(super) async fn update_status(
        &mut self,
        connection: &mut Connection,
        fact: &Fact,
        base: &StepBase,
    ) -> Result<(), CallError> {
        let now = self.now;
        let standing = self.status(&fact.sheet);
        let Some(state) = standing.state_after(fact, || base.state) else {
            return Ok(());
        };
        standing.exists = true;
        standing.state = state;
        let submitted = !state.is_open();
        let scope = if submitted {
            base.scope
        } else {
            ShareScope::SelfOnly
        };
        sql!(sheets / upsert_sheet_status)
            .bind(fact.sheet.person.as_str())
            .bind(fact.sheet.instrument.as_str())
            .bind(fact.sheet.cycle.to_string())
            .bind(state.into_str())
            .bind(scope.into_str())
            .bind(submitted.then_some(now))
            .bind(matches!(state, SheetState::Agreed | SheetState::Closed))
            .bind(base.has_agreed)
            .execute(&mut *connection)
            .await?;
        if !matches!(state, SheetState::Agreed | SheetState::Closed) {
            let until = submitted.then(|| fact.noted_at.min(now));
            note_readers(connection, &fact.sheet, until).await?;
        }
        Ok(())
    }
}

/// Notes who reads a sheet as a second reader: those who had been named when its owner handed it in, on whatever
/// device.
async fn note_readers(
    connection: &mut Connection,
    sheet: &SheetId,
    // Before when they had to be named; none if the sheet is open.
    until: Option<Timestamp>,
) -> Result<(), CallError> {
    let SheetId {
        person,
        instrument,
        cycle,
    } = sheet;
    sql!(sheets / forget_readers_of_sheet)
        .bind(person.as_str())
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .execute(&mut *connection)
        .await?;
    if let Some(until) = until {
        sql!(sheets / note_readers_of_sheet)
            .bind(person.as_str())
            .bind(instrument.as_str())
            .bind(cycle.to_string())
            .bind(until)
            .execute(connection)
            .await?;
    }
    Ok(())
}

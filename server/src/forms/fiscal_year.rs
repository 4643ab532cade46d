//! A fiscal year begins on 1 April: the forms get their cycles, and the first of them opens.

use super::Catalogue;
use crate::db::writer::WriteError;
use crate::db::{Connection, Database, DbError, sql};
use domain::calendar::Cycle;
use domain::instrument::{Edition, Opens};
use domain::timestamp::Timestamp;

/// Creates a cycle of a form, unless there is one: that keeps its state.
pub(super) async fn insert(
    connection: &mut Connection,
    edition: &Edition,
    cycle: Cycle,
    is_open: bool,
) -> Result<(), DbError> {
    sql!(forms / insert_cycle_if_absent)
        .bind(edition.instrument.as_str())
        .bind(cycle.to_string())
        .bind(is_open)
        .execute(connection)
        .await?;
    Ok(())
}

/// Begins the fiscal year for every form that had cycles in the year before: 期首 opens, the others wait for 職員課. A
/// cycle that is there already, because 職員課 gave it days or opened it early, keeps its state. A clock that is years
/// ahead begins nothing. Called at every start and daily.
pub(crate) async fn begin(
    database: &Database,
    forms: &Catalogue,
    now: Timestamp,
) -> Result<(), WriteError> {
    let year = now.fiscal_year();
    let editions: Vec<Edition> = forms.all().map(|it| it.1.edition.clone()).collect();
    let job = database.writer.run(move |connection| {
        Box::pin(async move {
            for edition in &editions {
                let is_by_hand = edition.opens() == Opens::ByHand;
                if is_by_hand || !had_cycles(connection, edition, year - 1).await? {
                    continue;
                }
                let is_offered = edition.opens_by_itself();
                for (cycle, n) in edition.cycles(year).into_iter().zip(0..) {
                    insert(connection, edition, cycle, is_offered && n == 0).await?;
                }
            }
            Ok(())
        })
    });
    job.await
}

/// Whether a form had cycles in a fiscal year.
async fn had_cycles(
    connection: &mut Connection,
    edition: &Edition,
    year: u16,
) -> Result<bool, DbError> {
    let cycles: Vec<String> = sql!(forms / cycles_of_instrument)
        .bind(edition.instrument.as_str())
        .fetch_values(connection)
        .await?;
    let mut cycles = cycles.iter().filter_map(|it| it.parse::<Cycle>().ok());
    Ok(cycles.any(|it| it.year == year))
}

//! Career declarations for 職員課: all of one year for searching, and one person's over the years.

use super::{AppState, CallError, shared};
use crate::access::Viewer;
use domain::calendar::{Cycle, iso_day};
use domain::career::Declaration;
use domain::ids::PersonId;

pub(super) async fn in_year(
    desk: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<Vec<Declaration>, CallError> {
    let [cycle, ..] = Cycle::in_year(year);
    load_declarations(desk, reader, Some(cycle), None).await
}

pub(super) async fn declarations_of_person(
    desk: &AppState,
    reader: &Viewer,
    person: &PersonId,
) -> Result<Vec<Declaration>, CallError> {
    load_declarations(desk, reader, None, Some(person)).await
}

async fn load_declarations(
    desk: &AppState,
    reader: &Viewer,
    cycle: Option<Cycle>,
    person: Option<&PersonId>,
) -> Result<Vec<Declaration>, CallError> {
    let rows = sqlx::query(include_str!("careers.sql"))
        .bind(cycle.map(|it| it.to_string()))
        .bind(person.map(PersonId::as_str))
        .fetch_all(desk.readers())
        .await?;
    let mut declarations = Vec::new();
    for row in &rows {
        let (head, readable, says) = shared::read_sheet_row(desk, row)?;
        let cycle = head.sheet.cycle;
        let submitted_at = head.submitted_at.unwrap_or_default();
        if let Some(opened) = shared::filter_for(desk, reader, head, &readable, &says) {
            declarations.push(Declaration {
                person: opened.head.owner,
                cycle,
                submitted_at,
                answers: opened.answers,
            });
        }
    }
    log_views(desk, reader, &declarations).await?;
    Ok(declarations)
}

/// Logs a view of each declaration.
async fn log_views(
    desk: &AppState,
    reader: &Viewer,
    declarations: &[Declaration],
) -> Result<(), CallError> {
    let (reader, now) = (reader.id.clone(), desk.now());
    let opened: Vec<(String, String)> = declarations
        .iter()
        .map(|it| (it.person.id.0.clone(), it.cycle.to_string()))
        .collect();
    let opened = serde_json::to_string(&opened)?;
    let today = iso_day(now);
    let write = desk
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                // One entry per viewer, sheet and day: a search reads all declarations and would flood the view logs.
                sqlx::query(include_str!("open_careers.sql"))
                    .bind(reader.as_str())
                    .bind(opened)
                    .bind(now)
                    .bind(today)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

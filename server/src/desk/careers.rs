//! Career declarations for 職員課: all of one year for searching, and one person's over the years.

use super::{Failure, SqliteDesk, shared};
use crate::access::Reader;
use domain::calendar::{Cycle, day};
use domain::career::Declaration;
use domain::ids::PersonId;

pub(super) async fn of_year(
    desk: &SqliteDesk,
    reader: &Reader,
    year: u16,
) -> Result<Vec<Declaration>, Failure> {
    let [cycle, ..] = Cycle::of_year(year);
    read(desk, reader, Some(cycle), None).await
}

pub(super) async fn of_person(
    desk: &SqliteDesk,
    reader: &Reader,
    person: &PersonId,
) -> Result<Vec<Declaration>, Failure> {
    read(desk, reader, None, Some(person)).await
}

async fn read(
    desk: &SqliteDesk,
    reader: &Reader,
    cycle: Option<Cycle>,
    person: Option<&PersonId>,
) -> Result<Vec<Declaration>, Failure> {
    let rows = sqlx::query(include_str!("careers.sql"))
        .bind(cycle.map(|it| it.to_string()))
        .bind(person.map(PersonId::as_str))
        .fetch_all(desk.readers())
        .await?;
    let mut declarations = Vec::new();
    for row in &rows {
        let (head, readable, says) = shared::read_whole(desk, row)?;
        let cycle = head.sheet.cycle;
        let submitted_at = head.submitted_at.unwrap_or_default();
        if let Some(opened) = shared::as_read_by(desk, reader, head, &readable, &says) {
            declarations.push(Declaration {
                person: opened.head.owner,
                cycle,
                submitted_at,
                answers: opened.answers,
            });
        }
    }
    record(desk, reader, &declarations).await?;
    Ok(declarations)
}

/// Logs a view of each declaration.
async fn record(
    desk: &SqliteDesk,
    reader: &Reader,
    declarations: &[Declaration],
) -> Result<(), Failure> {
    let (reader, now) = (reader.id.clone(), desk.now());
    let opened: Vec<(String, String)> = declarations
        .iter()
        .map(|it| (it.person.id.0.clone(), it.cycle.to_string()))
        .collect();
    let opened = serde_json::to_string(&opened)?;
    let today = day(now);
    let write = desk
        .database
        .writer
        .run::<_, Failure, _>(move |connection| {
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

//! Which device holds which sheet of somebody else, since when. Only what is noted here is served to it.

use super::views::{ViewOf, log_view_in};
use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct};
use crate::db::{Connection, DbError, sql};
use domain::ids::{DeviceId, PersonId};
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use std::collections::HashSet;

/// The sheets that a device of a person has checked out.
pub(crate) async fn of_device(
    app: &AppState,
    holder: &PersonId,
    device: &DeviceId,
) -> Result<HashSet<SheetId>, CallError> {
    let rows = sql!(sheets / checkouts_of_device)
        .bind(holder.as_str())
        .bind(device.as_str())
        .fetch_all(app.readers())
        .await?;
    let sheets = rows.iter().map(|row| {
        let cycle: String = row.try_get("cycle")?;
        Ok::<_, DbError>(cycle.parse().ok().map(|cycle| SheetId {
            person: PersonId(row.try_get("person").unwrap_or_default()),
            instrument: row.try_get("instrument").unwrap_or_default(),
            cycle,
        }))
    });
    Ok(sheets
        .filter_map(Result::transpose)
        .collect::<Result<_, DbError>>()?)
}

/// Notes a checkout, in the transaction of its record.
pub(crate) async fn insert(
    connection: &mut Connection,
    holder: &PersonId,
    device: &DeviceId,
    sheet: &SheetId,
    now: Timestamp,
) -> Result<(), DbError> {
    sql!(sheets / insert_checkout)
        .bind(holder.as_str())
        .bind(device.as_str())
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Records once a day that a device goes on reading sheets, and forgets those it has to release.
pub(crate) async fn note_exchange(
    app: &AppState,
    holder: &PersonId,
    device: &DeviceId,
    read: Vec<SheetId>,
    released: Vec<SheetId>,
) -> Result<(), CallError> {
    if read.is_empty() && released.is_empty() {
        return Ok(());
    }
    let (holder, device, now) = (holder.clone(), device.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                for sheet in &read {
                    let was_read_today: bool = sql!(sheets / was_viewed_since)
                        .bind(holder.as_str())
                        .bind(sheet.person.as_str())
                        .bind(sheet.instrument.as_str())
                        .bind(sheet.cycle.to_string())
                        .bind(now.start_of_day())
                        .fetch_value(&mut *connection)
                        .await?;
                    if was_read_today {
                        continue;
                    }
                    let act = Act::of_person(&holder, AuditAct::CheckoutContinued);
                    let view = ViewOf::of(connection, &holder, sheet, now).await?;
                    log_view_in(connection, &view, act, now).await?;
                }
                for sheet in &released {
                    sql!(sheets / delete_checkout)
                        .bind(holder.as_str())
                        .bind(device.as_str())
                        .bind(sheet.person.as_str())
                        .bind(sheet.instrument.as_str())
                        .bind(sheet.cycle.to_string())
                        .execute(&mut *connection)
                        .await?;
                }
                Ok(())
            })
        });
    write.await
}

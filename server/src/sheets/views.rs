//! Who has viewed whose sheet: recorded where its owner sees it, and in the audit log.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::writer::WriteError;
use crate::db::{Connection, sql};
use api::Code;
use api::access::Viewer;
use api::sheets::{SheetView, VIEWS_PAGE};
use domain::ids::{InstrumentId, PersonId};
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;

/// Who views which sheet, and whether only as somebody's deputy.
pub(crate) struct ViewOf<'a> {
    viewer: &'a PersonId,
    sheet: &'a SheetId,
    as_deputy: bool,
}

impl<'a> ViewOf<'a> {
    pub(crate) async fn of(
        connection: &mut Connection,
        viewer: &'a PersonId,
        sheet: &'a SheetId,
        now: Timestamp,
    ) -> Result<Self, WriteError> {
        let as_deputy = sql!(sheets / leads_as_deputy)
            .bind(viewer.as_str())
            .bind(sheet.person.as_str())
            .bind(now.day())
            .fetch_value(connection)
            .await?;
        Ok(Self {
            viewer,
            sheet,
            as_deputy,
        })
    }
}

/// Records a view where the sheet's owner sees it. Whoever looked at a place where there is no sheet yet saw nothing,
/// and naming the form to its owner would tell them of one.
pub(crate) async fn tell_owner(
    connection: &mut Connection,
    view: &ViewOf<'_>,
    now: Timestamp,
) -> Result<(), WriteError> {
    sql!(sheets / log_view_of_sheet)
        .bind(view.viewer.as_str())
        .bind(view.sheet.person.as_str())
        .bind(view.sheet.instrument.as_str())
        .bind(view.sheet.cycle.to_string())
        .bind(now)
        .bind(view.as_deputy)
        .execute(connection)
        .await?;
    Ok(())
}

/// Records a view: for the sheet's owner, and in the audit log.
pub(crate) async fn log_view_in(
    connection: &mut Connection,
    view: &ViewOf<'_>,
    act: Act,
    now: Timestamp,
) -> Result<(), WriteError> {
    tell_owner(connection, view, now).await?;
    let act = act.sheet(view.sheet);
    let act = if view.as_deputy {
        act.details(serde_json::json!({ "as_deputy": true }))
    } else {
        act
    };
    audit::record(connection, now, act).await
}

/// A sheet as it was opened.
pub(crate) struct OpenedSubmission {
    pub(crate) sheet: SheetId,
    pub(crate) submitted_at: Option<Timestamp>,
}

/// Logs views and marks the sheets read: they can no longer be withdrawn. Fails if a submission has changed since, and
/// then logs none.
pub(crate) async fn log_views(
    app: &AppState,
    reader: &Viewer,
    opened: Vec<OpenedSubmission>,
) -> Result<(), CallError> {
    let (reader, now) = (reader.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                for OpenedSubmission {
                    sheet,
                    submitted_at,
                } in &opened
                {
                    if let Some(at) = submitted_at
                        && !mark_read(connection, sheet, *at, now).await?
                    {
                        return Err(Code::NotFound.into());
                    }
                    let act = Act::by(&reader, AuditAct::SheetOpened);
                    let view = ViewOf::of(connection, &reader.id, sheet, now).await?;
                    log_view_in(connection, &view, act, now).await?;
                }
                Ok(())
            })
        });
    write.await
}

pub(crate) async fn mark_read(
    connection: &mut Connection,
    sheet: &SheetId,
    submitted_at: Timestamp,
    now: Timestamp,
) -> Result<bool, WriteError> {
    let done = sql!(sheets / mark_sheet_read)
        .bind(now)
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(sheet.person.as_str())
        .bind(submitted_at)
        .execute(connection)
        .await?;
    Ok(done == 1)
}

/// The views of a person's sheets, latest first; those before a number, for the next page.
pub(crate) async fn sheet_views(
    app: &AppState,
    person: &PersonId,
    before: Option<i64>,
) -> Result<Vec<SheetView>, CallError> {
    let rows = sql!(sheets / sheet_view_log_of_person)
        .bind(person.as_str())
        .bind(before.unwrap_or(i64::MAX))
        .bind(u32::try_from(VIEWS_PAGE).unwrap_or(u32::MAX))
        .fetch_all(app.readers())
        .await?;
    let mut openings = Vec::new();
    for row in rows {
        let cycle: String = row.try_get("cycle")?;
        let sheet = SheetId {
            person: person.clone(),
            instrument: InstrumentId(row.try_get("instrument")?),
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
        };
        openings.push(SheetView {
            seq: row.try_get("seq")?,
            sheet,
            reader: row.try_get("viewer")?,
            at: row.try_get("viewed_at")?,
            as_deputy: row.try_get("as_deputy")?,
        });
    }
    Ok(openings)
}

//! A person of 職員課 approves a deletion that is due, so that it need not wait for the end of its notice.

use super::retention::DueSheets;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use api::access::Viewer;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use serde_json::json;

/// Approves that a cycle's sheets are deleted at the next sweep; not by who shortened the time that they are kept.
pub(crate) async fn approve(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    cycle: Cycle,
) -> Result<(), CallError> {
    let author: Option<String> = sql!(personnel / last_retention_author)
        .bind(instrument.as_str())
        .fetch_optional_value(app.readers())
        .await?;
    if author.as_deref() == Some(by.id.as_str()) {
        let why = "保存期間を変えた人は、削除を承認できません。職員課のほかの人に頼んでください。";
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    let cycle = cycle.to_string();
    let due = DueSheets { instrument, cycle };
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let approved = sql!(personnel / approve_deletion)
                    .bind(due.subject())
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if approved == 0 {
                    return Err(Code::NotFound.into());
                }
                let act = Act::by(&by, AuditAct::DeletionApproved)
                    .form(due.instrument.as_str(), &due.cycle)
                    .details(json!({}));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

//! The personnel office's (職員課) calls: progress, means, exports, cycles, deputies, career declarations.

#[cfg(feature = "server")]
use super::desk::at_the_desk;
use super::{ApiError, JsonRpc};
use domain::aggregate::{Overview, SectionProgress};
use domain::calendar::Cycle;
use domain::career::Declaration;
use domain::cycle_settings::FormCalendar;
use domain::decode::record;
use domain::ids::{InstrumentId, PersonId};
use leptos::prelude::*;
use serde::Serialize;

/// A deputy (代理) of a 所属長 for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deputy {
    /// Id on the server, for [`end_deputy`].
    pub seq: i64,
    /// 職員番号 and name of the 所属長.
    pub supervisor: (PersonId, String),
    /// 職員番号 and name of the deputy.
    pub deputy: (PersonId, String),
    /// First day, as `2026-11-25`.
    pub first_day: String,
    /// Last day, included, as `2026-11-25`.
    pub last_day: String,
}

record!(Deputy {
    seq,
    supervisor,
    deputy,
    first_day,
    last_day
});

/// 職員課: progress of each section.
#[server(prefix = "/api", endpoint = "v1/progress", protocol = JsonRpc)]
pub async fn bring_progress(
    instrument: InstrumentId,
    cycle: Cycle,
) -> Result<Vec<SectionProgress>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.progress(&caller, &instrument, cycle).await
}

/// 職員課: means of a cycle, small groups suppressed.
#[server(prefix = "/api", endpoint = "v1/overview", protocol = JsonRpc)]
pub async fn bring_overview(instrument: InstrumentId, cycle: Cycle) -> Result<Overview, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.overview(&caller, &instrument, cycle).await
}

/// 職員課: the answers of a cycle's sheets shared with it, conflicting ones included, as CSV.
#[server(prefix = "/api", endpoint = "v1/export", protocol = JsonRpc)]
pub async fn bring_export(instrument: InstrumentId, cycle: Cycle) -> Result<String, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.export(&caller, &instrument, cycle).await
}

/// 職員課: cycles and retention of each form, with the log of changes and deletions.
#[server(prefix = "/api", endpoint = "v1/cycles", protocol = JsonRpc)]
pub async fn bring_calendars() -> Result<Vec<FormCalendar>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.calendars(&caller).await
}

/// 職員課: opens a cycle of a form for answers, or closes it.
#[server(prefix = "/api", endpoint = "v1/set_cycle", protocol = JsonRpc)]
pub async fn set_cycle(
    instrument: InstrumentId,
    cycle: Cycle,
    open: bool,
) -> Result<Vec<FormCalendar>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.set_cycle(&caller, instrument, cycle, open).await?;
    desk.calendars(&caller).await
}

/// 職員課: sets the retention of a form's sheets, in fiscal years after their own.
#[server(prefix = "/api", endpoint = "v1/set_retention", protocol = JsonRpc)]
pub async fn set_retention(
    instrument: InstrumentId,
    years: u16,
) -> Result<Vec<FormCalendar>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.set_retention(&caller, instrument, years).await?;
    desk.calendars(&caller).await
}

/// 職員課: all deputies, latest first.
#[server(prefix = "/api", endpoint = "v1/deputies", protocol = JsonRpc)]
pub async fn list_deputies() -> Result<Vec<Deputy>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.deputies(&caller).await
}

/// 職員課: appoints a deputy for a 所属長; both days are included. Returns all deputies.
#[server(prefix = "/api", endpoint = "v1/add_deputy", protocol = JsonRpc)]
pub async fn add_deputy(
    supervisor: PersonId,
    deputy: PersonId,
    first_day: String,
    last_day: String,
) -> Result<Vec<Deputy>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.add_deputy(&caller, supervisor, deputy, first_day, last_day)
        .await?;
    desk.deputies(&caller).await
}

/// 職員課: ends a deputy's term today, or deletes it if it has not begun. Returns all deputies.
#[server(prefix = "/api", endpoint = "v1/end_deputy", protocol = JsonRpc)]
pub async fn end_deputy(seq: i64) -> Result<Vec<Deputy>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.end_deputy(&caller, seq).await?;
    desk.deputies(&caller).await
}

/// 職員課: submitted career declarations of a fiscal year. Each is logged as opened, once a day.
#[server(prefix = "/api", endpoint = "v1/careers", protocol = JsonRpc)]
pub async fn bring_careers(year: u16) -> Result<Vec<Declaration>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.careers(&caller, year).await
}

/// 職員課: one person's career declarations, latest first.
#[server(prefix = "/api", endpoint = "v1/career", protocol = JsonRpc)]
pub async fn bring_career(person: PersonId) -> Result<Vec<Declaration>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.career(&caller, &person).await
}

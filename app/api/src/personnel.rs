//! 職員課's calls: progress, means, exports, cycles, who acts for whom, and career declarations.

#[cfg(feature = "server")]
use super::desk::at_the_desk;
use super::{ApiError, Call};
use domain::aggregate::{Overview, SectionProgress};
use domain::calendar::Cycle;
use domain::career::Declaration;
use domain::cycle_settings::FormCalendar;
use domain::decode::record;
use domain::ids::{InstrumentId, PersonId};
use leptos::prelude::*;
use serde::Serialize;

/// Someone acts for a 所属長 for some time (代理).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deputy {
    /// Its number.
    pub seq: i64,
    /// For whom: number and name.
    pub supervisor: (PersonId, String),
    /// Who: number and name.
    pub deputy: (PersonId, String),
    /// From this day on, `2026-11-25`.
    pub first_day: String,
    /// Up to and with this day.
    pub last_day: String,
}

record!(Deputy {
    seq,
    supervisor,
    deputy,
    first_day,
    last_day
});

/// 職員課: how far each section is.
#[server(prefix = "/api", endpoint = "v1/progress", protocol = Call)]
pub async fn bring_progress(
    instrument: InstrumentId,
    cycle: Cycle,
) -> Result<Vec<SectionProgress>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.progress(&caller, &instrument, cycle).await
}

/// 職員課: means of a cycle.
#[server(prefix = "/api", endpoint = "v1/overview", protocol = Call)]
pub async fn bring_overview(instrument: InstrumentId, cycle: Cycle) -> Result<Overview, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.overview(&caller, &instrument, cycle).await
}

/// 職員課: the answers of a cycle's sheets shared with it, those made apart included, as the text of a CSV file.
#[server(prefix = "/api", endpoint = "v1/export", protocol = Call)]
pub async fn bring_export(instrument: InstrumentId, cycle: Cycle) -> Result<String, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.export(&caller, &instrument, cycle).await
}

/// 職員課: each form's cycles, retention and what was changed or deleted.
#[server(prefix = "/api", endpoint = "v1/cycles", protocol = Call)]
pub async fn bring_calendars() -> Result<Vec<FormCalendar>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.calendars(&caller).await
}

/// 職員課: opens a cycle of a form for answers, or closes it.
#[server(prefix = "/api", endpoint = "v1/set_cycle", protocol = Call)]
pub async fn set_cycle(
    instrument: InstrumentId,
    cycle: Cycle,
    open: bool,
) -> Result<Vec<FormCalendar>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.set_cycle(&caller, instrument, cycle, open).await?;
    desk.calendars(&caller).await
}

/// 職員課: sets how many fiscal years after its own a form's sheets are kept.
#[server(prefix = "/api", endpoint = "v1/set_retention", protocol = Call)]
pub async fn set_retention(
    instrument: InstrumentId,
    years: u16,
) -> Result<Vec<FormCalendar>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.set_retention(&caller, instrument, years).await?;
    desk.calendars(&caller).await
}

/// 職員課: who acts for which 所属長, latest first.
#[server(prefix = "/api", endpoint = "v1/deputies", protocol = Call)]
pub async fn list_deputies() -> Result<Vec<Deputy>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.deputies(&caller).await
}

/// 職員課: lets someone act for a 所属長 from one day to another, both included.
#[server(prefix = "/api", endpoint = "v1/add_deputy", protocol = Call)]
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

/// 職員課: ends it today, or takes it back if it has not begun.
#[server(prefix = "/api", endpoint = "v1/end_deputy", protocol = Call)]
pub async fn end_deputy(seq: i64) -> Result<Vec<Deputy>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.end_deputy(&caller, seq).await?;
    desk.deputies(&caller).await
}

/// 職員課: the declarations of a fiscal year that were handed in. Each counts as opened, once a day.
#[server(prefix = "/api", endpoint = "v1/careers", protocol = Call)]
pub async fn bring_careers(year: u16) -> Result<Vec<Declaration>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.careers(&caller, year).await
}

/// 職員課: one person's declarations over the years, latest first.
#[server(prefix = "/api", endpoint = "v1/career", protocol = Call)]
pub async fn bring_career(person: PersonId) -> Result<Vec<Declaration>, ApiError> {
    let (desk, caller) = at_the_desk()?;
    desk.career(&caller, &person).await
}

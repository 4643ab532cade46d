//! The days of cycles: set by 職員課, copied from the year before, and followed by the server.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, sql};
use crate::personnel::cycles::{self, read_days};
use crate::personnel::{cycle_part_people, cycle_parts};
use api::access::Viewer;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::cycle_days::{CycleDay, CycleDays, CycleDaysError};
use domain::cycle_settings::{SettingChange, is_expired, may_open};
use domain::ids::{Day, InstrumentId};
use domain::instrument::Edition;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether a day has come.
const INTERVAL: Duration = Duration::from_mins(1);

/// Sets the days of a cycle. One whose first day has come is opened, one whose last day is over is closed, and one that
/// its last day had closed opens again if that day is moved. `seen` are the days that whoever sets them saw, if they
/// say: what somebody else has set meanwhile is not overwritten.
pub(crate) async fn set(
    app: &AppState,
    by: &Viewer,
    (instrument, cycle): (InstrumentId, Cycle),
    days: CycleDays,
    seen: Option<CycleDays>,
) -> Result<(), CallError> {
    let catalogue = app.catalogue();
    let form = catalogue.newest(&instrument).ok_or(Code::NotFound)?;
    let year = app.now().fiscal_year();
    let years = cycles::kept_years(app, &instrument).await?;
    let has_cycle = form.edition.cycles(cycle.year).contains(&cycle);
    if !has_cycle || is_expired(cycle, years, year) || !may_open(cycle, years, year) {
        return Err(wrong("この時期の日は決められません。").into());
    }
    days.check(cycle).map_err(|it| sentence(it, cycle))?;
    let form = form.edition.clone();
    let (by, now) = (by.clone(), app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let present = stored(connection, &instrument, cycle).await?;
            if seen.is_some_and(|it| it != present.clone().unwrap_or_default()) {
                return Err(Code::Conflict.into());
            }
            let days = with_first_day(&form, cycle, present.as_ref(), days);
            put(connection, &by, &instrument, cycle, &days, now).await?;
            follow_all(connection, now).await
        })
    });
    write.await.map(drop)
}

async fn stored(
    connection: &mut Connection,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<Option<CycleDays>, CallError> {
    let row = sql!(personnel / cycle_days)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|it| read_days(&it)).transpose()
}

/// A year's first cycle opens on 1 April by itself as long as nobody has given it days. With the first of its days it
/// would wait for somebody to open it: it gets that day as its first one.
fn with_first_day(
    form: &Edition,
    cycle: Cycle,
    present: Option<&CycleDays>,
    days: CycleDays,
) -> CycleDays {
    let is_first = form.cycles(cycle.year).first() == Some(&cycle);
    let is_offered = form.about.as_str().is_empty();
    if present.is_some() || !is_first || !is_offered || days.opens.is_some() {
        return days;
    }
    let april = Day(format!("{}-04-01", cycle.year));
    let opened = days.clone().with(CycleDay::Opens, Some(april));
    if opened.check(cycle).is_ok() {
        opened
    } else {
        days
    }
}

fn wrong(why: &str) -> ApiError {
    ApiError::with(Code::BadRequest, why)
}

fn sentence(error: CycleDaysError, cycle: Cycle) -> ApiError {
    match error {
        CycleDaysError::NoDay => wrong("暦にない日があります。"),
        CycleDaysError::OtherYear => {
            wrong(&format!("{}年度か次の年度の日にしてください。", cycle.year))
        }
        CycleDaysError::Order => wrong("開始日、締切、終了日の順になるようにしてください。"),
    }
}

async fn put(
    connection: &mut Connection,
    by: &Viewer,
    instrument: &InstrumentId,
    cycle: Cycle,
    days: &CycleDays,
    now: Timestamp,
) -> Result<bool, CallError> {
    let set = sql!(personnel / set_cycle_days)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .bind(days.opens.as_ref().map(Day::as_str))
        .bind(days.due.as_ref().map(Day::as_str))
        .bind(days.closes.as_ref().map(Day::as_str))
        .bind(now.day())
        .execute(&mut *connection)
        .await?;
    if set > 0 {
        let what = SettingChange::Days(cycle);
        cycles::insert_change(connection, by, instrument, what, now).await?;
        let act = Act::by(by, AuditAct::CycleChanged)
            .form(instrument.as_str(), &cycle.to_string())
            .details(json!(days));
        audit::record(connection, now, act).await?;
    }
    Ok(set > 0)
}

/// Gives every cycle of a fiscal year without days those of the year before, a year later. Returns how many got some.
pub(crate) async fn copy_year(app: &AppState, by: &Viewer, year: u16) -> Result<u32, CallError> {
    let this_year = app.now().fiscal_year();
    if !(this_year..=this_year + 1).contains(&year) {
        return Err(wrong("今年度か来年度の日だけを写せます。").into());
    }
    let catalogue = app.catalogue();
    let (by, now) = (by.clone(), app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let [before, present] = [
                of_year(connection, year - 1).await?,
                of_year(connection, year).await?,
            ];
            let mut n_copied = 0;
            for (instrument, cycle, days) in before {
                let Some(form) = catalogue.newest(&instrument) else {
                    continue;
                };
                let cycle = Cycle { year, ..cycle };
                let is_set =
                    |it: &CycleOfForm| it.0 == instrument && it.1 == cycle && !it.2.is_empty();
                let is_asked = form.edition.cycles(year).contains(&cycle);
                let days = days.in_next_year();
                if days.is_empty()
                    || !is_asked
                    || present.iter().any(is_set)
                    || days.check(cycle).is_err()
                {
                    continue;
                }
                let present = stored(connection, &instrument, cycle).await?;
                let days = with_first_day(&form.edition, cycle, present.as_ref(), days);
                n_copied += u32::from(put(connection, &by, &instrument, cycle, &days, now).await?);
                cycle_parts::copy_year(connection, &by, &instrument, cycle, now).await?;
            }
            follow_all(connection, now).await?;
            Ok::<_, CallError>(n_copied)
        })
    });
    let n_copied = write.await?;
    cycle_part_people::follow(app).await?;
    Ok(n_copied)
}

type CycleOfForm = (InstrumentId, Cycle, CycleDays);

async fn of_year(connection: &mut Connection, year: u16) -> Result<Vec<CycleOfForm>, CallError> {
    let rows = sql!(personnel / days_of_year)
        .bind(format!("{year}-%"))
        .fetch_all(connection)
        .await?;
    let mut all = Vec::new();
    for row in &rows {
        let cycle: String = row.try_get("cycle")?;
        if let Ok(cycle) = cycle.parse() {
            all.push((row.try_get("instrument")?, cycle, read_days(row)?));
        }
    }
    Ok(all)
}

/// Opens and closes cycles by their days for as long as the server runs.
pub(crate) async fn follow_periodically(app: Arc<AppState>) {
    loop {
        if let Err(error) = app.follow_cycle_days().await {
            tracing::error!(%error, "cycles could not be opened or closed by their days");
        }
        if let Err(error) = app.follow_cycle_parts().await {
            tracing::error!(%error, "people could not follow the parts of cycles");
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

impl AppState {
    /// Opens the cycles whose first day has come, and closes those whose last day is over. Returns how many changed.
    pub async fn follow_cycle_days(&self) -> Result<u32, ApiError> {
        let now = self.now();
        let due = sql!(personnel / due_cycle_days)
            .bind(now.day())
            .fetch_all(self.readers())
            .await
            .map_err(CallError::from)?;
        if due.is_empty() {
            return Ok(0);
        }
        let write = self
            .database
            .writer
            .run::<_, CallError, _>(move |connection| {
                Box::pin(async move { follow_all(connection, now).await })
            });
        Ok(write.await?)
    }
}

/// A cycle whose last day is over is closed, also if its first day had not been followed.
async fn follow_all(connection: &mut Connection, now: Timestamp) -> Result<u32, CallError> {
    let today = now.day();
    let rows = sql!(personnel / due_cycle_days)
        .bind(&today)
        .fetch_all(&mut *connection)
        .await?;
    let mut n_changed = 0;
    for row in &rows {
        let (instrument, cycle): (String, String) =
            (row.try_get("instrument")?, row.try_get("cycle")?);
        let (was_open, closes): (bool, bool) = (row.try_get("open")?, row.try_get("closes_now")?);
        sql!(personnel / follow_cycle_days)
            .bind(&instrument)
            .bind(&cycle)
            .bind(!closes)
            .bind(&today)
            .execute(&mut *connection)
            .await?;
        if was_open == closes {
            let act = Act::by_server(AuditAct::CycleChanged)
                .form(&instrument, &cycle)
                .details(json!({ "open": !closes, "day": today }));
            audit::record(connection, now, act).await?;
            n_changed += 1;
        }
    }
    Ok(n_changed)
}

//! 職員課's settings: opening and closing cycles, and retention years. Every change goes to an audit log.

use super::{AppState, CallError};
use crate::retention;
use api::{ApiError, Code};
use domain::calendar::{Cycle, fiscal_year};
use domain::cycle_settings::{
    CalendarChange, CycleSetting, FormCalendar, RETENTION_YEARS, RetentionEntry, is_expired,
    may_open,
};
use domain::fill;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{Edition, Workflow};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub(super) async fn calendars(desk: &AppState) -> Result<Vec<FormCalendar>, CallError> {
    let mut all = Vec::new();
    let catalogue = desk.catalogue();
    let mut editions: Vec<&Edition> = catalogue.all().map(|it| &it.1.edition).collect();
    editions.sort_by_key(|it| (it.yearly, it.course != Workflow::Submission));
    for edition in editions {
        all.push(to_ical(desk, edition).await?);
    }
    Ok(all)
}

async fn to_ical(desk: &AppState, edition: &Edition) -> Result<FormCalendar, CallError> {
    let instrument = &edition.instrument;
    let year = fiscal_year(desk.now());
    let rows = |sql| sqlx::query(sql).bind(instrument.as_str());
    let found = rows(include_str!("cycles.sql"))
        .fetch_all(desk.readers())
        .await?;
    let mut cycles = Vec::new();
    for row in &found {
        cycles.extend(read_setting(row)?);
    }
    if edition.restricted {
        // Even the number of sheets of a restricted form is confidential.
        for it in &mut cycles {
            (it.drafts, it.submitted) = (0, 0);
        }
    }
    // Cycles without a row yet are offered as closed, so that they can be opened in advance.
    for cycle in [year, year + 1]
        .into_iter()
        .flat_map(|it| edition.cycles(it))
    {
        if cycles.iter().all(|it: &CycleSetting| it.cycle != cycle) {
            cycles.push(CycleSetting {
                cycle,
                open: false,
                drafts: 0,
                submitted: 0,
            });
        }
    }
    cycles.sort_by_key(|it| std::cmp::Reverse(it.cycle));
    let deletions = rows(include_str!("deletions.sql"))
        .fetch_all(desk.readers())
        .await?;
    let changes = rows(include_str!("calendar_changes.sql"))
        .fetch_all(desk.readers())
        .await?;
    Ok(FormCalendar {
        instrument: instrument.clone(),
        title: edition.words.ja.clone(),
        title_en: edition.words.en.clone(),
        yearly: edition.yearly,
        year,
        cycles,
        kept_years: kept_years(desk, instrument).await?,
        deletions: deletions
            .iter()
            .map(read_deletion)
            .collect::<Result<_, _>>()?,
        changes: changes.iter().map(read_change).collect::<Result<_, _>>()?,
    })
}

fn read_setting(row: &SqliteRow) -> Result<Option<CycleSetting>, CallError> {
    let cycle: String = row.try_get("cycle")?;
    let Ok(cycle) = cycle.parse() else {
        return Ok(None);
    };
    Ok(Some(CycleSetting {
        cycle,
        open: row.try_get("open")?,
        drafts: row.try_get("drafts")?,
        submitted: row.try_get("submitted")?,
    }))
}

fn read_deletion(row: &SqliteRow) -> Result<RetentionEntry, CallError> {
    let cycle: String = row.try_get("cycle")?;
    Ok(RetentionEntry {
        cycle: cycle.parse().map_err(|_| Code::Internal)?,
        sheets: row.try_get("sheets")?,
        at: row.try_get("at")?,
    })
}

fn read_change(row: &SqliteRow) -> Result<CalendarChange, CallError> {
    let cycle: Option<String> = row.try_get("cycle")?;
    Ok(CalendarChange {
        author: row.try_get("name")?,
        cycle: cycle.and_then(|it| it.parse().ok()),
        value: row.try_get("value")?,
        at: row.try_get("at")?,
    })
}

async fn kept_years(desk: &AppState, instrument: &InstrumentId) -> Result<u16, CallError> {
    let set: Option<u16> = sqlx::query_scalar("select years from retention where instrument = ?")
        .bind(instrument.as_str())
        .fetch_optional(desk.readers())
        .await?;
    Ok(set.unwrap_or(retention::DEFAULT_YEARS))
}

pub(super) async fn set_cycle(
    desk: &AppState,
    author: PersonId,
    instrument: InstrumentId,
    cycle: Cycle,
    open: bool,
) -> Result<(), CallError> {
    desk.catalogue().newest(&instrument).ok_or(Code::NotFound)?;
    let (now, years) = (desk.now(), kept_years(desk, &instrument).await?);
    let year = fiscal_year(now);
    if is_expired(cycle, years, year) || (open && !may_open(cycle, years, year)) {
        let sentence = fill!("{0}は開けません。", cycle.label());
        return Err(ApiError::with(Code::BadRequest, &sentence).into());
    }
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            let set = sqlx::query("insert into cycle (instrument, cycle, open) values (?, ?, ?) on conflict do update set open = excluded.open where open <> excluded.open")
                .bind(instrument.as_str())
                .bind(cycle.to_string())
                .bind(open)
                .execute(&mut *connection)
                .await?;
            // `on conflict … where` changes no row if the cycle already has this state: then there is nothing to log.
            if set.rows_affected() > 0 {
                log_change(connection, &author, &instrument, Some(cycle), u16::from(open), now).await?;
            }
            Ok(())
        })
    });
    write.await
}

pub(super) async fn set_retention(
    desk: &AppState,
    author: PersonId,
    instrument: InstrumentId,
    years: u16,
) -> Result<(), CallError> {
    desk.catalogue().newest(&instrument).ok_or(Code::NotFound)?;
    let (least, most) = RETENTION_YEARS;
    if !(least..=most).contains(&years) {
        let sentence = fill!("{0}から{1}までの数を入れてください。", least, most);
        return Err(ApiError::with(Code::BadRequest, &sentence).into());
    }
    let now = desk.now();
    let is_changed = kept_years(desk, &instrument).await? != years;
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("insert into retention (instrument, years) values (?, ?) on conflict do update set years = excluded.years")
                .bind(instrument.as_str())
                .bind(years)
                .execute(&mut *connection)
                .await?;
            if is_changed {
                log_change(connection, &author, &instrument, None, years, now).await?;
            }
            Ok(())
        })
    });
    write.await
}

async fn log_change(
    connection: &mut SqliteConnection,
    author: &PersonId,
    instrument: &InstrumentId,
    cycle: Option<Cycle>,
    value: u16,
    now: i64,
) -> Result<(), CallError> {
    sqlx::query(
        "insert into calendar_change (author, instrument, cycle, value, at) values (?, ?, ?, ?, ?)",
    )
    .bind(author.as_str())
    .bind(instrument.as_str())
    .bind(cycle.map(|it| it.to_string()))
    .bind(value)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

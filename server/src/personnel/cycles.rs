//! 職員課's settings: opening and closing cycles, and retention years. Every change goes to an audit log.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, sql};
use crate::personnel::deletion_notices;
use crate::personnel::retention::{self, DueSheets};
use api::access::Viewer;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::cycle_days::CycleDays;
use domain::cycle_settings::{
    CalendarChange, CycleSetting, DeletionNotice, FormCalendar, RETENTION_YEARS, RetentionEntry,
    SettingChange, is_expired, may_open,
};
use domain::ids::{Day, InstrumentId};
use domain::instrument::{Edition, Opens, Workflow};
use domain::locale::Locale;
use domain::timestamp::Timestamp;
use serde_json::json;

pub(crate) async fn cycles(app: &AppState) -> Result<Vec<FormCalendar>, CallError> {
    let mut all = Vec::new();
    let catalogue = app.catalogue();
    let mut editions: Vec<&Edition> = catalogue.all().map(|it| &it.1.edition).collect();
    editions.sort_by_key(|it| (it.yearly, it.course != Workflow::Submission));
    for edition in editions {
        all.push(form_calendar(app, edition).await?);
    }
    // What the ward does not use comes last.
    let by_hand = |id: &InstrumentId| {
        let published = catalogue.newest(id);
        published.is_some_and(|it| it.edition.opens() == Opens::ByHand)
    };
    let is_unused = |it: &FormCalendar| {
        let is_used =
            |it: &CycleSetting| it.open || it.drafts + it.submitted > 0 || !it.days.is_empty();
        by_hand(&it.instrument) && !it.cycles.iter().any(is_used)
    };
    all.sort_by_cached_key(is_unused);
    Ok(all)
}

pub(crate) async fn form_calendar(
    app: &AppState,
    edition: &Edition,
) -> Result<FormCalendar, CallError> {
    let instrument = &edition.instrument;
    let year = app.now().fiscal_year();
    let found = sql!(personnel / cycles_of_form)
        .bind(instrument.as_str())
        .fetch_all(app.readers())
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
    add_coming(&mut cycles, edition, year);
    cycles.sort_by_key(|it| std::cmp::Reverse(it.cycle));
    let deletions = sql!(personnel / retention_log_of_form)
        .bind(instrument.as_str())
        .fetch_all(app.readers())
        .await?;
    let changes = sql!(personnel / calendar_changes_of_form)
        .bind(instrument.as_str())
        .fetch_all(app.readers())
        .await?;
    Ok(FormCalendar {
        instrument: instrument.clone(),
        title: edition.words.ja.clone(),
        title_en: edition.words.en.clone(),
        version: edition.version,
        asks: edition.asks(),
        for_supervisors: edition.for_supervisors,
        yearly: edition.yearly,
        year,
        cycles,
        kept_years: kept_years(app, instrument).await?,
        deletions: deletions
            .iter()
            .map(read_deletion)
            .collect::<Result<_, _>>()?,
        notices: notices(app, instrument).await?,
        changes: changes.iter().map(read_change).collect::<Result<_, _>>()?,
    })
}

/// Cycles without a row yet are offered as closed, so that they can be opened in advance.
fn add_coming(cycles: &mut Vec<CycleSetting>, edition: &Edition, year: u16) {
    for cycle in [year, year + 1]
        .into_iter()
        .flat_map(|it| edition.cycles(it))
    {
        if cycles.iter().all(|it| it.cycle != cycle) {
            cycles.push(CycleSetting {
                cycle,
                open: false,
                days: CycleDays::default(),
                drafts: 0,
                submitted: 0,
                asked: 0,
                not_asked: 0,
            });
        }
    }
}

/// The sheets of a form that are due to be deleted.
async fn notices(
    app: &AppState,
    instrument: &InstrumentId,
) -> Result<Vec<DeletionNotice>, CallError> {
    let mut notices = Vec::new();
    for notice in deletion_notices::all(app.readers()).await? {
        let due = DueSheets::of_subject(&notice.subject);
        let due = due.filter(|it| it.instrument == *instrument);
        if let Some(Ok(cycle)) = due.map(|it| it.cycle.parse()) {
            let days_left = if notice.is_approved {
                0
            } else {
                retention::NOTICE_DAYS.saturating_sub(notice.days_seen)
            };
            notices.push(DeletionNotice {
                cycle,
                noticed_at: notice.noticed_at,
                days_left,
                is_approved: notice.is_approved,
            });
        }
    }
    Ok(notices)
}

/// The days of a cycle, from the columns of `form_cycle`.
pub(crate) fn read_days(row: &Row) -> Result<CycleDays, CallError> {
    let day = |name| -> Result<Option<Day>, CallError> {
        Ok(row.try_get::<Option<String>, _>(name)?.map(Day))
    };
    Ok(CycleDays {
        opens: day("opens")?,
        due: day("due")?,
        closes: day("closes")?,
    })
}

pub(crate) fn read_setting(row: &Row) -> Result<Option<CycleSetting>, CallError> {
    let cycle: String = row.try_get("cycle")?;
    let Ok(cycle) = cycle.parse() else {
        return Ok(None);
    };
    Ok(Some(CycleSetting {
        cycle,
        open: row.try_get("open")?,
        days: read_days(row)?,
        drafts: row.try_get("drafts")?,
        submitted: row.try_get("submitted")?,
        asked: row.try_get("n_asked")?,
        not_asked: row.try_get("n_not_asked")?,
    }))
}

pub(crate) fn read_deletion(row: &Row) -> Result<RetentionEntry, CallError> {
    let cycle: String = row.try_get("cycle")?;
    Ok(RetentionEntry {
        cycle: cycle.parse().map_err(|_| Code::Internal)?,
        sheets: row.try_get("n_sheets")?,
        at: row.try_get("deleted_at")?,
    })
}

pub(crate) fn read_change(row: &Row) -> Result<CalendarChange, CallError> {
    let cycle: Option<&str> = row.try_get("cycle")?;
    let is_open: Option<bool> = row.try_get("is_open")?;
    let years: Option<u16> = row.try_get("retention_years")?;
    let what = match (cycle.map(str::parse), is_open, years) {
        (Some(Ok(cycle)), Some(true), None) => SettingChange::Opened(cycle),
        (Some(Ok(cycle)), Some(false), None) => SettingChange::Closed(cycle),
        (Some(Ok(cycle)), None, None) => SettingChange::Days(cycle),
        (None, None, Some(years)) => SettingChange::Retention { years },
        _ => return Err(Code::Internal.into()),
    };
    Ok(CalendarChange {
        author: row.try_get("name")?,
        what,
        at: row.try_get("changed_at")?,
    })
}

pub(crate) async fn kept_years(
    app: &AppState,
    instrument: &InstrumentId,
) -> Result<u16, CallError> {
    let set: Option<u16> = sql!(personnel / retention_years)
        .bind(instrument.as_str())
        .fetch_optional_value(app.readers())
        .await?;
    Ok(set.unwrap_or(retention::DEFAULT_YEARS))
}

pub(crate) async fn set_cycle(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    cycle: Cycle,
    open: bool,
) -> Result<(), CallError> {
    app.catalogue().newest(&instrument).ok_or(Code::NotFound)?;
    let (now, years) = (app.now(), kept_years(app, &instrument).await?);
    let year = now.fiscal_year();
    if is_expired(cycle, years, year) || (open && !may_open(cycle, years, year)) {
        let sentence = format!("{}は開けません。", cycle.label(Locale::JAPANESE));
        return Err(ApiError::with(Code::BadRequest, &sentence).into());
    }
    let by = by.clone();
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let set = sql!(personnel / set_cycle_open)
                .bind(instrument.as_str())
                .bind(cycle.to_string())
                .bind(open)
                .execute(&mut *connection)
                .await?;
            // `on conflict … where` changes no row if the cycle already has this state: then there is nothing to log.
            if set > 0 {
                let what = if open {
                    SettingChange::Opened(cycle)
                } else {
                    SettingChange::Closed(cycle)
                };
                log_change(connection, &by, &instrument, what, now).await?;
            }
            Ok(())
        })
    });
    write.await
}

pub(crate) async fn set_retention(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    years: u16,
) -> Result<(), CallError> {
    app.catalogue().newest(&instrument).ok_or(Code::NotFound)?;
    let (least, most) = RETENTION_YEARS;
    if !(least..=most).contains(&years) {
        let sentence = format!("{least}から{most}までの数を入れてください。");
        return Err(ApiError::with(Code::BadRequest, &sentence).into());
    }
    let now = app.now();
    let is_changed = kept_years(app, &instrument).await? != years;
    let by = by.clone();
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(personnel / set_retention_years)
                .bind(instrument.as_str())
                .bind(years)
                .execute(&mut *connection)
                .await?;
            if is_changed {
                let what = SettingChange::Retention { years };
                log_change(connection, &by, &instrument, what, now).await?;
            }
            Ok(())
        })
    });
    write.await
}

async fn log_change(
    connection: &mut Connection,
    by: &Viewer,
    instrument: &InstrumentId,
    what: SettingChange,
    now: Timestamp,
) -> Result<(), CallError> {
    insert_change(connection, by, instrument, what, now).await?;
    let (act, cycle, details) = match what {
        SettingChange::Opened(cycle) => {
            (AuditAct::CycleChanged, Some(cycle), json!({ "open": true }))
        }
        SettingChange::Closed(cycle) => (
            AuditAct::CycleChanged,
            Some(cycle),
            json!({ "open": false }),
        ),
        SettingChange::Days(cycle) => (AuditAct::CycleChanged, Some(cycle), json!({})),
        SettingChange::Retention { years } => {
            (AuditAct::RetentionChanged, None, json!({ "years": years }))
        }
    };
    let cycle = cycle.map(|it| it.to_string()).unwrap_or_default();
    let act = Act::by(by, act).form(instrument.as_str(), &cycle);
    Ok(audit::record(connection, now, act.details(details)).await?)
}

/// Adds a line to the form's change log.
pub(crate) async fn insert_change(
    connection: &mut Connection,
    by: &Viewer,
    instrument: &InstrumentId,
    what: SettingChange,
    now: Timestamp,
) -> Result<(), CallError> {
    let (cycle, is_open, years) = match what {
        SettingChange::Opened(cycle) => (Some(cycle), Some(true), None),
        SettingChange::Closed(cycle) => (Some(cycle), Some(false), None),
        SettingChange::Days(cycle) => (Some(cycle), None, None),
        SettingChange::Retention { years } => (None, None, Some(years)),
    };
    sql!(personnel / insert_calendar_change)
        .bind(by.id.as_str())
        .bind(instrument.as_str())
        .bind(cycle.map(|it| it.to_string()))
        .bind(is_open)
        .bind(years)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

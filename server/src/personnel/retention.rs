//! Deletes sheets whose retention period is over, after notice, and logs the deletion.
//!
//! Due is what the clock says; deleted is only what was due on [`NOTICE_DAYS`] days that the server has seen, or what
//! a person has approved. A database copy is written before.

use super::deletion_notices::{self, Notice};
use crate::app_state::AppState;
use crate::audit::{self, Act, AuditAct};
use crate::db::backup::{self, BackupError};
use crate::db::writer::WriteError;
use crate::db::{Database, sql};
use crate::grants;
use crate::mail;
use crate::people::roster_doubts;
use crate::role_models;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::time::Duration;

/// Fiscal years for which a form's sheets are kept after their own, unless 職員課 (personnel office) set another number.
pub const DEFAULT_YEARS: u16 = 5;

/// Days of notice before a deletion, the first included.
pub const NOTICE_DAYS: u32 = 15;

/// Runs of facts deleted in one transaction, so that nobody waits long behind it.
const STEP: i64 = 500;

/// How long ago the two days that confirm a clock may be.
const CONFIRMED_WITHIN: Duration = Duration::from_hours(10 * 24);

/// What a refused fact said, and copies of known ids with other content, are kept for so long.
const LEFTOVERS_KEPT: Duration = Duration::from_hours(30 * 24);

/// The sheets of one form in one cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DueSheets {
    pub(crate) instrument: InstrumentId,
    pub(crate) cycle: String,
}

/// How a notice names them.
const SHEETS: &str = "sheets/";

impl DueSheets {
    pub(crate) fn subject(&self) -> String {
        format!("{SHEETS}{}/{}", self.instrument, self.cycle)
    }

    pub(crate) fn of_subject(subject: &str) -> Option<Self> {
        let (instrument, cycle) = subject.strip_prefix(SHEETS)?.split_once('/')?;
        Some(Self {
            instrument: instrument.into(),
            cycle: cycle.to_owned(),
        })
    }
}

/// Notes what is due, and deletes what was due for long enough. Called once a day; returns the number of sheets
/// deleted.
pub async fn delete_expired(app: &AppState) -> Result<u64, WriteError> {
    let (database, now) = (app.database(), app.now());
    let due = due_sheets(database, now).await?;
    let subjects = due.iter().map(DueSheets::subject).collect();
    deletion_notices::see(database, SHEETS, subjects, now).await?;
    let notices = deletion_notices::all(&database.readers).await?;
    let is_ready = |it: &Notice| it.is_approved || it.days_seen >= NOTICE_DAYS;
    let ready = notices.iter().filter(|it| is_ready(it));
    let ready: Vec<DueSheets> = ready
        .filter_map(|it| DueSheets::of_subject(&it.subject))
        .collect();
    let guidance = app.catalogue();
    let guidance = guidance
        .with_role(FormRole::Guidance)
        .map(|it| it.instrument.clone());
    let grants = app.catalogue();
    let grants = grants
        .with_role(FormRole::GrantRequest)
        .map(|it| it.instrument.clone());
    let mut n_sheets = 0;
    if !ready.is_empty() {
        if let Err(error) = copy_before_deletion(database, now).await {
            // Without a copy nothing is deleted; it is tried again tomorrow.
            tracing::error!(%error, "sheets past their time stay, because no copy could be made");
        } else {
            for sheets in ready {
                n_sheets += delete(database, &sheets, now).await?;
                if guidance.as_ref() == Some(&sheets.instrument) {
                    delete_guidance(database, &sheets.cycle).await?;
                }
                if grants.as_ref() == Some(&sheets.instrument) {
                    delete_grants(database, &sheets.cycle).await?;
                }
            }
        }
    }
    if is_clock_confirmed(database, now).await? {
        if let Some(file) = database.location.file()
            && let Err(error) = backup::remove_old_copies(file, now)
        {
            tracing::error!(%error, "old copies of the database could not be removed");
        }
        delete_leftovers(database, now).await?;
    }
    Ok(n_sheets)
}

/// A cluster keeps what was deleted in its own archive.
async fn copy_before_deletion(database: &Database, now: Timestamp) -> Result<(), BackupError> {
    match database.location.file() {
        Some(file) => backup::copy_before_deletion(file, now).await.map(drop),
        None => Ok(()),
    }
}

/// Whether the server has seen two days shortly before this one: a clock that has just jumped has not.
async fn is_clock_confirmed(database: &Database, now: Timestamp) -> Result<bool, WriteError> {
    let days: i64 = sql!(audit / signed_days_between)
        .bind((now - CONFIRMED_WITHIN).day())
        .bind(now.day())
        .fetch_value(&database.readers)
        .await?;
    Ok(days >= 2)
}

async fn due_sheets(database: &Database, now: Timestamp) -> Result<Vec<DueSheets>, WriteError> {
    let rows = sql!(personnel / retention_by_cycle)
        .bind(DEFAULT_YEARS)
        .fetch_all(&database.readers)
        .await?;
    let mut due = Vec::new();
    for row in rows {
        let (instrument, cycle): (InstrumentId, String) = (row.try_get(0)?, row.try_get(1)?);
        let years: u16 = row.try_get(2)?;
        let is_over = cycle
            .parse::<Cycle>()
            .is_ok_and(|it| now.fiscal_year() > it.year + years);
        if is_over {
            due.push(DueSheets { instrument, cycle });
        }
    }
    Ok(due)
}

/// Deletes the sheets of a cycle with everything that is of them, in steps.
async fn delete(
    database: &Database,
    sheets: &DueSheets,
    now: Timestamp,
) -> Result<u64, WriteError> {
    let of = |it: &DueSheets| (it.instrument.0.clone(), it.cycle.clone());
    let (instrument, cycle) = of(sheets);
    // Closed first, so that a late push cannot bring deleted answers back.
    let close = database.writer.run::<_, WriteError, _>(move |connection| {
        Box::pin(async move {
            sql!(personnel / close_cycle)
                .bind(instrument)
                .bind(cycle)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    close.await?;
    let mut n_facts = 0;
    loop {
        let (instrument, cycle) = of(sheets);
        let step = database.writer.run::<_, WriteError, _>(move |connection| {
            Box::pin(async move {
                let gone: Vec<u32> = sql!(personnel / delete_runs_of_cycle)
                    .bind(instrument)
                    .bind(cycle)
                    .bind(STEP)
                    .fetch_values(connection)
                    .await?;
                Ok(gone.into_iter().map(u64::from).sum::<u64>())
            })
        });
        let gone = step.await?;
        n_facts += gone;
        if gone == 0 {
            break;
        }
    }
    delete_rest(database, sheets.clone(), n_facts, now).await
}

/// Deletes what is left of the sheets after their facts, with the records of it.
async fn delete_rest(
    database: &Database,
    sheets: DueSheets,
    n_facts: u64,
    now: Timestamp,
) -> Result<u64, WriteError> {
    let job = database.writer.run::<_, WriteError, _>(move |connection| {
        Box::pin(async move {
            let DueSheets { instrument, cycle } = &sheets;
            let mut n_sheets = 0;
            for statement in [
                sql!(personnel / delete_receipts_of_cycle),
                sql!(personnel / delete_sheet_views_of_cycle),
                sql!(personnel / delete_rejected_facts_of_cycle),
                sql!(personnel / delete_duplicates_of_cycle),
                sql!(personnel / delete_checkouts_of_cycle),
                sql!(personnel / delete_extensions_of_cycle),
                sql!(personnel / delete_parts_of_cycle),
                sql!(personnel / delete_readers_of_cycle),
                sql!(personnel / delete_reminders_of_cycle),
                sql!(personnel / delete_scores_of_cycle),
                sql!(personnel / delete_counted_scores_of_cycle),
                sql!(personnel / delete_sheets_of_cycle),
            ] {
                n_sheets = statement
                    .bind(instrument)
                    .bind(cycle)
                    .execute(&mut *connection)
                    .await?;
            }
            sql!(personnel / drop_notice)
                .bind(sheets.subject())
                .execute(&mut *connection)
                .await?;
            sql!(personnel / insert_retention_log)
                .bind(instrument)
                .bind(cycle)
                .bind(i64::try_from(n_sheets).unwrap_or(i64::MAX))
                .bind(i64::try_from(n_facts).unwrap_or(i64::MAX))
                .bind(now)
                .execute(&mut *connection)
                .await?;
            let act = Act::by_server(AuditAct::SheetsDeleted)
                .form(instrument.as_str(), cycle)
                .details(json!({ "sheets": n_sheets, "facts": n_facts }));
            audit::record(connection, now, act).await?;
            Ok(n_sheets)
        })
    });
    job.await
}

/// Deletes whose guidance was decided on in the fiscal year of a cycle, and why.
async fn delete_guidance(database: &Database, cycle: &str) -> Result<(), WriteError> {
    let Ok(Cycle { year, .. }) = cycle.parse() else {
        return Ok(());
    };
    let job = database.writer.run::<_, WriteError, _>(move |connection| {
        Box::pin(async move {
            sql!(personnel / delete_guidance_of_year)
                .bind(year)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    job.await
}

/// What was decided on requests goes with them.
async fn delete_grants(database: &Database, cycle: &str) -> Result<(), WriteError> {
    let Ok(Cycle { year, .. }) = cycle.parse() else {
        return Ok(());
    };
    let job = database.writer.run::<_, WriteError, _>(move |connection| {
        Box::pin(async move { grants::delete_year(connection, year).await })
    });
    job.await
}

/// Texts of refused facts and the like, which nobody reads after a while.
async fn delete_leftovers(database: &Database, now: Timestamp) -> Result<(), WriteError> {
    let job = database.writer.run::<_, WriteError, _>(move |connection| {
        Box::pin(async move {
            let before = now - LEFTOVERS_KEPT;
            for statement in [
                sql!(personnel / forget_rejected_texts),
                sql!(personnel / delete_old_duplicates),
                sql!(personnel / delete_old_reset_codes),
            ] {
                statement.bind(before).execute(&mut *connection).await?;
            }
            sql!(personnel / delete_old_daily_use)
                .bind(before.day())
                .execute(&mut *connection)
                .await?;
            role_models::delete_old(connection, now).await?;
            roster_doubts::delete_old(connection, now).await?;
            mail::delete_old(connection, now).await?;
            Ok(())
        })
    });
    job.await
}

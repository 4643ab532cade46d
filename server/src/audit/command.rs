//! `michishirube audit`: verifies the log, and prints whose records an account touched.

use super::{AuditAct, AuditOutcome, read_entry, verify};
use crate::app_state::AppState;
use crate::cli::AuditCommand;
use crate::clock::Clock;
use crate::db::{Location, sql};
use domain::ids::{Day, PersonId};
use domain::locale::Locale;
use domain::timestamp::Timestamp;
use std::error::Error;
use std::io::Write;
use std::str::FromStr;
use std::time::Duration;

/// Runs one of the commands on a database, which may be in use.
pub async fn run(
    location: &Location,
    command: AuditCommand,
    clock: Clock,
) -> Result<(), Box<dyn Error>> {
    match command {
        AuditCommand::Verify => verify_log(location, clock).await,
        AuditCommand::Account { id, from, to } => {
            print_account(location, &id.into(), (from.into(), to.into()), clock).await
        }
    }
}

/// Verifies the log of a database; prints how many rows it has.
async fn verify_log(location: &Location, clock: Clock) -> Result<(), Box<dyn Error>> {
    let app = AppState::open_published(location, clock).await?;
    let n = verify::verify(app.readers(), &app.keys).await?;
    writeln!(
        std::io::stdout(),
        "監査記録 {n} 件は、書かれたときのままです"
    )?;
    Ok(())
}

/// Prints what an account did from one day to another, both included: one line for each act.
async fn print_account(
    location: &Location,
    account: &PersonId,
    (from, to): (Day, Day),
    clock: Clock,
) -> Result<(), Box<dyn Error>> {
    let begin =
        |day: &Day| Timestamp::of_day(day).ok_or("日付は 2026-04-01 のように書いてください");
    let (from, to) = (begin(&from)?, begin(&to)? + Duration::from_hours(24));
    let app = AppState::open_published(location, clock).await?;
    let rows = sql!(audit / audit_entries_of_actor)
        .bind(account.as_str())
        .bind(from)
        .bind(to)
        .fetch_all(app.readers())
        .await?;
    let mut out = std::io::stdout();
    for row in &rows {
        let (it, _) = read_entry(row)?;
        let at = it.at.display(Locale::JAPANESE);
        // A later release's word, if this one does not know it.
        let act = AuditAct::from_str(&it.act).ok().map(AuditAct::label);
        let act = act.unwrap_or(&it.act);
        let outcome = AuditOutcome::from_str(&it.outcome);
        let outcome = outcome.ok().map(AuditOutcome::label);
        let outcome = outcome.unwrap_or(&it.outcome);
        writeln!(
            out,
            "{at}\t{act}\t{outcome}\t{}\t{}\t{}\t{}\t{}",
            it.person, it.instrument, it.cycle, it.address, it.details
        )?;
    }
    Ok(())
}

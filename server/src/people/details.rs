//! One person's page, and the list of everybody.

use super::changes::known_grades;
use super::records;
use crate::app_state::{AppState, CallError};
use crate::db::{Row, sql};
use api::Code;
use api::access::Viewer;
use api::people::{ActingDeputy, FieldChoices, People, PersonDetails, SheetProgress};
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::Workflow;
use domain::person::{PersonName, Role};
use domain::person_record::PersonRecord;
use std::collections::BTreeSet;

/// Everybody there ever was, what waits, and what may stand in the fields of somebody new.
pub(crate) async fn people(app: &AppState) -> Result<People, CallError> {
    let records = records::all(app.readers()).await?;
    Ok(People {
        waiting: records::waiting_changes(app.readers()).await?,
        choices: choices(app, &records),
        records,
    })
}

/// What stands in the fields of people today.
pub(crate) fn choices(app: &AppState, all: &[PersonRecord]) -> FieldChoices {
    let current = || all.iter().filter(|it| it.account.can_sign_in());
    let orgs: BTreeSet<_> = current().map(|it| it.person.org.clone()).collect();
    let job_types: BTreeSet<_> = current().map(|it| it.person.job_type.clone()).collect();
    FieldChoices {
        grades: known_grades(app).0,
        orgs: orgs.into_iter().collect(),
        job_types: job_types.into_iter().filter(|it| !it.is_empty()).collect(),
    }
}

/// One person's page; the sheets are for 職員課 only.
pub(crate) async fn person(
    app: &AppState,
    by: &Viewer,
    person: &PersonId,
) -> Result<PersonDetails, CallError> {
    let all = records::all(app.readers()).await?;
    let choices = choices(app, &all);
    let named = |id: &PersonId| {
        let found = all.iter().find(|it| it.person.id == *id)?;
        Some(PersonName {
            id: id.clone(),
            name: found.person.name.clone(),
        })
    };
    let record = all.iter().find(|it| it.person.id == *person);
    let record = record.ok_or(Code::NotFound)?.clone();
    let account = sql!(people / account_of_person)
        .bind(person.as_str())
        .fetch_optional(app.readers())
        .await?;
    let number = |column: &str| -> Result<u32, CallError> {
        let found = account.as_ref().map(|it| it.try_get(column));
        Ok(found.transpose()?.unwrap_or_default())
    };
    let changed_at = account.as_ref().map(|it| it.try_get("password_changed_at"));
    let sheets = if by.has(Role::Personnel) {
        sheets(app, person).await?
    } else {
        Vec::new()
    };
    Ok(PersonDetails {
        supervisor: record.person.supervisor.as_ref().and_then(named),
        deputies: deputies(app, person).await?,
        n_staff: number("n_staff")?,
        n_sessions: number("n_sessions")?,
        password_changed_at: changed_at.transpose()?,
        changes: records::changes_of(app.readers(), person).await?,
        sheets,
        choices,
        record,
    })
}

async fn deputies(app: &AppState, person: &PersonId) -> Result<Vec<ActingDeputy>, CallError> {
    let rows = sql!(people / deputies_of_supervisor)
        .bind(person.as_str())
        .bind(app.now().day())
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        Ok(ActingDeputy {
            deputy: PersonName {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
            },
            first_day: Day(row.try_get("first_day")?),
            last_day: Day(row.try_get("last_day")?),
        })
    };
    rows.iter().map(read).collect()
}

/// How far a person's sheets have come. Private notes and restricted forms are nobody's business here.
async fn sheets(app: &AppState, person: &PersonId) -> Result<Vec<SheetProgress>, CallError> {
    let rows = sql!(people / sheets_of_person)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    let catalogue = app.catalogue();
    let mut sheets = Vec::new();
    for row in &rows {
        let instrument = InstrumentId(row.try_get("instrument")?);
        let cycle = row.try_get::<String, _>("cycle")?.parse();
        let state = row.try_get::<&str, _>("state")?.parse();
        let (Some(form), Ok(cycle), Ok(state)) = (catalogue.newest(&instrument), cycle, state)
        else {
            continue;
        };
        let edition = &form.edition;
        if edition.restricted || edition.course == Workflow::Private {
            continue;
        }
        sheets.push(SheetProgress {
            title: edition.words.clone(),
            yearly: edition.yearly,
            submitted_at: row.try_get("submitted_at")?,
            instrument,
            cycle,
            state,
        });
    }
    Ok(sheets)
}

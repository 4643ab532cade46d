//! More time for one person's sheet: asked for with one tap, given or refused by 職員課. Until its last day the sheet
//! takes answers, also after its cycle was closed.

use super::people_progress::require_form;
use super::progress::is_for_everybody;
use super::reminders::check_number;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, DbError, Row, sql};
use crate::forms::Catalogue;
use api::access::Viewer;
use api::progress::ExtensionRequest;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::people_progress::OwnExtension;
use domain::person::{Org, PersonName};
use domain::timestamp::Timestamp;
use serde_json::json;
use std::time::Duration;

/// The longest that anybody is given.
const LONGEST: Duration = Duration::from_hours(24 * 366);

/// What is decided for people: a last day, or none.
pub(crate) struct Decision {
    pub(crate) instrument: InstrumentId,
    pub(crate) cycle: Cycle,
    pub(crate) people: Vec<PersonId>,
    pub(crate) last_day: Option<Day>,
}

/// A person asks for more time for an own sheet.
pub(crate) async fn ask(
    app: &AppState,
    by: &Viewer,
    instrument: InstrumentId,
    cycle: Cycle,
) -> Result<(), CallError> {
    require_form(app, &instrument)?;
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let asked = sql!(personnel / ask_extension)
                    .bind(by.id.as_str())
                    .bind(instrument.as_str())
                    .bind(cycle.to_string())
                    .bind(now)
                    .bind(now.day())
                    .execute(&mut *connection)
                    .await?;
                if asked > 0 {
                    let act = Act::by(&by, AuditAct::ExtensionAsked)
                        .form(instrument.as_str(), &cycle.to_string());
                    audit::record(connection, now, act).await?;
                }
                Ok(())
            })
        });
    write.await
}

/// Gives people more time, or refuses it.
pub(crate) async fn decide(app: &AppState, by: &Viewer, it: Decision) -> Result<(), CallError> {
    require_form(app, &it.instrument)?;
    check_number(&it.people)?;
    let now = app.now();
    if let Some(day) = &it.last_day {
        let last = Timestamp::of_day(day).ok_or(Code::BadRequest)?;
        if *day < now.day() || last.since(now) > LONGEST {
            let why = "延長の最後の日は、今日から1年のうちにしてください。";
            return Err(ApiError::with(Code::BadRequest, why).into());
        }
    }
    if it.people.contains(&by.id) {
        let why = "自分の期限は、職員課のほかの人が延ばします。";
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    let by = by.clone();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                for person in &it.people {
                    let decided = sql!(personnel / decide_extension)
                        .bind(person.as_str())
                        .bind(it.instrument.as_str())
                        .bind(it.cycle.to_string())
                        .bind(it.last_day.as_ref().map(Day::as_str))
                        .bind(by.id.as_str())
                        .bind(now)
                        .execute(&mut *connection)
                        .await?;
                    // Somebody else has given more time meanwhile.
                    if decided == 0 && it.last_day.is_none() {
                        return Err(Code::Conflict.into());
                    }
                }
                let act = Act::by(&by, AuditAct::ExtensionDecided)
                    .form(it.instrument.as_str(), &it.cycle.to_string())
                    .details(json!({ "people": it.people, "last_day": it.last_day }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Who waits, the first one first.
pub(crate) async fn requests(app: &AppState) -> Result<Vec<ExtensionRequest>, CallError> {
    let rows = sql!(personnel / waiting_extensions)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        let cycle: String = row.try_get("cycle")?;
        Ok(ExtensionRequest {
            person: PersonName {
                id: PersonId(row.try_get("person")?),
                name: row.try_get("name")?,
            },
            org: Org {
                department: row.try_get("department")?,
                section: row.try_get("section")?,
                unit: row.try_get("unit")?,
            },
            instrument: InstrumentId(row.try_get("instrument")?),
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
            asked_at: row.try_get("asked_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How long somebody who joins has for what is due sooner, or was already.
const JOINING: Duration = Duration::from_hours(24 * 30);

/// The forms that everybody hands in.
pub(crate) fn forms_for_everybody(forms: &Catalogue) -> Vec<InstrumentId> {
    let all = forms.all().filter(|it| is_for_everybody(&it.1.edition));
    all.map(|it| it.0.clone()).collect()
}

/// Gives somebody who joins their own last day for every one of the forms that is open and due within a month.
pub(crate) async fn welcome(
    connection: &mut Connection,
    person: &PersonId,
    forms: &[InstrumentId],
    now: Timestamp,
) -> Result<(), DbError> {
    for form in forms {
        sql!(personnel / extend_for_joiner)
            .bind(person.as_str())
            .bind(now.day())
            .bind((now + JOINING).day())
            .bind(now)
            .bind(form.as_str())
            .bind(format!("{}-%", now.fiscal_year()))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// What a person has asked for or was given.
pub(crate) async fn of_person(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<OwnExtension>, CallError> {
    let rows = sql!(personnel / extensions_of_person)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        let cycle: String = row.try_get("cycle")?;
        let decided_at: Option<Timestamp> = row.try_get("decided_at")?;
        Ok(OwnExtension {
            instrument: InstrumentId(row.try_get("instrument")?),
            cycle: cycle.parse().map_err(|_| Code::Internal)?,
            last_day: row.try_get::<Option<String>, _>("last_day")?.map(Day),
            is_decided: decided_at.is_some(),
            decided_at,
        })
    };
    rows.iter().map(read).collect()
}

//! 指導育成: 職員課 decides whose guidance there is in a fiscal year, from the 第１次評価, which is kept elsewhere. Only then
//! can the 所属長 begin a record.

use crate::accounts::read_person;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{DbError, Row, Target, sql};
use crate::sheets::log::facts_of_sheet;
use api::access::Viewer;
use api::personnel::GuidanceSubject;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::ids::{PartId, PersonId};
use domain::instrument::{Edition, FormRole, ItemRole};
use domain::sheet::{Sheet, SheetId};
use serde_json::{Value, json};

/// Talks in a year, as the form has copies of its section.
const TALKS: usize = 4;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 400;

/// Whether 職員課 has decided on somebody's guidance in a fiscal year.
pub(crate) async fn is_subject(
    target: impl Into<Target<'_>>,
    person: &PersonId,
    year: u16,
) -> Result<bool, DbError> {
    sql!(personnel / is_guidance_subject)
        .bind(person.as_str())
        .bind(year)
        .fetch_value(target)
        .await
}

/// The people whose guidance was decided on for a fiscal year, with how far their records are. Of what is written it
/// takes only what both have confirmed, and whether a planned day has passed.
pub(crate) async fn subjects(app: &AppState, year: u16) -> Result<Vec<GuidanceSubject>, CallError> {
    let rows = sql!(personnel / guidance_subjects)
        .bind(year)
        .bind(None::<String>)
        .fetch_all(app.readers())
        .await?;
    let mut subjects = Vec::new();
    for row in &rows {
        let mut subject = read_subject(row)?;
        progress(app, &mut subject).await?;
        subjects.push(subject);
    }
    Ok(subjects)
}

/// What a person is told: that there is guidance for them, by whom it was decided and why.
pub(crate) async fn of_person(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<GuidanceSubject>, CallError> {
    let rows = sql!(personnel / guidance_subjects)
        .bind(None::<u16>)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    let subjects = rows.iter().map(read_subject);
    let all: Vec<GuidanceSubject> = subjects.collect::<Result<_, _>>()?;
    let year = app.now().fiscal_year();
    Ok(all
        .into_iter()
        .filter(|it| !it.is_ended && it.year >= year)
        .collect())
}

fn read_subject(row: &Row) -> Result<GuidanceSubject, CallError> {
    let ended_at: Option<i64> = row.try_get("ended_at")?;
    Ok(GuidanceSubject {
        person: read_person(row)?,
        supervisor: row.try_get("supervisor_name")?,
        year: row.try_get("year")?,
        reason: row.try_get("reason")?,
        named_by: row.try_get("named_by")?,
        named_at: row.try_get("named_at")?,
        is_ended: ended_at.is_some(),
        n_confirmed: 0,
        is_overdue: false,
    })
}

async fn progress(app: &AppState, subject: &mut GuidanceSubject) -> Result<(), CallError> {
    let catalogue = app.catalogue();
    let Some(form) = catalogue.with_role(FormRole::Guidance) else {
        return Ok(());
    };
    let [cycle, ..] = Cycle::in_year(subject.year);
    let id = SheetId {
        person: subject.person.id.clone(),
        instrument: form.instrument.clone(),
        cycle,
    };
    let sheet = Sheet::from_facts(&facts_of_sheet(app.readers(), &id).await?);
    let is_confirmed = |n: &usize| sheet.is_agreed(&PartId::copy(*n));
    let n_confirmed = (1..=TALKS).filter(is_confirmed).count();
    subject.n_confirmed = u8::try_from(n_confirmed).unwrap_or(u8::MAX);
    let next = (1..=TALKS).find(|n| !is_confirmed(n));
    let planned = next.and_then(|n| planned_day(form, &sheet, n));
    let is_past = planned.is_some_and(|it| it < app.now().day().0);
    subject.is_overdue = is_past && !subject.is_ended;
    Ok(())
}

fn planned_day(form: &Edition, sheet: &Sheet, n: usize) -> Option<String> {
    let item = form.copy_with_role(ItemRole::InterviewTime, n)?;
    let planned = sheet.value(&item.id).and_then(Value::as_str)?;
    Some(planned.chars().take(10).collect())
}

/// Decides on somebody's guidance.
pub(crate) async fn name_subject(
    app: &AppState,
    by: &Viewer,
    person: PersonId,
    year: u16,
    reason: String,
) -> Result<(), CallError> {
    let wrong = |why: &str| Err(ApiError::with(Code::BadRequest, why).into());
    let this_year = app.now().fiscal_year();
    if !(this_year..=this_year + 1).contains(&year) {
        return wrong("今年度か来年度を選んでください。");
    }
    let reason = reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return wrong("理由を400文字までで入れてください。");
    }
    let is_current: bool = sql!(personnel / person_is_current)
        .bind(person.as_str())
        .fetch_value(app.readers())
        .await?;
    if !is_current || person == by.id {
        return wrong("職員番号が見つからないか、自分の職員番号です。");
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let named = sql!(personnel / name_guidance_subject)
                    .bind(person.as_str())
                    .bind(year)
                    .bind(reason)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if named == 0 {
                    return Ok(());
                }
                let act = Act::by(&by, AuditAct::GuidanceDecided)
                    .about(&person)
                    .details(json!({ "year": year }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Ends somebody's guidance. A record that was begun stays, and can be written to its end.
pub(crate) async fn end_subject(
    app: &AppState,
    by: &Viewer,
    person: PersonId,
    year: u16,
) -> Result<(), CallError> {
    if person == by.id {
        let why = "自分の指導育成は、職員課のほかの人が決めます。";
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let ended = sql!(personnel / end_guidance_subject)
                    .bind(person.as_str())
                    .bind(year)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if ended == 0 {
                    return Ok(());
                }
                let act = Act::by(&by, AuditAct::GuidanceEnded)
                    .about(&person)
                    .details(json!({ "year": year }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

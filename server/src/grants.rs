//! Grants for learning (助成): requests as the forms bring them, what 職員課 decides, and the year's budgets.

mod calls;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::writer::WriteError;
use crate::db::{Connection, DbError, Row, sql};
use crate::people::rules::wrong;
use crate::sheets::submitted;
use crate::sheets::views::{self, OpenedSubmission};
use api::Code;
use api::access::Viewer;
use api::sheets::OpenedSheet;
use domain::calendar::Cycle;
use domain::grant::{
    GrantBudget, GrantDecision, GrantRequest, GrantSubject, GrantYear, MAX_YEN, NewGrantDecision,
    grant_kinds, grant_requests,
};
use domain::ids::PersonId;
use domain::instrument::FormRole;
use domain::person::PersonName;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;

/// A decision is on the person's home for so long.
const TOLD: Duration = Duration::from_hours(24 * 30);

/// Budgets, requests and decisions of a fiscal year. The sheets in which something waits count as opened.
pub(crate) async fn read_year(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<GrantYear, CallError> {
    let (all, opened) = of_year(app, reader, year).await?;
    let has_waiting = |it: &&OpenedSheet| {
        let owner = &it.head.owner.id;
        all.waiting.iter().any(|own| own.subject.person == *owner)
    };
    let views = opened
        .iter()
        .filter(has_waiting)
        .map(|it| OpenedSubmission {
            sheet: it.head.sheet.clone(),
            submitted_at: it.head.submitted_at,
        });
    views::log_views(app, reader, views.collect()).await?;
    Ok(all)
}

/// The same after a change: the reader has just seen it all.
pub(crate) async fn changed_year(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<GrantYear, CallError> {
    Ok(of_year(app, reader, year).await?.0)
}

async fn of_year(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<(GrantYear, Vec<OpenedSheet>), CallError> {
    let decisions = decisions_of_year(app, year).await?;
    let budgets = sql!(grants / grant_budgets)
        .bind(year)
        .fetch_all(app.readers())
        .await?;
    let budgets = budgets.iter().map(|row| {
        Ok(GrantBudget {
            kind: row.try_get("kind")?,
            yen: row.try_get("yen")?,
        })
    });
    let budgets: Result<_, DbError> = budgets.collect();
    let opened = sheets_of_year(app, reader, year, None).await?;
    let mut waiting = requests(app, &opened);
    let decided: BTreeSet<&GrantSubject> = decisions.iter().map(|it| &it.subject).collect();
    waiting.retain(|it| !decided.contains(&it.subject));
    let catalogue = app.catalogue();
    let form = catalogue.with_role(FormRole::GrantRequest);
    let all = GrantYear {
        kinds: form.map(grant_kinds).unwrap_or_default(),
        budgets: budgets?,
        waiting,
        decisions,
    };
    Ok((all, opened))
}

/// The requests of a fiscal year as they were handed in, or those of one person.
async fn sheets_of_year(
    app: &AppState,
    reader: &Viewer,
    year: u16,
    person: Option<&PersonId>,
) -> Result<Vec<OpenedSheet>, CallError> {
    let catalogue = app.catalogue();
    let Some(form) = catalogue.with_role(FormRole::GrantRequest) else {
        return Ok(Vec::new());
    };
    let [cycle, ..] = Cycle::in_year(year);
    let of = match person {
        Some(person) => (None, Some(person)),
        None => (Some(cycle), None),
    };
    let mut opened = submitted::sheets_of_form(app, reader, &form.instrument, of).await?;
    opened.retain(|it| it.head.sheet.cycle == cycle);
    Ok(opened)
}

fn requests(app: &AppState, opened: &[OpenedSheet]) -> Vec<GrantRequest> {
    let catalogue = app.catalogue();
    let Some(form) = catalogue.with_role(FormRole::GrantRequest) else {
        return Vec::new();
    };
    let requests = opened.iter().flat_map(|it| {
        let owner = &it.head.owner;
        let person = PersonName {
            id: owner.id.clone(),
            name: owner.name.clone(),
        };
        grant_requests(form, (&person, &owner.org.label()), &it.answers)
    });
    requests.collect()
}

async fn decisions_of_year(app: &AppState, year: u16) -> Result<Vec<GrantDecision>, CallError> {
    let rows = sql!(grants / grant_decisions)
        .bind(year)
        .fetch_all(app.readers())
        .await?;
    let decisions: Result<_, DbError> = rows.iter().map(read_decision).collect();
    Ok(decisions?)
}

/// What was decided for somebody in the last month.
pub(crate) async fn decided_lately(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<GrantDecision>, CallError> {
    let rows = sql!(grants / grant_decisions_of_person)
        .bind(person.as_str())
        .bind(app.now() - TOLD)
        .fetch_all(app.readers())
        .await?;
    let decisions: Result<_, DbError> = rows.iter().map(read_decision).collect();
    Ok(decisions?)
}

fn read_decision(row: &Row) -> Result<GrantDecision, DbError> {
    Ok(GrantDecision {
        seq: row.try_get("seq")?,
        subject: GrantSubject {
            person: row.try_get("person")?,
            kind: row.try_get("kind")?,
            what: row.try_get("what")?,
            from: row.try_get("from_day")?,
            amount: row.try_get("amount")?,
            copy: row.try_get("copy")?,
        },
        name: row.try_get("name")?,
        granted: row.try_get("granted")?,
        note: row.try_get("note")?,
        decided_by: row.try_get("decided_by")?,
        decided_at: row.try_get("decided_at")?,
    })
}

/// Sets all budgets of a fiscal year anew.
pub(crate) async fn set_budgets(
    app: &AppState,
    by: &Viewer,
    year: u16,
    budgets: Vec<GrantBudget>,
) -> Result<(), CallError> {
    let kinds: BTreeSet<&str> = budgets.iter().map(|it| it.kind.as_str()).collect();
    if kinds.len() < budgets.len() || budgets.iter().any(|it| it.yen > MAX_YEN) {
        return Err(wrong("金額は10億円までで入れてください。"));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(grants / delete_grant_budgets)
                    .bind(year)
                    .execute(&mut *connection)
                    .await?;
                for it in &budgets {
                    sql!(grants / insert_grant_budget)
                        .bind(year)
                        .bind(&it.kind)
                        .bind(it.yen)
                        .bind(by.id.as_str())
                        .bind(now)
                        .execute(&mut *connection)
                        .await?;
                }
                let act = Act::by(&by, AuditAct::GrantBudgetsSet);
                let act = act.details(json!({ "year": year, "budgets": budgets }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Decides on a request that somebody has made.
pub(crate) async fn decide(
    app: &AppState,
    by: &Viewer,
    year: u16,
    decision: NewGrantDecision,
) -> Result<(), CallError> {
    if let Some(why) = decision.fault() {
        return Err(wrong(why));
    }
    if decision.subject.person == by.id {
        return Err(wrong("自分の申請は、職員課のほかの人が決めます。"));
    }
    let opened = sheets_of_year(app, by, year, Some(&decision.subject.person)).await?;
    let requests = requests(app, &opened);
    // They may have changed it meanwhile.
    if !requests.iter().any(|it| it.subject == decision.subject) {
        return Err(Code::Conflict.into());
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let subject = &decision.subject;
                let n = sql!(grants / insert_grant_decision)
                    .bind(year)
                    .bind(subject.person.as_str())
                    .bind(&subject.kind)
                    .bind(&subject.what)
                    .bind(&subject.from)
                    .bind(&subject.amount)
                    .bind(subject.copy)
                    .bind(decision.granted)
                    .bind(decision.note.trim())
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if n == 0 {
                    return Err(Code::Conflict.into());
                }
                let act = Act::by(&by, AuditAct::GrantDecided).about(&subject.person);
                let act = act.details(json!({
                    "year": year, "kind": subject.kind, "yen": decision.granted
                }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Takes a decision back.
pub(crate) async fn undo(
    app: &AppState,
    by: &Viewer,
    year: u16,
    seq: i64,
) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let person: Option<String> = sql!(grants / grant_decision_person)
                    .bind(seq)
                    .bind(year)
                    .fetch_optional_value(&mut *connection)
                    .await?;
                let person = PersonId(person.ok_or(Code::NotFound)?);
                if person == by.id {
                    return Err(wrong("自分の申請は、職員課のほかの人が決めます。"));
                }
                sql!(grants / delete_grant_decision)
                    .bind(seq)
                    .bind(year)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::GrantUndone).about(&person);
                let act = act.details(json!({ "year": year }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Deletes the decisions and budgets of a fiscal year, whose requests are deleted.
pub(crate) async fn delete_year(connection: &mut Connection, year: u16) -> Result<(), WriteError> {
    for statement in [
        sql!(grants / delete_grant_decisions_of_year),
        sql!(grants / delete_grant_budgets),
    ] {
        statement.bind(year).execute(&mut *connection).await?;
    }
    Ok(())
}

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
use domain::calendar::Cycle;
use domain::grant::{
    GrantBudget, GrantDecision, GrantRequest, GrantYear, MAX_YEN, NewGrantDecision, grant_kinds,
    grant_requests,
};
use domain::ids::PersonId;
use domain::instrument::FormRole;
use domain::person::PersonName;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;

/// A decision is on the person's home for so long.
const TOLD: Duration = Duration::from_hours(24 * 30);

/// Budgets, requests and decisions of a fiscal year. The sheets that are read count as opened.
pub(crate) async fn of_year(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<GrantYear, CallError> {
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
    let mut waiting = requests_of_year(app, reader, year).await?;
    let decided: BTreeSet<(&PersonId, &str, &str)> = decisions
        .iter()
        .map(|it| (&it.person.id, it.kind.as_str(), it.what.as_str()))
        .collect();
    waiting.retain(|it| !decided.contains(&(&it.person.id, it.kind.as_str(), it.what.as_str())));
    let catalogue = app.catalogue();
    let form = catalogue.with_role(FormRole::GrantRequest);
    Ok(GrantYear {
        kinds: form.map(grant_kinds).unwrap_or_default(),
        budgets: budgets?,
        waiting,
        decisions,
    })
}

async fn requests_of_year(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<Vec<GrantRequest>, CallError> {
    let catalogue = app.catalogue();
    let Some(form) = catalogue.with_role(FormRole::GrantRequest) else {
        return Ok(Vec::new());
    };
    let [cycle, ..] = Cycle::in_year(year);
    let opened =
        submitted::sheets_of_form(app, reader, &form.instrument, (Some(cycle), None)).await?;
    let mut requests = Vec::new();
    let mut views = Vec::new();
    for it in opened {
        let owner = &it.head.owner;
        let person = PersonName {
            id: owner.id.clone(),
            name: owner.name.clone(),
        };
        let place = owner.org.label();
        requests.extend(grant_requests(form, (&person, &place), &it.answers));
        views.push(OpenedSubmission {
            sheet: it.head.sheet,
            submitted_at: it.head.submitted_at,
        });
    }
    views::log_views(app, reader, views).await?;
    Ok(requests)
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
        person: PersonName {
            id: row.try_get("person")?,
            name: row.try_get("name")?,
        },
        kind: row.try_get("kind")?,
        what: row.try_get("what")?,
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
    if decision.person == by.id {
        return Err(wrong("自分の申請は、職員課のほかの人が決めます。"));
    }
    let requests = requests_of_year(app, by, year).await?;
    let is_it = |it: &GrantRequest| {
        it.person.id == decision.person && it.kind == decision.kind && it.what == decision.what
    };
    // They may have changed it meanwhile.
    if !requests.iter().any(is_it) {
        return Err(Code::Conflict.into());
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let n = sql!(grants / insert_grant_decision)
                    .bind(year)
                    .bind(decision.person.as_str())
                    .bind(&decision.kind)
                    .bind(&decision.what)
                    .bind(decision.granted)
                    .bind(decision.note.trim())
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                if n == 0 {
                    return Err(Code::Conflict.into());
                }
                let act = Act::by(&by, AuditAct::GrantDecided).about(&decision.person);
                let act = act.details(json!({
                    "year": year, "kind": decision.kind, "yen": decision.granted
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

/// Deletes decisions and budgets of more than so many fiscal years ago.
pub(crate) async fn delete_old(
    connection: &mut Connection,
    now: Timestamp,
    years: u16,
) -> Result<(), WriteError> {
    let first_kept = now.fiscal_year().saturating_sub(years);
    for statement in [
        sql!(grants / delete_old_grants),
        sql!(grants / delete_old_grant_budgets),
    ] {
        statement.bind(first_kept).execute(&mut *connection).await?;
    }
    Ok(())
}

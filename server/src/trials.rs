//! Trial projects (試行事業): what a 課 tries out, and what it learnt.

mod calls;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, sql};
use crate::people::rules::wrong;
use api::Code;
use api::access::Viewer;
use domain::ids::PersonId;
use domain::person::{Org, PersonName, Role};
use domain::reorganisation::Reorganisation;
use domain::trial_project::{TrialProject, TrialState, TrialText};
use serde_json::json;

/// All of them, as somebody sees them.
pub(crate) async fn all(app: &AppState, viewer: &Viewer) -> Result<Vec<TrialProject>, CallError> {
    let own = place_of(app, &viewer.id).await?;
    let rows = sql!(trials / trial_projects)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        let (department, section): (String, String) =
            (row.try_get("department")?, row.try_get("section")?);
        let state: String = row.try_get("state")?;
        Ok(TrialProject {
            seq: row.try_get("seq")?,
            is_mine: may_change(viewer, &own, (&department, &section)),
            department,
            section,
            text: TrialText {
                title: row.try_get("title")?,
                state: state.parse().unwrap_or_default(),
                summary: row.try_get("summary")?,
                learnt: row.try_get("learnt")?,
            },
            author: PersonName {
                id: row.try_get("author")?,
                name: row.try_get("name")?,
            },
            changed_at: row.try_get("changed_at")?,
            version: row.try_get("version")?,
        })
    };
    rows.iter().map(read).collect()
}

/// 情報政策課 changes all, ＤＸ推進サポーター those of their 課.
fn may_change(viewer: &Viewer, own: &Org, (department, section): (&str, &str)) -> bool {
    let is_own = own.department == department && own.section == section;
    viewer.has(Role::Digital) || (viewer.has(Role::Supporter) && is_own)
}

async fn place_of(app: &AppState, person: &PersonId) -> Result<Org, CallError> {
    let row = sql!(trials / place_of_person)
        .bind(person.as_str())
        .fetch_optional(app.readers())
        .await?;
    let Some(row) = row else {
        return Ok(Org::default());
    };
    Ok(Org {
        department: row.try_get("department")?,
        section: row.try_get("section")?,
        unit: String::new(),
    })
}

pub(crate) async fn begin(app: &AppState, by: &Viewer, text: TrialText) -> Result<(), CallError> {
    if let Some(why) = text.fault() {
        return Err(wrong(why));
    }
    let own = place_of(app, &by.id).await?;
    if own.section.is_empty() {
        return Err(wrong("課に所属する人が始めてください。"));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(trials / insert_trial)
                    .bind(&own.department)
                    .bind(&own.section)
                    .bind(text.title.trim())
                    .bind(word(text.state))
                    .bind(&text.summary)
                    .bind(&text.learnt)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::TrialChanged);
                let act = act.details(json!({ "title": text.title.trim() }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Changes one that is as the caller saw it.
pub(crate) async fn change(
    app: &AppState,
    by: &Viewer,
    (seq, version): (i64, i64),
    text: TrialText,
) -> Result<(), CallError> {
    if let Some(why) = text.fault() {
        return Err(wrong(why));
    }
    let own = place_of(app, &by.id).await?;
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let row = sql!(trials / trial_place)
                    .bind(seq)
                    .fetch_optional(&mut *connection)
                    .await?;
                let row = row.ok_or(Code::NotFound)?;
                let (department, section): (String, String) =
                    (row.try_get("department")?, row.try_get("section")?);
                if !may_change(&by, &own, (&department, &section)) {
                    return Err(Code::Forbidden.into());
                }
                if row.try_get::<i64, _>("version")? != version {
                    return Err(Code::Conflict.into());
                }
                sql!(trials / update_trial)
                    .bind(seq)
                    .bind(text.title.trim())
                    .bind(word(text.state))
                    .bind(&text.summary)
                    .bind(&text.learnt)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::TrialChanged);
                let act = act.details(json!({ "trial": seq }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Those of a 課 that goes elsewhere as a whole go along.
pub(crate) async fn follow(
    connection: &mut Connection,
    plan: &Reorganisation,
) -> Result<(), CallError> {
    let rows = sql!(trials / trial_places)
        .fetch_all(&mut *connection)
        .await?;
    for row in &rows {
        let place = Org {
            department: row.try_get("department")?,
            section: row.try_get("section")?,
            unit: String::new(),
        };
        if let Some(moved) = plan.renamed(&place) {
            sql!(trials / rename_trials)
                .bind(&place.department)
                .bind(&place.section)
                .bind(&moved.department)
                .bind(&moved.section)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

fn word(state: TrialState) -> &'static str {
    state.into()
}

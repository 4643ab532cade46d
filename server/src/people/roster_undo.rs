//! Undoes the last import or reorganisation, or one whose day has not come: what it planned is taken back, what it
//! changed is as it was, and who was new is gone, unless anybody of them was changed since or has used their account.

use super::records::{self, read_fields};
use super::{changes, reorganisation, roster_doubts, rules};
use crate::accounts::sessions;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, sql};
use api::Code;
use api::access::Viewer;
use domain::ids::PersonId;
use domain::person_record::{FieldChange, PersonField, PersonRecord};
use domain::reorganisation::Reorganisation;
use domain::roster_difference::UndoOutcome;
use domain::timestamp::Timestamp;
use serde_json::json;

/// A change that came with the import.
struct ImportedChange {
    seq: i64,
    person: PersonId,
    fields: Vec<FieldChange>,
    is_joining: bool,
    is_made: bool,
    is_over: bool,
}

impl ImportedChange {
    fn read(row: &Row) -> Result<Self, CallError> {
        let made_at: Option<Timestamp> = row.try_get("made_at")?;
        let ended_at: Option<Timestamp> = row.try_get("ended_at")?;
        Ok(Self {
            seq: row.try_get("seq")?,
            person: PersonId(row.try_get("person")?),
            fields: read_fields(row)?,
            is_joining: row.try_get("is_joining")?,
            is_made: made_at.is_some(),
            is_over: ended_at.is_some(),
        })
    }

    /// The person as they were; `None` if a field has been changed since.
    fn undone(&self, now: &PersonRecord) -> Result<Option<PersonRecord>, CallError> {
        let mut before = now.clone();
        for it in &self.fields {
            let is_account = it.field == PersonField::Account;
            let is_same = if is_account {
                // Who has come back may have set a password since.
                let after: Option<domain::person_record::AccountState> = it.after.parse().ok();
                after.is_some_and(|it| it.can_sign_in() == now.account.can_sign_in())
            } else {
                now.value(it.field) == it.after
            };
            if !is_same {
                return Ok(None);
            }
            let back = FieldChange {
                field: it.field,
                before: it.after.clone(),
                after: it.before.clone(),
            };
            rules::set(&mut before, &back)?;
        }
        Ok(Some(before))
    }
}

/// Undoes an import, if it is the last one; else nothing is changed and it is said whose records are in the way.
pub(crate) async fn undo(app: &AppState, by: &Viewer, seq: i64) -> Result<UndoOutcome, CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                check_last(connection, seq).await?;
                let rows = sql!(people / changes_of_import)
                    .bind(seq)
                    .fetch_all(&mut *connection)
                    .await?;
                let all: Vec<ImportedChange> = rows
                    .iter()
                    .map(ImportedChange::read)
                    .collect::<Result<_, _>>()?;
                if all.iter().any(|it| it.person == by.id) {
                    return Err(rules::wrong(
                        "あなた自身についての変更があります。職員課のほかの人が元に戻してください。",
                    ));
                }
                let in_the_way = check(connection, &all, seq).await?;
                if !in_the_way.is_empty() {
                    return Ok(UndoOutcome {
                        is_undone: false,
                        in_the_way,
                    });
                }
                let has_second = rules::has_second(connection).await?;
                for it in &all {
                    undo_one(connection, it, &by, (now, has_second)).await?;
                }
                if let Some(plan) = followed_plan(connection, seq).await? {
                    reorganisation::rename_rules(connection, &plan.undone(), seq).await?;
                }
                rules::check_office(connection).await?;
                roster_doubts::forget(connection, seq).await?;
                sql!(people / undo_roster_import)
                    .bind(seq)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::RosterUndone).details(json!({ "import": seq }));
                audit::record(connection, now, act).await?;
                Ok(UndoOutcome {
                    is_undone: true,
                    in_the_way,
                })
            })
        });
    write.await
}

/// Fails for what is not the last, unless nothing of it has been made yet.
async fn check_last(connection: &mut Connection, seq: i64) -> Result<(), CallError> {
    let last: Option<i64> = sql!(people / last_roster_import)
        .fetch_value(&mut *connection)
        .await?;
    let is_waiting: bool = sql!(people / is_import_waiting)
        .bind(seq)
        .fetch_value(connection)
        .await?;
    if last != Some(seq) && !is_waiting {
        return Err(rules::wrong(
            "元に戻せるのは、最後にまとめて変えたものと、まだその日になっていないものだけです。",
        ));
    }
    Ok(())
}

/// The plan of a reorganisation that had been followed.
async fn followed_plan(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<Reorganisation>, CallError> {
    let plan: Option<Option<String>> = sql!(people / followed_plan)
        .bind(seq)
        .fetch_optional_value(connection)
        .await?;
    let plan = plan.flatten();
    Ok(plan.map(|it| serde_json::from_str(&it)).transpose()?)
}

/// Whose records were changed since, or who was new and has used their account.
async fn check(
    connection: &mut Connection,
    all: &[ImportedChange],
    seq: i64,
) -> Result<Vec<PersonId>, CallError> {
    let mut in_the_way = Vec::new();
    for it in all {
        let is_free = if it.is_joining {
            let is_used: bool = sql!(people / is_person_used)
                .bind(it.person.as_str())
                .bind(seq)
                .fetch_value(&mut *connection)
                .await?;
            !is_used
        } else if it.is_made {
            let now = records::of_person(connection, &it.person).await?;
            it.undone(&now.ok_or(Code::Internal)?)?.is_some()
        } else {
            true
        };
        if !is_free {
            in_the_way.push(it.person.clone());
        }
    }
    Ok(in_the_way)
}

async fn undo_one(
    connection: &mut Connection,
    it: &ImportedChange,
    by: &Viewer,
    (now, has_second): (Timestamp, bool),
) -> Result<(), CallError> {
    if it.is_joining {
        let present = records::of_person(connection, &it.person).await?;
        let roles = present.map(|it| it.person.roles).unwrap_or_default();
        rules::check_reserved(&roles, &[], has_second)?;
        return remove(connection, &it.person).await;
    }
    if !it.is_made {
        if !it.is_over {
            sql!(people / cancel_change)
                .bind(it.seq)
                .bind(by.id.as_str())
                .bind(now)
                .execute(&mut *connection)
                .await?;
        }
        return Ok(());
    }
    let present = records::of_person(connection, &it.person).await?;
    let present = present.ok_or(Code::Internal)?;
    let before = it.undone(&present)?.ok_or(Code::Conflict)?;
    rules::check_reserved(&present.person.roles, &before.person.roles, has_second)?;
    let act = |act| Act::by(by, act);
    changes::make(connection, &present, &before, by.id.as_str(), act, now).await?;
    let fields = present.differences(&before);
    let change = records::NewChange {
        person: &it.person,
        first_day: now.day(),
        fields: &fields,
        is_joining: false,
        reason: "まとめての変更を元に戻した",
        author: by.id.as_str(),
        is_made: true,
        needs_approval: false,
        import: None,
    };
    Ok(records::insert_change(connection, change, now).await?)
}

/// Removes somebody who was new and has done nothing yet.
async fn remove(connection: &mut Connection, person: &PersonId) -> Result<(), CallError> {
    sessions::delete_all(connection, person).await?;
    records::put_second_posts(connection, person, &[]).await?;
    for statement in [
        sql!(people / delete_roles_of_person),
        sql!(people / delete_changes_of_person),
        sql!(people / delete_extensions_of_person),
        sql!(people / delete_reset_code_of_person),
        sql!(people / delete_account),
        sql!(people / delete_person),
    ] {
        statement
            .bind(person.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

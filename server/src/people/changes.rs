//! Changes somebody's record: at once, or planned for a day. Whatever is changed stands in their history and in the
//! audit log.

use super::records::{self, NewChange};
use super::rules::{self, KnownGrades, Wanted};
use crate::accounts::account_life::{self, DisabledReason};
use crate::accounts::sessions;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, sql};
use api::Code;
use api::access::Viewer;
use clap::ValueEnum;
use domain::ids::{Day, PersonId};
use domain::person_record::{FieldChange, PersonField, PersonRecord};
use domain::timestamp::Timestamp;
use serde_json::json;

/// The grades that a form in force asks something of.
pub(crate) fn known_grades(app: &AppState) -> KnownGrades {
    let catalogue = app.catalogue();
    let bands = catalogue.all().flat_map(|it| it.1.edition.bands());
    let mut grades: Vec<u8> = bands.flat_map(|it| it.grades).collect();
    grades.sort_unstable();
    grades.dedup();
    KnownGrades(grades)
}

/// Changes fields of a person from a day on.
pub(crate) async fn change(
    app: &AppState,
    by: &Viewer,
    person: PersonId,
    wanted: Wanted,
) -> Result<(), CallError> {
    let now = app.now();
    wanted.check(by, &person, now)?;
    let (by, grades) = (by.clone(), known_grades(app));
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let before = records::of_person(connection, &person).await?;
            let before = before.ok_or(Code::NotFound)?;
            let after = wanted.applied_to(&before)?;
            rules::check_account(before.account, after.account)?;
            rules::check_record(connection, Some(&before.person), &after.person, &grades).await?;
            let (had, has) = (&before.person.roles, &after.person.roles);
            let needs_approval =
                rules::is_reserved(had, has) && rules::has_second(connection).await?;
            if needs_approval {
                rules::check_approvers(connection, &by.id, &person).await?;
            }
            let is_made = wanted.is_due(now) && !needs_approval;
            if is_made {
                let act = |act| Act::by(&by, act);
                make(connection, &before, &after, by.id.as_str(), act, now).await?;
                rules::check_office(connection).await?;
            } else {
                let act = Act::by(&by, AuditAct::PersonChangePlanned).about(&person);
                let act = act.details(details(&wanted.fields, &wanted.first_day));
                audit::record(connection, now, act).await?;
            }
            let change = NewChange {
                person: &person,
                first_day: wanted.first_day.clone(),
                fields: &wanted.fields,
                is_joining: false,
                reason: wanted.reason.trim(),
                author: by.id.as_str(),
                is_made,
                needs_approval,
                import: None,
            };
            Ok(records::insert_change(connection, change, now).await?)
        })
    });
    write.await
}

/// Which fields, and from when; never their values, which the history has.
fn details(fields: &[FieldChange], first_day: &Day) -> serde_json::Value {
    let names: Vec<PersonField> = fields.iter().map(|it| it.field).collect();
    json!({ "fields": names, "first_day": first_day })
}

/// Writes what differs between two records of a person, ends sessions where rights change, and records the acts.
pub(crate) async fn make(
    connection: &mut Connection,
    before: &PersonRecord,
    after: &PersonRecord,
    author: &str,
    act: impl Fn(AuditAct) -> Act,
    now: Timestamp,
) -> Result<(), CallError> {
    let id = &after.person.id;
    if before.person != after.person {
        records::put_person(connection, &after.person).await?;
    }
    if before.mail != after.mail {
        records::put_mail(connection, id, &after.mail).await?;
    }
    if before.second_posts != after.second_posts {
        records::put_second_posts(connection, id, &after.second_posts).await?;
    }
    let fields = before.differences(after);
    let about = act(AuditAct::PersonChanged).about(id);
    let about = about.details(details(&fields, &now.day()));
    audit::record(connection, now, about).await?;
    if before.person.roles != after.person.roles {
        // No session goes on with rights that it did not begin with.
        sessions::delete_all(connection, id).await?;
        let roles = json!({ "roles": after.person.roles });
        let about = act(AuditAct::RolesChanged).about(id).details(roles);
        audit::record(connection, now, about).await?;
    }
    if before.account != after.account {
        change_account(connection, before, after, author, act, now).await?;
    }
    Ok(())
}

async fn change_account(
    connection: &mut Connection,
    before: &PersonRecord,
    after: &PersonRecord,
    author: &str,
    act: impl Fn(AuditAct) -> Act,
    now: Timestamp,
) -> Result<(), CallError> {
    let id = &after.person.id;
    // Who comes back from leave to retire has had two reasons.
    if !before.account.can_sign_in() {
        account_life::enable(connection, id, &act, now).await?;
    }
    if !after.account.can_sign_in() {
        let reason = DisabledReason::from_str(after.account.into_str(), false);
        let reason = reason.map_err(|_| Code::BadRequest)?;
        account_life::disable(connection, id, reason, author, &act, now).await?;
    }
    Ok(())
}

/// Takes a change back that waits for its day; says whose it was.
pub(crate) async fn cancel(app: &AppState, by: &Viewer, seq: i64) -> Result<PersonId, CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let person: Option<String> = sql!(people / cancel_change)
                .bind(seq)
                .bind(by.id.as_str())
                .bind(now)
                .fetch_optional_value(&mut *connection)
                .await?;
            let person = PersonId(person.ok_or(Code::NotFound)?);
            if person == by.id {
                return Err(rules::wrong(
                    "自分についての予定は取り消せません。職員課のほかの人に頼んでください。",
                ));
            }
            let act = Act::by(&by, AuditAct::PersonChangeCancelled).about(&person);
            audit::record(connection, now, act.details(json!({ "seq": seq }))).await?;
            Ok(person)
        })
    });
    write.await
}

/// Agrees to a change that waits for a second person of 職員課, and makes it.
pub(crate) async fn approve(app: &AppState, by: &Viewer, seq: i64) -> Result<PersonId, CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let person: Option<String> = sql!(people / approve_change)
                .bind(seq)
                .bind(by.id.as_str())
                .fetch_optional_value(&mut *connection)
                .await?;
            let why = "決めた人と本人は承認できません。ほかの人が承認したか、取り消したあとかもしれません。";
            let person = PersonId(person.ok_or_else(|| rules::wrong(why))?);
            let act = Act::by(&by, AuditAct::PersonChangeApproved).about(&person);
            audit::record(connection, now, act.details(json!({ "seq": seq }))).await?;
            Ok::<_, CallError>(person)
        })
    });
    let person = write.await?;
    app.make_due_changes().await?;
    Ok(person)
}

/// Ends all sessions of somebody.
pub(crate) async fn end_sessions(
    app: &AppState,
    by: &Viewer,
    person: &PersonId,
) -> Result<(), CallError> {
    if by.id == *person {
        return Err(rules::wrong(
            "自分のセッションは、アカウントの画面で終わらせてください。",
        ));
    }
    let (by, now, person) = (by.clone(), app.now(), person.clone());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let n = sessions::delete_all(connection, &person).await?;
            let act = Act::by(&by, AuditAct::SessionEnded).about(&person);
            let act = act.details(json!({ "sessions": n }));
            Ok(audit::record(connection, now, act).await?)
        })
    });
    write.await
}

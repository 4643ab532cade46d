//! Adds somebody to the roster by hand, with an account and the password for their first sign-in.

use super::changes::known_grades;
use super::records::{self, NewChange};
use super::rules::{self, wrong};
use crate::accounts::password;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, sql};
use crate::personnel::extensions;
use crate::personnel::roster::parse::is_number;
use api::access::Viewer;
use api::people::FirstPassword;
use domain::person::{Person, PersonName};
use domain::person_record::{AccountState, FieldChange, PersonField, PersonRecord};

/// A record that is right in itself: every field as it would be changed to it.
fn checked(new: Person, reason: &str) -> Result<PersonRecord, CallError> {
    if !is_number(new.id.as_str()) {
        return Err(wrong("職員番号は、英数字20文字までで入れてください。"));
    }
    rules::check_reason(reason)?;
    if !new.roles.is_empty() && reason.trim().is_empty() {
        return Err(wrong(
            "役割とアカウントを変えるときは、理由を書いてください。",
        ));
    }
    let given = PersonRecord {
        person: new,
        account: AccountState::Invited,
        mail: String::new(),
        second_posts: Vec::new(),
    };
    let mut record = given.clone();
    for field in PersonField::ALL {
        let (before, after) = (String::new(), given.value(field));
        let change = FieldChange {
            field,
            before,
            after,
        };
        rules::set(&mut record, &change)?;
    }
    Ok(record)
}

pub(crate) async fn add(
    app: &AppState,
    by: &Viewer,
    new: Person,
    reason: String,
) -> Result<FirstPassword, CallError> {
    let record = checked(new, &reason)?;
    let (by, now, grades) = (by.clone(), app.now(), known_grades(app));
    let forms = extensions::forms_for_everybody(&app.catalogue());
    let first = password::initial_password();
    let hash = password::hash_initial(&first);
    let person = PersonName {
        id: record.person.id.clone(),
        name: record.person.name.clone(),
    };
    let place = record.person.org.label();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let person = &record.person;
                check_number(connection, person).await?;
                let has_second = rules::has_second(connection).await?;
                rules::check_reserved(&[], &person.roles, has_second)?;
                rules::check_record(connection, None, person, &grades).await?;
                records::put_person(connection, person).await?;
                records::insert_account(connection, &person.id, hash, &forms, now).await?;
                let change = NewChange {
                    person: &person.id,
                    first_day: now.day(),
                    fields: &[],
                    is_joining: true,
                    reason: reason.trim(),
                    author: by.id.as_str(),
                    is_made: true,
                    needs_approval: false,
                    import: None,
                };
                records::insert_change(connection, change, now).await?;
                let act = Act::by(&by, AuditAct::PersonAdded).about(&person.id);
                let roles = serde_json::json!({ "roles": person.roles });
                Ok(audit::record(connection, now, act.details(roles)).await?)
            })
        });
    write.await?;
    Ok(FirstPassword {
        person,
        place,
        password: first,
    })
}

/// Sign-in ignores case, so two numbers that differ by it would be one account.
async fn check_number(connection: &mut Connection, new: &Person) -> Result<(), CallError> {
    let known: Option<String> = sql!(people / number_like)
        .bind(new.id.as_str())
        .fetch_optional_value(connection)
        .await?;
    match known {
        Some(known) => Err(wrong(&format!("職員番号「{known}」の人がすでにいます。"))),
        None => Ok(()),
    }
}

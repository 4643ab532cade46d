//! The first person of an empty ward: with the one-time code that the server prints, somebody of 職員課 makes their own
//! account in the browser, and leads everything else from there.

use super::changes::known_grades;
use super::records::{self, NewChange};
use super::rules::{self, wrong};
use crate::accounts::password;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct, AuditOutcome};
use crate::db::{Connection, sql};
use crate::personnel::roster::parse::is_number;
use api::access::Caller;
use api::{ApiError, Code};
use domain::ids::PersonId;
use domain::person::{Person, Role};
use domain::timestamp::Timestamp;
use serde_json::json;
use std::sync::PoisonError;

impl AppState {
    /// Draws the code with which the first person is made; `None` if there are people already. A new start has a new
    /// code.
    pub async fn draw_setup_code(&self) -> Result<Option<String>, ApiError> {
        let n_people: i64 = sql!(db / person_count)
            .fetch_value(self.readers())
            .await
            .map_err(CallError::from)?;
        let code = (n_people == 0).then(password::initial_password);
        let held = self.setup_code.write();
        held.unwrap_or_else(PoisonError::into_inner)
            .clone_from(&code);
        Ok(code)
    }

    fn is_setup_code(&self, code: &str) -> bool {
        let held = self.setup_code.read();
        let held = held.unwrap_or_else(PoisonError::into_inner);
        held.as_ref().is_some_and(|it| it == code.trim())
    }
}

/// Makes the first person, with the role 職員課 and a password of their own.
pub(crate) async fn make(
    app: &AppState,
    by: &Caller,
    code: &str,
    new: Person,
    own_password: String,
) -> Result<(), CallError> {
    if !app.is_setup_code(code) {
        // Anybody may call this: what they type as their number is nobody's.
        let nobody = PersonId("unknown".to_owned());
        let act = Act::from_caller(&nobody, by, AuditAct::PersonAdded);
        let act = act.outcome(AuditOutcome::Wrong);
        app.record_failure(&by.address, act).await;
        return Err(wrong(
            "コードが違うか、もう使われています。サーバーを始めた画面の、いちばん新しいコードを入れてください。",
        ));
    }
    check(app, &new, &own_password)?;
    let hashing = tokio::task::spawn_blocking(move || password::hash(&own_password));
    let hash = hashing.await.map_err(|_| Code::Internal)?;
    let person = Person {
        roles: vec![Role::Personnel],
        supervisor: None,
        ..new
    };
    let (by, now, grades) = (by.clone(), app.now(), known_grades(app));
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let n_people: i64 = sql!(db / person_count)
                .fetch_value(&mut *connection)
                .await?;
            if n_people > 0 {
                return Err(wrong("この自治体には、もう職員がいます。"));
            }
            rules::check_record(connection, None, &person, &grades).await?;
            insert(connection, &person, hash, now).await?;
            let act = Act::from_caller(&person.id, &by, AuditAct::PersonAdded).about(&person.id);
            let roles = json!({ "roles": person.roles, "first": true });
            Ok::<_, CallError>(audit::record(connection, now, act.details(roles)).await?)
        })
    });
    write.await?;
    let held = app.setup_code.write();
    *held.unwrap_or_else(PoisonError::into_inner) = None;
    Ok(())
}

fn check(app: &AppState, new: &Person, own_password: &str) -> Result<(), CallError> {
    if !is_number(new.id.as_str()) {
        return Err(wrong("職員番号は、英数字20文字までで入れてください。"));
    }
    if new.name.trim().is_empty() {
        return Err(wrong("氏名を入れてください。"));
    }
    match password::weakness(own_password, new, &app.settings.ward_words) {
        Some(why) => Err(ApiError::with(Code::WeakPassword, why).into()),
        None => Ok(()),
    }
}

async fn insert(
    connection: &mut Connection,
    person: &Person,
    hash: String,
    now: Timestamp,
) -> Result<(), CallError> {
    records::put_person(connection, person).await?;
    // Nothing is due before anybody is there.
    records::insert_account(connection, &person.id, hash, &[], now).await?;
    sql!(people / keep_password)
        .bind(person.id.as_str())
        .execute(&mut *connection)
        .await?;
    let change = NewChange {
        person: &person.id,
        first_day: now.day(),
        fields: &[],
        is_joining: true,
        reason: "はじめの設定",
        author: person.id.as_str(),
        is_made: true,
        needs_approval: false,
        import: None,
    };
    Ok(records::insert_change(connection, change, now).await?)
}

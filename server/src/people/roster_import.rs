//! Applies what was accepted of a roster: all of that in one transaction, or nothing.

use super::changes::{self, known_grades};
use super::records::{self, NewChange};
use super::roster_doubts;
use super::roster_preview::{self, Known, ReadRoster, by_number, digest};
use super::rules::{self, wrong};
use crate::accounts::password;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, sql};
use crate::personnel::extensions;
use crate::personnel::roster::{RosterLine, validation};
use api::access::Viewer;
use api::people::FirstPassword;
use api::roster::{RosterApplied, RosterDecision};
use api::{ApiError, Code};
use domain::ids::{InstrumentId, PersonId};
use domain::person::{Person, PersonName};
use domain::person_record::{FieldChange, PersonField, PersonRecord};
use domain::roster_difference::{PastImport, RosterColumn, RosterEntry, RosterEntryKind};
use domain::timestamp::Timestamp;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// What an import writes for each person who is new.
struct NewAccount {
    password: String,
    hash: String,
}

/// One import, as its transaction knows it.
struct RosterJob {
    by: Viewer,
    read: ReadRoster,
    decision: RosterDecision,
    columns: Vec<RosterColumn>,
    accounts: HashMap<PersonId, NewAccount>,
    grades: rules::KnownGrades,
    forms: Vec<InstrumentId>,
    now: Timestamp,
}

/// Applies what was accepted of a file.
pub(crate) async fn import(
    app: &AppState,
    by: &Viewer,
    file: &str,
    columns: Vec<RosterColumn>,
    decision: RosterDecision,
) -> Result<RosterApplied, CallError> {
    let now = app.now();
    rules::check_day(&decision.first_day, now)?;
    let known = by_number(records::all(app.readers()).await?);
    let Ok(read) = roster_preview::read(app, file, &columns, &known).await? else {
        return Err(Code::Conflict.into());
    };
    let new = read.lines.iter().map(|it| &it.person);
    let new = new.filter(|it| !known.contains_key(&it.id) && decision.accepted.contains(&it.id));
    let accounts = first_accounts(new.cloned().collect()).await?;
    let job = RosterJob {
        by: by.clone(),
        read,
        decision,
        columns,
        accounts,
        grades: known_grades(app),
        forms: extensions::forms_for_everybody(&app.catalogue()),
        now,
    };
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| Box::pin(job.run(connection)));
    write.await
}

/// A password for everybody who is new, hashed before the writer is busy with it.
async fn first_accounts(new: Vec<Person>) -> Result<HashMap<PersonId, NewAccount>, CallError> {
    let hashing = tokio::task::spawn_blocking(move || {
        let account = |it: Person| {
            let password = password::initial_password();
            let hash = password::hash_initial(&password);
            (it.id, NewAccount { password, hash })
        };
        new.into_iter().map(account).collect()
    });
    hashing.await.map_err(|_| Code::Internal.into())
}

impl RosterJob {
    async fn run(self, connection: &mut Connection) -> Result<RosterApplied, CallError> {
        let known = by_number(records::all_now(connection).await?);
        let (entries, _) = roster_preview::difference(&self.read.lines, &known, &self.by);
        // What is applied is what was looked at.
        if digest(&entries)? != self.decision.digest {
            return Err(Code::Conflict.into());
        }
        let accepted: HashSet<&PersonId> = self.decision.accepted.iter().collect();
        let chosen: Vec<&RosterEntry> = entries
            .iter()
            .filter(|it| accepted.contains(&it.person.id))
            .collect();
        if chosen.is_empty() {
            return Err(wrong("取り込むものが、一つも選ばれていません。"));
        }
        self.check_lines(&chosen, &known)?;
        // Of before the import: the first of a ward gives the role to all the others.
        let has_second = rules::has_second(connection).await?;
        let seq: i64 = sql!(people / insert_roster_import)
            .bind(self.by.id.as_str())
            .bind(self.now)
            .bind(&self.decision.file_name)
            .bind(false)
            .bind(None::<String>)
            .bind(None::<Timestamp>)
            .fetch_value(&mut *connection)
            .await?;
        let lines = self.read.lines.iter().map(|it| (&it.person.id, it));
        let lines: HashMap<&PersonId, &RosterLine> = lines.collect();
        let mut passwords = Vec::new();
        for entry in &chosen {
            if entry.kind == RosterEntryKind::Joiner {
                let line = lines.get(&entry.person.id).ok_or(Code::Internal)?;
                rules::check_reserved(&[], &line.person.roles, has_second)
                    .map_err(|it| about(&entry.person, it))?;
                passwords.push(self.add(connection, line, seq).await?);
            } else {
                let before = known.get(&entry.person.id).ok_or(Code::Internal)?;
                self.change(connection, before, &entry.fields, (seq, has_second))
                    .await?;
            }
        }
        let noted = entries.iter();
        let noted = noted.map(|it| (it, accepted.contains(&it.person.id)));
        roster_doubts::note(connection, seq, noted).await?;
        rules::check_office(connection).await?;
        self.remember_columns(connection).await?;
        let n_changed = u32::try_from(chosen.len() - passwords.len()).unwrap_or(u32::MAX);
        let details = json!({
            "import": seq, "new": passwords.len(), "changed": n_changed, "first_day": self.decision.first_day
        });
        let act = Act::by(&self.by, AuditAct::RosterImported).details(details);
        audit::record(connection, self.now, act).await?;
        Ok(RosterApplied {
            seq,
            passwords,
            n_changed,
        })
    }

    /// Of what is left of a file once some of it is not taken, everybody's 所属長 is there.
    fn check_lines(&self, chosen: &[&RosterEntry], known: &Known) -> Result<(), CallError> {
        let ids: HashSet<&PersonId> = chosen.iter().map(|it| &it.person.id).collect();
        let lines = self.read.lines.iter();
        let lines: Vec<RosterLine> = lines
            .filter(|it| ids.contains(&it.person.id))
            .cloned()
            .collect();
        let people = known.iter().map(|(id, it)| (id.clone(), it.person.clone()));
        let faults = validation::validate(&lines, &people.collect());
        match faults.first() {
            Some(fault) => Err(wrong(&fault.to_string())),
            None => Ok(()),
        }
    }

    async fn add(
        &self,
        connection: &mut Connection,
        line: &RosterLine,
        seq: i64,
    ) -> Result<FirstPassword, CallError> {
        let person = &line.person;
        let account = self.accounts.get(&person.id).ok_or(Code::Conflict)?;
        records::put_person(connection, person).await?;
        if let Some(mail) = &line.mail {
            records::put_mail(connection, &person.id, mail).await?;
        }
        let hash = account.hash.clone();
        records::insert_account(connection, &person.id, hash, &self.forms, self.now).await?;
        let change = NewChange {
            person: &person.id,
            first_day: self.now.day(),
            fields: &[],
            is_joining: true,
            reason: &self.decision.file_name,
            author: self.by.id.as_str(),
            is_made: true,
            needs_approval: false,
            import: Some(seq),
        };
        records::insert_change(connection, change, self.now).await?;
        Ok(FirstPassword {
            person: person.named(),
            place: person.org.label(),
            password: account.password.clone(),
        })
    }

    /// At once, or on the day from which the roster holds.
    async fn change(
        &self,
        connection: &mut Connection,
        before: &PersonRecord,
        fields: &[FieldChange],
        (seq, has_second): (i64, bool),
    ) -> Result<(), CallError> {
        let day = &self.decision.first_day;
        let is_made = *day <= self.now.day();
        let has_roles = fields.iter().any(|it| it.field == PersonField::Roles);
        if has_roles && !is_made {
            let why = wrong("役割は、今日から変えてください。");
            return Err(about(&before.person.named(), why));
        }
        if is_made {
            let mut after = before.clone();
            for it in fields {
                rules::set(&mut after, it)?;
            }
            rules::check_reserved(&before.person.roles, &after.person.roles, has_second)
                .map_err(|it| about(&before.person.named(), it))?;
            if !self.grades.0.contains(&after.person.grade) {
                return Err(Code::Conflict.into());
            }
            let (author, act) = (self.by.id.as_str(), |act| Act::by(&self.by, act));
            changes::make(connection, before, &after, author, act, self.now).await?;
        }
        let change = NewChange {
            person: &before.person.id,
            first_day: day.clone(),
            fields,
            is_joining: false,
            reason: &self.decision.file_name,
            author: self.by.id.as_str(),
            is_made,
            needs_approval: false,
            import: Some(seq),
        };
        Ok(records::insert_change(connection, change, self.now).await?)
    }

    async fn remember_columns(&self, connection: &mut Connection) -> Result<(), CallError> {
        for it in &self.columns {
            if it.column.is_empty() {
                sql!(people / delete_roster_column)
                    .bind(&it.heading)
                    .execute(&mut *connection)
                    .await?;
                continue;
            }
            sql!(people / put_roster_column)
                .bind(&it.heading)
                .bind(&it.column)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

/// A refusal that names whom it is about, so that they can be left out.
fn about(person: &PersonName, failure: CallError) -> CallError {
    let error = ApiError::from(failure);
    wrong(&format!(
        "{}（{}）: {}",
        person.name, person.id, error.message
    ))
}

/// The latest imports, the last first.
pub(crate) async fn past(app: &AppState) -> Result<Vec<PastImport>, CallError> {
    let rows = sql!(people / roster_imports)
        .fetch_all(app.readers())
        .await?;
    let read = |row: &crate::db::Row| {
        Ok(PastImport {
            seq: row.try_get("seq")?,
            author: row.try_get("author_name")?,
            created_at: row.try_get("created_at")?,
            file_name: row.try_get("file_name")?,
            n_joined: row.try_get("n_joined")?,
            n_changed: row.try_get("n_changed")?,
            is_undone: row.try_get("is_undone")?,
        })
    };
    rows.iter().map(read).collect()
}

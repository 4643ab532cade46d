//! Writes a validated roster in one transaction.

use super::check::SupervisorById;
use super::{RosterError, RosterLine};
use crate::database::Database;
use crate::password;
use domain::ids::PersonId;
use domain::person::{Person, Role};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;

/// What an import changed, in numbers of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Not in the database before.
    pub new: u64,
    /// In the database before, with other values.
    pub changed: u64,
    /// In the database before, with the same values.
    pub unchanged: u64,
    /// In the database but not in the file; left unchanged.
    pub not_listed: u64,
}

/// Everyone in the database, with their supervisor.
pub(super) async fn known_supervisors(database: &Database) -> Result<SupervisorById, RosterError> {
    let rows = sqlx::query("select id, supervisor from person")
        .fetch_all(&database.readers)
        .await?;
    let known = rows.iter().map(|row| {
        let supervisor: Option<String> = row.try_get(1)?;
        Ok((PersonId(row.try_get(0)?), supervisor.map(PersonId)))
    });
    Ok(known.collect::<Result<_, sqlx::Error>>()?)
}

/// Ids of the people who are not in the database yet, in the order of the file.
pub(super) fn new_people(lines: &[RosterLine], known: &SupervisorById) -> Vec<String> {
    let new = lines.iter().filter(|it| !known.contains_key(&it.person.id));
    new.map(|it| it.person.id.0.clone()).collect()
}

/// Writes the people, and the accounts of the new ones; `first` has (id, initial password).
pub async fn take(
    database: &Database,
    lines: Vec<RosterLine>,
    first: Vec<(String, String)>,
    now: i64,
) -> Result<ImportSummary, RosterError> {
    // Hashed before the job runs, so that the writer is not blocked meanwhile.
    let hashes: Vec<(String, String)> = first
        .iter()
        .map(|(id, it)| (id.clone(), password::hash_initial(it)))
        .collect();
    let job = database.writer.run(move |connection| {
        Box::pin(async move {
            let before = people_by_id(connection).await?;
            let mut taken = ImportSummary::default();
            for line in &lines {
                let person = &line.person;
                match before.get(&person.id) {
                    Some(known) if known == person => taken.unchanged += 1,
                    Some(_) => taken.changed += 1,
                    None => taken.new += 1,
                }
                if before.get(&person.id) != Some(person) {
                    upsert_person(connection, person).await?;
                }
            }
            for (id, hash) in hashes {
                sqlx::query("insert into account (person, password_hash, must_change, changed_at) values (?, ?, 1, ?)")
                    .bind(id)
                    .bind(hash)
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
            }
            let listed = u64::try_from(lines.len()).unwrap_or(u64::MAX) - taken.new;
            let known = u64::try_from(before.len()).unwrap_or(u64::MAX);
            taken.not_listed = known.saturating_sub(listed);
            Ok(taken)
        })
    });
    job.await
}

async fn people_by_id(
    connection: &mut SqliteConnection,
) -> Result<HashMap<PersonId, Person>, RosterError> {
    let rows = sqlx::query(include_str!("everyone.sql"))
        .fetch_all(connection)
        .await?;
    let mut people = HashMap::new();
    for row in &rows {
        let mut person = crate::desk::read_person(row)?;
        // `group_concat` has no fixed order; the roles of a roster line are sorted.
        person.roles.sort();
        people.insert(person.id.clone(), person);
    }
    Ok(people)
}

async fn upsert_person(
    connection: &mut SqliteConnection,
    person: &Person,
) -> Result<(), RosterError> {
    sqlx::query(include_str!("put_person.sql"))
        .bind(person.id.as_str())
        .bind(&person.name)
        .bind(&person.org.department)
        .bind(&person.org.section)
        .bind(&person.org.unit)
        .bind(person.grade)
        .bind(&person.job_type)
        .bind(person.supervisor.as_ref().map(PersonId::as_str))
        .execute(&mut *connection)
        .await?;
    sqlx::query("delete from role where person = ?")
        .bind(person.id.as_str())
        .execute(&mut *connection)
        .await?;
    for role in &person.roles {
        sqlx::query("insert into role (person, role) values (?, ?)")
            .bind(person.id.as_str())
            .bind(role_as_str(*role))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn role_as_str(role: Role) -> &'static str {
    match role {
        Role::Personnel => "personnel",
        Role::Digital => "digital",
        Role::Recruiter => "recruiter",
        Role::Administrator => "administrator",
        Role::Supporter => "supporter",
    }
}

//! Writes a validated roster in one transaction.

use crate::accounts::password;
use crate::db::Database;
use crate::db::{Connection, DbError, sql};
use crate::personnel::roster::validation::SupervisorById;
use crate::personnel::roster::{RosterError, RosterLine};
use domain::ids::PersonId;
use domain::person::Person;
use domain::timestamp::Timestamp;
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
pub(crate) async fn known_supervisors(database: &Database) -> Result<SupervisorById, RosterError> {
    let rows = sql!(personnel / all_supervisors)
        .fetch_all(&database.readers)
        .await?;
    let known = rows.iter().map(|row| {
        let supervisor: Option<String> = row.try_get(1)?;
        Ok((PersonId(row.try_get(0)?), supervisor.map(PersonId)))
    });
    Ok(known.collect::<Result<_, DbError>>()?)
}

/// Ids of the people who are not in the database yet, in the order of the file.
pub(crate) fn new_people(lines: &[RosterLine], known: &SupervisorById) -> Vec<String> {
    let new = lines.iter().filter(|it| !known.contains_key(&it.person.id));
    new.map(|it| it.person.id.0.clone()).collect()
}

/// Writes the people, and the accounts of the new ones; `first` has (id, initial password).
pub async fn take(
    database: &Database,
    lines: Vec<RosterLine>,
    first: Vec<(String, String)>,
    now: Timestamp,
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
                sql!(personnel / insert_account)
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

pub(crate) async fn people_by_id(
    connection: &mut Connection,
) -> Result<HashMap<PersonId, Person>, RosterError> {
    let rows = sql!(personnel / everyone)
        .fetch_all(&mut *connection)
        .await?;
    let mut people = HashMap::new();
    for row in &rows {
        let person = crate::accounts::read_person(row)?;
        people.insert(person.id.clone(), person);
    }
    let rows = sql!(personnel / all_roles).fetch_all(connection).await?;
    for row in &rows {
        let id = PersonId(row.try_get("person")?);
        let role = row.try_get::<&str, _>("role")?.parse();
        if let (Some(person), Ok(role)) = (people.get_mut(&id), role) {
            person.roles.push(role);
        }
    }
    // A roster line has its roles sorted, too: equal lines are not a change.
    for person in people.values_mut() {
        person.roles.sort();
    }
    Ok(people)
}

pub(crate) async fn upsert_person(
    connection: &mut Connection,
    person: &Person,
) -> Result<(), RosterError> {
    sql!(personnel / put_person)
        .bind(person.id.as_str())
        .bind(&person.name)
        .bind(&person.org.department)
        .bind(&person.org.section)
        .bind(&person.org.unit)
        .bind(person.grade)
        .bind(&person.job_type)
        .bind(person.supervisor.as_ref().map(|it| it.0.clone()))
        .execute(&mut *connection)
        .await?;
    sql!(personnel / delete_roles_of_person)
        .bind(person.id.as_str())
        .execute(&mut *connection)
        .await?;
    for role in &person.roles {
        sql!(personnel / insert_role)
            .bind(person.id.as_str())
            .bind(role.into_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

//! Reads and writes what is kept of people, and the history of it.

use crate::accounts::read_person;
use crate::db::writer::WriteError;
use crate::db::{Connection, DbError, Pool, Row, Target, sql};
use crate::personnel::extensions;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::person::{Org, Person, PersonName, Role};
use domain::person_record::{
    AccountState, ChangeState, FieldChange, PersonChange, PersonField, PersonRecord,
};
use domain::timestamp::Timestamp;
use std::collections::HashMap;

/// Everybody there ever was, by number.
pub(crate) async fn all(pool: &Pool) -> Result<Vec<PersonRecord>, DbError> {
    let nobody = None::<String>;
    let query = sql!(people / records).bind(&nobody);
    let people = query.fetch_all(pool).await?;
    let query = sql!(people / all_roles).bind(&nobody);
    let roles = query.fetch_all(pool).await?;
    let query = sql!(people / second_posts).bind(&nobody);
    let posts = query.fetch_all(pool).await?;
    assemble(&people, &roles, &posts)
}

/// Everybody there ever was, as a write sees them.
pub(crate) async fn all_now(connection: &mut Connection) -> Result<Vec<PersonRecord>, DbError> {
    let nobody = None::<String>;
    let query = sql!(people / records).bind(&nobody);
    let people = query.fetch_all(&mut *connection).await?;
    let query = sql!(people / all_roles).bind(&nobody);
    let roles = query.fetch_all(&mut *connection).await?;
    let query = sql!(people / second_posts).bind(&nobody);
    let posts = query.fetch_all(connection).await?;
    assemble(&people, &roles, &posts)
}

/// One person; `None` if nobody has the number.
pub(crate) async fn of_person(
    connection: &mut Connection,
    person: &PersonId,
) -> Result<Option<PersonRecord>, DbError> {
    let query = sql!(people / records).bind(person.as_str());
    let people = query.fetch_all(&mut *connection).await?;
    let query = sql!(people / all_roles).bind(person.as_str());
    let roles = query.fetch_all(&mut *connection).await?;
    let query = sql!(people / second_posts).bind(person.as_str());
    let posts = query.fetch_all(connection).await?;
    Ok(assemble(&people, &roles, &posts)?.pop())
}

fn assemble(people: &[Row], roles: &[Row], posts: &[Row]) -> Result<Vec<PersonRecord>, DbError> {
    let mut records = Vec::with_capacity(people.len());
    let mut places = HashMap::with_capacity(people.len());
    for row in people {
        let record = PersonRecord {
            person: read_person(row)?,
            account: read_account(row)?,
            mail: row.try_get("mail")?,
            second_posts: Vec::new(),
        };
        places.insert(record.person.id.clone(), records.len());
        records.push(record);
    }
    for row in roles {
        let at = places.get(&PersonId(row.try_get("person")?));
        let role = row.try_get::<&str, _>("role")?.parse::<Role>();
        if let (Some(at), Ok(role)) = (at, role) {
            records[*at].person.roles.push(role);
        }
    }
    for row in posts {
        if let Some(at) = places.get(&PersonId(row.try_get("person")?)) {
            records[*at].second_posts.push(Org {
                department: row.try_get("department")?,
                section: row.try_get("section")?,
                unit: row.try_get("unit")?,
            });
        }
    }
    // Equal records are no change, whatever the order in the database.
    for it in &mut records {
        it.person.roles.sort();
    }
    Ok(records)
}

/// Whoever has no account cannot sign in, like somebody who was never invited.
fn read_account(row: &Row) -> Result<AccountState, DbError> {
    let disabled_at: Option<Timestamp> = row.try_get("disabled_at")?;
    if disabled_at.is_some() {
        let reason: String = row.try_get("disabled_reason")?;
        return Ok(reason.parse().unwrap_or(AccountState::NotListed));
    }
    let must_change: Option<bool> = row.try_get("must_change_password")?;
    Ok(match must_change {
        Some(false) => AccountState::Active,
        Some(true) | None => AccountState::Invited,
    })
}

/// Writes somebody's line of the roster, with their roles.
pub(crate) async fn put_person(
    connection: &mut Connection,
    person: &Person,
) -> Result<(), WriteError> {
    sql!(people / put_person)
        .bind(person.id.as_str())
        .bind(&person.name)
        .bind(&person.kana)
        .bind(&person.org.department)
        .bind(&person.org.section)
        .bind(&person.org.unit)
        .bind(person.grade)
        .bind(&person.job_type)
        .bind(person.supervisor.as_ref().map(|it| it.0.clone()))
        .execute(&mut *connection)
        .await?;
    sql!(people / delete_roles_of_person)
        .bind(person.id.as_str())
        .execute(&mut *connection)
        .await?;
    for role in &person.roles {
        sql!(people / insert_role)
            .bind(person.id.as_str())
            .bind(role.into_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Writes where somebody gets mail.
pub(crate) async fn put_mail(
    connection: &mut Connection,
    person: &PersonId,
    mail: &str,
) -> Result<(), DbError> {
    let n_changed = sql!(people / put_mail)
        .bind(person.as_str())
        .bind(mail)
        .execute(&mut *connection)
        .await?;
    if n_changed > 0 {
        sql!(people / forget_given_up_mails)
            .bind(person.as_str())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Where everybody gets mail who has an address.
pub(crate) async fn mails(
    connection: &mut Connection,
) -> Result<HashMap<PersonId, String>, DbError> {
    let rows = sql!(people / mails).fetch_all(connection).await?;
    let mails = rows
        .iter()
        .map(|row| Ok((PersonId(row.try_get("id")?), row.try_get("mail")?)));
    mails.collect()
}

/// Writes where somebody has posts besides their own.
pub(crate) async fn put_second_posts(
    connection: &mut Connection,
    person: &PersonId,
    posts: &[Org],
) -> Result<(), WriteError> {
    sql!(people / delete_second_posts)
        .bind(person.as_str())
        .execute(&mut *connection)
        .await?;
    for it in posts {
        sql!(people / insert_second_post)
            .bind(person.as_str())
            .bind(&it.department)
            .bind(&it.section)
            .bind(&it.unit)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// A change as it is written into the history.
pub(crate) struct NewChange<'c> {
    pub(crate) person: &'c PersonId,
    pub(crate) first_day: Day,
    pub(crate) fields: &'c [FieldChange],
    pub(crate) is_joining: bool,
    pub(crate) reason: &'c str,
    /// A 職員番号, or a word for a command of the machine.
    pub(crate) author: &'c str,
    /// Whether it is made, or waits for its day.
    pub(crate) is_made: bool,
    /// Whether it waits for a second person.
    pub(crate) needs_approval: bool,
    /// The roster that it came with.
    pub(crate) import: Option<i64>,
}

/// Inserts the account of a new person, and gives them time for those of the forms that are due already.
pub(crate) async fn insert_account(
    connection: &mut Connection,
    person: &PersonId,
    hash: String,
    forms: &[InstrumentId],
    now: Timestamp,
) -> Result<(), DbError> {
    sql!(people / insert_account)
        .bind(person.as_str())
        .bind(hash)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    extensions::welcome(connection, person, forms, now).await
}

pub(crate) async fn insert_change(
    connection: &mut Connection,
    it: NewChange<'_>,
    now: Timestamp,
) -> Result<(), WriteError> {
    let fields = serde_json::to_string(it.fields).map_err(|it| DbError::Encode(it.into()))?;
    sql!(people / insert_person_change)
        .bind(it.person.as_str())
        .bind(&it.first_day)
        .bind(fields)
        .bind(it.is_joining)
        .bind(it.reason)
        .bind(it.author)
        .bind(now)
        .bind(it.is_made.then_some(now))
        .bind(it.import)
        .bind(it.needs_approval)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes into the history that an account was disabled or enabled by a command or an import.
pub(crate) async fn insert_account_change(
    connection: &mut Connection,
    person: &PersonId,
    (before, after): (AccountState, AccountState),
    (reason, author): (&str, &str),
    now: Timestamp,
) -> Result<(), WriteError> {
    let fields = [FieldChange {
        field: PersonField::Account,
        before: before.into_str().to_owned(),
        after: after.into_str().to_owned(),
    }];
    let change = NewChange {
        person,
        first_day: now.day(),
        fields: &fields,
        is_joining: false,
        reason,
        author,
        is_made: true,
        needs_approval: false,
        import: None,
    };
    insert_change(connection, change, now).await
}

/// What was changed of a person and will be, the last in time first.
pub(crate) async fn changes_of(
    target: impl Into<Target<'_>>,
    person: &PersonId,
) -> Result<Vec<PersonChange>, DbError> {
    let rows = sql!(people / changes_of_person)
        .bind(person.as_str())
        .fetch_all(target)
        .await?;
    rows.iter().map(read_change).collect()
}

/// What waits for its day or could not be made on it, the earliest first.
pub(crate) async fn waiting_changes(
    target: impl Into<Target<'_>>,
) -> Result<Vec<PersonChange>, DbError> {
    let rows = sql!(people / waiting_changes).fetch_all(target).await?;
    rows.iter().map(read_change).collect()
}

/// What was changed of anybody and will be, in the order in which it was entered; without names.
pub(crate) async fn all_changes(
    target: impl Into<Target<'_>>,
) -> Result<Vec<PersonChange>, DbError> {
    let rows = sql!(people / all_changes).fetch_all(target).await?;
    rows.iter().map(read_change).collect()
}

fn read_change(row: &Row) -> Result<PersonChange, DbError> {
    let made_at: Option<Timestamp> = row.try_get("made_at")?;
    let ended_at: Option<Timestamp> = row.try_get("ended_at")?;
    let problem: String = row.try_get("problem")?;
    let needs_approval: bool = row.try_get("needs_approval")?;
    let approver: String = row.try_get("approver_name")?;
    let state = match () {
        () if made_at.is_some() => ChangeState::Made,
        () if ended_at.is_some() => ChangeState::Cancelled,
        () if !problem.is_empty() => ChangeState::Failed(problem),
        () if needs_approval && approver.is_empty() => ChangeState::Waiting,
        () => ChangeState::Planned,
    };
    Ok(PersonChange {
        seq: row.try_get("seq")?,
        person: PersonName {
            id: row.try_get("person")?,
            name: row.try_get("name")?,
        },
        first_day: Day(row.try_get("first_day")?),
        fields: read_fields(row)?,
        is_joining: row.try_get("is_joining")?,
        reason: row.try_get("reason")?,
        author: row.try_get("author_name")?,
        created_at: row.try_get("created_at")?,
        approved_by: approver,
        state,
    })
}

pub(crate) fn read_fields(row: &Row) -> Result<Vec<FieldChange>, DbError> {
    let text: String = row.try_get("fields")?;
    serde_json::from_str(&text).map_err(|it| DbError::Decode(it.into()))
}

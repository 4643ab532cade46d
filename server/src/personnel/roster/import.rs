//! Writes a validated roster in one transaction.

use crate::accounts::account_life::{self, AccountSummary, DisabledReason};
use crate::accounts::{password, sessions};
use crate::audit::{self, Act, AuditAct};
use crate::db::Database;
use crate::db::writer::WriteError;
use crate::db::{Connection, DbError, sql};
use crate::office::csv::CsvFault;
use crate::people::records::{self, NewChange};
use crate::personnel::extensions;
use crate::personnel::roster::parse::Grades;
use crate::personnel::roster::validation::KnownPeople;
use crate::personnel::roster::{NewAccount, RosterError, RosterLine, RosterOptions};
use domain::ids::PersonId;
use domain::person::{Person, Role};
use domain::person_record::{AccountState, PersonRecord};
use domain::timestamp::Timestamp;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// What an import changed: numbers of people, and who is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Not in the database before.
    pub new: u64,
    /// In the database before, with other values.
    pub changed: u64,
    /// In the database before, with the same values.
    pub unchanged: u64,
    /// Not in the file, with an account that was not disabled before: 職員番号, 課 and 氏名.
    pub not_listed: Vec<String>,
    /// Disabled because a complete roster had not listed them, and enabled again by this one.
    pub returned: u64,
    /// What was read otherwise than it is usually written, in sentences.
    pub notes: Vec<String>,
    /// What is probably a mistake and was taken all the same.
    pub doubts: Vec<CsvFault>,
}

/// Everyone in the database.
pub(crate) async fn known_people(database: &Database) -> Result<KnownPeople, RosterError> {
    let rows = sql!(personnel / everyone)
        .fetch_all(&database.readers)
        .await?;
    let people = rows.iter().map(|row| {
        let person = crate::accounts::read_person(row)?;
        Ok((person.id.clone(), person))
    });
    Ok(people.collect::<Result<_, DbError>>()?)
}

/// A file that does not say how names are read leaves that as it is.
pub(crate) fn keep_kana(lines: &mut [RosterLine], known: &KnownPeople) {
    for line in lines {
        let known = known.get(&line.person.id);
        line.person.kana = known.map_or_else(String::new, |it| it.kana.clone());
    }
}

/// The grades that a form in force asks something of; of the built-in forms before the first start.
pub(crate) async fn grades(database: &Database) -> Result<Grades, RosterError> {
    let published = crate::forms::load(database).await;
    let published = published.map_err(|error| RosterError::Forms(error.to_string()))?;
    let mut grades: Grades = published
        .all()
        .flat_map(|it| it.1.edition.bands())
        .flat_map(|it| it.grades)
        .collect();
    if grades.is_empty() {
        grades = crate::forms::built_in_grades();
    }
    Ok(grades)
}

/// Writes the people, and the accounts of the new ones.
pub async fn take(
    database: &Database,
    lines: Vec<RosterLine>,
    first: Vec<NewAccount>,
    options: RosterOptions,
    now: Timestamp,
) -> Result<ImportSummary, RosterError> {
    // Hashed before the job runs, so that the writer is not blocked meanwhile.
    let hashes: Vec<(PersonId, String)> = first
        .iter()
        .map(|it| (it.id.clone(), password::hash_initial(&it.password)))
        .collect();
    let published = crate::forms::load(database).await;
    let published = published.map_err(|error| RosterError::Forms(error.to_string()))?;
    let forms = extensions::forms_for_everybody(&published);
    let job = database.writer.run(move |connection| {
        Box::pin(async move {
            let before = people_by_id(connection).await?;
            let mails = records::mails(connection).await?;
            let (mut taken, mut differences) = (ImportSummary::default(), Vec::new());
            for line in &lines {
                let person = &line.person;
                let known = before.get(&person.id);
                let mail = mails.get(&person.id).map_or("", String::as_str);
                let new_mail = line.mail.as_deref().unwrap_or(mail);
                match known {
                    Some(known) if known == person && mail == new_mail => {
                        taken.unchanged += 1;
                        continue;
                    }
                    Some(_) => taken.changed += 1,
                    None => taken.new += 1,
                }
                differences.push(difference(known, person));
                records::put_person(connection, person).await?;
                records::put_mail(connection, &person.id, new_mail).await?;
                let before = known.map(|it| record(it, mail));
                record_history(connection, before, record(person, new_mail), now).await?;
                let had = known.map(|it| it.roles.as_slice()).unwrap_or_default();
                if had != person.roles {
                    record_roles(connection, person, now).await?;
                }
            }
            for (id, hash) in hashes {
                records::insert_account(connection, &id, hash, &forms, now).await?;
            }
            let listed: HashSet<&PersonId> = lines.iter().map(|it| &it.person.id).collect();
            leavers(connection, &before, &listed, options, &mut taken, now).await?;
            let details = json!({
                "changes": differences,
                "not_listed": taken.not_listed,
                "complete": options.complete
            });
            let act = Act::by_command(AuditAct::RosterImported).details(details);
            audit::record(connection, now, act).await?;
            Ok(taken)
        })
    });
    job.await
}

/// What differs of one person, by the roster's headings; a new person is one by number only.
fn difference(known: Option<&Person>, person: &Person) -> Value {
    let Some(known) = known else {
        return json!({ "new": person.id });
    };
    let mut changed = Vec::new();
    let mut compare = |heading: &str, is_other: bool| {
        if is_other {
            changed.push(heading.to_owned());
        }
    };
    compare("氏名", known.name != person.name);
    compare("氏名の読み", known.kana != person.kana);
    compare("所属", known.org != person.org);
    compare("級", known.grade != person.grade);
    compare("職種", known.job_type != person.job_type);
    compare("所属長", known.supervisor != person.supervisor);
    compare("役割", known.roles != person.roles);
    json!({ "person": person.id, "changed": changed })
}

/// What an import is called as a reason in somebody's history.
const REASON: &str = "名簿の取り込み";

/// What a roster knows of somebody.
fn record(person: &Person, mail: &str) -> PersonRecord {
    PersonRecord {
        person: person.clone(),
        mail: mail.to_owned(),
        account: AccountState::default(),
        second_posts: Vec::new(),
    }
}

async fn record_history(
    connection: &mut Connection,
    before: Option<PersonRecord>,
    after: PersonRecord,
    now: Timestamp,
) -> Result<(), WriteError> {
    let fields = before
        .as_ref()
        .map_or_else(Vec::new, |it| it.differences(&after));
    let change = NewChange {
        person: &after.person.id,
        first_day: now.day(),
        fields: &fields,
        is_joining: before.is_none(),
        reason: REASON,
        author: "command",
        is_made: true,
        needs_approval: false,
        import: None,
    };
    records::insert_change(connection, change, now).await
}

/// A person of other rights signs in anew: no session goes on with rights that it did not begin with.
async fn record_roles(
    connection: &mut Connection,
    person: &Person,
    now: Timestamp,
) -> Result<(), RosterError> {
    sessions::delete_all(connection, &person.id).await?;
    let act = Act::by_command(AuditAct::RolesChanged)
        .about(&person.id)
        .details(json!({ "roles": person.roles }));
    Ok(audit::record(connection, now, act).await?)
}

/// Finds who is not listed; after a complete roster they are disabled, and who is listed again is enabled.
async fn leavers(
    connection: &mut Connection,
    before: &HashMap<PersonId, Person>,
    listed: &HashSet<&PersonId>,
    options: RosterOptions,
    taken: &mut ImportSummary,
    now: Timestamp,
) -> Result<(), RosterError> {
    let rows = sql!(accounts / accounts)
        .bind(None::<String>)
        .fetch_all(&mut *connection)
        .await?;
    let (mut gone, mut n_active) = (Vec::new(), 0);
    for row in &rows {
        let account = AccountSummary::read(row)?;
        let is_listed = listed.contains(&account.person);
        match account.disabled_at {
            None => {
                n_active += 1;
                if !is_listed {
                    gone.push(account);
                }
            }
            Some(_)
                if is_listed
                    && options.complete
                    && account.disabled_reason == DisabledReason::NotListed.into_str() =>
            {
                account_life::enable(connection, &account.person, Act::by_command, now).await?;
                let back = (AccountState::NotListed, AccountState::Active);
                let why = (REASON, "command");
                records::insert_account_change(connection, &account.person, back, why, now).await?;
                taken.returned += 1;
            }
            Some(_) => {}
        }
    }
    let label = |it: &AccountSummary| label_of(it, before.get(&it.person));
    taken.not_listed = gone.iter().map(label).collect();
    if !options.complete {
        return Ok(());
    }
    let is_personnel = |it: &AccountSummary| {
        let person = before.get(&it.person);
        person.is_some_and(|it| it.roles.contains(&Role::Personnel))
    };
    let are_many = gone.len() * 20 > n_active || gone.iter().any(is_personnel);
    if are_many && !options.confirmed {
        return Err(RosterError::ManyNotListed(taken.not_listed.clone()));
    }
    for it in &gone {
        let (person, reason) = (&it.person, DisabledReason::NotListed);
        account_life::disable(connection, person, reason, "roster", Act::by_command, now).await?;
        let gone = (AccountState::Active, AccountState::NotListed);
        records::insert_account_change(connection, person, gone, (REASON, "command"), now).await?;
    }
    Ok(())
}

/// Number, 課, name, and the roles that the person still has.
fn label_of(account: &AccountSummary, person: Option<&Person>) -> String {
    let roles = person.map_or(&[][..], |it| &it.roles);
    let roles: Vec<&str> = roles.iter().map(|it| it.label()).collect();
    let held = match roles[..] {
        [] => String::new(),
        _ => format!("（役割: {}）", roles.join("・")),
    };
    format!(
        "{} {} {}{held}",
        account.person, account.section, account.name
    )
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
    let rows = sql!(people / all_roles)
        .bind(None::<String>)
        .fetch_all(connection)
        .await?;
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

//! A reorganisation: everybody of a place goes elsewhere on a day, in one transaction.

use super::changes::{self, known_grades};
use super::records::{self, NewChange};
use super::roster_preview::digest;
use super::rules::{self, KnownGrades, wrong};
use super::second_readers;
use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, sql};
use crate::personnel::cycle_parts;
use crate::trials;
use api::Code;
use api::access::Viewer;
use api::organisation::{ReorganisationPreview, ReorganisedPerson};
use domain::ids::PersonId;
use domain::organisation::records_on;
use domain::person::{Org, PersonName};
use domain::person_record::{
    ChangeState, FieldChange, MAX_FIELD_CHARS, PersonChange, PersonField, PersonRecord,
};
use domain::reorganisation::Reorganisation;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::collections::HashSet;

/// What a reorganisation would change.
pub(crate) async fn preview(
    app: &AppState,
    by: &Viewer,
    plan: &Reorganisation,
) -> Result<ReorganisationPreview, CallError> {
    check(plan, app.now())?;
    let plan = trimmed(plan.clone());
    let records = records::all(app.readers()).await?;
    let changes = records::all_changes(app.readers()).await?;
    let there = there_on(&plan, &records, &changes, app.now());
    let people = who_changes(by, &plan, &there);
    if people.is_empty() {
        return Err(wrong("この改編で変わる人がいません。"));
    }
    Ok(ReorganisationPreview {
        is_merged: there
            .iter()
            .any(|it| !plan.from.contains(&it.person.org) && plan.to.contains(&it.person.org)),
        digest: digest(&people)?,
        people,
    })
}

/// Who is there when it happens: on its first day, or today if that is over. Leavers are not.
fn there_on(
    plan: &Reorganisation,
    records: &[PersonRecord],
    changes: &[PersonChange],
    now: Timestamp,
) -> Vec<PersonRecord> {
    let day = plan.first_day.clone().max(now.day());
    let mut there = records_on(&day, records, changes);
    there.retain(PersonRecord::is_staff);
    there
}

/// Whoever reorganises their own place goes with it, but never gives themself another 所属長.
fn who_changes(
    by: &Viewer,
    plan: &Reorganisation,
    there: &[PersonRecord],
) -> Vec<ReorganisedPerson> {
    let all = plan.changes(there).into_iter().map(|(record, mut fields)| {
        if record.person.id == by.id {
            fields.retain(|it| it.field != PersonField::Supervisor);
        }
        ReorganisedPerson {
            person: PersonName {
                id: record.person.id,
                name: record.person.name,
            },
            fields,
        }
    });
    all.filter(|it| !it.fields.is_empty()).collect()
}

fn trimmed(mut plan: Reorganisation) -> Reorganisation {
    for it in [
        &mut plan.to.department,
        &mut plan.to.section,
        &mut plan.to.unit,
        &mut plan.reason,
    ] {
        *it = it.trim().to_owned();
    }
    plan
}

fn check(plan: &Reorganisation, now: Timestamp) -> Result<(), CallError> {
    rules::check_day(&plan.first_day, now)?;
    rules::check_reason(&plan.reason)?;
    let to = &plan.to;
    if plan.from == Org::default() {
        return Err(wrong("改編するところを選んでください。"));
    }
    if to.department.trim().is_empty() && to.section.trim().is_empty() {
        return Err(wrong("部か課を入れてください。"));
    }
    for it in [&to.department, &to.section, &to.unit] {
        if it.chars().count() > MAX_FIELD_CHARS || it.chars().any(char::is_control) {
            return Err(wrong("部・課・係の名前は60文字までにしてください。"));
        }
    }
    Ok(())
}

/// One reorganisation, as its transaction knows it.
struct Job {
    by: Viewer,
    plan: Reorganisation,
    digest: String,
    grades: KnownGrades,
    now: Timestamp,
}

/// Does what was looked at: at once if its day has come, else on the day.
pub(crate) async fn reorganise(
    app: &AppState,
    by: &Viewer,
    plan: Reorganisation,
    digest: String,
) -> Result<(), CallError> {
    check(&plan, app.now())?;
    let job = Job {
        by: by.clone(),
        plan: trimmed(plan),
        digest,
        grades: known_grades(app),
        now: app.now(),
    };
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| Box::pin(job.run(connection)));
    write.await
}

impl Job {
    async fn run(self, connection: &mut Connection) -> Result<(), CallError> {
        let records = records::all_now(connection).await?;
        let changes = records::all_changes(&mut *connection).await?;
        let there = there_on(&self.plan, &records, &changes, self.now);
        let people = who_changes(&self.by, &self.plan, &there);
        // What is done is what was looked at.
        if people.is_empty() || digest(&people)? != self.digest {
            return Err(Code::Conflict.into());
        }
        let seq: i64 = sql!(people / insert_roster_import)
            .bind(self.by.id.as_str())
            .bind(self.now)
            .bind(self.plan.label())
            .bind(true)
            .bind(serde_json::to_string(&self.plan)?)
            .bind(self.is_due().then_some(self.now))
            .fetch_value(&mut *connection)
            .await?;
        for it in &people {
            self.change(connection, it, seq).await?;
        }
        if self.is_due() {
            rename_rules(connection, &self.plan, seq).await?;
        }
        let details =
            json!({ "import": seq, "people": people.len(), "first_day": self.plan.first_day });
        let act = Act::by(&self.by, AuditAct::Reorganised).details(details);
        Ok(audit::record(connection, self.now, act).await?)
    }

    /// Whether it is done at once.
    fn is_due(&self) -> bool {
        self.plan.first_day <= self.now.day()
    }

    async fn change(
        &self,
        connection: &mut Connection,
        it: &ReorganisedPerson,
        seq: i64,
    ) -> Result<(), CallError> {
        let is_made = self.is_due();
        let before = records::of_person(connection, &it.person.id).await?;
        let before = before.ok_or(Code::NotFound)?;
        let mut fields = it.fields.clone();
        let mut after = before.clone();
        for field in &mut fields {
            field.before = before.value(field.field);
            rules::set(&mut after, field)?;
        }
        // A cycle of 所属長 is found now, not on the day.
        rules::check_record(
            connection,
            Some(&before.person),
            &after.person,
            &self.grades,
        )
        .await?;
        if is_made {
            let act = |act| Act::by(&self.by, act);
            let author = self.by.id.as_str();
            changes::make(connection, &before, &after, author, act, self.now).await?;
        }
        let reason = if self.plan.reason.is_empty() {
            self.plan.label()
        } else {
            self.plan.reason.clone()
        };
        let change = NewChange {
            person: &it.person.id,
            first_day: self.plan.first_day.clone(),
            fields: if is_made { &fields } else { &it.fields },
            is_joining: false,
            reason: &reason,
            author: self.by.id.as_str(),
            is_made,
            needs_approval: false,
            import: Some(seq),
        };
        Ok(records::insert_change(connection, change, self.now).await?)
    }
}

/// On the day from which reorganisations hold, once what was planned of them is made: whoever has come to the place
/// since goes along, and what names the place names the new one. Returns how many people went.
pub(crate) async fn follow_due(app: &AppState) -> Result<u32, CallError> {
    let due = sql!(people / due_reorganisations)
        .bind(app.now().day())
        .fetch_all(app.readers())
        .await?;
    let mut n_made = 0;
    for row in &due {
        let plan: String = row.try_get("plan")?;
        let author: String = row.try_get("author")?;
        let (seq, plan) = (row.try_get("seq")?, serde_json::from_str(&plan)?);
        n_made += follow(app, seq, plan, author).await?;
    }
    Ok(n_made)
}

async fn follow(
    app: &AppState,
    seq: i64,
    plan: Reorganisation,
    author: String,
) -> Result<u32, CallError> {
    let (now, grades) = (app.now(), known_grades(app));
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let is_mine = sql!(people / note_followed)
                    .bind(seq)
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                // Another server has followed it.
                if is_mine == 0 || !plan.people.is_empty() {
                    return Ok(0);
                }
                let mut n_made = 0;
                for (before, after, fields) in late(connection, &plan, seq).await? {
                    let (was, is) = (&before.person, &after.person);
                    let checked = rules::check_record(connection, Some(was), is, &grades).await;
                    // Whoever would lead their own 所属長 stays, and is seen in the old place.
                    if checked.is_err() {
                        continue;
                    }
                    n_made += 1;
                    let act = Act::by_server;
                    changes::make(connection, &before, &after, &author, act, now).await?;
                    let change = NewChange {
                        person: &after.person.id,
                        first_day: plan.first_day.clone(),
                        fields: &fields,
                        is_joining: false,
                        reason: &plan.label(),
                        author: &author,
                        is_made: true,
                        needs_approval: false,
                        import: Some(seq),
                    };
                    records::insert_change(connection, change, now).await?;
                }
                rename_rules(connection, &plan, seq).await?;
                Ok(n_made)
            })
        });
    write.await
}

/// One person, before and after, and what differs.
type PersonMove = (PersonRecord, PersonRecord, Vec<FieldChange>);

/// Whoever has come to the place since the reorganisation (`seq`) was planned, and is still there: not who was taken
/// out of it by hand, and not who came with another change of the same day or later.
async fn late(
    connection: &mut Connection,
    plan: &Reorganisation,
    seq: i64,
) -> Result<Vec<PersonMove>, CallError> {
    let mut records = records::all_now(&mut *connection).await?;
    records.retain(PersonRecord::is_staff);
    let handled = handled_people(connection, seq).await?;
    let mut all = Vec::new();
    for (after, fields) in plan.changes(&records) {
        let id = &after.person.id;
        if handled.contains(id) {
            continue;
        }
        let changes = records::changes_of(&mut *connection, id).await?;
        let is_new = |it: &PersonChange| {
            let is_place = |it: &FieldChange| PLACE.contains(&it.field);
            it.state == ChangeState::Made
                && it.first_day >= plan.first_day
                && (it.is_joining || it.fields.iter().any(is_place))
        };
        if changes.iter().any(is_new) {
            continue;
        }
        let before = records.iter().find(|it| it.person.id == *id).cloned();
        all.push((before.ok_or(Code::Internal)?, after, fields));
    }
    Ok(all)
}

/// Fields that say where somebody has their post.
const PLACE: [PersonField; 3] = [
    PersonField::Department,
    PersonField::Section,
    PersonField::Unit,
];

/// Of whom the reorganisation has been made, has failed, or was taken back by hand. Whoever had only been moved
/// elsewhere is not among them.
async fn handled_people(
    connection: &mut Connection,
    seq: i64,
) -> Result<HashSet<PersonId>, CallError> {
    let rows = sql!(people / people_of_import)
        .bind(seq)
        .fetch_all(connection)
        .await?;
    let ids = rows.iter().map(|row| Ok(PersonId(row.try_get("person")?)));
    ids.collect()
}

/// Second readers and times for a part of the people go along with a place that gets another name as a whole. Where
/// others were in the new place before, what was decided for some is not decided for all: the rule stays, for nobody.
pub(super) async fn rename_rules(
    connection: &mut Connection,
    plan: &Reorganisation,
    seq: i64,
) -> Result<(), CallError> {
    let mut records = records::all_now(&mut *connection).await?;
    records.retain(PersonRecord::is_staff);
    let moved = handled_people(connection, seq).await?;
    let is_other = |it: &PersonRecord| {
        plan.to.contains(&it.person.org) && !moved.contains(&it.person.id)
            || plan.from.contains(&it.person.org)
    };
    if plan.people.is_empty() && !records.iter().any(is_other) {
        second_readers::follow(connection, plan).await?;
        trials::follow(connection, plan).await?;
        cycle_parts::rename(connection, plan, &records).await?;
    }
    Ok(())
}

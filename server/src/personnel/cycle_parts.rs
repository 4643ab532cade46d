//! Times for a part of the people, and who is not asked: decided by 職員課, and followed as people come and move.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, Target, sql};
use crate::people::records;
use crate::personnel::people_progress::require_form;
use api::access::Viewer;
use api::cycle_parts::CycleParts;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::cycle_part::{self, CyclePart, OwnPart};
use domain::cycle_settings::is_expired;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::people_filter::PeopleFilter;
use domain::person::Org;
use domain::person_record::PersonRecord;
use domain::reorganisation::Reorganisation;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// A form in a cycle, as it is stored.
type CycleKey = (String, String);

/// Parts of one cycle at most: more are no parts any more, but a list of people.
const MAX_PARTS: usize = 30;

/// The parts of a cycle, with what they can be made of.
pub(crate) async fn of_cycle(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<CycleParts, CallError> {
    require_form(app, instrument)?;
    let records = records::all(app.readers()).await?;
    let key = (instrument.to_string(), cycle.to_string());
    let mut parts = stored(app.readers())
        .await?
        .remove(&key)
        .unwrap_or_default();
    for it in &mut parts {
        let n = cycle_part::n_people(&it.people, &records);
        it.n_people = u32::try_from(n).unwrap_or(u32::MAX);
    }
    Ok(CycleParts {
        parts,
        choices: crate::people::details::choices(app, &records),
    })
}

fn wrong(why: &str) -> CallError {
    ApiError::with(Code::BadRequest, why).into()
}

/// Decides on a part of the people: their last day, or that they are not asked.
pub(crate) async fn add(
    app: &AppState,
    by: &Viewer,
    (instrument, cycle): (&InstrumentId, Cycle),
    people: PeopleFilter,
    last_day: Option<Day>,
) -> Result<(), CallError> {
    check_cycle(app, instrument, cycle).await?;
    let people = checked(people)?;
    check_day(last_day.as_ref(), cycle)?;
    let (by, now) = (by.clone(), app.now());
    let key = (instrument.to_string(), cycle.to_string());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let present = stored(&mut *connection).await?;
                if present.get(&key).is_some_and(|it| it.len() >= MAX_PARTS) {
                    return Err(wrong("これより多くは分けられません。"));
                }
                sql!(personnel / insert_cycle_part)
                    .bind(&key.0)
                    .bind(&key.1)
                    .bind(serde_json::to_string(&people)?)
                    .bind(last_day.as_ref().map(Day::as_str))
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::CycleChanged)
                    .form(&key.0, &key.1)
                    .details(json!({ "part": people, "last_day": last_day }));
                audit::record(connection, now, act).await?;
                Ok(())
            })
        });
    write.await?;
    follow(app).await
}

/// Fails for a form that not everybody hands in, and for a cycle that is over for good.
async fn check_cycle(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<(), CallError> {
    require_form(app, instrument)?;
    let year = app.now().fiscal_year();
    let forms = app.catalogue();
    let form = forms.newest(instrument).ok_or(Code::NotFound)?;
    let kept = super::cycles::kept_years(app, instrument).await?;
    if !form.edition.cycles(cycle.year).contains(&cycle) || is_expired(cycle, kept, year) {
        return Err(wrong("この時期は変えられません。"));
    }
    Ok(())
}

/// A part is of places and posts: of people and roles it would be a list that nobody keeps.
fn checked(people: PeopleFilter) -> Result<PeopleFilter, CallError> {
    let people = PeopleFilter {
        words: String::new(),
        role: None,
        account: None,
        ..people
    };
    if people == PeopleFilter::default() {
        return Err(wrong(
            "だれについてかを、部・課・係・級・職種のどれかで選んでください。",
        ));
    }
    Ok(people)
}

fn check_day(last_day: Option<&Day>, cycle: Cycle) -> Result<(), CallError> {
    let Some(day) = last_day else { return Ok(()) };
    let begin = Timestamp::of_day(day).filter(|it| it.fiscal_year().abs_diff(cycle.year) <= 2);
    begin
        .map(drop)
        .ok_or_else(|| wrong("締切の日を確かめてください。"))
}

/// Takes a part back: its people are as everybody again. Says of which form and cycle it was.
pub(crate) async fn remove(
    app: &AppState,
    by: &Viewer,
    seq: i64,
) -> Result<(InstrumentId, Cycle), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let row = sql!(personnel / delete_cycle_part)
                    .bind(seq)
                    .fetch_optional(&mut *connection)
                    .await?;
                let row = row.ok_or(Code::NotFound)?;
                let key: CycleKey = (row.try_get("instrument")?, row.try_get("cycle")?);
                let act = Act::by(&by, AuditAct::CycleChanged)
                    .form(&key.0, &key.1)
                    .details(json!({ "part_removed": seq }));
                audit::record(connection, now, act).await?;
                Ok(key)
            })
        });
    let (instrument, cycle) = write.await?;
    follow(app).await?;
    let cycle = cycle.parse().map_err(|_| Code::Internal)?;
    Ok((InstrumentId(instrument), cycle))
}

/// All parts, in the order in which they were decided on.
async fn stored(
    target: impl Into<Target<'_>>,
) -> Result<BTreeMap<CycleKey, Vec<CyclePart>>, CallError> {
    let rows = sql!(personnel / cycle_parts).fetch_all(target).await?;
    let mut all: BTreeMap<CycleKey, Vec<CyclePart>> = BTreeMap::new();
    for row in &rows {
        let key = (row.try_get("instrument")?, row.try_get("cycle")?);
        let people: String = row.try_get("people")?;
        all.entry(key).or_default().push(CyclePart {
            seq: row.try_get("seq")?,
            people: serde_json::from_str(&people)?,
            last_day: row.try_get::<Option<String>, _>("last_day")?.map(Day),
            n_people: 0,
            author: row.try_get("author_name")?,
        });
    }
    Ok(all)
}

/// Those of a place that goes elsewhere as a whole go along, unless they are still of anybody (`records`) elsewhere.
pub(crate) async fn rename(
    connection: &mut Connection,
    plan: &Reorganisation,
    records: &[PersonRecord],
) -> Result<(), CallError> {
    for part in stored(&mut *connection).await?.into_values().flatten() {
        let mut people = part.people;
        let place = Org {
            department: people.department.clone(),
            section: people.section.clone(),
            unit: people.unit.clone(),
        };
        let Some(moved) = plan.renamed(&place) else {
            continue;
        };
        if cycle_part::n_people(&people, records) > 0 {
            continue;
        }
        (people.department, people.section, people.unit) =
            (moved.department, moved.section, moved.unit);
        sql!(personnel / put_people_of_part)
            .bind(part.seq)
            .bind(serde_json::to_string(&people)?)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Who is in a part of each cycle.
type Members = BTreeMap<CycleKey, BTreeMap<PersonId, OwnPart>>;

fn members_of(parts: &BTreeMap<CycleKey, Vec<CyclePart>>, records: &[PersonRecord]) -> Members {
    let all = parts.iter();
    all.map(|(key, parts)| (key.clone(), cycle_part::members(parts, records)))
        .collect()
}

async fn kept(target: impl Into<Target<'_>>) -> Result<Members, CallError> {
    let rows = sql!(personnel / cycle_part_people)
        .fetch_all(target)
        .await?;
    let mut all = Members::new();
    for row in &rows {
        let key = (row.try_get("instrument")?, row.try_get("cycle")?);
        let own = row.try_get::<Option<String>, _>("last_day")?.map(Day);
        all.entry(key)
            .or_default()
            .insert(PersonId(row.try_get("person")?), own);
    }
    Ok(all)
}

impl AppState {
    /// Follows who is in which part as people come and move.
    pub async fn follow_cycle_parts(&self) -> Result<(), ApiError> {
        Ok(follow(self).await?)
    }
}

/// Follows who is in which part today. Quick where there are no parts, and where nothing has changed.
pub(crate) async fn follow(app: &AppState) -> Result<(), CallError> {
    let parts = stored(app.readers()).await?;
    let before = kept(app.readers()).await?;
    if parts.is_empty() && before.is_empty() {
        return Ok(());
    }
    let records = records::all(app.readers()).await?;
    if is_alike(&members_of(&parts, &records), &before) {
        return Ok(());
    }
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| Box::pin(async move { keep(connection).await }));
    write.await
}

/// Whether both have the same people; a cycle without any is none.
fn is_alike(one: &Members, other: &Members) -> bool {
    let full = |it: &&(&CycleKey, &BTreeMap<PersonId, OwnPart>)| !it.1.is_empty();
    let one = one.iter().collect::<Vec<_>>();
    let other = other.iter().collect::<Vec<_>>();
    one.iter().filter(full).eq(other.iter().filter(full))
}

/// Writes who is in which part, as the parts and the records are now.
async fn keep(connection: &mut Connection) -> Result<(), CallError> {
    let parts = stored(&mut *connection).await?;
    let records = records::all_now(&mut *connection).await?;
    let (after, before) = (members_of(&parts, &records), kept(&mut *connection).await?);
    let nobody = BTreeMap::new();
    for key in before.keys().chain(after.keys()) {
        let was = before.get(key).unwrap_or(&nobody);
        let is = after.get(key).unwrap_or(&nobody);
        for person in was.keys().filter(|it| !is.contains_key(it)) {
            sql!(personnel / delete_cycle_part_person)
                .bind(&key.0)
                .bind(&key.1)
                .bind(person.as_str())
                .execute(&mut *connection)
                .await?;
        }
        for (person, own) in is.iter().filter(|it| was.get(it.0) != Some(it.1)) {
            sql!(personnel / put_cycle_part_person)
                .bind(&key.0)
                .bind(&key.1)
                .bind(person.as_str())
                .bind(own.as_ref().map(Day::as_str))
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// What holds for a person alone, by form and cycle.
pub(crate) async fn of_person(
    app: &AppState,
    person: &PersonId,
) -> Result<BTreeMap<CycleKey, OwnPart>, CallError> {
    let rows = sql!(personnel / cycle_parts_of_person)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    let read = |row: &Row| {
        let key = (row.try_get("instrument")?, row.try_get("cycle")?);
        Ok((key, row.try_get::<Option<String>, _>("last_day")?.map(Day)))
    };
    rows.iter().map(read).collect()
}

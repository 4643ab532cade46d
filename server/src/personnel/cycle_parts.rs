//! Times for a part of the people, and who is asked: decided by 職員課, and followed as people come and move.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, sql};
use crate::people::records;
use crate::personnel::cycle_part_people;
use crate::personnel::cycle_part_rows::{CycleKey, stored};
use crate::personnel::people_progress::require_form;
use api::access::Viewer;
use api::cycle_parts::CycleParts;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::cycle_days::a_year_later;
use domain::cycle_part::{self, OwnPart};
use domain::cycle_settings::is_expired;
use domain::folding::fold;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::people_filter::PeopleFilter;
use domain::person::Org;
use domain::person_record::PersonRecord;
use domain::reorganisation::Reorganisation;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// Parts of one cycle at most: more are no parts any more, but a list of people.
const MAX_PARTS: usize = 30;

/// People of one part that can be named one by one.
const MAX_NAMED: usize = 200;

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
        it.n_people = count(cycle_part::n_people(&it.people, &records));
        let named = records.iter();
        let named = named.filter(|record| it.people.numbers.contains(&record.person.id));
        it.named = named.map(|it| it.person.named()).collect();
    }
    let members = cycle_part_people::kept(app.readers()).await?.remove(&key);
    let members = members.unwrap_or_default();
    let asked = members.values().filter(|it| it.is_asked()).count();
    Ok(CycleParts {
        asked: count(asked),
        not_asked: count(members.len() - asked),
        parts,
        choices: crate::people::details::choices(app, &records),
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn wrong(why: &str) -> CallError {
    ApiError::with(Code::BadRequest, why).into()
}

/// Decides on a part of the people: their last day, or whether they are asked.
pub(crate) async fn add(
    app: &AppState,
    by: &Viewer,
    (instrument, cycle): (&InstrumentId, Cycle),
    people: PeopleFilter,
    own: OwnPart,
) -> Result<(), CallError> {
    check_cycle(app, instrument, cycle).await?;
    let people = checked(app, people, &own).await?;
    check_day(own.last_day(), cycle)?;
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
                insert(connection, &by, &key, (&people, &own), now).await
            })
        });
    write.await?;
    cycle_part_people::follow(app).await
}

/// Gives a cycle the parts that the one of the year before has, with their days a year later. Who was named one by one
/// last year is not asked again by that, and a cycle that has parts keeps them.
pub(super) async fn copy_year(
    connection: &mut Connection,
    by: &Viewer,
    instrument: &InstrumentId,
    cycle: Cycle,
    now: Timestamp,
) -> Result<(), CallError> {
    let Some(year) = cycle.year.checked_sub(1) else {
        return Ok(());
    };
    let before = Cycle { year, ..cycle };
    let all = stored(&mut *connection).await?;
    let key = (instrument.to_string(), cycle.to_string());
    let parts = all.get(&(instrument.to_string(), before.to_string()));
    if all.contains_key(&key) {
        return Ok(());
    }
    let parts = parts.into_iter().flatten();
    for part in parts.filter(|it| it.people.numbers.is_empty()) {
        let own = match &part.own {
            OwnPart::Until(day) => match a_year_later(day) {
                Some(day) => OwnPart::Until(day),
                None => continue,
            },
            other => other.clone(),
        };
        insert(connection, by, &key, (&part.people, &own), now).await?;
    }
    Ok(())
}

async fn insert(
    connection: &mut Connection,
    by: &Viewer,
    key: &CycleKey,
    (people, own): (&PeopleFilter, &OwnPart),
    now: Timestamp,
) -> Result<(), CallError> {
    sql!(personnel / insert_cycle_part)
        .bind(&key.0)
        .bind(&key.1)
        .bind(serde_json::to_string(people)?)
        .bind(own.is_asked())
        .bind(own.last_day().map(Day::as_str))
        .bind(by.id.as_str())
        .bind(now)
        .execute(&mut *connection)
        .await?;
    let act = Act::by(by, AuditAct::CycleChanged)
        .form(&key.0, &key.1)
        .details(json!({ "part": people, "own": own }));
    audit::record(connection, now, act).await?;
    Ok(())
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

/// A part is of what the roster says of people, or of people by name. Everybody may be left out, so that only those are
/// asked who are chosen; a day for everybody is the day of the cycle.
async fn checked(
    app: &AppState,
    people: PeopleFilter,
    own: &OwnPart,
) -> Result<PeopleFilter, CallError> {
    if people.numbers.len() > MAX_NAMED {
        return Err(wrong("職員番号で選べるのは200人までです。"));
    }
    let numbers = known_numbers(app, &people.numbers).await?;
    let people = PeopleFilter {
        words: String::new(),
        account: None,
        numbers,
        ..people
    };
    if people == PeopleFilter::default() && own.last_day().is_some() {
        return Err(wrong(
            "だれについてかを選んでください。全員の締切は、様式の時期の締切で決めます。",
        ));
    }
    Ok(people)
}

/// The numbers as the roster has them, however they were typed.
async fn known_numbers(app: &AppState, typed: &[PersonId]) -> Result<Vec<PersonId>, CallError> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let records = records::all(app.readers()).await?;
    let known = records.iter().map(|it| &it.person.id);
    let known: BTreeMap<String, &PersonId> = known.map(|it| (fold(it.as_str()), it)).collect();
    let mut all = Vec::new();
    for number in typed {
        let Some(id) = known.get(&fold(number.as_str().trim())) else {
            let why = format!("職員番号「{number}」の人が名簿にいません。");
            return Err(wrong(&why));
        };
        if !all.contains(*id) {
            all.push((*id).clone());
        }
    }
    Ok(all)
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
    cycle_part_people::follow(app).await?;
    let cycle = cycle.parse().map_err(|_| Code::Internal)?;
    Ok((InstrumentId(instrument), cycle))
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

//! Times for a part of the people, and who is asked: decided by 職員課, and followed as people come and move.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Connection, Row, Target, sql};
use crate::people::records;
use crate::personnel::people_progress::require_form;
use api::access::Viewer;
use api::cycle_parts::CycleParts;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::cycle_days::a_year_later;
use domain::cycle_part::{self, CyclePart, OwnPart};
use domain::cycle_settings::is_expired;
use domain::folding::fold;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::Asks;
use domain::people_filter::PeopleFilter;
use domain::person::Org;
use domain::person_record::PersonRecord;
use domain::reorganisation::Reorganisation;
use domain::timestamp::Timestamp;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A form in a cycle, as it is stored.
type CycleKey = (String, String);

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
    let members = kept(app.readers()).await?.remove(&key);
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
    follow(app).await
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
            own: read_own(row)?,
            named: Vec::new(),
            n_people: 0,
            author: row.try_get("author_name")?,
        });
    }
    Ok(all)
}

fn read_own(row: &Row) -> Result<OwnPart, CallError> {
    let last_day: Option<String> = row.try_get("last_day")?;
    let is_asked: bool = row.try_get("is_asked")?;
    Ok(match last_day {
        _ if !is_asked => OwnPart::NotAsked,
        None => OwnPart::Asked,
        Some(day) => OwnPart::Until(Day(day)),
    })
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

/// The forms that ask chosen people, and their open cycles.
#[derive(Default)]
struct Chosen {
    forms: BTreeSet<String>,
    open: Vec<CycleKey>,
}

impl Chosen {
    async fn read(app: &AppState) -> Result<Self, CallError> {
        let catalogue = app.catalogue();
        let forms = catalogue.all();
        let forms = forms.filter(|it| it.1.edition.asks == Asks::Chosen);
        let mut it = Self {
            forms: forms.map(|it| it.0.to_string()).collect(),
            open: Vec::new(),
        };
        if it.forms.is_empty() {
            return Ok(it);
        }
        for row in sql!(forms / all_cycles).fetch_all(app.readers()).await? {
            let key: CycleKey = (row.try_get("instrument")?, row.try_get("cycle")?);
            if it.forms.contains(&key.0) && row.try_get("open")? {
                it.open.push(key);
            }
        }
        Ok(it)
    }

    /// Who is in a part of each cycle, and who is not asked.
    fn members(
        &self,
        mut parts: BTreeMap<CycleKey, Vec<CyclePart>>,
        records: &[PersonRecord],
    ) -> Members {
        for key in &self.open {
            parts.entry(key.clone()).or_default();
        }
        let all = parts.into_iter().map(|(key, parts)| {
            let asks = if self.forms.contains(&key.0) {
                Asks::Chosen
            } else {
                Asks::Everybody
            };
            let members = cycle_part::members(&parts, asks, records);
            (key, members)
        });
        all.collect()
    }
}

async fn kept(target: impl Into<Target<'_>>) -> Result<Members, CallError> {
    let rows = sql!(personnel / cycle_part_people)
        .fetch_all(target)
        .await?;
    let mut all = Members::new();
    for row in &rows {
        let key = (row.try_get("instrument")?, row.try_get("cycle")?);
        let own = read_own(row)?;
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
    let chosen = Chosen::read(app).await?;
    if parts.is_empty() && before.is_empty() && chosen.open.is_empty() {
        return Ok(());
    }
    let records = records::all(app.readers()).await?;
    if is_alike(&chosen.members(parts, &records), &before) {
        return Ok(());
    }
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move { keep(connection, &chosen).await })
        });
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
async fn keep(connection: &mut Connection, chosen: &Chosen) -> Result<(), CallError> {
    let parts = stored(&mut *connection).await?;
    let records = records::all_now(&mut *connection).await?;
    let (after, before) = (
        chosen.members(parts, &records),
        kept(&mut *connection).await?,
    );
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
                .bind(own.is_asked())
                .bind(own.last_day().map(Day::as_str))
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
        Ok((key, read_own(row)?))
    };
    rows.iter().map(read).collect()
}

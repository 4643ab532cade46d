//! Who is in which part of a cycle today: the server keeps it as people come and move.

use super::cycle_part_rows::{CycleKey, read_own, stored};
use crate::app_state::{AppState, CallError};
use crate::db::{Connection, Row, Target, sql};
use crate::people::records;
use api::ApiError;
use domain::cycle_part::{self, CyclePart, OwnPart};
use domain::ids::{Day, PersonId};
use domain::instrument::Asks;
use domain::person_record::PersonRecord;
use std::collections::{BTreeMap, BTreeSet};

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
        let forms = forms.filter(|it| it.1.edition.asks() == Asks::Chosen);
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

pub(super) async fn kept(target: impl Into<Target<'_>>) -> Result<Members, CallError> {
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

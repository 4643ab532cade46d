//! The parts of cycles as they are stored.

use crate::app_state::CallError;
use crate::db::{Row, Target, sql};
use domain::cycle_part::{CyclePart, OwnPart};
use domain::ids::Day;
use std::collections::BTreeMap;

/// A form in a cycle, as it is stored.
pub(super) type CycleKey = (String, String);

/// All parts, in the order in which they were decided on.
pub(super) async fn stored(
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

pub(super) fn read_own(row: &Row) -> Result<OwnPart, CallError> {
    let last_day: Option<String> = row.try_get("last_day")?;
    let is_asked: bool = row.try_get("is_asked")?;
    Ok(match last_day {
        _ if !is_asked => OwnPart::NotAsked,
        None => OwnPart::Asked,
        Some(day) => OwnPart::Until(Day(day)),
    })
}

//! Training demand by 課: how many people each measure would help; and the ＤＸ推進サポーター of each 課.

use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::Code;
use api::access::Viewer;
use domain::aggregate::{MIN_GROUP_SIZE, suppressed};
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::instrument::{Edition, ItemKind};
use domain::person::Role;
use domain::scoring::{score, suggest};
use domain::sheet::Sheet;
use domain::training::{MeasureDemand, SectionSupporters, TrainingDemand};
use serde_json::Value;
use std::collections::BTreeSet;

/// One person's sheet, with the attributes that measures depend on.
pub(crate) struct Participant {
    section: String,
    grade: u8,
    job_type: String,
    sheet: Sheet,
}

pub(crate) async fn training(
    app: &AppState,
    reader: &Viewer,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<TrainingDemand, CallError> {
    let catalogue = app.catalogue();
    let published = catalogue.newest(instrument).ok_or(Code::NotFound)?;
    let people = load_participants(app, instrument, cycle).await?;
    let mut training = demand(&published.edition, &people);
    training.supporters = supporters(app, reader).await?;
    Ok(training)
}

pub(crate) async fn load_participants(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<Vec<Participant>, CallError> {
    let rows = sql!(skills / facts_shared_with_personnel)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_all(app.readers())
        .await?;
    let mut people: Vec<Participant> = Vec::new();
    let mut last = String::new();
    for row in rows {
        let id: String = row.try_get("id")?;
        if id != last {
            people.push(Participant {
                section: row.try_get("section")?,
                grade: row.try_get("grade")?,
                job_type: row.try_get("job_type")?,
                sheet: Sheet::default(),
            });
            last = id;
        }
        if let Some(it) = people.last_mut() {
            it.sheet.apply(&serde_json::from_str(row.try_get("fact")?)?);
        }
    }
    Ok(people)
}

/// Whether a learning plan names a measure: a row whose `what` starts with its name.
pub(crate) fn is_planned(edition: &Edition, sheet: &Sheet, name: &str) -> bool {
    let plans = edition
        .items()
        .filter(|it| matches!(it.kind, ItemKind::Rows { .. }));
    let rows = plans.filter_map(|it| sheet.value(&it.id)?.as_array());
    let what = |row: &Value| row.get("what").and_then(Value::as_str).map(str::to_owned);
    let mut whats = rows.flatten().filter_map(what);
    whats.any(|it| it.starts_with(name))
}

pub(crate) fn saturating_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(crate) fn demand(edition: &Edition, people: &[Participant]) -> TrainingDemand {
    let n = saturating_u32(people.len());
    if n < MIN_GROUP_SIZE {
        return TrainingDemand::default();
    }
    let sections: BTreeSet<&str> = people.iter().map(|it| it.section.as_str()).collect();
    let suggested: Vec<Vec<String>> = people
        .iter()
        .map(|it| {
            let band = edition.band_of(it.grade).map(|it| it.id.clone());
            let scores = score(edition, &it.sheet);
            let band = band.unwrap_or_default();
            let found = suggest(edition, &it.sheet, &scores, &band, &it.job_type);
            found.into_iter().map(|it| it.measure).collect()
        })
        .collect();
    let shown = |n: usize| {
        let n = saturating_u32(n);
        (n >= MIN_GROUP_SIZE).then_some(n)
    };
    let mut wanted: Vec<(usize, MeasureDemand)> = Vec::new();
    for measure in &edition.measures {
        let has = |at: &usize| suggested[*at].contains(&measure.id);
        let who: Vec<usize> = (0..people.len()).filter(has).collect();
        let plans = people
            .iter()
            .filter(|it| is_planned(edition, &it.sheet, &measure.words.ja));
        let in_section = |section: &&str| {
            let own = who.iter().filter(|at| people[**at].section == *section);
            saturating_u32(own.count())
        };
        let counts: Vec<u32> = sections.iter().map(|it| in_section(it)).collect();
        let cells = counts.iter().zip(suppressed(&counts));
        let planned = shown(plans.count());
        if who.is_empty() && planned.is_none() {
            continue;
        }
        let it = MeasureDemand {
            measure: measure.words.clone(),
            suggested: shown(who.len()),
            planned,
            by_section: cells.map(|(n, hidden)| (!hidden).then_some(*n)).collect(),
        };
        wanted.push((who.len(), it));
    }
    wanted.sort_by_key(|it| std::cmp::Reverse(it.0));
    TrainingDemand {
        people: Some(n),
        sections: sections.into_iter().map(str::to_owned).collect(),
        wanted: wanted.into_iter().map(|it| it.1).collect(),
        supporters: Vec::new(),
    }
}

pub(crate) async fn supporters(
    app: &AppState,
    reader: &Viewer,
) -> Result<Vec<SectionSupporters>, CallError> {
    let rows = sql!(skills / supporters_by_section)
        .fetch_all(app.readers())
        .await?;
    let mut all: Vec<SectionSupporters> = Vec::new();
    for row in rows {
        let department: String = row.try_get("department")?;
        let section: String = row.try_get("section")?;
        let is_same = |it: &SectionSupporters| it.department == department && it.section == section;
        if !all.last().is_some_and(is_same) {
            all.push(SectionSupporters {
                department,
                section,
                count: 0,
                names: Vec::new(),
            });
        }
        let name: Option<String> = row.try_get("name")?;
        if let (Some(name), Some(last)) = (name, all.last_mut()) {
            last.count += 1;
            // 情報政策課 gets counts only.
            if reader.has(Role::Personnel) {
                last.names.push(name);
            }
        }
    }
    Ok(all)
}

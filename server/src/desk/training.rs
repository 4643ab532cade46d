//! Training demand by 課: how many people each measure would help; and the ＤＸ推進サポーター of each 課.

use super::{AppState, CallError};
use crate::access::Viewer;
use api::Code;
use domain::aggregate::{MIN_GROUP_SIZE, suppressed};
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::instrument::{Edition, ItemKind};
use domain::person::Role;
use domain::scoring::{score, suggest};
use domain::sheet::Sheet;
use domain::training::{MeasureDemand, SectionSupporters, TrainingDemand};
use serde_json::Value;
use sqlx::Row;
use std::collections::BTreeSet;

/// One person's sheet, with the attributes that measures depend on.
struct Participant {
    section: String,
    grade: u8,
    job_type: String,
    sheet: Sheet,
}

pub(super) async fn training(
    desk: &AppState,
    reader: &Viewer,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<TrainingDemand, CallError> {
    let catalogue = desk.catalogue();
    let published = catalogue.newest(instrument).ok_or(Code::NotFound)?;
    let people = load_participants(desk, instrument, cycle).await?;
    let mut training = demand(&published.edition, &people);
    training.supporters = supporters(desk, reader).await?;
    Ok(training)
}

async fn load_participants(
    desk: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<Vec<Participant>, CallError> {
    let rows = sqlx::query(include_str!("training.sql"))
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_all(desk.readers())
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
fn is_planned(edition: &Edition, sheet: &Sheet, name: &str) -> bool {
    let plans = edition
        .items()
        .filter(|it| matches!(it.kind, ItemKind::Rows { .. }));
    let rows = plans.filter_map(|it| sheet.value(&it.id)?.as_array());
    let what = |row: &Value| row.get("what").and_then(Value::as_str).map(str::to_owned);
    let mut whats = rows.flatten().filter_map(what);
    whats.any(|it| it.starts_with(name))
}

fn saturating_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn demand(edition: &Edition, people: &[Participant]) -> TrainingDemand {
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

async fn supporters(desk: &AppState, reader: &Viewer) -> Result<Vec<SectionSupporters>, CallError> {
    let rows = sqlx::query(include_str!("supporters.sql"))
        .fetch_all(desk.readers())
        .await?;
    let mut all = Vec::new();
    for row in rows {
        let names: Vec<String> = serde_json::from_str(row.try_get("names")?)?;
        all.push(SectionSupporters {
            department: row.try_get("department")?,
            section: row.try_get("section")?,
            count: row.try_get("count")?,
            // 情報政策課 gets counts only.
            names: if reader.has(Role::Personnel) {
                names
            } else {
                Vec::new()
            },
        });
    }
    Ok(all)
}

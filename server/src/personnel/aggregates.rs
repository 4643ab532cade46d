//! 職員課's aggregates of a cycle: progress by section, and means with small groups suppressed.

use crate::app_state::{AppState, CallError};
use crate::db::{DbError, sql};
use api::Code;
use domain::aggregate::{
    GroupMeans, MIN_GROUP_SIZE, Overview, SectionProgress, SubjectMean, SubjectName,
    suppress_small_groups,
};
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, SubjectId};
use domain::instrument::Edition;
use std::collections::{BTreeMap, HashMap, HashSet};

pub(crate) async fn progress(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<Vec<SectionProgress>, CallError> {
    // Restricted forms have no aggregates; the error does not tell them from unknown forms.
    if app.is_restricted(instrument) {
        return Err(Code::NotFound.into());
    }
    let rows = sql!(personnel / submission_progress)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_all(app.readers())
        .await?;
    let sections = rows.iter().map(|row| {
        Ok(SectionProgress {
            department: row.try_get("department")?,
            section: row.try_get("section")?,
            people: row.try_get("people")?,
            begun: row.try_get("begun")?,
            submitted: row.try_get("submitted")?,
        })
    });
    Ok(sections.collect::<Result<_, DbError>>()?)
}

/// One person's mean of one subject: what groups are averaged from, so that each person weighs the same.
pub(crate) struct PersonMean {
    person: String,
    section: String,
    band: String,
    subject: SubjectId,
    mean: f64,
}

pub(crate) async fn overview(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<Overview, CallError> {
    let catalogue = app.catalogue();
    let edition = &catalogue
        .newest(instrument)
        .filter(|it| !it.edition.restricted)
        .ok_or(Code::NotFound)?
        .edition;
    let rows = sql!(personnel / subject_means_by_person)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_all(app.readers())
        .await?;
    let means = rows.iter().map(|row| {
        let grade: u8 = row.try_get("grade")?;
        Ok(PersonMean {
            person: row.try_get("id")?,
            section: row.try_get("section")?,
            band: edition
                .band_of(grade)
                .map(|it| it.words.ja.clone())
                .unwrap_or_default(),
            subject: SubjectId(row.try_get("subject")?),
            mean: row.try_get("mean")?,
        })
    });
    let means: Vec<PersonMean> = means.collect::<Result<_, DbError>>()?;
    Ok(summarise(edition, &means))
}

pub(crate) fn summarise(edition: &Edition, means: &[PersonMean]) -> Overview {
    let subjects: Vec<SubjectName> = edition
        .subjects
        .iter()
        .map(|it| SubjectName {
            id: it.id.clone(),
            name: it.words.ja.clone(),
            name_en: it.words.en.clone(),
            kind: it.kind,
            aim: it.aim,
        })
        .collect();
    let people: HashSet<&str> = means.iter().map(|it| it.person.as_str()).collect();
    let n_sheets = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let group_by = |key: &dyn Fn(&PersonMean) -> String| {
        let mut groups: BTreeMap<String, Vec<&PersonMean>> = BTreeMap::new();
        for mean in means {
            groups.entry(key(mean)).or_default().push(mean);
        }
        groups
    };
    let table = |groups: &BTreeMap<String, Vec<&PersonMean>>, order: Vec<String>| {
        let rows = order.into_iter().filter_map(|name| {
            groups
                .get(&name)
                .map(|own| average(name.clone(), &subjects, own))
        });
        let mut rows: Vec<GroupMeans> = rows.collect();
        suppress_small_groups(&mut rows);
        rows
    };
    let by_band = group_by(&|it| it.band.clone());
    let mut bands = table(
        &by_band,
        edition.bands.iter().map(|it| it.words.ja.clone()).collect(),
    );
    for group in &mut bands {
        let band = edition.bands.iter().find(|it| it.words.ja == group.name);
        group.name_en = band.map(|it| it.words.en.clone()).unwrap_or_default();
    }
    let by_section = group_by(&|it| it.section.clone());
    let sections = table(&by_section, by_section.keys().cloned().collect());
    let mut ward = vec![average(
        "全体".to_owned(),
        &subjects,
        &means.iter().collect::<Vec<_>>(),
    )];
    suppress_small_groups(&mut ward);
    "All".clone_into(&mut ward[0].name_en);
    Overview {
        ward: ward.remove(0),
        sheets: (n_sheets >= MIN_GROUP_SIZE).then_some(n_sheets),
        subjects,
        bands,
        sections,
    }
}

pub(crate) fn average(name: String, subjects: &[SubjectName], means: &[&PersonMean]) -> GroupMeans {
    let mut sums: HashMap<&SubjectId, (u32, f64)> = HashMap::new();
    for mean in means {
        let sum = sums.entry(&mean.subject).or_default();
        *sum = (sum.0 + 1, sum.1 + mean.mean);
    }
    let cells = subjects.iter().map(|subject| {
        let sum = sums.get(&subject.id);
        SubjectMean {
            subject: subject.id.clone(),
            people: sum.map(|it| it.0),
            mean: sum.map(|it| it.1 / f64::from(it.0)),
        }
    });
    GroupMeans {
        name,
        name_en: String::new(),
        cells: cells.collect(),
    }
}

//! How far a cycle has come, by section: for 職員課, who see to it that everybody hands in. Live, and about nobody's
//! answers.

use crate::app_state::{AppState, CallError};
use crate::db::{DbError, Row, sql};
use api::Code;
use domain::aggregate::{FormProgress, SectionLeader, SectionProgress, YearProgress};
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId};
use domain::instrument::{Asks, Edition, Workflow};

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
    Ok(rows.iter().map(read_section).collect::<Result<_, _>>()?)
}

fn read_section(row: &Row) -> Result<SectionProgress, DbError> {
    Ok(SectionProgress {
        department: row.try_get("department")?,
        section: row.try_get("section")?,
        people: row.try_get("people")?,
        begun: row.try_get("begun")?,
        returned: row.try_get("returned")?,
        submitted: row.try_get("submitted")?,
        agreed: row.try_get("agreed")?,
    })
}

/// Forms that are asked of everybody or of chosen people: no private ones, none for supervisors only, none that is
/// restricted, and none that nobody is late with.
pub(super) fn is_for_everybody(edition: &Edition) -> bool {
    edition.asks() != Asks::WhoeverWants
        && !edition.restricted
        && !edition.for_supervisors
        && edition.course != Workflow::Private
}

/// Progress of every open cycle of a fiscal year, by 課, with who leads each.
pub(crate) async fn year_progress(app: &AppState, year: u16) -> Result<YearProgress, CallError> {
    let catalogue = app.catalogue();
    let rows = sql!(personnel / open_progress)
        .bind(format!("{year:04}"))
        .fetch_all(app.readers())
        .await?;
    let mut forms: Vec<FormProgress> = Vec::new();
    for row in &rows {
        let instrument = InstrumentId::from(row.try_get::<String, _>("instrument")?.as_str());
        let cycle = row.try_get::<String, _>("cycle")?.parse();
        let (Some(newest), Ok(cycle)) = (catalogue.newest(&instrument), cycle) else {
            continue;
        };
        if !is_for_everybody(&newest.edition) {
            continue;
        }
        let section = read_section(row)?;
        let found = forms
            .iter_mut()
            .find(|it| it.instrument == instrument && it.cycle == cycle);
        if let Some(form) = found {
            form.sections.push(section);
            continue;
        }
        forms.push(FormProgress {
            title: newest.edition.words.clone(),
            yearly: newest.edition.yearly,
            due: row.try_get::<Option<String>, _>("due")?.map(Day::from),
            sections: vec![section],
            instrument,
            cycle,
        });
    }
    let by_due = |it: &FormProgress| (it.due.is_none(), it.due.clone(), it.cycle);
    forms.sort_by_key(by_due);
    let rows = sql!(personnel / section_leaders)
        .fetch_all(app.readers())
        .await?;
    let leaders = rows.iter().map(|row| {
        Ok(SectionLeader {
            department: row.try_get("department")?,
            section: row.try_get("section")?,
            leader: row.try_get("leader")?,
        })
    });
    let leaders = leaders.collect::<Result<_, DbError>>()?;
    Ok(YearProgress { forms, leaders })
}

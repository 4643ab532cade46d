//! Training demand as published, and the ＤＸ推進サポーター of each 課.

use crate::aggregates::publication;
use crate::aggregates::scores::CountedForm;
use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::access::Viewer;
use domain::calendar::Cycle;
use domain::person::Role;
use domain::training::{SectionSupporters, TrainingDemand};

pub(crate) async fn training(
    app: &AppState,
    reader: &Viewer,
    form: &CountedForm,
    cycle: Cycle,
) -> Result<TrainingDemand, CallError> {
    let figures = publication::figures_of_cycle(app, form, cycle).await?;
    let mut training = figures.training;
    training.supporters = supporters(app, reader).await?;
    Ok(training)
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

//! Supervisor assessments, for the person they are about: shown once both sides have published theirs.

use crate::accounts::read_person;
use crate::app_state::{AppState, CallError};
use crate::db::{Target, sql};
use crate::sheets::log;
use api::interviews::SupervisorAssessment;
use domain::ids::{InstrumentId, ItemId, PersonId};
use domain::instrument::ItemRole;
use domain::sheet::ItemValue;
use domain::sheet::{ShareScope, SheetId};
use serde_json::Value;
use std::collections::BTreeMap;

/// Whether a sheet is submitted and shared with its owner's 所属長.
pub(crate) async fn is_shared_with_supervisor(
    database: impl Into<Target<'_>>,
    sheet: &SheetId,
) -> Result<bool, CallError> {
    let scope: Option<String> = sql!(interviews / share_scope_if_submitted)
        .bind(sheet.person.as_str())
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .fetch_optional_value(database)
        .await?;
    let scope: ShareScope = scope.and_then(|it| it.parse().ok()).unwrap_or_default();
    Ok(scope.includes_supervisor())
}

pub(crate) async fn supervisor_assessments(
    app: &AppState,
    caller: &PersonId,
    sheet: &SheetId,
) -> Result<Vec<SupervisorAssessment>, CallError> {
    let catalogue = app.catalogue();
    let views = catalogue.all();
    let views = views.filter(|it| it.1.edition.about == sheet.instrument);
    let views = views.map(|(id, it)| {
        let published = it.edition.item_with_role(ItemRole::Published);
        (id, published.map(|it| it.id.clone()))
    });
    let views: Vec<(&InstrumentId, Option<ItemId>)> = views.collect();
    if sheet.person != *caller || !is_shared_with_supervisor(app.readers(), sheet).await? {
        return Ok(Vec::new());
    }
    let mut by_author: BTreeMap<PersonId, Vec<ItemValue>> = BTreeMap::new();
    for (instrument, published) in views {
        let cycle = sheet.cycle.to_string();
        let runs = log::runs_of_form(app.readers(), instrument, &cycle).await?;
        let shown = log::shown_answers(&runs)?;
        let about_caller = shown.iter().filter_map(|((of, item), fact)| {
            let (item, person) = item.split_staff()?;
            let value = log::value_of(fact);
            (person == *caller && !value.is_null()).then_some((&of.person, item, value))
        });
        let about_caller: Vec<(&PersonId, ItemId, &Value)> = about_caller.collect();
        let is_published = |by: &PersonId| {
            let mut theirs = about_caller.iter();
            theirs.any(|it| it.0 == by && Some(&it.1) == published.as_ref())
        };
        for (by, item, value) in &about_caller {
            if Some(item) != published.as_ref() && is_published(by) {
                let (item, value) = (item.clone(), (*value).clone());
                let answers = by_author.entry((*by).clone()).or_default();
                answers.push(ItemValue { item, value });
            }
        }
    }
    let mut all = Vec::new();
    for (author, answers) in by_author {
        let row = sql!(accounts / person_by_id)
            .bind(&author)
            .fetch_one(app.readers())
            .await?;
        let by = read_person(&row)?.name;
        all.push(SupervisorAssessment { by, answers });
    }
    Ok(all)
}

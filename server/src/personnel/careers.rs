//! Career declarations for 職員課: all of one year for searching, and one person's over the years.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use crate::sheets::sharing;
use api::access::Viewer;
use domain::calendar::Cycle;
use domain::career::Declaration;
use domain::fact::Fact;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::FormRole;
use std::collections::HashMap;

/// The form of career declarations; none if the ward has none.
fn form(app: &AppState) -> Option<InstrumentId> {
    let catalogue = app.catalogue();
    let edition = catalogue.with_role(FormRole::CareerDeclaration);
    edition.map(|it| it.instrument.clone())
}

pub(crate) async fn declarations_of_year(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<Vec<Declaration>, CallError> {
    let [cycle, ..] = Cycle::in_year(year);
    load_declarations(app, reader, Some(cycle), None).await
}

pub(crate) async fn declarations_of_person(
    app: &AppState,
    reader: &Viewer,
    person: &PersonId,
) -> Result<Vec<Declaration>, CallError> {
    load_declarations(app, reader, None, Some(person)).await
}

pub(crate) async fn load_declarations(
    app: &AppState,
    reader: &Viewer,
    cycle: Option<Cycle>,
    person: Option<&PersonId>,
) -> Result<Vec<Declaration>, CallError> {
    let Some(form) = form(app) else {
        return Ok(Vec::new());
    };
    let (cycle, person) = (
        cycle.map(|it| it.to_string()),
        person.map(|it| it.0.clone()),
    );
    let facts = load_facts(app, &form, cycle.clone(), person.clone()).await?;
    let rows = sql!(personnel / career_declarations)
        .bind(form.as_str())
        .bind(cycle)
        .bind(person)
        .fetch_all(app.readers())
        .await?;
    let mut declarations = Vec::new();
    for row in &rows {
        let key = (row.try_get("id")?, row.try_get("cycle")?);
        let facts = facts.get(&key).map(Vec::as_slice).unwrap_or_default();
        let loaded = sharing::read_sheet_row(app, row, facts)?;
        let cycle = loaded.head.sheet.cycle;
        let submitted_at = loaded.head.submitted_at.unwrap_or_default();
        if let Some(opened) = sharing::filter_for(app, reader, loaded) {
            declarations.push(Declaration {
                person: opened.head.owner,
                cycle,
                submitted_at,
                answers: opened.answers,
            });
        }
    }
    log_views(app, reader, form, &declarations).await?;
    Ok(declarations)
}

/// The facts of submitted declarations by person and cycle.
async fn load_facts(
    app: &AppState,
    form: &InstrumentId,
    cycle: Option<String>,
    person: Option<String>,
) -> Result<HashMap<(String, String), Vec<Fact>>, CallError> {
    let rows = sql!(personnel / facts_of_career_declarations)
        .bind(form.as_str())
        .bind(cycle)
        .bind(person)
        .fetch_all(app.readers())
        .await?;
    let mut facts: HashMap<(String, String), Vec<Fact>> = HashMap::new();
    for row in rows {
        let key = (row.try_get("person")?, row.try_get("cycle")?);
        let fact = serde_json::from_str(row.try_get("fact")?)?;
        facts.entry(key).or_default().push(fact);
    }
    Ok(facts)
}

/// Logs a view of each declaration, once per viewer, sheet and day: a search reads all declarations and would flood the
/// view logs.
async fn log_views(
    app: &AppState,
    reader: &Viewer,
    form: InstrumentId,
    declarations: &[Declaration],
) -> Result<(), CallError> {
    let (reader, now) = (reader.clone(), app.now());
    let people: Vec<&PersonId> = declarations.iter().map(|it| &it.person.id).collect();
    let act = Act::by(&reader, AuditAct::DeclarationsSearched)
        .form(form.as_str(), "")
        .details(serde_json::json!({ "people": people }));
    let opened: Vec<(&PersonId, String)> = declarations
        .iter()
        .map(|it| (&it.person.id, it.cycle.to_string()))
        .collect();
    let opened = serde_json::to_string(&opened)?;
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(personnel / log_sheet_views_once_a_day)
                    .bind(reader.id.as_str())
                    .bind(form.as_str())
                    .bind(opened)
                    .bind(now)
                    .bind(now.start_of_day())
                    .execute(&mut *connection)
                    .await?;
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

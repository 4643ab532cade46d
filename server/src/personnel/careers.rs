//! Career declarations for 職員課: a search over one year, and one person's over the years.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use crate::sheets::authorization::may_open;
use crate::sheets::log;
use crate::sheets::sharing;
use crate::sheets::views::{self, OpenedSubmission};
use api::access::Viewer;
use domain::calendar::Cycle;
use domain::career::{Declaration, DeclarationSearch, DeclarationsFound, MAX_FOUND};
use domain::fact::Fact;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::FormRole;
use domain::person::Person;
use domain::sheet::SheetId;
use std::collections::HashMap;

/// The form of career declarations; none if the ward has none.
fn form(app: &AppState) -> Option<InstrumentId> {
    let catalogue = app.catalogue();
    let edition = catalogue.with_role(FormRole::CareerDeclaration);
    edition.map(|it| it.instrument.clone())
}

/// Finds whose declarations match. The audit log has who was found; their owners are told of nothing, because no answer
/// is shown.
pub(crate) async fn search_declarations(
    app: &AppState,
    reader: &Viewer,
    year: u16,
    search: &DeclarationSearch,
) -> Result<DeclarationsFound, CallError> {
    let [cycle, ..] = Cycle::in_year(year);
    let all = load_declarations(app, reader, Some(cycle), None).await?;
    let mut sections: Vec<String> = all.iter().map(|it| it.person.org.section.clone()).collect();
    sections.sort();
    sections.dedup();
    let n_submitted = all.len();
    let found = all.into_iter().filter(|it| search.matches(it));
    let mut people: Vec<Person> = found.map(|it| it.person).collect();
    let n_found = people.len();
    people.truncate(MAX_FOUND);
    let ids: Vec<&PersonId> = people.iter().map(|it| &it.id).collect();
    let act = Act::by(reader, AuditAct::DeclarationsSearched)
        .form(form(app).unwrap_or_default().as_str(), &cycle.to_string())
        .details(serde_json::json!({ "people": ids, "n_found": n_found }));
    let now = app.now();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move { Ok(audit::record(connection, now, act).await?) })
        });
    write.await?;
    Ok(DeclarationsFound {
        n_submitted,
        sections,
        n_found,
        people,
    })
}

/// One person's declarations, each of which counts as opened.
pub(crate) async fn open_declarations(
    app: &AppState,
    reader: &Viewer,
    person: &PersonId,
) -> Result<Vec<Declaration>, CallError> {
    let opened = load_declarations(app, reader, None, Some(person)).await?;
    let form = form(app).unwrap_or_default();
    let sheets = opened.iter().map(|it| OpenedSubmission {
        sheet: SheetId {
            person: person.clone(),
            instrument: form.clone(),
            cycle: it.cycle,
        },
        submitted_at: Some(it.submitted_at),
    });
    views::log_views(app, reader, sheets.collect()).await?;
    Ok(opened)
}

/// The submitted declarations of a cycle or of a person, as far as the reader may read them. Which those are is decided
/// before an answer is loaded.
async fn load_declarations(
    app: &AppState,
    reader: &Viewer,
    cycle: Option<Cycle>,
    person: Option<&PersonId>,
) -> Result<Vec<Declaration>, CallError> {
    let Some(form) = form(app) else {
        return Ok(Vec::new());
    };
    let rows = sql!(personnel / career_declarations)
        .bind(form.as_str())
        .bind(cycle.map(|it| it.to_string()))
        .bind(person.map(PersonId::as_str))
        .fetch_all(app.readers())
        .await?;
    let mut readable = Vec::new();
    for row in &rows {
        let (head, access) = sharing::read_shared(app, row)?;
        if may_open(reader, &access) {
            readable.push((head.sheet, row));
        }
    }
    let facts = load_facts(app, readable.iter().map(|it| &it.0)).await?;
    let mut declarations = Vec::new();
    for (sheet, row) in readable {
        let facts = facts.get(&sheet).map(Vec::as_slice).unwrap_or_default();
        let loaded = sharing::read_sheet_row(app, row, facts)?;
        let submitted_at = loaded.head.submitted_at.unwrap_or_default();
        if let Some(opened) = sharing::filter_for(app, reader, loaded) {
            declarations.push(Declaration {
                person: opened.head.owner,
                cycle: sheet.cycle,
                submitted_at,
                answers: opened.answers,
            });
        }
    }
    Ok(declarations)
}

/// The facts of these declarations, by sheet.
async fn load_facts(
    app: &AppState,
    sheets: impl Iterator<Item = &SheetId>,
) -> Result<HashMap<SheetId, Vec<Fact>>, CallError> {
    let runs = log::runs_of_sheets(app.readers(), sheets).await?;
    let mut facts: HashMap<SheetId, Vec<Fact>> = HashMap::new();
    for (_, fact) in log::facts_of(&runs)? {
        facts.entry(fact.sheet.clone()).or_default().push(fact);
    }
    Ok(facts)
}

//! Career declarations for 職員課: a search over one year, and one person's over the years.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::sheets::submitted;
use crate::sheets::views::{self, OpenedSubmission};
use api::access::Viewer;
use domain::calendar::Cycle;
use domain::career::{Declaration, DeclarationSearch, DeclarationsFound, MAX_FOUND};
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::FormRole;
use domain::person::Person;
use domain::sheet::SheetId;

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

/// The submitted declarations of a cycle or of a person, as far as the reader may read them.
async fn load_declarations(
    app: &AppState,
    reader: &Viewer,
    cycle: Option<Cycle>,
    person: Option<&PersonId>,
) -> Result<Vec<Declaration>, CallError> {
    let Some(form) = form(app) else {
        return Ok(Vec::new());
    };
    let opened = submitted::sheets_of_form(app, reader, &form, (cycle, person)).await?;
    let declarations = opened.into_iter().map(|it| Declaration {
        cycle: it.head.sheet.cycle,
        submitted_at: it.head.submitted_at.unwrap_or_default(),
        person: it.head.owner,
        answers: it.answers,
    });
    Ok(declarations.collect())
}

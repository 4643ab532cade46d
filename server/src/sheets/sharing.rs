//! Sheets of others: listing and opening those a person may read, and the view log that their owners see.

use crate::accounts;
use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct, AuditOutcome};
use crate::db::{Row, sql};
use crate::sheets::authorization::{SheetAccess, may_open, may_see};
use crate::sheets::log::facts_of_sheet;
use crate::sheets::views::{self, OpenedSubmission};
use api::Code;
use api::access::Viewer;
use api::sheets::PreviewAs;
use api::sheets::{OpenedSheet, SharedList, SharedSheet};
use domain::calendar::Cycle;
use domain::fact::Fact;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::{Item, Workflow};
use domain::person::Role;
use domain::sheet::ItemValue;
use domain::sheet::{Sheet, SheetId, SheetState};

/// Decodes a row of `sheets_shared_with_viewer`, `sheet_for_viewer` or `submitted_sheets_of_form`.
pub(crate) fn read_shared(
    app: &AppState,
    row: &Row,
) -> Result<(SharedSheet, SheetAccess), CallError> {
    let owner = accounts::read_person(row)?;
    let instrument = InstrumentId(row.try_get("instrument")?);
    let cycle: String = row.try_get("cycle")?;
    let scope: &str = row.try_get("scope")?;
    let catalogue = app.catalogue();
    let published = catalogue.newest(&instrument).ok_or(Code::Internal)?;
    // Who reads a joint record is the form's rule, not its owner's choice.
    let scope = match published.edition.course {
        Workflow::Joint => published.edition.share,
        _ => scope.parse().unwrap_or_default(),
    };
    let state: &str = row.try_get("state")?;
    let state: SheetState = state.parse().map_err(|_| Code::Internal)?;
    let readable = SheetAccess {
        is_led: row.try_get("is_led")?,
        is_second_reader: row.try_get("is_second_reader")?,
        state,
        course: published.edition.course,
        has_agreed: state == SheetState::Agreed || row.try_get::<bool, _>("has_agreed")?,
        scope,
        // A joint record goes on with whoever is 所属長 until it is finished.
        is_of_former: row.try_get::<bool, _>("is_of_former")?
            && !(published.edition.course == Workflow::Joint && state.is_open()),
    };
    let sheet = SheetId {
        person: owner.id.clone(),
        instrument,
        cycle: cycle.parse().map_err(|_| Code::Internal)?,
    };
    let title = published.edition.words.clone();
    let submitted_at = row.try_get("submitted_at")?;
    Ok((
        SharedSheet {
            sheet,
            title: title.ja,
            title_en: title.en,
            owner,
            scope,
            state,
            submitted_at,
        },
        readable,
    ))
}

pub(crate) async fn shared_sheets(
    app: &AppState,
    reader: &Viewer,
    cycle: Cycle,
) -> Result<SharedList, CallError> {
    let rows = sql!(sheets / sheets_shared_with_viewer)
        .bind(cycle.to_string())
        .bind(reader.id.as_str())
        .bind(app.now().day())
        .fetch_all(app.readers())
        .await?;
    let mut sheets = Vec::new();
    for row in &rows {
        let (shared, readable) = read_shared(app, row)?;
        if !app.is_restricted(&shared.sheet.instrument) && may_open(reader, &readable) {
            sheets.push(shared);
        }
    }
    let n_people = sql!(sheets / count_people_led_by)
        .bind(reader.id.as_str())
        .bind(app.now().day())
        .fetch_value(app.readers())
        .await?;
    Ok(SharedList { sheets, n_people })
}

/// A sheet as the log has it, before it is filtered for a viewer.
pub(crate) struct LoadedSheet {
    pub(crate) head: SharedSheet,
    /// What permission to open it depends on.
    pub(crate) access: SheetAccess,
    pub(crate) sheet: Sheet,
}

/// What permission to open a sheet depends on, without any of its answers. One not begun is an empty draft.
async fn find_sheet(app: &AppState, reader: &Viewer, sheet: &SheetId) -> Result<Row, CallError> {
    let row = sql!(sheets / sheet_for_viewer)
        .bind(sheet.instrument.as_str())
        .bind(sheet.cycle.to_string())
        .bind(sheet.person.as_str())
        .bind(reader.id.as_str())
        .bind(app.now().day())
        .fetch_optional(app.readers())
        .await?
        .ok_or(Code::NotFound)?;
    if app.catalogue().newest(&sheet.instrument).is_none() {
        return Err(Code::NotFound.into());
    }
    Ok(row)
}

/// Loads a sheet that `may` be read by its head. Whether it may is decided before an answer is loaded, so that the time
/// an error takes does not tell whether there is a sheet.
pub(crate) async fn load_sheet_if(
    app: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
    may: impl FnOnce(&SheetAccess) -> bool,
) -> Result<LoadedSheet, CallError> {
    let row = find_sheet(app, reader, sheet).await?;
    let (_, access) = read_shared(app, &row)?;
    if !may(&access) {
        let act = Act::by(reader, AuditAct::CallRefused).sheet(sheet);
        let act = act.outcome(AuditOutcome::Refused);
        app.record_failure(&reader.caller.address, act).await;
        return Err(Code::NotFound.into());
    }
    let facts = facts_of_sheet(app.readers(), sheet).await?;
    read_sheet_row(app, &row, &facts)
}

/// Like [`load_sheet`], from a row and the sheet's facts.
pub(crate) fn read_sheet_row(
    app: &AppState,
    row: &Row,
    facts: &[Fact],
) -> Result<LoadedSheet, CallError> {
    let (head, mut access) = read_shared(app, row)?;
    let sheet = Sheet::from_facts(facts);
    access.has_agreed = sheet.signatures.iter().any(|it| sheet.is_agreed(&it.part));
    Ok(LoadedSheet {
        head,
        access,
        sheet,
    })
}

/// Filters a sheet to what a viewer may read; none if that is nothing. Everything that reaches anyone but a sheet's
/// owner passes through here.
pub(crate) fn filter_for(
    app: &AppState,
    reader: &Viewer,
    loaded: LoadedSheet,
) -> Option<OpenedSheet> {
    let LoadedSheet {
        head,
        access,
        sheet,
    } = loaded;
    if !may_open(reader, &access) {
        return None;
    }
    let catalogue = app.catalogue();
    let published = catalogue.newest(&head.sheet.instrument)?;
    let band = published.edition.band_of(head.owner.grade)?;
    let mut edition = published.edition.for_band(&band.id);
    // Third parties see only the parts of a joint record that both sides confirmed.
    let is_one_of_two = access.course != Workflow::Joint || access.is_led;
    let whole = edition.clone();
    for section in &mut edition.sections {
        let asked = whole.sections.iter().find(|it| it.id == section.id)?;
        section.items.retain(|it| {
            may_see(reader, it)
                && whole.is_visible(asked, it, &sheet)
                && (is_one_of_two || sheet.is_locked(&it.id))
        });
    }
    edition.sections.retain(|it| !it.items.is_empty());
    if edition.sections.is_empty() {
        return None;
    }
    let answer = |it: &Item| {
        Some(ItemValue {
            item: it.id.clone(),
            value: sheet.value(&it.id)?.clone(),
        })
    };
    Some(OpenedSheet {
        answers: edition.items().filter_map(answer).collect(),
        head,
        edition,
        hash: sheet.hash(),
        reason: sheet.reason.clone(),
        is_led: access.is_led,
    })
}

pub(crate) async fn open_shared_sheet(
    app: &AppState,
    reader: &Viewer,
    sheet: &SheetId,
) -> Result<OpenedSheet, CallError> {
    let loaded = load_sheet_if(app, reader, sheet, |it| may_open(reader, it)).await?;
    let submitted_at = loaded.head.submitted_at;
    // The same error as for a sheet that does not exist: its existence is confidential.
    let opened = filter_for(app, reader, loaded).ok_or(Code::NotFound)?;
    let view = OpenedSubmission {
        sheet: sheet.clone(),
        submitted_at,
    };
    views::log_views(app, reader, vec![view]).await?;
    Ok(opened)
}

/// Previews an own sheet as a viewer would get it if it were submitted now; not logged.
pub(crate) async fn preview_sheet(
    app: &AppState,
    owner: &Viewer,
    sheet: &SheetId,
    eyes: PreviewAs,
) -> Result<Option<OpenedSheet>, CallError> {
    if sheet.person != owner.id {
        return Err(Code::NotFound.into());
    }
    let mut loaded = load_sheet_if(app, owner, sheet, |_| true).await?;
    let catalogue = app.catalogue();
    let edition = &catalogue
        .newest(&sheet.instrument)
        .ok_or(Code::NotFound)?
        .edition;
    loaded.access.scope = edition.share_scope(&loaded.sheet);
    let is_supervisor = eyes == PreviewAs::Supervisor;
    loaded.access.is_led = is_supervisor;
    loaded.access.is_of_former = false;
    if loaded.access.state.is_open() && loaded.access.course != Workflow::Joint {
        loaded.access.state = SheetState::Submitted;
    }
    let (id, roles) = if is_supervisor {
        (
            loaded.head.owner.supervisor.clone().unwrap_or_default(),
            Vec::new(),
        )
    } else {
        (PersonId::default(), vec![Role::Personnel])
    };
    loaded.head.scope = loaded.access.scope;
    loaded.head.state = loaded.access.state;
    Ok(filter_for(
        app,
        &Viewer {
            id,
            roles,
            caller: owner.caller.clone(),
        },
        loaded,
    ))
}

//! 職員課's CSV export of a cycle: every answer of the sheets shared with it, and conflicting answers of other devices.
//!
//! Answers that their author has replaced are not exported. Each exported sheet is logged as viewed.

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::office::csv::escape_formula;
use crate::office::xlsx::{self, Worksheet, XlsxCell, to_xlsx};
use crate::sheets::authorization::may_see;
use crate::sheets::log;
use crate::sheets::sharing;
use crate::sheets::views::{self, ViewOf};
use api::access::{Download, Viewer};
use api::personnel::ExportFormat;
use api::sheets::SharedSheet;
use api::{ApiError, Code};
use domain::calendar::Cycle;
use domain::fact::{Fact, FactBody};
use domain::ids::{InstrumentId, ItemId, PersonId};
use domain::instrument::Edition;
use domain::locale::Locale;
use domain::person::Person;
use domain::sheet::{Sheet, SheetId};
use domain::timestamp::Timestamp;

pub(crate) const HEADINGS: [&str; 11] = [
    "職員番号",
    "氏名",
    "部",
    "課",
    "係",
    "項目",
    "設問",
    "回答",
    "扱い",
    "端末の印",
    "受け取った時刻",
];

/// A row, in the order of the headings.
type ExportLine = [String; HEADINGS.len()];

/// A fact of the log with the time the server received it.
pub(crate) struct ReceivedFact {
    fact: Fact,
    received_at: Timestamp,
}

pub(crate) async fn export(
    app: &AppState,
    reader: &Viewer,
    instrument: InstrumentId,
    cycle: Cycle,
    format: ExportFormat,
) -> Result<Download, CallError> {
    let catalogue = app.catalogue();
    let published = catalogue.newest(&instrument).ok_or(Code::NotFound)?;
    let list = sharing::shared_sheets(app, reader, cycle).await?;
    let listed = list.sheets.into_iter();
    let listed: Vec<SharedSheet> = listed
        .filter(|it| it.sheet.instrument == instrument)
        .collect();
    // Recorded first, all sheets together: what cannot be recorded is not exported.
    let sheets = record_export(app, reader, listed).await?;
    let mut all = Vec::new();
    for sheet in sheets {
        let told = load_facts(app, &sheet.sheet).await?;
        all.extend(lines(app, reader, &published.edition, &sheet.owner, &told));
    }
    let name = format!("{instrument}-{cycle}");
    match format {
        ExportFormat::Csv => as_csv(name, all),
        ExportFormat::Xlsx => as_workbook(name, &published.edition, all),
    }
}

fn as_csv(name: String, lines: Vec<ExportLine>) -> Result<Download, CallError> {
    // The byte order mark: without it spreadsheets do not read the file as UTF-8.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(HEADINGS).map_err(csv_error)?;
    for line in lines {
        out.write_record(line.map(escape_formula))
            .map_err(csv_error)?;
    }
    Ok(Download {
        name: format!("{name}.csv"),
        content_type: "text/csv; charset=utf-8",
        bytes: out.into_inner().map_err(|_| Code::Internal)?,
    })
}

/// Text cells: a spreadsheet keeps the zeros of a number, `1-2` and `3/4`, and evaluates nothing.
fn as_workbook(
    name: String,
    edition: &Edition,
    lines: Vec<ExportLine>,
) -> Result<Download, CallError> {
    // No file says that there is nothing; a text has its headings then.
    if lines.is_empty() {
        return Ok(xlsx::file(format!("{name}.xlsx"), Vec::new()));
    }
    let table = Worksheet {
        name: edition.words.ja.clone(),
        head: HEADINGS.map(str::to_owned).to_vec(),
        rows: lines
            .into_iter()
            .map(|it| it.map(XlsxCell::Text).into())
            .collect(),
    };
    let written = to_xlsx(&[table], "").map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        Code::Internal
    });
    Ok(xlsx::file(format!("{name}.xlsx"), written?))
}

/// Records an export, for each owner and once in the audit log. Leaves out sheets that were withdrawn since they were
/// listed.
async fn record_export(
    app: &AppState,
    reader: &Viewer,
    listed: Vec<SharedSheet>,
) -> Result<Vec<SharedSheet>, CallError> {
    let (reader, now) = (reader.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let mut kept = Vec::new();
                for sheet in listed {
                    let id = &sheet.sheet;
                    if let Some(at) = sheet.submitted_at
                        && !views::mark_read(connection, id, at, now).await?
                    {
                        continue;
                    }
                    let view = ViewOf::of(connection, &reader.id, id, now).await?;
                    views::tell_owner(connection, &view, now).await?;
                    kept.push(sheet);
                }
                let people: Vec<&PersonId> = kept.iter().map(|it| &it.sheet.person).collect();
                let details = serde_json::json!({ "people": people });
                let mut act = Act::by(&reader, AuditAct::SheetsExported).details(details);
                if let Some(first) = kept.first() {
                    let cycle = first.sheet.cycle.to_string();
                    act = act.form(first.sheet.instrument.as_str(), &cycle);
                }
                audit::record(connection, now, act).await?;
                Ok(kept)
            })
        });
    write.await
}

pub(crate) fn csv_error(error: csv::Error) -> ApiError {
    tracing::error!(%error, "an export could not be written");
    Code::Internal.into()
}

pub(crate) async fn load_facts(
    app: &AppState,
    sheet: &SheetId,
) -> Result<Vec<ReceivedFact>, CallError> {
    let mut told = Vec::new();
    for run in log::runs_of_sheet(app.readers(), sheet, i64::MAX).await? {
        let received_at = run.received_at;
        let facts = run.facts()?.into_iter();
        told.extend(facts.map(|(_, fact)| ReceivedFact { fact, received_at }));
    }
    Ok(told)
}

/// One row for each current answer and each conflicting one. What its author has decided against is nobody else's.
pub(crate) fn lines(
    app: &AppState,
    reader: &Viewer,
    edition: &Edition,
    owner: &Person,
    told: &[ReceivedFact],
) -> Vec<ExportLine> {
    let sheet = Sheet::from_facts(told.iter().map(|it| &it.fact));
    let catalogue = app.catalogue();
    let asked = edition.visible_items(&sheet);
    let is_dropped = |id: &ItemId| {
        // An item whose condition no longer holds is left out; one that only an earlier edition had is exported.
        edition.item(id).is_some() && !asked.iter().any(|it| it.item.id == *id)
    };
    let mut lines = Vec::new();
    for ReceivedFact { fact, received_at } in told {
        let FactBody::Answer { item, value, .. } = &fact.body else {
            continue;
        };
        let known = catalogue.item(&edition.instrument, item).map(|it| &it.item);
        let Some(known) = known.filter(|it| may_see(reader, it) && !is_dropped(item)) else {
            continue;
        };
        let heads = sheet.heads(item);
        let is_shown = heads
            .and_then(|it| it.shown())
            .is_some_and(|it| it.fact == fact.id);
        let is_apart = heads.is_some_and(|it| it.conflicts().any(|it| it.fact == fact.id));
        let standing = match () {
            () if is_shown && value.is_null() => continue,
            () if is_shown => "表示",
            () if is_apart => "別の端末での入力",
            () => continue,
        };
        lines.push([
            owner.id.to_string(),
            owner.name.clone(),
            owner.org.department.clone(),
            owner.org.section.clone(),
            owner.org.unit.clone(),
            item.to_string(),
            known.words.ja.clone(),
            edition.display_answer(known, value, Locale::JAPANESE),
            standing.to_owned(),
            fact.device.short_label(),
            received_at.display(Locale::JAPANESE),
        ]);
    }
    lines
}

//! The people of a list as a file, with the headings of the roster: it can be imported again.

use super::records;
use crate::app_state::{AppState, CallError};
use crate::office::csv::{as_text_cell, escape_formula};
use crate::office::xlsx::{self, Worksheet, XlsxCell, to_xlsx};
use api::Code;
use api::access::Download;
use api::personnel::ExportFormat;
use domain::locale::Locale;
use domain::people_filter::PeopleFilter;
use domain::person::Role;
use domain::person_record::{PersonField, PersonRecord};

const HEADINGS: [&str; 12] = [
    "職員番号",
    "氏名",
    "氏名の読み",
    "部",
    "課",
    "係",
    "級",
    "職種",
    "所属長の職員番号",
    "役割",
    "兼務",
    "アカウント",
];

fn line(it: &PersonRecord) -> [String; HEADINGS.len()] {
    let person = &it.person;
    let roles: Vec<&str> = person.roles.iter().map(|it| Role::label(*it)).collect();
    let posts: Vec<String> = it
        .second_posts
        .iter()
        .map(domain::person::Org::label)
        .collect();
    [
        person.id.to_string(),
        person.name.clone(),
        person.kana.clone(),
        person.org.department.clone(),
        person.org.section.clone(),
        person.org.unit.clone(),
        person.grade.to_string(),
        person.job_type.clone(),
        it.value(PersonField::Supervisor),
        roles.join("・"),
        posts.join("、"),
        it.account.label(Locale::JAPANESE).to_owned(),
    ]
}

/// The people that a filter shows.
pub(crate) async fn file(
    app: &AppState,
    filter: &PeopleFilter,
    format: ExportFormat,
) -> Result<Download, CallError> {
    let words = filter.folded_words();
    let all = records::all(app.readers()).await?;
    let shown = all
        .iter()
        .filter(|it| filter.matches(it, &it.search_text(), &words))
        .map(line);
    match format {
        ExportFormat::Csv => as_csv(shown),
        ExportFormat::Xlsx => {
            let table = Worksheet {
                name: "職員".to_owned(),
                head: HEADINGS.map(str::to_owned).to_vec(),
                rows: shown.map(|it| it.map(XlsxCell::Text).into()).collect(),
            };
            let written = to_xlsx(&[table], "").map_err(|error| {
                tracing::error!(%error, "a workbook could not be written");
                Code::Internal
            });
            Ok(xlsx::file("people.xlsx".to_owned(), written?))
        }
    }
}

fn as_csv(lines: impl Iterator<Item = [String; HEADINGS.len()]>) -> Result<Download, CallError> {
    let failed = |error: csv::Error| {
        tracing::error!(%error, "an export could not be written");
        Code::Internal
    };
    // The byte order mark: without it spreadsheets do not read the file as UTF-8.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(HEADINGS).map_err(failed)?;
    for mut line in lines {
        // The zeros of a number stay; the other texts evaluate nothing.
        for at in [0, 8] {
            line[at] = as_text_cell(&line[at]);
        }
        let escaped = line.into_iter().enumerate();
        let escaped = escaped.map(|(at, it)| {
            let is_number = at == 0 || at == 8;
            if is_number { it } else { escape_formula(it) }
        });
        out.write_record(escaped).map_err(failed)?;
    }
    Ok(Download {
        name: "people.csv".to_owned(),
        content_type: "text/csv; charset=utf-8",
        bytes: out.into_inner().map_err(|_| Code::Internal)?,
    })
}

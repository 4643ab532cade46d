//! The people of a list as a file, with the headings of the roster: it can be imported again.

use super::records;
use crate::app_state::{AppState, CallError};
use crate::office::table_file;
use api::access::Download;
use api::personnel::ExportFormat;
use domain::locale::Locale;
use domain::people_filter::PeopleFilter;
use domain::person::{Org, Role};
use domain::person_record::{PersonField, PersonRecord};

const HEADINGS: [&str; 13] = [
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
    "メールアドレス",
    "兼務",
    "アカウント",
];

/// Columns of 職員番号.
const NUMBERS: [usize; 2] = [0, 8];

fn line(it: &PersonRecord) -> [String; HEADINGS.len()] {
    let person = &it.person;
    let roles: Vec<&str> = person.roles.iter().map(|it| Role::label(*it)).collect();
    let posts: Vec<String> = it.second_posts.iter().map(Org::label).collect();
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
        it.mail.clone(),
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
    let written = table_file::write("people", "職員", HEADINGS, &NUMBERS, shown, format);
    Ok(written?)
}

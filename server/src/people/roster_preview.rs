//! A roster file beside what is known: what it would change, and why parts of it are perhaps mistakes.

use super::changes::known_grades;
use super::records;
use crate::app_state::{AppState, CallError};
use crate::db::sql;
use crate::personnel::roster::parse::{Grades, parse_named};
use crate::personnel::roster::{RosterLine, doubts, validation};
use api::Code;
use api::access::Viewer;
use domain::ids::PersonId;
use domain::person::PersonName;
use domain::person_record::{AccountState, FieldChange, PersonField, PersonRecord};
use domain::question_bank::LineFault;
use domain::roster_difference::{RosterColumn, RosterEntry, RosterEntryKind, RosterPreview};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Largest file, in bytes; a roster of 2,000 has 200 KB.
const LARGEST_FILE: usize = 2 << 20;

/// The people of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadRoster {
    pub(super) lines: Vec<RosterLine>,
    pub(super) notes: Vec<String>,
    /// Columns that somebody has named.
    named: Vec<RosterColumn>,
    /// What stands in the row of headings.
    columns: Vec<String>,
}

/// Everybody there ever was, by number.
pub(super) type Known = HashMap<PersonId, PersonRecord>;

pub(super) fn by_number(all: Vec<PersonRecord>) -> Known {
    let all = all.into_iter().map(|it| (it.person.id.clone(), it));
    all.collect()
}

/// What a file would change.
pub(crate) async fn preview(
    app: &AppState,
    by: &Viewer,
    file: &str,
    columns: &[RosterColumn],
) -> Result<RosterPreview, CallError> {
    let known = by_number(records::all(app.readers()).await?);
    let read = match read(app, file, columns, &known).await? {
        Ok(read) => read,
        Err(unread) => return Ok(*unread),
    };
    let (entries, unchanged) = difference(&read.lines, &known, by);
    let named = read.named;
    let mut notes = read.notes;
    if read.lines.iter().any(|it| it.person.id == by.id) {
        notes.push(
            "あなた自身の行は取り込みません。職員課のほかの人が取り込んでください。".to_owned(),
        );
    }
    Ok(RosterPreview {
        digest: digest(&entries)?,
        entries,
        unchanged,
        notes,
        named,
        columns: read.columns,
        ..RosterPreview::default()
    })
}

/// Names what a person has looked at.
pub(super) fn digest(seen: &[impl Serialize]) -> Result<String, CallError> {
    let text = serde_json::to_string(seen)?;
    Ok(hex::encode(Sha256::digest(text)))
}

/// The people of a file in hexadecimal, or what is wrong with it.
pub(super) async fn read(
    app: &AppState,
    file: &str,
    columns: &[RosterColumn],
    known: &Known,
) -> Result<Result<ReadRoster, Box<RosterPreview>>, CallError> {
    let bytes = hex::decode(file).map_err(|_| Code::BadRequest)?;
    if bytes.len() > LARGEST_FILE {
        return Err(Code::TooLarge.into());
    }
    let named = named_columns(app, columns).await?;
    let grades: Grades = known_grades(app).0.into_iter().collect();
    let faults = |all: Vec<crate::office::csv::CsvFault>| {
        let all = all.into_iter().map(|it| LineFault {
            line: it.line,
            why: it.sentence,
        });
        all.collect()
    };
    let mut file = match parse_named(&bytes, &grades, &named) {
        Ok(file) => file,
        Err(unread) => {
            return Ok(Err(Box::new(RosterPreview {
                faults: faults(unread.faults),
                missing: unread.missing.into_iter().map(str::to_owned).collect(),
                columns: unread.columns,
                named: as_columns(named),
                ..RosterPreview::default()
            })));
        }
    };
    if !file.has_kana {
        for line in &mut file.lines {
            let known = known.get(&line.person.id);
            line.person.kana = known.map_or_else(String::new, |it| it.person.kana.clone());
        }
    }
    let people = known.iter().map(|(id, it)| (id.clone(), it.person.clone()));
    let wrong = validation::validate(&file.lines, &people.collect());
    if !wrong.is_empty() {
        return Ok(Err(Box::new(RosterPreview {
            faults: faults(wrong),
            ..RosterPreview::default()
        })));
    }
    Ok(Ok(ReadRoster {
        lines: file.lines,
        notes: file.notes,
        named: as_columns(named),
        columns: file.columns,
    }))
}

fn as_columns(named: Vec<(String, String)>) -> Vec<RosterColumn> {
    let all = named
        .into_iter()
        .map(|(heading, column)| RosterColumn { heading, column });
    all.collect()
}

/// What somebody has said which column is which, now or at an earlier import.
async fn named_columns(
    app: &AppState,
    columns: &[RosterColumn],
) -> Result<Vec<(String, String)>, CallError> {
    let mut named: Vec<(String, String)> = columns.iter().cloned().map(Into::into).collect();
    let rows = sql!(people / roster_columns)
        .fetch_all(app.readers())
        .await?;
    for row in &rows {
        let (heading, column): (String, String) =
            (row.try_get("heading")?, row.try_get("column_name")?);
        if named.iter().all(|it| it.0 != heading) {
            named.push((heading, column));
        }
    }
    named.retain(|it| !it.1.is_empty());
    Ok(named)
}

/// Everybody whom a file would change, but for who imports it; and how many stay as they are.
pub(super) fn difference(
    lines: &[RosterLine],
    known: &Known,
    by: &Viewer,
) -> (Vec<RosterEntry>, u32) {
    let doubts = doubts_by_line(lines, known);
    let (mut entries, mut unchanged) = (Vec::new(), 0);
    for line in lines.iter().filter(|it| it.person.id != by.id) {
        let person = &line.person;
        let before = known.get(&person.id);
        let fields = before.map_or_else(Vec::new, |it| changes_of(line, it));
        let is_back = fields.iter().any(|it| it.field == PersonField::Account);
        let kind = match before {
            None => RosterEntryKind::Joiner,
            Some(_) if fields.is_empty() => {
                unchanged += 1;
                continue;
            }
            Some(_) if is_back => RosterEntryKind::Return,
            Some(_) => RosterEntryKind::Change,
        };
        entries.push(RosterEntry {
            kind,
            line: Some(line.number),
            person: name_of(line.person.id.clone(), &person.name),
            org: person.org.clone(),
            fields,
            roles: before.map_or_else(|| person.roles.clone(), |_| Vec::new()),
            doubts: doubts.get(&line.number).cloned().unwrap_or_default(),
        });
    }
    entries.extend(leavers(lines, known, by));
    (entries, unchanged)
}

fn name_of(id: PersonId, name: &str) -> PersonName {
    PersonName {
        id,
        name: name.to_owned(),
    }
}

/// What a line changes of somebody known. Second posts are not in a roster, and of an account only that it comes back.
fn changes_of(line: &RosterLine, before: &PersonRecord) -> Vec<FieldChange> {
    let is_back = before.account == AccountState::NotListed;
    let after = PersonRecord {
        person: line.person.clone(),
        account: if is_back {
            AccountState::Active
        } else {
            before.account
        },
        mail: line.mail.clone().unwrap_or_else(|| before.mail.clone()),
        second_posts: before.second_posts.clone(),
    };
    before.differences(&after)
}

/// Who is there today and not in the file.
fn leavers(lines: &[RosterLine], known: &Known, by: &Viewer) -> Vec<RosterEntry> {
    let listed: HashSet<&PersonId> = lines.iter().map(|it| &it.person.id).collect();
    let gone = known.values().filter(|it| {
        let id = &it.person.id;
        it.account.can_sign_in() && !listed.contains(id) && *id != by.id
    });
    let mut gone: Vec<RosterEntry> = gone
        .map(|it| RosterEntry {
            kind: RosterEntryKind::Leaver,
            line: None,
            person: name_of(it.person.id.clone(), &it.person.name),
            org: it.person.org.clone(),
            fields: vec![FieldChange {
                field: PersonField::Account,
                before: it.account.into_str().to_owned(),
                after: AccountState::NotListed.into_str().to_owned(),
            }],
            roles: it.person.roles.clone(),
            doubts: Vec::new(),
        })
        .collect();
    gone.sort_by(|a, b| a.person.id.cmp(&b.person.id));
    gone
}

fn doubts_by_line(lines: &[RosterLine], known: &Known) -> HashMap<u64, Vec<String>> {
    let people = known.iter().map(|(id, it)| (id.clone(), it.person.clone()));
    let renumbered = validation::renumbered(lines, &people.collect());
    let all = renumbered.into_iter().map(|it| it.fault);
    let mut by_line: HashMap<u64, Vec<String>> = HashMap::new();
    for fault in all.chain(doubts::doubts(lines)) {
        by_line.entry(fault.line).or_default().push(fault.sentence);
    }
    by_line
}

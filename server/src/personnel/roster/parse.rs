//! Parses the rows of a roster file into people.

use crate::office::csv;
use crate::office::csv::{CsvFault, to_half_width};
use domain::ids::PersonId;
use domain::person::{Org, Person, Role};

/// Required headings, in the order of `server/運用の手引き.md`; a file may have them in any order.
pub(crate) const HEADINGS: [&str; 9] = [
    "職員番号",
    "氏名",
    "部",
    "課",
    "係",
    "級",
    "職種",
    "所属長の職員番号",
    "役割",
];

/// One person of the file, with their line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// Counted from 1, the heading included.
    pub number: u64,
    pub person: Person,
}

/// Parses a roster file: all of its people, or every fault with its line.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<RosterLine>, Vec<CsvFault>> {
    let (rows, mut faults) = csv::read(bytes, &HEADINGS);
    let mut lines = Vec::new();
    for row in rows {
        match person(&|at| row.cells[at].clone()) {
            Ok(person) => lines.push(RosterLine {
                number: row.line,
                person,
            }),
            Err(sentences) => {
                faults.extend(sentences.into_iter().map(|it| CsvFault::new(row.line, it)));
            }
        }
    }
    if lines.is_empty() && faults.is_empty() {
        faults.push(CsvFault::new(1, "職員が1人もいません".to_owned()));
    }
    // Supervisors are not checked yet: a person on a line that does not parse would be reported as unknown.
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(with_duplicates(&lines, faults))
    }
}

/// Adds duplicates among the lines that parse, so that one run reports as much as possible.
pub(crate) fn with_duplicates(lines: &[RosterLine], mut faults: Vec<CsvFault>) -> Vec<CsvFault> {
    faults.extend(super::validation::duplicates(lines));
    faults.sort_by_key(|it| it.line);
    faults
}

pub(crate) fn person(cell: &dyn Fn(usize) -> String) -> Result<Person, Vec<String>> {
    let mut faults = Vec::new();
    let id = to_half_width(&cell(0));
    let id_is_plain = id
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
    if id.is_empty() || id.len() > 20 || !id_is_plain {
        faults.push(format!(
            "職員番号「{id}」は、英数字20文字までではありません"
        ));
    }
    for (at, heading) in [(1, "氏名"), (2, "部"), (3, "課")] {
        if cell(at).is_empty() {
            faults.push(format!("{heading}がありません"));
        }
    }
    let grade = read_grade(&cell(5)).map_err(|it| faults.push(it));
    let roles = read_roles(&cell(8)).map_err(|it| faults.push(it));
    let supervisor = to_half_width(&cell(7));
    let (Ok(grade), Ok(roles), true) = (grade, roles, faults.is_empty()) else {
        return Err(faults);
    };
    Ok(Person {
        id: PersonId(id),
        name: cell(1),
        org: Org {
            department: cell(2),
            section: cell(3),
            unit: cell(4),
        },
        grade,
        job_type: cell(6),
        supervisor: (!supervisor.is_empty()).then_some(PersonId(supervisor)),
        roles,
    })
}

/// `1`, `１`, `1級` and `１級職` are all grade 1.
pub(crate) fn read_grade(text: &str) -> Result<u8, String> {
    let plain = to_half_width(text);
    let digits = plain.trim_end_matches('職').trim_end_matches('級');
    digits
        .parse()
        .ok()
        .filter(|it| (1..=6).contains(it))
        .ok_or_else(|| format!("級「{text}」は1から6ではありません"))
}

pub(crate) fn read_roles(text: &str) -> Result<Vec<Role>, String> {
    let words = text
        .split(['・', '、', ';', '；', '/', '／', ' ', '　', ','])
        .map(str::trim);
    let mut roles = Vec::new();
    for word in words.filter(|it| !it.is_empty()) {
        let role = Role::ALL
            .into_iter()
            .find(|it| to_half_width(it.label()) == to_half_width(word));
        roles.push(role.ok_or_else(|| format!("役割「{word}」はありません"))?);
    }
    roles.sort();
    roles.dedup();
    Ok(roles)
}

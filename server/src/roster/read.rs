//! From bytes to lines: encodings, headings and the words of the columns.

use super::Fault;
use app::model::ids::PersonId;
use app::model::person::{Org, Person, Role};

/// The headings, in the order of the README; any order is taken.
const HEADINGS: [&str; 9] = [
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

/// One person of the file, with the line they stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Counted from 1, the heading included.
    pub number: u64,
    /// Who.
    pub person: Person,
}

/// Full-width letters and digits as half-width ones, without surrounding space.
pub fn half_width(text: &str) -> String {
    let narrow = text.chars().map(|it| match it {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
        other => other,
    });
    narrow.collect::<String>().trim().to_owned()
}

/// Reads a file in UTF-8 (with or without BOM) or Shift_JIS.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Line>, Vec<Fault>> {
    let text = decode(bytes).map_err(|it| vec![it])?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(true)
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings = reader
        .headers()
        .map_err(|error| vec![Fault::new(1, format!("見出しを読めません（{error}）"))])?
        .clone();
    let columns = columns(&headings)?;
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(it) => it,
            Err(error) => {
                let at = error.position().map_or(0, csv::Position::line);
                faults.push(Fault::new(at, format!("行を読めません（{error}）")));
                break;
            }
        };
        let number = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        if record.len() != headings.len() {
            let sentence = format!(
                "列が{}個あります（見出しは{}個）",
                record.len(),
                headings.len()
            );
            faults.push(Fault::new(number, sentence));
            continue;
        }
        let cell = |at: usize| {
            record
                .get(columns[at])
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        match person(&cell) {
            Ok(person) => lines.push(Line { number, person }),
            Err(sentences) => {
                faults.extend(sentences.into_iter().map(|it| Fault::new(number, it)));
            }
        }
    }
    if lines.is_empty() && faults.is_empty() {
        faults.push(Fault::new(1, "職員が1人もいません".to_owned()));
    }
    // People on faulty lines are still looked for as supervisors by nobody: all faults of reading come first.
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(with_cross_checks(&lines, faults))
    }
}

/// Adds what is wrong between the readable lines, so that one run reports as much as can be known.
fn with_cross_checks(lines: &[Line], mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.extend(super::check::duplicates(lines));
    faults.sort_by_key(|it| it.line);
    faults
}

fn decode(bytes: &[u8]) -> Result<String, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(bytes);
    if broken {
        let sentence = "文字コードが UTF-8 でも Shift_JIS でもありません".to_owned();
        return Err(Fault::new(1, sentence));
    }
    Ok(text.into_owned())
}

fn columns(headings: &csv::StringRecord) -> Result<Vec<usize>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut columns = Vec::new();
    for wanted in HEADINGS {
        let found: Vec<usize> = (0..headings.len())
            .filter(|at| headings.get(*at).is_some_and(|it| it.trim() == wanted))
            .collect();
        match found.as_slice() {
            [at] => columns.push(*at),
            [] => faults.push(Fault::new(1, format!("見出し「{wanted}」がありません"))),
            _ => faults.push(Fault::new(
                1,
                format!("見出し「{wanted}」が2つ以上あります"),
            )),
        }
    }
    if faults.is_empty() {
        Ok(columns)
    } else {
        Err(faults)
    }
}

fn person(cell: &dyn Fn(usize) -> String) -> Result<Person, Vec<String>> {
    let mut faults = Vec::new();
    let id = half_width(&cell(0));
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
    let supervisor = half_width(&cell(7));
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

/// `1`, `１`, `1級`, `１級職` are all the first grade.
fn read_grade(text: &str) -> Result<u8, String> {
    let plain = half_width(text);
    let digits = plain.trim_end_matches('職').trim_end_matches('級');
    digits
        .parse()
        .ok()
        .filter(|it| (1..=6).contains(it))
        .ok_or_else(|| format!("級「{text}」は1から6ではありません"))
}

fn read_roles(text: &str) -> Result<Vec<Role>, String> {
    let words = text
        .split(['・', '、', ';', '；', '/', '／', ' ', '　', ','])
        .map(str::trim);
    let mut roles = Vec::new();
    for word in words.filter(|it| !it.is_empty()) {
        let role = Role::ALL.into_iter().find(|it| it.label() == word);
        roles.push(role.ok_or_else(|| format!("役割「{word}」はありません"))?);
    }
    roles.sort();
    roles.dedup();
    Ok(roles)
}

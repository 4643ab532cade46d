//! Parses the rows of a roster file into people.

use crate::mail::is_address;
use crate::office::csv::{self, CsvFault, CsvFile, Heading, Headings, to_half_width};
use domain::folding::fold;
use domain::ids::PersonId;
use domain::person::{Org, Person, Role};
use std::collections::BTreeSet;

/// Required headings, in the order of `server/運用の手引き.md`; a file may have them in any order, and others beside them.
pub(crate) const HEADINGS: [Heading; 9] = [
    Heading {
        name: "職員番号",
        synonyms: &["職員No", "職員No.", "職員コード", "職員ID", "社員番号"],
        hints: &[],
    },
    Heading {
        name: "氏名",
        synonyms: &["職員氏名", "氏名(漢字)", "漢字氏名", "名前"],
        hints: &[],
    },
    Heading {
        name: "部",
        synonyms: &["部名", "部局", "部局名"],
        hints: &["所属", "所属名", "組織", "部署"],
    },
    Heading {
        name: "課",
        synonyms: &["課名", "課等", "課・室", "所属課"],
        hints: &["所属", "所属名", "組織", "部署"],
    },
    Heading {
        name: "係",
        synonyms: &["係名", "係・担当", "所属係"],
        hints: &["所属", "所属名", "組織", "部署"],
    },
    Heading {
        name: "級",
        synonyms: &["職級", "級職", "職務の級"],
        hints: &[],
    },
    Heading {
        name: "職種",
        synonyms: &["職種名"],
        hints: &[],
    },
    Heading {
        name: "所属長の職員番号",
        synonyms: &[
            "所属長職員番号",
            "所属長番号",
            "所属長No",
            "上司の職員番号",
            "上司職員番号",
        ],
        hints: &["所属長", "上司", "所属長名", "上司名"],
    },
    Heading {
        name: "役割",
        synonyms: &["システムの役割", "権限"],
        hints: &[],
    },
];

/// Headings that a file may have besides.
pub(crate) const OPTIONAL_HEADINGS: [Heading; 2] = [
    Heading {
        name: "氏名の読み",
        synonyms: &[
            "氏名カナ",
            "氏名かな",
            "氏名(カナ)",
            "氏名(かな)",
            "カナ氏名",
            "フリガナ",
            "ふりがな",
            "読み",
        ],
        hints: &[],
    },
    Heading {
        name: "メールアドレス",
        synonyms: &[
            "メール",
            "E-mail",
            "Email",
            "e-mailアドレス",
            "電子メール",
            "職員メールアドレス",
        ],
        hints: &[],
    },
];

/// Places of the optional headings among all.
const KANA: usize = HEADINGS.len();
const MAIL: usize = KANA + 1;

/// One person of the file, with their row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// As a spreadsheet counts.
    pub number: u64,
    pub person: Person,
    /// `None` where the file has no column for it; then it stays as it is.
    pub mail: Option<String>,
}

/// The people of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterFile {
    pub lines: Vec<RosterLine>,
    /// Whether the file says how names are read.
    pub has_kana: bool,
    /// What stands in the row of headings.
    pub columns: Vec<String>,
    /// What was read otherwise than it is usually written, in sentences.
    pub notes: Vec<String>,
}

/// The grades that the forms in force ask something of.
pub type Grades = BTreeSet<u8>;

/// Why nothing of a file can be taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnreadRoster {
    pub(crate) faults: Vec<CsvFault>,
    /// Required headings that no column has.
    pub(crate) missing: Vec<&'static str>,
    /// What stands in the row of headings.
    pub(crate) columns: Vec<String>,
}

/// Parses a roster file: all of its people, or every fault with its row.
pub(crate) fn parse(bytes: &[u8], grades: &Grades) -> Result<RosterFile, Vec<CsvFault>> {
    parse_named(bytes, grades, &[]).map_err(|it| it.faults)
}

/// The same, where somebody has said which column is which: heading, column.
pub(crate) fn parse_named(
    bytes: &[u8],
    grades: &Grades,
    named: &[(String, String)],
) -> Result<RosterFile, UnreadRoster> {
    let headings = Headings {
        required: &HEADINGS,
        optional: &OPTIONAL_HEADINGS,
        named,
    };
    let CsvFile {
        rows,
        mut faults,
        notes,
        has,
        missing,
        columns,
    } = csv::read(bytes, headings);
    let (mut lines, has_mail) = (Vec::new(), has.get(MAIL) == Some(&true));
    for row in rows {
        let mail = has_mail.then(|| row.cells[MAIL].trim().to_owned());
        faults.extend(
            mail.as_deref()
                .and_then(|it| mail_fault(it, row.line, &row.cells)),
        );
        match person(&|at| row.cells[at].clone(), grades) {
            Ok(person) => lines.push(RosterLine {
                number: row.line,
                person,
                mail,
            }),
            Err(sentences) => {
                let who = who(&row.cells);
                let sentences = sentences.into_iter().map(|it| format!("{it}{who}"));
                faults.extend(sentences.map(|it| CsvFault::new(row.line, it)));
            }
        }
    }
    if lines.is_empty() && faults.is_empty() {
        faults.push(CsvFault::new(1, "職員が1人もいません".to_owned()));
    }
    // Supervisors are not checked yet: a person on a row that does not parse would be reported as unknown.
    if faults.is_empty() {
        return Ok(RosterFile {
            lines,
            has_kana: has[KANA],
            columns,
            notes,
        });
    }
    // What is only doubtful is said with the faults: a file is corrected once.
    faults.extend(super::doubts::doubts(&lines));
    Err(UnreadRoster {
        faults: with_duplicates(&lines, faults),
        missing,
        columns,
    })
}

/// An address that no mail can be sent to.
fn mail_fault(mail: &str, line: u64, cells: &[String]) -> Option<CsvFault> {
    let is_right = mail.is_empty() || is_address(mail);
    let why = || format!("メールアドレス「{mail}」を読めません{}", who(cells));
    (!is_right).then(|| CsvFault::new(line, why()))
}

/// The person's number beside a fault, for whoever corrects a sorted or filtered table.
fn who(cells: &[String]) -> String {
    match to_half_width(&cells[0]) {
        id if id.is_empty() => String::new(),
        id => format!("（職員番号 {id}）"),
    }
}

/// Adds duplicates among the lines that parse, so that one run reports as much as possible.
pub(crate) fn with_duplicates(lines: &[RosterLine], mut faults: Vec<CsvFault>) -> Vec<CsvFault> {
    faults.extend(super::validation::duplicates(lines));
    faults.sort_by_key(|it| it.line);
    faults
}

/// Whether a text can be somebody's 職員番号.
pub(crate) fn is_number(id: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    !id.is_empty() && id.len() <= 20 && id.bytes().all(is_plain)
}

fn person(cell: &dyn Fn(usize) -> String, grades: &Grades) -> Result<Person, Vec<String>> {
    let mut faults = Vec::new();
    let id = to_half_width(&cell(0));
    if !is_number(&id) {
        faults.push(format!(
            "職員番号「{id}」は、英数字20文字までではありません"
        ));
    }
    // A line break in a cell is only how it was wrapped.
    let line = |at: usize| {
        cell(at)
            .split('\n')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" ")
    };
    if line(1).is_empty() {
        faults.push("氏名がありません".to_owned());
    }
    // Offices are without 部, and whoever leads a 部 is without 課.
    if line(2).is_empty() && line(3).is_empty() {
        faults.push("部も課もありません".to_owned());
    }
    let grade = read_grade(&cell(5), grades).map_err(|it| faults.push(it));
    let roles = read_roles(&cell(8)).map_err(|it| faults.push(it));
    let supervisor = to_half_width(&cell(7));
    if !supervisor.is_empty() && supervisor.eq_ignore_ascii_case(&id) {
        faults.push(
            "所属長の職員番号が本人の番号です。所属長のいない人は、空けてください".to_owned(),
        );
    }
    let (Ok(grade), Ok(roles), true) = (grade, roles, faults.is_empty()) else {
        return Err(faults);
    };
    Ok(Person {
        id: PersonId(id),
        name: line(1),
        kana: line(KANA),
        org: Org {
            department: line(2),
            section: line(3),
            unit: line(4),
        },
        grade,
        job_type: line(6),
        supervisor: (!supervisor.is_empty()).then_some(PersonId(supervisor)),
        roles,
    })
}

/// `1`, `１`, `1級` and `１級職` are all grade 1.
fn read_grade(text: &str, grades: &Grades) -> Result<u8, String> {
    let known: Vec<String> = grades.iter().map(u8::to_string).collect();
    let known = known.join("・");
    let plain = to_half_width(text);
    if plain.is_empty() {
        return Err(format!(
            "級がありません。級のない職員には、回答する様式の級（{known}）を書いてください"
        ));
    }
    let digits = plain.trim_end_matches('職').trim_end_matches('級');
    let grade: u8 = digits.trim().parse().map_err(|_| {
        format!("級「{text}」を読めません。1、1級、１級職のように、数字で書いてください")
    })?;
    if grades.contains(&grade) {
        Ok(grade)
    } else {
        Err(format!(
            "級「{text}」の様式がありません。様式のある級は {known} です"
        ))
    }
}

/// What stands for no role.
const NO_ROLE: [&str; 6] = ["なし", "無し", "無", "-", "ー", "―"];

fn read_roles(text: &str) -> Result<Vec<Role>, String> {
    let separators = [
        '・', '･', '、', '､', ';', '；', '/', '／', ',', '，', '\n', '\t', ' ', '　',
    ];
    let mut roles = Vec::new();
    for word in text.split(separators).filter(|it| !it.trim().is_empty()) {
        let folded = fold(word);
        if NO_ROLE.iter().any(|it| fold(it) == folded) {
            continue;
        }
        let role = Role::ALL.into_iter().find(|it| fold(it.label()) == folded);
        roles.push(role.ok_or_else(|| {
            let known = Role::ALL.map(Role::label).join("、");
            format!("役割「{word}」はありません（{known} のどれか、または空欄）")
        })?);
    }
    roles.sort();
    roles.dedup();
    Ok(roles)
}

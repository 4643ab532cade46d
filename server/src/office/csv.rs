//! CSV files and workbooks as spreadsheets and personnel systems write them: encodings, separators, title rows,
//! headings in any order and spelling, and every fault with the row that a spreadsheet shows.

mod decode;
mod headings;
pub(crate) mod workbook;

use domain::spreadsheet::is_formula;
use headings::{Columns, find_headings};
use std::fmt;

pub use headings::{Heading, Headings};

/// Something wrong in a file, with its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFault {
    /// As a spreadsheet counts: from 1, title rows, headings and blank rows included, a cell of several lines as one.
    pub line: u64,
    /// In Japanese, for the person who made the file.
    pub sentence: String,
}

impl CsvFault {
    pub fn new(line: u64, sentence: String) -> Self {
        Self { line, sentence }
    }
}

impl fmt::Display for CsvFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}行目: {}", self.line, self.sentence)
    }
}

/// A data row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvRow {
    /// As in [`CsvFault::line`].
    pub line: u64,
    /// Trimmed and without invisible characters, in the order of the headings asked for.
    pub cells: Vec<String>,
}

/// What a file has: the rows that parse, and the faults of all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvFile {
    pub rows: Vec<CsvRow>,
    pub faults: Vec<CsvFault>,
    /// What was read otherwise than it is usually written, in sentences.
    pub notes: Vec<String>,
    /// Whether each heading is there, the required ones first; the cells of one that is not are empty.
    pub has: Vec<bool>,
    /// Required headings that no column has.
    pub missing: Vec<&'static str>,
    /// What stands in the row of headings.
    pub columns: Vec<String>,
}

/// Separators of cells, the usual one first.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// Reads a file; no rows if a required heading is missing.
pub fn read(bytes: &[u8], headings: Headings) -> CsvFile {
    let mut file = CsvFile::default();
    let (text, note) = match text_of(bytes) {
        Ok(it) => it,
        Err(fault) => {
            file.faults.push(fault);
            return file;
        }
    };
    // Excel obeys a first line `sep=;`, and does not show it as a row.
    let (said, body) = separator_line(&text);
    let separators = said.map_or_else(|| SEPARATORS.to_vec(), |it| vec![it]);
    // The separator with which most headings are found; of equal ones the first.
    let mut best: Option<(Vec<Record>, Columns)> = None;
    for separator in separators {
        let records = match records(body, separator) {
            Ok(records) => records,
            Err(fault) => {
                file.faults.push(fault);
                return file;
            }
        };
        let Some(columns) = find_headings(&records, headings) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|it| columns.n_found() > it.1.n_found())
        {
            best = Some((records, columns));
        }
    }
    match best {
        Some((records, columns)) => {
            file.notes = note.into_iter().chain(columns.notes()).collect();
            file.has = columns.places().map(|it| it.is_some()).collect();
            file.missing = columns.missing_headings();
            file.columns = columns.cells();
            fill(&mut file, &records, &columns);
        }
        None => file
            .faults
            .push(CsvFault::new(1, "何も書かれていません".to_owned())),
    }
    file
}

/// The text of a file, or of a sheet of a workbook; then with a note which sheet it is, if there are several.
fn text_of(bytes: &[u8]) -> Result<(String, Option<String>), CsvFault> {
    if workbook::is_old_workbook(bytes) {
        return Err(workbook::old_workbook());
    }
    if !workbook::is_workbook(bytes) {
        return Ok((decode::decode(bytes)?, None));
    }
    let sheet = workbook::read(bytes)?;
    let note = (!sheet.others.is_empty()).then(|| {
        let others = sheet.others.join("」「");
        format!(
            "シート「{}」を読みました。「{others}」は読んでいません。",
            sheet.name
        )
    });
    Ok((sheet.text, note))
}

/// The separator that a first line names, and the rest.
fn separator_line(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let named = first.trim().trim_matches('"');
    let said = named
        .get(..4)
        .filter(|it| it.eq_ignore_ascii_case("sep="))
        .and_then(|_| match &named.as_bytes()[4..] {
            [one] => Some(*one),
            // The trimming took a tab.
            [] => Some(b'\t'),
            _ => None,
        });
    said.map_or((None, text), |it| (Some(it), rest))
}

/// A row with the cells as they are in the file.
#[derive(Debug)]
struct Record {
    line: u64,
    cells: Vec<String>,
}

impl Record {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// The rows that are not blank, with the numbers that a spreadsheet shows.
fn records(text: &str, separator: u8) -> Result<Vec<Record>, CsvFault> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        // Excel leaves out empty cells at the end of a row, sixteen rows at a time.
        .flexible(true)
        .from_reader(text.as_bytes());
    let is_unclosed = text.matches('"').count() % 2 == 1;
    let (mut records, mut line) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record
            .map_err(|error| CsvFault::new(line + 1, format!("行を読めません（{error}）")))?;
        // The reader passes over blank lines and counts lines, not rows: a quoted cell may have several.
        let begin = record.position().map_or(0, csv::Position::byte);
        let begin = usize::try_from(begin).unwrap_or(usize::MAX);
        let blank = text
            .as_bytes()
            .iter()
            .skip(begin)
            .take_while(|it| **it == b'\n');
        line += 1 + blank.count() as u64;
        let record = Record {
            line,
            cells: record.iter().map(clean).collect(),
        };
        // A quote that is not closed makes one cell of all that follows.
        if is_unclosed && record.cells.iter().any(|it| it.contains('\n')) {
            let sentence = "\" が閉じていません。ここから後の行が、一つの欄になっています";
            return Err(CsvFault::new(line, sentence.to_owned()));
        }
        if !record.is_blank() {
            records.push(record);
        }
    }
    Ok(records)
}

fn fill(file: &mut CsvFile, records: &[Record], columns: &Columns) {
    file.faults.extend(columns.faults());
    if !file.faults.is_empty() {
        return;
    }
    for record in records.iter().filter(|it| it.line > columns.line) {
        let cell = |at: Option<usize>| {
            let cell = at.and_then(|at| record.cells.get(at));
            cell.cloned().unwrap_or_default()
        };
        let coded = record
            .cells
            .iter()
            .find_map(|it| it.chars().find(|it| is_forbidden(*it)));
        if record.cells.len() > columns.width {
            let sentence = format!(
                "列が{}個あります（見出しは{}個）。コンマを含む欄は \" で囲んでください",
                record.cells.len(),
                columns.width
            );
            file.faults.push(CsvFault::new(record.line, sentence));
        } else if let Some(coded) = coded {
            let sentence = format!("見えない文字（U+{:04X}）があります", u32::from(coded));
            file.faults.push(CsvFault::new(record.line, sentence));
        } else {
            file.rows.push(CsvRow {
                line: record.line,
                cells: columns.places().map(cell).collect(),
            });
        }
    }
}

/// A cell without what nobody sees: blanks around it, marks of direction and width, soft hyphens. Variation selectors
/// stay: they choose the form of a name's letter.
fn clean(cell: &str) -> String {
    let seen = cell.chars().filter(|it| !is_invisible(*it));
    seen.collect::<String>().trim().to_owned()
}

fn is_invisible(it: char) -> bool {
    matches!(it,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Control characters other than a line break or tab: a person has to say what was meant.
fn is_forbidden(it: char) -> bool {
    it.is_control() && !matches!(it, '\n' | '\t')
}

/// Converts full-width letters, digits and signs to half-width ones and trims.
pub fn to_half_width(text: &str) -> String {
    let narrow = text.chars().map(|it| match it {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
        other => other,
    });
    narrow.collect::<String>().trim().to_owned()
}

/// A number of a person or a password as a spreadsheet keeps it: what it would read as a number or a date, and write
/// back without its zeros, is given as a formula of that text.
pub fn as_text_cell(cell: &str) -> String {
    let is_digits = !cell.is_empty() && cell.bytes().all(|it| it.is_ascii_digit());
    let loses_digits = is_digits && (cell.starts_with('0') || cell.len() > 11);
    let mut parts = cell.split(['-', '/', 'e', 'E']);
    let is_date_or_power =
        !is_digits && parts.all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    if loses_digits || is_date_or_power {
        format!("=\"{cell}\"")
    } else {
        cell.to_owned()
    }
}

/// Prevents CSV injection: a spreadsheet evaluates a cell that begins like a formula.
pub fn escape_formula(cell: String) -> String {
    if is_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OWASP/www-community#1088 and #1115; the other side mui/mui-x#13790, woocommerce/woocommerce#25379.
    #[test]
    fn what_a_spreadsheet_would_evaluate_is_escaped_and_nothing_else() {
        for formula in [
            "=1+1",
            "＝1+1",
            "+81-3-0000-0000",
            "＋81-3",
            "@SUM(A1)",
            "＠窓口",
            "@窓口",
            "\tx",
            "\rx",
            "\nx",
            "\0=1",
            " =1+1",
            "\u{3000}=1+1",
            "\n=1+1",
            "\"=1+1",
            "-1+1",
            "－SUM(A1)",
            "- cmd|' /C calc'!A0",
            "＝cmd|' /C calc'!A0",
            "-A1!B2",
        ] {
            assert_eq!(escape_formula(formula.to_owned()), format!("'{formula}"));
        }
        for text in [
            "3 たびたび",
            "-5",
            "－1",
            "+3.5",
            "- 箇条書きの一つ目",
            "- 会議（週1回）",
            "+α の工夫",
            "1-2",
            "3/4",
            "0012",
            "1E5",
            "窓口@区民課",
            "A=B",
        ] {
            assert_eq!(escape_formula(text.to_owned()), text);
        }
    }
}

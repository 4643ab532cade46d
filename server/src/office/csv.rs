//! CSV files made with a spreadsheet: encodings, headings in any order, and every fault with its line.

use std::fmt;

/// Something wrong in a file, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFault {
    /// Counted from 1, the heading included.
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
    /// Counted from 1, the heading included.
    pub line: u64,
    /// Trimmed, in the order of the headings asked for.
    pub cells: Vec<String>,
}

/// Reads a file in UTF-8 (with or without BOM) or Shift_JIS. Returns the rows that parse and the faults of all
/// others; no rows if a heading is missing.
pub fn read(bytes: &[u8], headings: &[&str]) -> (Vec<CsvRow>, Vec<CsvFault>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    if let Err(found) = parse_rows(bytes, headings, &mut rows, &mut faults) {
        faults.extend(found);
    }
    (rows, faults)
}

fn parse_rows(
    bytes: &[u8],
    headings: &[&str],
    rows: &mut Vec<CsvRow>,
    faults: &mut Vec<CsvFault>,
) -> Result<(), Vec<CsvFault>> {
    let text = decode(bytes).map_err(|it| vec![it])?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(true)
        // A row of another length is reported with its line below instead of ending the file.
        .flexible(true)
        .from_reader(text.as_bytes());
    let first = reader
        .headers()
        .map_err(|error| vec![CsvFault::new(1, format!("見出しを読めません（{error}）"))])?
        .clone();
    let columns = columns(&first, headings)?;
    for record in reader.records() {
        let record = record.map_err(|error| {
            let at = error.position().map_or(0, csv::Position::line);
            vec![CsvFault::new(at, format!("行を読めません（{error}）"))]
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        if record.len() != first.len() {
            let sentence = format!(
                "列が{}個あります（見出しは{}個）",
                record.len(),
                first.len()
            );
            faults.push(CsvFault::new(line, sentence));
            continue;
        }
        let cell = |at: &usize| record.get(*at).unwrap_or_default().trim().to_owned();
        let cells = columns.iter().map(cell).collect();
        rows.push(CsvRow { line, cells });
    }
    Ok(())
}

fn decode(bytes: &[u8]) -> Result<String, CsvFault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // UTF-8 first: Shift_JIS is hardly ever valid UTF-8, but UTF-8 often decodes as Shift_JIS.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(bytes);
    if broken {
        let sentence = "文字コードが UTF-8 でも Shift_JIS でもありません".to_owned();
        return Err(CsvFault::new(1, sentence));
    }
    Ok(text.into_owned())
}

fn columns(first: &csv::StringRecord, headings: &[&str]) -> Result<Vec<usize>, Vec<CsvFault>> {
    let mut faults = Vec::new();
    let mut columns = Vec::new();
    for wanted in headings {
        let found: Vec<usize> = (0..first.len())
            .filter(|at| first.get(*at).is_some_and(|it| it.trim() == *wanted))
            .collect();
        match found.as_slice() {
            [at] => columns.push(*at),
            [] => faults.push(CsvFault::new(1, format!("見出し「{wanted}」がありません"))),
            _ => faults.push(CsvFault::new(
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

/// Converts full-width letters, digits and signs to half-width ones and trims.
pub fn to_half_width(text: &str) -> String {
    let narrow = text.chars().map(|it| match it {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
        other => other,
    });
    narrow.collect::<String>().trim().to_owned()
}

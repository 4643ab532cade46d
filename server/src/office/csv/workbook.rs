//! A workbook (.xlsx) read as the text of a CSV file, so that whoever has one need not save it otherwise.

use super::CsvFault;
use calamine::{Cell, DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use std::fmt::Write;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// What a workbook may unfold to, in bytes: a roster of 2,000 has 2 MB.
const LARGEST_UNFOLDED: u64 = 64 << 20;

/// Rows and columns that are read; a roster of a large city has 20,000 rows.
const MAX_ROWS: u32 = 30_000;
const MAX_COLUMNS: u32 = 200;

/// The sheet that was read.
pub(super) struct SheetText {
    /// As CSV, each row where the sheet has it.
    pub(super) text: String,
    pub(super) name: String,
    /// Other sheets that somebody would see and that are not empty.
    pub(super) others: Vec<String>,
}

/// Whether a file is a ZIP archive, as workbooks are since 2007.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether a file is of the kind that workbooks were before 2007, and that those with a password are.
pub(super) fn is_old_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

pub(super) fn old_workbook() -> CsvFault {
    let sentence = "古い形式（.xls）か、パスワードのついたブックです。パスワードをはずし、Excel ブック（.xlsx）か CSV で保存し直してください";
    CsvFault::new(1, sentence.to_owned())
}

/// The cells of a sheet.
pub(crate) struct SheetCells {
    pub(crate) name: String,
    /// From the first row and column; what is empty at the end of a row is not there.
    pub(crate) rows: Vec<Vec<String>>,
}

/// Every sheet, hidden ones too.
pub(crate) fn all_sheets(bytes: &[u8]) -> Result<Vec<SheetCells>, CsvFault> {
    let mut book = open(bytes)?;
    let names = book.sheet_names();
    let read = |name: String| {
        let rows = cells(&mut book, &name)?;
        Ok(SheetCells { name, rows })
    };
    names.into_iter().map(read).collect()
}

fn open(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, CsvFault> {
    check_size(bytes).map_err(|_| unreadable())?;
    calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error: XlsxError| match error {
        XlsxError::Password => old_workbook(),
        _ => unreadable(),
    })
}

/// Reads the first visible sheet in which something stands.
pub(super) fn read(bytes: &[u8]) -> Result<SheetText, CsvFault> {
    let mut book = open(bytes)?;
    let sheets = book.sheets_metadata().iter();
    let visible = sheets.filter(|it| it.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|it| it.name.clone()).collect();
    let mut first: Option<SheetText> = None;
    for name in names {
        let text = sheet_text(&mut book, &name)?;
        if text.is_empty() {
            continue;
        }
        match &mut first {
            Some(first) => first.others.push(name),
            None => {
                first = Some(SheetText {
                    text,
                    name,
                    others: Vec::new(),
                });
            }
        }
    }
    first.ok_or_else(|| CsvFault::new(1, "何も書かれていません".to_owned()))
}

fn unreadable() -> CsvFault {
    let sentence = "ブックを読めません。壊れているか、大きすぎます。CSV で保存し直してください";
    CsvFault::new(1, sentence.to_owned())
}

/// Unfolds everything once without keeping it: what an archive says of its sizes may be wrong.
fn check_size(bytes: &[u8]) -> Result<(), io::Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut left = LARGEST_UNFOLDED;
    for n in 0..archive.len() {
        let part = archive.by_index(n)?;
        left -= io::copy(&mut part.take(left), &mut io::sink())?;
        if left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
    }
    Ok(())
}

/// The cells of a sheet, read one by one: what stands far away makes no large table.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Vec<String>>, CsvFault> {
    let fault = |_: XlsxError| unreadable();
    let mut cells = book.worksheet_cells_reader(name).map_err(fault)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(fault)? {
        let (row, column) = cell.get_position();
        let text = cell_text(&cell);
        if text.is_empty() || column >= MAX_COLUMNS {
            continue;
        }
        if row >= MAX_ROWS {
            return Err(unreadable());
        }
        let (row, column) = (row as usize, column as usize);
        if rows.len() <= row {
            rows.resize_with(row + 1, Vec::new);
        }
        if rows[row].len() <= column {
            rows[row].resize_with(column + 1, String::new);
        }
        rows[row][column] = text;
    }
    Ok(rows)
}

/// The cells as CSV; nothing of a sheet without any.
fn sheet_text(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<String, CsvFault> {
    let mut text = String::new();
    for row in cells(book, name)? {
        let quoted: Vec<String> = row.iter().map(|it| quoted(it)).collect();
        let _never_fails = writeln!(text, "{}", quoted.join(","));
    }
    Ok(text)
}

fn quoted(cell: &str) -> String {
    if cell.is_empty() {
        String::new()
    } else {
        format!("\"{}\"", cell.replace('"', "\"\""))
    }
}

/// A cell as text: a number without the point that it does not need, a day as `2026-04-01`.
fn cell_text(cell: &Cell<DataRef<'_>>) -> String {
    match cell.get_value() {
        DataRef::Empty => String::new(),
        DataRef::String(it) | DataRef::DateTimeIso(it) | DataRef::DurationIso(it) => it.clone(),
        DataRef::SharedString(it) => (*it).to_owned(),
        DataRef::Int(it) => it.to_string(),
        DataRef::Float(it) => it.to_string(),
        DataRef::Bool(it) => if *it { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::Error(it) => it.to_string(),
        DataRef::DateTime(it) => {
            let (year, month, day, hour, minute, ..) = it.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute) == (0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    fn book(fill: impl Fn(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(&mut book);
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn the_first_sheet_with_something_is_read_as_it_stands() {
        let bytes = book(|book| {
            book.add_worksheet().set_name("表紙").unwrap();
            let hidden = book.add_worksheet().set_name("隠し").unwrap();
            hidden.set_hidden(true).write(0, 0, "見えない").unwrap();
            let sheet = book.add_worksheet().set_name("名簿").unwrap();
            sheet.write(1, 0, "職員番号").unwrap();
            sheet.write(1, 2, "氏名\n（漢字）").unwrap();
            sheet.write(3, 0, 12_345).unwrap();
            sheet.write(3, 2, "髙橋 \"A\", さくら").unwrap();
            let day = ExcelDateTime::from_ymd(2026, 4, 1).unwrap();
            let format = Format::new().set_num_format("yyyy/m/d");
            sheet.write_with_format(3, 3, day, &format).unwrap();
            // ClosedXML/ClosedXML#1175: a cell at the far end makes no table of sixteen milliards.
            sheet.write(4, 16_000, "x").unwrap();
            book.add_worksheet().write(0, 0, "別").unwrap();
        });
        let read = read(&bytes).ok().unwrap();
        assert_eq!((read.name.as_str(), read.others.len()), ("名簿", 1));
        assert_eq!(
            read.text,
            "\n\"職員番号\",,\"氏名\n（漢字）\"\n\n\"12345\",,\"髙橋 \"\"A\"\", さくら\",\"2026-04-01\"\n"
        );
    }

    #[test]
    fn what_is_no_workbook_or_far_too_large_is_a_fault() {
        for bytes in [&b"PK\x03\x04 and nothing"[..], &b"PK\x03\x04"[..]] {
            assert!(is_workbook(bytes));
            assert!(read(bytes).is_err());
        }
        let far = book(|book| {
            book.add_worksheet().write(900_000, 0, "x").unwrap();
        });
        assert!(read(&far).is_err());
        let empty = book(|book| {
            book.add_worksheet();
        });
        assert!(read(&empty).is_err_and(|it| it.sentence.contains("何も")));
    }
}

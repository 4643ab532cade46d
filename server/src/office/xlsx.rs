//! Writes tables as an XLSX workbook.

use api::access::Download;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Content of one cell.
pub(crate) enum XlsxCell {
    /// Always written as text, even if it looks like a formula.
    Text(String),
    /// A number; none if it is suppressed.
    Number(Option<f64>),
}

/// One worksheet of a workbook.
pub(crate) struct Worksheet {
    /// Name of the worksheet; made to fit the format by [`to_xlsx`].
    pub(crate) name: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<XlsxCell>>,
}

/// Longest name of a worksheet in the format, in characters.
const MAX_NAME_CHARS: usize = 31;

/// The bytes of a workbook; `withheld` is the text written for suppressed numbers.
pub(crate) fn to_xlsx(tables: &[Worksheet], withheld: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let heading = Format::new().set_bold();
    for table in tables {
        let sheet = book.add_worksheet();
        // The format does not allow these characters in a name.
        let plain = table.name.chars().filter(|it| !"[]:*?/\\'".contains(*it));
        sheet.set_name(plain.take(MAX_NAME_CHARS).collect::<String>())?;
        for (text, column) in table.head.iter().zip(0..) {
            sheet.write_string_with_format(0, column, text, &heading)?;
        }
        for (cells, row) in table.rows.iter().zip(1..) {
            for (cell, column) in cells.iter().zip(0..) {
                match cell {
                    XlsxCell::Text(it) => sheet.write_string(row, column, it)?,
                    XlsxCell::Number(Some(it)) => sheet.write_number(row, column, *it)?,
                    XlsxCell::Number(None) => sheet.write_string(row, column, withheld)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        sheet.autofit();
    }
    book.save_to_buffer()
}

/// A workbook as a file to save.
pub(crate) fn file(name: String, bytes: Vec<u8>) -> Download {
    Download {
        name,
        content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes,
    }
}

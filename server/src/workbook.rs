//! Tables as a workbook that a spreadsheet opens (XLSX).

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// What stands in a cell.
pub(crate) enum Cell {
    /// A text; one that begins like a formula stays a text.
    Text(String),
    /// A number; none where it is withheld.
    Number(Option<f64>),
}

/// A table with its headings.
pub(crate) struct Table {
    /// The sheet's name.
    pub(crate) name: String,
    /// The headings.
    pub(crate) head: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// Longest name of a sheet, and the characters it may not have, by the format.
const LONGEST_NAME: usize = 31;

/// The bytes of a workbook with these tables, in which a withheld number says so.
pub(crate) fn bytes(tables: &[Table], withheld: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let heading = Format::new().set_bold();
    for table in tables {
        let sheet = book.add_worksheet();
        let plain = table.name.chars().filter(|it| !"[]:*?/\\'".contains(*it));
        sheet.set_name(plain.take(LONGEST_NAME).collect::<String>())?;
        for (text, column) in table.head.iter().zip(0..) {
            sheet.write_string_with_format(0, column, text, &heading)?;
        }
        for (cells, row) in table.rows.iter().zip(1..) {
            for (cell, column) in cells.iter().zip(0..) {
                match cell {
                    Cell::Text(it) => sheet.write_string(row, column, it)?,
                    Cell::Number(Some(it)) => sheet.write_number(row, column, *it)?,
                    Cell::Number(None) => sheet.write_string(row, column, withheld)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        sheet.autofit();
    }
    book.save_to_buffer()
}

//! Writes tables as an XLSX workbook.

use api::access::Download;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::borrow::Cow;

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

/// Longest name of a worksheet in the format, in units of UTF-16.
const MAX_NAME_UNITS: usize = 31;

/// Widest column, in pixels: a long answer is for the formula bar.
const MAX_WIDTH_PIXELS: u32 = 480;

/// Names that the format takes: without its signs, none twice whatever the case, none empty, none that Excel keeps for
/// itself.
fn sheet_names<'n>(wanted: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (wanted, at) in wanted.zip(1..) {
        let plain = wanted
            .chars()
            .filter(|it| !"[]:*?/\\'".contains(*it) && !it.is_control());
        let plain = cut(plain.collect::<String>().trim(), MAX_NAME_UNITS);
        let is_free = |name: &str| {
            let name = name.to_lowercase();
            name != "history" && !names.iter().any(|it| it.to_lowercase() == name)
        };
        let mut name = if plain.is_empty() {
            format!("表{at}")
        } else {
            plain.clone()
        };
        for n in 2.. {
            if is_free(&name) {
                break;
            }
            let number = format!(" ({n})");
            name = cut(&plain, MAX_NAME_UNITS - number.len()) + &number;
        }
        names.push(name);
    }
    names
}

/// Longest text of a cell in the format, in units of UTF-16; the library refuses a longer one.
const MAX_CELL_UNITS: usize = 32_767;

/// A text that a cell takes: a longer one is cut off where it says so.
fn fit(text: &str) -> Cow<'_, str> {
    // No text has more units of UTF-16 than bytes.
    if text.len() <= MAX_CELL_UNITS || text.encode_utf16().count() <= MAX_CELL_UNITS {
        return text.into();
    }
    let rest = "……（表計算ソフトの欄に入りきらないため、ここまで。全文はCSVにあります）";
    let units = MAX_CELL_UNITS - rest.encode_utf16().count();
    (cut(text, units) + rest).into()
}

/// The beginning of a text that fits into so many units of UTF-16.
fn cut(text: &str, units: usize) -> String {
    let mut left = units;
    let fits = |it: &char| {
        let fits = it.len_utf16() <= left;
        left = left.saturating_sub(it.len_utf16());
        fits
    };
    text.chars()
        .take_while(fits)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// The bytes of a workbook; `withheld` is the text written for suppressed numbers.
pub(crate) fn to_xlsx(tables: &[Worksheet], withheld: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let heading = Format::new().set_bold();
    let names = sheet_names(tables.iter().map(|it| it.name.as_str()));
    for (table, name) in tables.iter().zip(names) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        for (text, column) in table.head.iter().zip(0..) {
            sheet.write_string_with_format(0, column, text, &heading)?;
        }
        for (cells, row) in table.rows.iter().zip(1..) {
            for (cell, column) in cells.iter().zip(0..) {
                match cell {
                    XlsxCell::Text(it) => sheet.write_string(row, column, fit(it).as_ref())?,
                    XlsxCell::Number(Some(it)) => sheet.write_number(row, column, *it)?,
                    XlsxCell::Number(None) => sheet.write_string(row, column, withheld)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_autofit_max_width(MAX_WIDTH_PIXELS);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(wanted: &[&str]) -> Vec<String> {
        sheet_names(wanted.iter().copied())
    }

    /// formhub#341, odoo#12788, learning-unlimited/ESP-Website#993: a name must never fail a workbook.
    #[test]
    fn names_are_taken_by_the_format_and_none_is_there_twice() {
        let long = "あ".repeat(40);
        assert_eq!(
            names(&[
                &long,
                &long,
                "Sheet",
                "SHEET",
                "イベント",
                "イベント",
                "[]:*?/\\'",
                "",
                "History"
            ]),
            [
                &"あ".repeat(31),
                &format!("{} (2)", "あ".repeat(27)),
                "Sheet",
                "SHEET (2)",
                "イベント",
                "イベント (2)",
                "表7",
                "表8",
                "History (2)",
            ]
        );
        let surrogates = names(&["𠮷".repeat(20).as_str()]);
        assert_eq!(surrogates[0].encode_utf16().count(), 30);
    }

    /// odoo/odoo#25653, dfinke/ImportExcel#1422: one long answer must not cost the whole export.
    #[test]
    fn a_text_longer_than_a_cell_is_cut_off_where_it_says_so() {
        let row = |text: &str| Worksheet {
            name: "表".to_owned(),
            head: vec!["回答".to_owned()],
            rows: vec![vec![XlsxCell::Text(text.to_owned())]],
        };
        let long = "𠮷".repeat(20_000);
        assert!(to_xlsx(&[row(&long)], "").is_ok());
        let fitted = fit(&long);
        assert!(fitted.ends_with("全文はCSVにあります）"));
        assert!(fitted.encode_utf16().count() <= MAX_CELL_UNITS);
        assert_eq!(fit("短い"), "短い");
    }
}

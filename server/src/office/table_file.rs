//! One table as a file to save: a workbook whose cells are text, or CSV that Japanese spreadsheets open.

use super::csv::{as_text_cell, escape_formula};
use super::xlsx::{self, Worksheet, XlsxCell, to_xlsx};
use api::access::Download;
use api::personnel::ExportFormat;
use api::{ApiError, Code};
use std::fmt::Display;

fn failed(error: impl Display) -> ApiError {
    tracing::error!(%error, "a table could not be written");
    Code::Internal.into()
}

/// Writes a table. `numbers` are the columns of 職員番号: a spreadsheet keeps their zeros.
pub(crate) fn write<const N: usize>(
    name: &str,
    sheet: &str,
    headings: [&str; N],
    numbers: &[usize],
    lines: impl Iterator<Item = [String; N]>,
    format: ExportFormat,
) -> Result<Download, ApiError> {
    match format {
        ExportFormat::Xlsx => {
            let table = Worksheet {
                name: sheet.to_owned(),
                head: headings.map(str::to_owned).to_vec(),
                rows: lines.map(|it| it.map(XlsxCell::Text).into()).collect(),
            };
            let written = to_xlsx(&[table], "").map_err(failed)?;
            Ok(xlsx::file(format!("{name}.xlsx"), written))
        }
        ExportFormat::Csv => {
            // The byte order mark: without it spreadsheets do not read the file as UTF-8.
            let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
            out.write_record(headings).map_err(failed)?;
            for line in lines {
                let cells = line.into_iter().enumerate().map(|(at, it)| {
                    if numbers.contains(&at) {
                        as_text_cell(&it)
                    } else {
                        escape_formula(it)
                    }
                });
                out.write_record(cells).map_err(failed)?;
            }
            Ok(Download {
                name: format!("{name}.csv"),
                content_type: "text/csv; charset=utf-8",
                bytes: out.into_inner().map_err(failed)?,
            })
        }
    }
}

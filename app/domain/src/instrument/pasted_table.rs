//! A table copied from a spreadsheet, put into the rows of an answer.

use super::{Column, ColumnKind, is_day};
use serde_json::{Map, Value};
use std::mem::take;

const QUOTE: char = '\u{22}';

/// Eras by the names that are typed, and their first year.
const ERAS: [([&str; 3], u16); 3] = [
    (["令和", "R", "Ｒ"], 2019),
    (["平成", "H", "Ｈ"], 1989),
    (["昭和", "S", "Ｓ"], 1926),
];

/// What became of a pasted table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// All rows of the answer, the pasted ones among them.
    pub rows: Vec<Map<String, Value>>,
    /// Cells that are no option, day or year of their column, as they were pasted.
    pub left_out: Vec<String>,
    /// Pasted rows for which there was no room.
    pub n_over: usize,
}

/// The cells of a table as spreadsheets copy it: a tab ends a cell, a line break a row. A cell that contains one of
/// them stands in quotes, and quotes in it are doubled. Rows without any text are left out.
pub fn clipboard_cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(it) = chars.next() {
        match it {
            QUOTE if is_quoted && chars.peek() == Some(&QUOTE) => {
                chars.next();
                cell.push(QUOTE);
            }
            QUOTE if is_quoted => is_quoted = false,
            QUOTE if cell.is_empty() => is_quoted = true,
            '\t' if !is_quoted => row.push(take(&mut cell)),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !is_quoted => {
                row.push(take(&mut cell));
                rows.push(take(&mut row));
            }
            it => cell.push(it),
        }
    }
    row.push(cell);
    rows.push(row);
    rows.retain(|it| it.iter().any(|cell| !cell.trim().is_empty()));
    rows
}

/// A number as it is typed, in half-width digits.
fn digits(text: &str) -> Option<u16> {
    let half = text.trim().chars().map(|it| match it {
        '０'..='９' => char::from_u32(u32::from(it) - 0xFEE0).unwrap_or(it),
        it => it,
    });
    let half: String = half.collect();
    (!half.is_empty() && half.bytes().all(|it| it.is_ascii_digit()))
        .then(|| half.parse().ok())
        .flatten()
}

/// A year of the calendar, `2026`, `令和8` or `R8`.
fn year(text: &str) -> Option<u16> {
    let text = text.trim().trim_end_matches("年度").trim_end_matches('年');
    let of_era = ERAS.iter().find_map(|(names, first)| {
        let rest = names.iter().find_map(|it| text.strip_prefix(it))?;
        let n = if rest.starts_with('元') {
            Some(1)
        } else {
            digits(rest)
        };
        n.map(|it| first + it - 1)
    });
    of_era.or_else(|| digits(text).filter(|it| (1900..2200).contains(it)))
}

/// A day as spreadsheets show it, as `2026-11-25`: with slashes, dots, hyphens or 年月日, and the year of an era.
fn day(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('日');
    let parts: Vec<&str> = text.split(['/', '.', '-', '年', '月']).collect();
    let [y, m, d] = parts[..] else { return None };
    let day = format!("{:04}-{:02}-{:02}", year(y)?, digits(m)?, digits(d)?);
    is_day(&day).then_some(day)
}

/// The value of a pasted cell; `None` if its column does not take it.
fn cell_value(column: &Column, text: &str) -> Option<String> {
    let text = text.trim();
    match &column.kind {
        ColumnKind::Text { .. } => Some(text.to_owned()),
        ColumnKind::Date => day(text),
        ColumnKind::Year => year(text).map(|it| it.to_string()),
        ColumnKind::Choice { options } => {
            let mut options = options.iter().filter(|it| !it.retired);
            let found = options.find(|it| it.words.ja == text || it.words.en == text);
            found.map(|it| it.id.clone())
        }
    }
}

/// Puts a pasted table into `rows` at a row and column. Nothing that is there is overwritten: rows that have something
/// in one of the columns move down. At most `max` rows come out.
pub fn paste_table(
    mut rows: Vec<Map<String, Value>>,
    (at, from): (usize, usize),
    columns: &[Column],
    table: &[Vec<String>],
    max: usize,
) -> Pasted {
    let mut pasted = Pasted::default();
    let columns = columns.get(from..).unwrap_or_default();
    let has_any = |row: &Map<String, Value>| {
        let mut cells = columns.iter().filter_map(|it| row.get(&it.id));
        cells.any(|it| it.as_str().is_some_and(|it| !it.is_empty()))
    };
    while rows.len() < at {
        rows.push(Map::new());
    }
    let mut place = at;
    for cells in table {
        let is_free = rows.get(place).is_some_and(|it| !has_any(it));
        if !is_free {
            if rows.len() >= max {
                pasted.n_over += 1;
                continue;
            }
            // After the row that was pasted into, before what follows it.
            place = if place == at && place < rows.len() {
                place + 1
            } else {
                place.min(rows.len())
            };
            rows.insert(place, Map::new());
        }
        for (column, text) in columns.iter().zip(cells) {
            match cell_value(column, text) {
                Some(it) => drop(rows[place].insert(column.id.clone(), it.into())),
                None if text.trim().is_empty() => {}
                None => pasted.left_out.push(text.trim().to_owned()),
            }
        }
        place += 1;
    }
    pasted.rows = rows;
    pasted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::{Choice, Localized};
    use serde_json::json;

    fn column(id: &str, kind: ColumnKind) -> Column {
        Column {
            id: id.to_owned(),
            words: Localized::default(),
            kind,
            retired: false,
        }
    }

    fn steps() -> [Column; 2] {
        let what = ColumnKind::Text { max_length: 100 };
        [column("by", ColumnKind::Date), column("what", what)]
    }

    fn row(value: Value) -> Map<String, Value> {
        value.as_object().expect("an object").clone()
    }

    #[test]
    fn quoted_cells_keep_their_tabs_breaks_and_quotes() {
        let text = "2026/12/1\t\"一行目\n二行目\"\r\n\t\"彼は\"\"はい\"\"と\"\r\n\r\n";
        let expected = [["2026/12/1", "一行目\n二行目"], ["", "彼は\"はい\"と"]];
        assert_eq!(clipboard_cells(text), expected);
        // A quote inside of a cell, as 5" in a table, begins nothing.
        assert_eq!(clipboard_cells("5\"\t6"), [["5\"", "6"]]);
        assert_eq!(clipboard_cells("\t\n \n"), Vec::<Vec<String>>::new());
    }

    #[test]
    fn days_and_years_are_read_as_spreadsheets_show_them() {
        let of_day = [
            "2026/4/1",
            "2026-04-01",
            "2026.4.1",
            "2026年4月1日",
            "令和8年4月1日",
            "R8.4.1",
            "Ｒ８/４/１",
        ];
        for it in of_day {
            assert_eq!(day(it).as_deref(), Some("2026-04-01"), "{it}");
        }
        for it in ["4/1", "2026/13/1", "2026/2/30", "来年", "", "R0.4.1x"] {
            assert_eq!(day(it), None, "{it}");
        }
        for it in [
            "2019",
            "2019年度",
            "令和元年度",
            "R1",
            "令和1年",
            "２０１９",
        ] {
            assert_eq!(year(it), Some(2019), "{it}");
        }
        assert_eq!(
            (year("H30"), year("平成30年度"), year("昭和64")),
            (Some(2018), Some(2018), Some(1989))
        );
    }

    #[test]
    fn nothing_that_was_written_is_overwritten() {
        let written = [
            row(json!({"by": "2027-03-01", "what": "全窓口で"})),
            row(json!({"what": "後の行"})),
        ];
        let table = clipboard_cells("2026/12/1\t試す\n2026/10/1\t相談する");
        let pasted = paste_table(written.to_vec(), (0, 0), &steps(), &table, 10);
        let whats: Vec<&Value> = pasted.rows.iter().map(|it| &it["what"]).collect();
        assert_eq!(whats, ["全窓口で", "試す", "相談する", "後の行"]);
        assert_eq!((pasted.left_out.len(), pasted.n_over), (0, 0));
        // Into an empty row, and beyond the last one.
        let pasted = paste_table(Vec::new(), (0, 0), &steps(), &table, 10);
        assert_eq!(pasted.rows.len(), 2);
        assert_eq!(
            pasted.rows[0],
            row(json!({"by": "2026-12-01", "what": "試す"}))
        );
        let pasted = paste_table(Vec::new(), (2, 1), &steps(), &clipboard_cells("後で"), 10);
        assert_eq!(
            (pasted.rows.len(), &pasted.rows[2]["what"]),
            (3, &json!("後で"))
        );
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let option = |id: &str, ja: &str| Choice {
            id: id.to_owned(),
            words: Localized {
                ja: ja.to_owned(),
                en: String::new(),
            },
            retired: false,
        };
        let options = vec![option("welfare", "福祉"), option("tax", "税務")];
        let columns = [
            column("area", ColumnKind::Choice { options }),
            column("from", ColumnKind::Year),
        ];
        let table = clipboard_cells("福祉\t令和2年度\nまちづくり\t2020\n税務\t昔");
        let pasted = paste_table(Vec::new(), (0, 0), &columns, &table, 2);
        assert_eq!(
            pasted.rows,
            [
                row(json!({"area": "welfare", "from": "2020"})),
                row(json!({"from": "2020"}))
            ]
        );
        assert_eq!(
            (pasted.left_out, pasted.n_over),
            (vec!["まちづくり".to_owned()], 1)
        );
    }
}

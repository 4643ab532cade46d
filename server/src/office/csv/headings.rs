//! The row of headings: where it is, which column is which, and what else it may have been called.

use super::{CsvFault, Record};
use domain::folding::fold;

/// A column that is needed, with other names that offices give it.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    pub name: &'static str,
    pub synonyms: &'static [&'static str],
    /// Names of columns that may have it in them, together with something else.
    pub hints: &'static [&'static str],
}

/// The headings that a file has or may have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headings<'h> {
    pub required: &'h [Heading],
    pub optional: &'h [Heading],
    /// Headings with the columns that somebody has said they are.
    pub named: &'h [(String, String)],
}

/// Rows at the top in which the headings are looked for.
const TITLE_ROWS: usize = 20;

/// Where the columns are.
#[derive(Debug)]
pub(super) struct Columns {
    /// The row of the headings.
    pub(super) line: u64,
    /// How many cells that row has.
    pub(super) width: usize,
    /// For each heading the columns that may be meant; the required headings come first.
    found: Vec<(Heading, Vec<usize>)>,
    n_required: usize,
    /// The cells of the row.
    cells: Vec<String>,
}

/// A heading as it is compared: also without the marks that forms put beside it.
fn fold_heading(text: &str) -> String {
    let folded = fold(text);
    let plain = folded.trim_matches(['*', '※', '●', '○', '◎', '■', '□', '★', ':']);
    let plain = plain.trim_end_matches("(必須)").trim_end_matches("(任意)");
    plain
        .trim_end_matches("【必須】")
        .trim_start_matches("【必須】")
        .to_owned()
}

/// Finds the row with most of the headings; none if there is no row at all.
pub(super) fn find_headings(records: &[Record], headings: Headings) -> Option<Columns> {
    let rows = records
        .iter()
        .take(TITLE_ROWS)
        .map(|it| columns(it, headings));
    rows.reduce(|best, it| {
        if it.n_found() > best.n_found() {
            it
        } else {
            best
        }
    })
}

fn columns(record: &Record, headings: Headings) -> Columns {
    let cells: Vec<String> = record.cells.iter().map(|it| fold_heading(it)).collect();
    let named = |name: &str| {
        let name = fold(name);
        let own = (0..cells.len()).filter(|at| cells[*at] == name);
        own.collect::<Vec<_>>()
    };
    let find = |it: &Heading| {
        let said = headings.named.iter().find(|said| said.0 == it.name);
        let own = said.map_or_else(Vec::new, |it| named(&fold_heading(&it.1)));
        if !own.is_empty() {
            return (*it, own);
        }
        let own = named(it.name);
        if !own.is_empty() {
            return (*it, own);
        }
        let other: Vec<usize> = it.synonyms.iter().flat_map(|it| named(it)).collect();
        if !other.is_empty() {
            return (*it, other);
        }
        // With a remark behind it: 役割（兼務あり）.
        let name = fold(it.name);
        let remarked = (0..cells.len()).filter(|at| {
            let rest = cells[*at].strip_prefix(name.as_str());
            rest.is_some_and(|it| it.starts_with('(') && it.ends_with(')'))
        });
        (*it, remarked.collect())
    };
    let all = headings.required.iter().chain(headings.optional);
    let found = all.map(find).collect();
    Columns {
        n_required: headings.required.len(),
        line: record.line,
        width: record.cells.len(),
        found,
        cells: record.cells.clone(),
    }
}

impl Columns {
    pub(super) fn n_found(&self) -> usize {
        self.found.iter().filter(|it| !it.1.is_empty()).count()
    }

    /// The column of each heading, in the order of the headings; an optional one may have none.
    pub(super) fn places(&self) -> impl Iterator<Item = Option<usize>> {
        self.found.iter().map(|it| it.1.first().copied())
    }

    /// Required headings that no column has.
    pub(super) fn missing_headings(&self) -> Vec<&'static str> {
        let required = self.found.iter().take(self.n_required);
        let missing = required.filter(|it| it.1.is_empty());
        missing.map(|it| it.0.name).collect()
    }

    /// What stands in the row of headings.
    pub(super) fn cells(&self) -> Vec<String> {
        let cells = self.cells.iter().map(|it| it.replace('\n', ""));
        cells.filter(|it| !it.is_empty()).collect()
    }

    /// Headings that are missing or there twice; then also which were found.
    pub(super) fn faults(&self) -> Vec<CsvFault> {
        let mut faults = Vec::new();
        for (place, (heading, at)) in self.found.iter().enumerate() {
            let name = heading.name;
            match at.as_slice() {
                [_] => {}
                [] if place >= self.n_required => {}
                [] => faults.push(CsvFault::new(self.line, self.missing(heading))),
                several => {
                    let cells: Vec<&str> =
                        several.iter().map(|at| self.cells[*at].as_str()).collect();
                    let sentence = format!(
                        "見出し「{name}」にあたる列が2つ以上あります（{}）",
                        cells.join("、")
                    );
                    faults.push(CsvFault::new(self.line, sentence));
                }
            }
        }
        if !faults.is_empty() {
            let cells = self.cells.iter().map(|it| it.replace('\n', ""));
            let cells: Vec<String> = cells
                .filter(|it| !it.is_empty())
                .map(|it| format!("「{it}」"))
                .collect();
            let sentence = format!("この行にあった見出し: {}", cells.join(""));
            faults.push(CsvFault::new(self.line, sentence));
        }
        faults
    }

    /// Says that a heading is missing, and which column may have it.
    fn missing(&self, heading: &Heading) -> String {
        let name = heading.name;
        let may_be = |it: &&String| {
            heading
                .hints
                .iter()
                .any(|hint| fold_heading(it) == fold(hint))
        };
        match self.cells.iter().find(may_be) {
            Some(cell) => {
                format!("見出し「{name}」がありません（「{cell}」がこれにあたりますか）")
            }
            None => format!("見出し「{name}」がありません"),
        }
    }

    /// What is otherwise than in the manual, for whoever imports.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.line > 1 {
            notes.push(format!("見出しは{}行目にありました", self.line));
        }
        let used: Vec<usize> = self.places().flatten().collect();
        let found = self.found.iter();
        let found = found.filter_map(|(heading, at)| Some((heading, at.first()?)));
        for (heading, at) in found {
            let cell = self.cells[*at].replace('\n', "");
            if fold_heading(&cell) != fold(heading.name) {
                notes.push(format!("「{cell}」を「{}」として読みました", heading.name));
            }
        }
        let others = self.cells.iter().enumerate();
        let others = others.filter(|(at, it)| !it.is_empty() && !used.contains(at));
        let others: Vec<String> = others
            .map(|it| format!("「{}」", it.1.replace('\n', "")))
            .collect();
        if !others.is_empty() && used.len() >= self.n_required {
            notes.push(format!("使わない列: {}", others.join("")));
        }
        notes
    }
}

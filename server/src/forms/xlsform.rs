//! An `XLSForm`, the workbook of many survey tools, read as a form of ours: what we have kinds for, and a sentence about
//! everything else.
//!
//! The format is that of <https://xlsform.org>: a sheet `survey` with a row for each question, and a sheet `choices`.

use crate::app_state::{AppState, CallError};
use crate::office::csv::workbook::{self, SheetCells};
use crate::people::rules::wrong;
use api::forms::XlsFormRead;
use domain::ids::InstrumentId;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Largest file, in bytes.
const LARGEST_FILE: usize = 1 << 20;

/// Characters of a text question, where the file does not say.
const TEXT_LENGTH: usize = 2_000;

/// What is filled in by the tool itself, without the person: nothing of it is taken.
const META: [&str; 11] = [
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "email",
    "phonenumber",
    "simserial",
    "subscriberid",
    "audit",
    "start-geopoint",
];

/// Reads a file in hexadecimal.
pub(super) fn read(app: &AppState, file: &str) -> Result<XlsFormRead, CallError> {
    let bytes = hex::decode(file).map_err(|_| api::Code::BadRequest)?;
    if bytes.len() > LARGEST_FILE {
        return Err(api::Code::TooLarge.into());
    }
    let unreadable = || wrong("XLSForm のブック（.xlsx）として読めません。");
    let sheets = workbook::all_sheets(&bytes).map_err(|_| unreadable())?;
    let find = |name: &str| sheets.iter().find(|it| it.name.eq_ignore_ascii_case(name));
    let survey = find("survey").ok_or_else(|| wrong("シート「survey」がありません。"))?;
    let settings = find("settings").and_then(|it| rows(it).into_iter().next());
    let mut form = FormInMaking::new(find("choices").map(rows).unwrap_or_default());
    for row in rows(survey) {
        form.row(&row);
    }
    Ok(form.finish(app, &settings.unwrap_or_default()))
}

/// A row by its headings, in lower case.
#[derive(Clone, Debug, Default)]
struct SurveyRow {
    /// As a spreadsheet counts.
    line: usize,
    cells: BTreeMap<String, String>,
}

impl SurveyRow {
    fn get(&self, heading: &str) -> &str {
        self.cells.get(heading).map_or("", |it| it.trim())
    }

    /// The label in Japanese and English: `label` alone stands for both where it is the only one.
    fn words(&self) -> Value {
        let of = |names: &[&str]| {
            let label = |it: &(&String, &String)| {
                let language =
                    it.0.strip_prefix("label")
                        .map(|it| it.trim_start_matches(':'));
                language.is_some_and(|own| names.iter().any(|name| own.contains(name)))
            };
            let found = self.cells.iter().find(label);
            found.map(|it| it.1.trim().to_owned()).unwrap_or_default()
        };
        let (ja, en, plain) = (
            of(&["(ja", "japanese", "日本語"]),
            of(&["(en", "english", "英語"]),
            self.get("label").to_owned(),
        );
        let any = self.cells.iter().find(|it| it.0.starts_with("label"));
        let any = any.map(|it| it.1.trim().to_owned()).unwrap_or_default();
        let first = |all: [&String; 4]| {
            let mut all = all.into_iter();
            all.find(|it| !it.is_empty()).cloned().unwrap_or_default()
        };
        json!({"ja": first([&ja, &plain, &en, &any]), "en": en})
    }
}

fn rows(sheet: &SheetCells) -> Vec<SurveyRow> {
    let mut all = sheet.rows.iter().enumerate();
    let Some((_, heads)) = all.by_ref().find(|it| it.1.iter().any(|it| !it.is_empty())) else {
        return Vec::new();
    };
    let heads: Vec<String> = heads.iter().map(|it| it.trim().to_lowercase()).collect();
    let rows = all.filter(|it| it.1.iter().any(|it| !it.trim().is_empty()));
    let read = |(at, row): (usize, &Vec<String>)| SurveyRow {
        line: at + 1,
        cells: heads.iter().cloned().zip(row.iter().cloned()).collect(),
    };
    rows.map(read).collect()
}

/// An id as ours are: what a name has besides is left out or replaced.
fn as_id(name: &str, prefix: &str) -> String {
    let lower = name.to_lowercase();
    let fitting = lower.chars().map(|it| {
        let is_fine = it.is_ascii_lowercase() || it.is_ascii_digit();
        if is_fine { it } else { '_' }
    });
    let id: String = fitting.collect();
    let id = id.trim_matches('_');
    if id.is_empty() {
        prefix.to_owned()
    } else {
        id.chars().take(50).collect()
    }
}

struct FormInMaking {
    /// Options by list; ids as ours, by the file's names.
    choices: BTreeMap<String, Vec<(String, Value)>>,
    sections: Vec<Value>,
    ids: BTreeSet<String>,
    /// Ids of the questions by the file's names.
    names: BTreeMap<String, String>,
    notes: Vec<String>,
    /// How deep in repeated groups a row is: nothing of those is taken.
    in_repeat: usize,
}

impl FormInMaking {
    fn new(rows: Vec<SurveyRow>) -> Self {
        let mut choices: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
        let mut notes = Vec::new();
        for row in rows {
            let list = match row.get("list_name") {
                "" => row.get("list name"),
                name => name,
            };
            let name = match row.get("name") {
                "" => row.get("value"),
                name => name,
            };
            let all = choices.entry(list.to_owned()).or_default();
            let mut id = as_id(name, &format!("o{}", all.len() + 1));
            // XLSForm/pyxform#23: nobody could tell their answers apart.
            if all.iter().any(|it| it.1["id"] == id) {
                let line = row.line;
                notes.push(format!(
                    "choices の{line}行目: 「{list}」に値「{name}」が2つあります。別の選択肢にしました。"
                ));
            }
            while all.iter().any(|it| it.1["id"] == id) {
                id.push_str("_2");
            }
            let option = json!({"id": id, "words": row.words()});
            all.push((name.to_owned(), option));
        }
        Self {
            choices,
            sections: Vec::new(),
            ids: BTreeSet::new(),
            names: BTreeMap::new(),
            notes,
            in_repeat: 0,
        }
    }

    fn note(&mut self, row: &SurveyRow, what: &str) {
        self.notes
            .push(format!("survey の{}行目: {what}", row.line));
    }

    fn free_id(&mut self, name: &str, prefix: &str) -> String {
        let id = as_id(name, prefix);
        let mut free = id.clone();
        let mut n = 2;
        while !self.ids.insert(free.clone()) {
            free = format!("{id}_{n}");
            n += 1;
        }
        free
    }

    fn section(&mut self, words: Value, name: &str) {
        let id = self.free_id(name, &format!("s{}", self.sections.len() + 1));
        self.sections
            .push(json!({"id": id, "words": words, "items": []}));
    }

    fn row(&mut self, row: &SurveyRow) {
        let kind = row.get("type").to_lowercase();
        let mut words = kind.split_whitespace();
        let first = words.next().unwrap_or_default();
        match (first, kind.replace('_', " ").as_str()) {
            (_, "begin repeat") => {
                self.in_repeat += 1;
                self.note(
                    row,
                    "くり返しの組（repeat）は読めません。中の質問も入れていません。",
                );
            }
            (_, "end repeat") => self.in_repeat = self.in_repeat.saturating_sub(1),
            _ if self.in_repeat > 0 => {}
            (_, "begin group") => self.section(row.words(), row.get("name")),
            (_, "end group") => {}
            ("note", _) => self.take_note(row),
            (word, _) if META.contains(&word) => {
                self.note(
                    row,
                    &format!("「{word}」は、道具が自分で取る値です。入れていません。"),
                );
            }
            ("", _) => {}
            _ => self.question(row, first),
        }
    }

    /// A text without an answer is the introduction of its section.
    fn take_note(&mut self, row: &SurveyRow) {
        match self.sections.last_mut() {
            Some(section) if section["items"].as_array().is_some_and(Vec::is_empty) => {
                section["lead"] = row.words();
            }
            _ => self.note(row, "質問のあいだの説明（note）は、置く場所がありません。"),
        }
    }

    fn question(&mut self, row: &SurveyRow, word: &str) {
        // The list's name has capitals where the type is written with some.
        let whole = row.get("type");
        let list = whole
            .split_whitespace()
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        let Some(kind) = self.kind(row, word, &list) else {
            return;
        };
        if self.sections.is_empty() {
            self.section(json!({"ja": "質問", "en": "Questions"}), "");
        }
        let id = self.free_id(row.get("name"), "q");
        self.names.insert(row.get("name").to_owned(), id.clone());
        let mut item = json!({"id": id, "kind": kind, "words": row.words(), "role": "plain"});
        if matches!(
            row.get("required").to_lowercase().as_str(),
            "yes" | "true" | "true()"
        ) {
            item["required"] = true.into();
        }
        if let Some(condition) = self.condition(row) {
            item["only_if"] = condition;
        }
        for member in ["constraint", "calculation", "choice_filter", "repeat_count"] {
            if !row.get(member).is_empty() {
                self.note(row, &format!("{member} は読めません。質問は入れました。"));
            }
        }
        let last = self.sections.last_mut();
        if let Some(items) = last.and_then(|it| it["items"].as_array_mut()) {
            items.push(item);
        }
    }

    fn kind(&mut self, row: &SurveyRow, word: &str, list: &str) -> Option<Value> {
        let options = self.choices.get(list).map(|all| {
            let own = all.iter().map(|it| it.1.clone());
            own.collect::<Vec<Value>>()
        });
        let needs_list = matches!(word, "select_one" | "select_multiple" | "rank");
        if needs_list && options.is_none() {
            let told = format!("選択肢の一覧「{list}」が choices にありません。入れていません。");
            self.note(row, &told);
            return None;
        }
        let options = options.unwrap_or_default();
        if word.starts_with("select") && whole_has(row, "or_other") {
            self.note(row, "「その他」を書く欄（or_other）は付きません。");
        }
        match word {
            "select_one" => Some(json!({"single": {"options": options}})),
            "select_multiple" => {
                Some(json!({"multi": {"max": options.len().max(1), "options": options}}))
            }
            "rank" => Some(json!({"rank": {"options": options}})),
            "text" => Some(json!({"text": {"max_length": TEXT_LENGTH}})),
            "integer" => Some(json!({"number": {"min": 0, "max": 1_000_000, "unit": ""}})),
            "date" => Some(json!({"date": {}})),
            "datetime" => Some(json!({"date": {"time": true}})),
            "acknowledge" | "trigger" => Some(json!("confirm")),
            "range" => {
                self.note(row, "範囲（range）は、数を入れる質問にしました。");
                Some(json!({"number": {"min": 0, "max": 100, "unit": ""}}))
            }
            "decimal" => {
                self.note(row, "小数（decimal）は、整数を入れる質問にしました。");
                Some(json!({"number": {"min": 0, "max": 1_000_000, "unit": ""}}))
            }
            other => {
                self.note(
                    row,
                    &format!("種類「{other}」の質問は作れません。入れていません。"),
                );
                None
            }
        }
    }

    /// A condition on one question: `${q} = 'x'`, `selected(${q}, 'x')`, and several of them joined by `or`.
    fn condition(&mut self, row: &SurveyRow) -> Option<Value> {
        let relevant = row.get("relevant").to_owned();
        if relevant.is_empty() {
            return None;
        }
        let parts = relevant.split(" or ").map(one_condition);
        let parts: Option<Vec<(String, String)>> = parts.collect();
        let found = parts.and_then(|parts| {
            let (of, _) = parts.first()?.clone();
            let is_same = parts.iter().all(|it| it.0 == of);
            let id = self.names.get(&of).filter(|_| is_same)?.clone();
            let options: Option<Vec<String>> =
                parts.iter().map(|it| self.option_id(&id, &it.1)).collect();
            Some(json!({"item": id, "any_of": options?}))
        });
        if found.is_none() {
            let told = format!("条件「{relevant}」は読めません。いつも出る質問にしました。");
            self.note(row, &told);
        }
        found
    }

    /// Our id of an option that the file calls otherwise.
    fn option_id(&self, item: &str, name: &str) -> Option<String> {
        let sections = self.sections.iter();
        let mut items = sections.filter_map(|it| it["items"].as_array()).flatten();
        let item = items.find(|it| it["id"] == item)?;
        let kind = item["kind"].as_object()?.values().next()?;
        let id = as_id(name, "");
        let mut options = kind["options"].as_array()?.iter();
        options.any(|it| it["id"] == id).then_some(id)
    }

    fn finish(self, app: &AppState, settings: &SurveyRow) -> XlsFormRead {
        let title = match settings.get("form_title") {
            "" => "取り込んだ様式",
            title => title,
        };
        let id = as_id(settings.get("form_id"), "");
        let id = if id.is_empty() {
            as_id(title, "xlsform")
        } else {
            id
        };
        let instrument = InstrumentId(id);
        let mut source = super::drafts::empty(app, &instrument);
        source["words"] = json!({"ja": title, "en": ""});
        let with_items = |it: &Value| it["items"].as_array().is_some_and(|it| !it.is_empty());
        let sections: Vec<Value> = self.sections.into_iter().filter(with_items).collect();
        source["sections"] = sections.into();
        XlsFormRead {
            instrument,
            source,
            notes: self.notes,
        }
    }
}

fn whole_has(row: &SurveyRow, word: &str) -> bool {
    row.get("type")
        .split_whitespace()
        .any(|it| it.eq_ignore_ascii_case(word))
}

/// The question and the answer of a condition.
fn one_condition(text: &str) -> Option<(String, String)> {
    let text = text.trim().trim_matches(['(', ')']).trim();
    let text = text.strip_prefix("selected(").unwrap_or(text);
    let (before, after) = text.split_once("${")?;
    let (name, rest) = after.split_once('}')?;
    let rest = rest.trim().trim_start_matches(['=', ',']).trim();
    let is_quoted = rest.starts_with(['\'', '"']);
    let value = rest.trim_matches(['\'', '"', ' ', ')']);
    let is_plain = before.trim().is_empty() && is_quoted && !value.contains(['\'', '"', '$']);
    is_plain.then(|| (name.trim().to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_read_where_it_is_about_one_answer() {
        let of = |text: &str| one_condition(text).map(|it| format!("{} {}", it.0, it.1));
        assert_eq!(of("${pizza} = 'yes'").as_deref(), Some("pizza yes"));
        assert_eq!(of("selected(${top}, 'ham')").as_deref(), Some("top ham"));
        assert_eq!(of("(${a}=\"b\")").as_deref(), Some("a b"));
        for text in [
            "${age} > 12",
            "not(${a} = 'b')",
            "${a} != 'b'",
            "${a} = ${b}",
            "count-selected(${a}) > 1",
            "",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn names_become_ids_that_a_url_can_have() {
        assert_eq!(as_id("Household-Size", "q"), "household_size");
        assert_eq!(as_id("質問", "q"), "q");
    }
}

//! An `XLSForm`, the workbook of many survey tools, read as a form of ours: what we have kinds for, and a sentence
//! about everything else.
//!
//! The format is that of <https://xlsform.org>: a sheet `survey` with a row for each question, and a sheet `choices`.

mod cells;

use crate::app_state::{AppState, CallError};
use crate::office::csv::workbook;
use crate::people::rules::wrong;
use api::forms::XlsFormRead;
use cells::{SurveyRow, as_id, as_written_now, one_condition, rows};
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

    /// A section; one without words has its name.
    fn section(&mut self, mut words: Value, name: &str) {
        if words["ja"] == "" {
            words["ja"] = name.into();
        }
        let id = self.free_id(name, &format!("s{}", self.sections.len() + 1));
        self.sections
            .push(json!({"id": id, "words": words, "items": []}));
    }

    fn row(&mut self, row: &SurveyRow) {
        let kind = row.get("type").to_lowercase();
        let mut words = kind.split_whitespace();
        let first = words.next().unwrap_or_default();
        match (first, kind.replace('_', " ").as_str()) {
            (_, kind) if kind.starts_with("begin repeat") || kind.starts_with("begin loop") => {
                self.in_repeat += 1;
                self.note(
                    row,
                    "くり返しの組（repeat）は読めません。中の質問も入れていません。",
                );
            }
            (_, "end repeat" | "end loop") => self.in_repeat = self.in_repeat.saturating_sub(1),
            _ if self.in_repeat > 0 => {}
            (_, "begin group") => {
                if !row.get("relevant").is_empty() {
                    self.note(row, "組の条件は読めません。中の質問は、いつも出ます。");
                }
                self.section(row.words(), row.get("name"));
            }
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
        let whole = as_written_now(row.get("type"));
        let first = whole.split_whitespace().next().unwrap_or(word);
        let word = first.to_lowercase();
        let word = word.as_str();
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
        let mut id = as_id(settings.get("form_id"), "");
        if id.is_empty() {
            // Nobody has said that it is the form of an earlier file.
            let (name, catalogue) = (as_id(title, "xlsform"), app.catalogue());
            let is_free = |id: &String| catalogue.newest(&id.as_str().into()).is_none();
            let others = (2..).map(|it| format!("{name}_{it}"));
            let mut all = std::iter::once(name.clone()).chain(others);
            id = all.find(is_free).unwrap_or_default();
        }
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

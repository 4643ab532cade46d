//! Sections and questions of a source: made with ids that nothing had before, moved, and taken out.

use super::editor_state::{FormEditor, Selected};
use crate::i18n::t;
use domain::instrument::{Choice, Item, ItemKind};
use leptos::prelude::*;
use serde_json::{Value, json};

/// The kinds of question, with what they are called.
pub(super) fn kinds() -> [(&'static str, &'static str); 11] {
    [
        ("single", t("一つ選ぶ")),
        ("multi", t("いくつか選ぶ")),
        ("rank", t("順に並べる")),
        ("text", t("文章を書く")),
        ("number", t("数を入れる")),
        ("likert", t("段階で答える（この質問の言葉）")),
        ("scale", t("段階で答える（様式の言葉）")),
        ("date", t("日付を入れる")),
        ("rows", t("表に書く")),
        ("confirm", t("確かめたしるしを付ける")),
        ("people", t("自分の職員から選ぶ")),
    ]
}

/// The word of a kind, in either of its spellings.
pub(super) fn kind_word(kind: &Value) -> String {
    let member = kind.as_object().and_then(|it| it.keys().next());
    let word = kind.as_str().or(member.map(String::as_str));
    word.unwrap_or_default().to_owned()
}

pub(super) fn no_words() -> Value {
    json!({"ja": "", "en": ""})
}

/// A kind with what it needs to be filled in.
pub(super) fn new_kind(word: &str) -> Value {
    let option = |id: &str| json!({"id": id, "words": no_words()});
    let options = json!([option("o1"), option("o2")]);
    let points: Vec<Value> = (1..=5)
        .map(|it| json!({"value": it, "words": no_words()}))
        .collect();
    let column = json!({"id": "c1", "words": no_words(), "kind": {"text": {"max_length": 200}}});
    match word {
        "multi" => json!({"multi": {"options": options, "max": 3}}),
        "rank" => json!({"rank": {"options": options}}),
        "text" => json!({"text": {"max_length": 400}}),
        "number" => json!({"number": {"min": 0, "max": 100, "unit": ""}}),
        "likert" => json!({"likert": {"points": points}}),
        "date" => json!({"date": {}}),
        "rows" => json!({"rows": {"max": 10, "shows": "list", "columns": [column]}}),
        "scale" | "confirm" | "people" => json!(word),
        _ => json!({"single": {"options": options}}),
    }
}

/// The first of `q1`, `q2` … that nothing is called.
fn free_id(prefix: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut all = (1..).map(|it| format!("{prefix}{it}"));
    all.find(|it| !is_taken(it)).unwrap_or_default()
}

/// The question of the edition in force, or the first copy of it where its section is repeated.
pub(super) fn earlier_item(editor: FormEditor, id: &str) -> Option<Item> {
    let in_force = editor.in_force.get_untracked()?;
    let is_it = |own: &str| own == id || own.strip_prefix(id).is_some_and(|it| it.starts_with('.'));
    in_force.items().find(|it| is_it(it.id.as_str())).cloned()
}

/// An option id that no option of the question has or had.
pub(super) fn free_option_id(editor: FormEditor, item: &str, present: &[Value]) -> String {
    let earlier = earlier_item(editor, item);
    let earlier: Vec<Choice> = match earlier.as_ref().map(|it| &it.kind) {
        Some(
            ItemKind::Single { options, .. }
            | ItemKind::Multi { options, .. }
            | ItemKind::Rank { options },
        ) => options.clone(),
        _ => Vec::new(),
    };
    free_id("o", |id| {
        present.iter().any(|it| it["id"] == id) || earlier.iter().any(|it| it.id == id)
    })
}

fn sections(source: &mut Value) -> &mut Vec<Value> {
    if !source["sections"].is_array() {
        source["sections"] = json!([]);
    }
    source["sections"]
        .as_array_mut()
        .expect("made an array above")
}

fn items(source: &mut Value, section: usize) -> Option<&mut Vec<Value>> {
    let section = sections(source).get_mut(section)?;
    section.as_object()?;
    if !section["items"].is_array() {
        section["items"] = json!([]);
    }
    section["items"].as_array_mut()
}

impl FormEditor {
    /// A section behind the others, which is selected.
    pub(super) fn add_section(self) {
        let in_force = self.in_force.get_untracked();
        let mut at = 0;
        self.change("", |source| {
            let all = sections(source);
            let id = free_id("s", |id| {
                let earlier = in_force.iter().flat_map(|it| &it.sections);
                all.iter().any(|it| it["id"] == id) || earlier.clone().any(|it| it.id == id)
            });
            all.push(json!({"id": id, "words": no_words(), "items": []}));
            at = all.len() - 1;
        });
        self.select(Selected::Section(at));
    }

    /// A question at the end of a section, which is selected.
    pub(super) fn add_item(self, section: usize) {
        let mut at = 0;
        self.change("", |source| {
            let ids: Vec<Value> = sections(source)
                .iter()
                .filter_map(|it| it["items"].as_array())
                .flatten()
                .map(|it| it["id"].clone())
                .collect();
            let id = free_id("q", |id| {
                let earlier = earlier_item(self, id).is_some();
                earlier || ids.iter().any(|it| it == id)
            });
            if let Some(all) = items(source, section) {
                all.push(json!({"id": id, "kind": new_kind("single"), "words": no_words()}));
                at = all.len() - 1;
            }
        });
        self.select(Selected::Item(section, at));
    }

    /// Moves a section or a question one place up or down; a question at the edge goes into the next section.
    pub(super) fn move_selected(self, is_down: bool) {
        let next = |at: usize, n: usize| {
            if is_down {
                (at + 1 < n).then_some(at + 1)
            } else {
                at.checked_sub(1)
            }
        };
        let selected = self.selected.get_untracked();
        let mut goes_to = None;
        self.change("", |source| match selected {
            Selected::Section(at) => {
                let all = sections(source);
                if let Some(to) = next(at, all.len()) {
                    all.swap(at, to);
                    goes_to = Some(Selected::Section(to));
                }
            }
            Selected::Item(section, at) => {
                let n_sections = sections(source).len();
                let n = items(source, section).map_or(0, |it| it.len());
                if let Some(to) = next(at, n) {
                    if let Some(all) = items(source, section) {
                        all.swap(at, to);
                    }
                    goes_to = Some(Selected::Item(section, to));
                } else if let Some(other) = next(section, n_sections) {
                    goes_to = move_item(source, (section, at), (other, !is_down));
                }
            }
            _ => {}
        });
        if let Some(it) = goes_to {
            self.selected.set(it);
        }
    }

    /// Puts a question before another one, where it was dropped.
    pub(super) fn drop_item(self, from: (usize, usize), to: (usize, usize)) {
        let mut goes_to = None;
        self.change("", |source| {
            let Some(it) = items(source, from.0).filter(|it| from.1 < it.len()) else {
                return;
            };
            let item = it.remove(from.1);
            let Some(all) = items(source, to.0) else {
                return;
            };
            let is_behind = from.0 == to.0 && from.1 < to.1;
            let at = (to.1 - usize::from(is_behind)).min(all.len());
            all.insert(at, item);
            goes_to = Some(Selected::Item(to.0, at));
        });
        if let Some(it) = goes_to {
            self.selected.set(it);
        }
    }

    /// Takes the selected section or question out.
    pub(super) fn take_out(self) {
        let selected = self.selected.get_untracked();
        self.change("", |source| match selected {
            Selected::Section(at) if at < sections(source).len() => {
                sections(source).remove(at);
            }
            Selected::Item(section, at) => {
                if let Some(all) = items(source, section).filter(|it| at < it.len()) {
                    all.remove(at);
                }
            }
            _ => {}
        });
        self.select(match selected {
            Selected::Item(section, _) => Selected::Section(section),
            _ => Selected::Form,
        });
    }
}

/// Moves a question to the end or the beginning of another section.
fn move_item(
    source: &mut Value,
    (section, at): (usize, usize),
    (other, is_to_end): (usize, bool),
) -> Option<Selected> {
    let item = items(source, section)
        .filter(|it| at < it.len())?
        .remove(at);
    let all = items(source, other)?;
    let to = if is_to_end { all.len() } else { 0 };
    all.insert(to, item);
    Some(Selected::Item(other, to))
}

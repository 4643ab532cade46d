//! What a new edition no longer has, kept for the answers of earlier editions: an answer never loses its words.
//!
//! Kept things are marked `retired`. They are shown where an answer names them, and never offered or asked.

use super::{Choice, ColumnKind, Edition, Item, ItemKind, Section};
use serde_json::Value;

impl Edition {
    /// Keeps everything of the edition before that an answer can name and this one no longer has: items, options,
    /// points, columns and subjects. Where both have it, the newer words hold.
    pub fn keep_retired(&mut self, before: &Self) {
        keep(
            &mut self.scale,
            &before.scale,
            |it| it.value,
            |it| {
                it.retired = true;
            },
        );
        keep(
            &mut self.subjects,
            &before.subjects,
            |it| it.id.clone(),
            |it| {
                it.retired = true;
            },
        );
        for earlier in &before.sections {
            for item in &earlier.items {
                match self.item_mut(item) {
                    Some(now) => now.kind.keep_retired(&item.kind),
                    None => self.add_retired(earlier, item),
                }
            }
        }
    }

    fn item_mut(&mut self, same: &Item) -> Option<&mut Item> {
        let mut all = self.sections.iter_mut().flat_map(|it| &mut it.items);
        all.find(|it| it.id == same.id)
    }

    /// Adds an item in the place it had: behind the item that was before it, in the section of the same id.
    fn add_retired(&mut self, earlier: &Section, item: &Item) {
        let retired = Item {
            retired: true,
            required: false,
            // It is shown to whoever has an answer, whatever their grade is called now.
            bands: Vec::new(),
            key: retired_key(&item.key),
            ..item.clone()
        };
        let Some(section) = self.sections.iter_mut().find(|it| it.id == earlier.id) else {
            self.sections.push(Section {
                // What it followed may be gone.
                follows: String::new(),
                items: vec![retired],
                ..earlier.clone()
            });
            return;
        };
        let before = earlier.items.iter().take_while(|it| it.id != item.id);
        let place = before
            .filter_map(|it| section.items.iter().position(|own| own.id == it.id))
            .max();
        section.items.insert(place.map_or(0, |it| it + 1), retired);
    }
}

impl ItemKind {
    /// Keeps the options, points and columns of the same item in the edition before.
    fn keep_retired(&mut self, before: &Self) {
        match (self, before) {
            (
                Self::Single { options, .. },
                Self::Single {
                    options: earlier, ..
                },
            )
            | (
                Self::Multi { options, .. },
                Self::Multi {
                    options: earlier, ..
                },
            )
            | (Self::Rank { options }, Self::Rank { options: earlier }) => {
                keep_options(options, earlier);
            }
            (Self::Likert { points }, Self::Likert { points: earlier }) => {
                keep(points, earlier, |it| it.value, |it| it.retired = true);
            }
            (
                Self::Rows { columns, .. },
                Self::Rows {
                    columns: earlier, ..
                },
            ) => {
                for column in columns.iter_mut() {
                    if let Some(same) = earlier.iter().find(|it| it.id == column.id) {
                        column.kind.keep_retired(&same.kind);
                    }
                }
                keep(columns, earlier, |it| it.id.clone(), |it| it.retired = true);
            }
            _ => {}
        }
    }
}

impl ColumnKind {
    fn keep_retired(&mut self, before: &Self) {
        if let (Self::Choice { options }, Self::Choice { options: earlier }) = (self, before) {
            keep_options(options, earlier);
        }
    }
}

fn keep_options(options: &mut Vec<Choice>, earlier: &[Choice]) {
    keep(options, earlier, |it| it.id.clone(), |it| it.retired = true);
}

/// Appends those of `earlier` whose id none of `now` has, retired.
fn keep<T: Clone, I: PartialEq>(
    now: &mut Vec<T>,
    earlier: &[T],
    id: impl Fn(&T) -> I,
    retire: impl Fn(&mut T),
) {
    for it in earlier {
        if now.iter().all(|own| id(own) != id(it)) {
            let mut gone = it.clone();
            retire(&mut gone);
            now.push(gone);
        }
    }
}

/// The key of a question that new tests no longer draw; answers to it still count.
fn retired_key(key: &Value) -> Value {
    let mut key = key.clone();
    if let Value::Object(key) = &mut key {
        key.insert("retired".to_owned(), true.into());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Cycle;
    use crate::fact::{Fact, FactBody};
    use crate::ids::SubjectId;
    use crate::scoring::{progress, score};
    use crate::sheet::{ShareScope, Sheet, SheetId};
    use crate::timestamp::Timestamp;
    use serde_json::json;

    fn form(text: &str, change: impl FnOnce(&mut Value)) -> Edition {
        let mut form = serde_json::from_str(text).expect("JSON");
        change(&mut form);
        serde_json::from_value(form).expect("a form")
    }

    fn scoring(change: impl FnOnce(&mut Value)) -> Edition {
        form(
            include_str!("../../../../server/content/self_scoring_sheet.json"),
            change,
        )
    }

    fn sheet(answers: &[(&str, Value)]) -> Sheet {
        let facts: Vec<Fact> = answers
            .iter()
            .zip(1..)
            .map(|((item, value), n)| Fact {
                id: format!("f{n}").into(),
                device: "d".into(),
                n,
                sheet: SheetId {
                    person: "E1".into(),
                    instrument: "form".into(),
                    cycle: Cycle::in_year(2026)[0],
                },
                body: FactBody::Answer {
                    item: (*item).into(),
                    value: value.clone(),
                    settles: Vec::new(),
                },
                replaces: None,
                noted_at: Timestamp(0),
            })
            .collect();
        Sheet::from_facts(&facts)
    }

    fn without_section(form: &mut Value, gone: usize) -> Value {
        form["sections"]
            .as_array_mut()
            .expect("sections")
            .remove(gone)
    }

    #[test]
    fn a_sheet_keeps_its_score_in_a_subject_that_is_no_longer_asked() {
        let before = scoring(|_| ());
        let item = before
            .items()
            .find(|it| it.kind == ItemKind::Scale)
            .expect("an item")
            .clone();
        let subject = item.subject.clone().expect("a subject");
        let mut now = scoring(|form| {
            let gone = |it: &Value| it["subject"] == json!(subject);
            for section in form["sections"].as_array_mut().expect("sections") {
                section["items"]
                    .as_array_mut()
                    .expect("items")
                    .retain(|it| !gone(it));
            }
            let subjects = form["subjects"].as_array_mut().expect("subjects");
            subjects.retain(|it| it["id"] != json!(subject));
        });
        now.keep_retired(&before);
        let scored = |sheet: &Sheet| {
            let scores = score(&now, sheet);
            let of: Vec<SubjectId> = scores.subjects.into_iter().map(|it| it.subject).collect();
            of.contains(&subject)
        };
        assert!(scored(&sheet(&[(item.id.as_str(), json!(4))])));
        assert!(!scored(&Sheet::default()));
        // It is not a question that is open, whether answered or not.
        let n_asked = progress(&now, None, &Sheet::default()).asked;
        let answered = sheet(&[(item.id.as_str(), json!(4))]);
        assert_eq!(progress(&now, None, &answered).asked, n_asked);
        let kept = now.item(&item.id).expect("kept");
        assert!(kept.retired);
    }

    #[test]
    fn what_one_edition_drops_the_next_one_still_keeps_and_may_ask_again() {
        let first = scoring(|_| ());
        let gone = first.sections[0].clone();
        let mut second = scoring(|it| drop(without_section(it, 0)));
        second.keep_retired(&first);
        let mut third = scoring(|it| drop(without_section(it, 0)));
        third.keep_retired(&second);
        let kept = third
            .sections
            .iter()
            .find(|it| it.id == gone.id)
            .expect("kept");
        assert_eq!(kept.items.len(), gone.items.len());
        assert!(kept.items.iter().all(|it| it.retired));
        let mut fourth = scoring(|_| ());
        fourth.keep_retired(&third);
        assert!(fourth.items().all(|it| !it.retired));
        assert_eq!(fourth, first);
    }

    /// PostHog/posthog#55826, ropensci/ruODK#161: answers to questions that moved to another part were not found.
    #[test]
    fn an_item_that_moved_to_another_section_is_asked_there_and_nowhere_else() {
        let before = scoring(|_| ());
        let moved = before.sections[0].items[0].id.clone();
        let mut now = scoring(|form| {
            let item = form["sections"][0]["items"]
                .as_array_mut()
                .expect("items")
                .remove(0);
            form["sections"][1]["items"]
                .as_array_mut()
                .expect("items")
                .push(item);
        });
        now.keep_retired(&before);
        let places: Vec<&str> = now
            .sections
            .iter()
            .filter(|it| it.items.iter().any(|it| it.id == moved))
            .map(|it| it.id.as_str())
            .collect();
        assert_eq!(places, [before.sections[1].id.as_str()]);
        assert!(now.items().all(|it| !it.retired));
    }

    #[test]
    fn points_and_columns_stay_as_options_do() {
        let item = |points: Value, columns: Value| {
            let mut all: Vec<ItemKind> = Vec::new();
            all.push(serde_json::from_value(json!({"likert": {"points": points}})).expect("kind"));
            let rows = json!({"rows": {"max": 3, "columns": columns, "shows": "list"}});
            all.push(serde_json::from_value(rows).expect("kind"));
            all
        };
        let point = |n: u8| json!({"value": n, "words": {"ja": format!("{n}点")}});
        let column = |id: &str| json!({"id": id, "words": {"ja": id}, "kind": "date"});
        let before = item(
            json!([point(1), point(2)]),
            json!([column("a"), column("b")]),
        );
        let mut now = item(json!([point(1)]), json!([column("b")]));
        for (now, before) in now.iter_mut().zip(&before) {
            now.keep_retired(before);
        }
        assert!(now[0].validate(&json!(2)).is_ok());
        assert!(now[1].validate(&json!([{"a": "2026-11-29"}])).is_ok());
        let ItemKind::Rows { columns, .. } = &now[1] else {
            panic!("rows");
        };
        let retired: Vec<bool> = columns.iter().map(|it| it.retired).collect();
        assert_eq!(retired, [false, true]);
    }

    #[test]
    fn a_share_scope_that_is_no_longer_asked_still_binds() {
        let text = include_str!("../../../../server/content/career_declaration.json");
        let before = form(text, |_| ());
        let mut now = form(text, |it| {
            it["share"] = json!("supervisor_and_personnel");
            let last = it["sections"].as_array_mut().expect("sections").last_mut();
            let items = last.expect("a section")["items"]
                .as_array_mut()
                .expect("items");
            items.retain(|it| it["id"] != "share_scope");
        });
        now.keep_retired(&before);
        let chosen = sheet(&[("share_scope", json!("personnel_only"))]);
        assert_eq!(now.share_scope(&chosen), ShareScope::PersonnelOnly);
        let scope = now.share_scope(&Sheet::default());
        assert_eq!(scope, ShareScope::SupervisorAndPersonnel);
    }
}

//! Career declarations (キャリア意向申告) as 職員課 reads them: the search, and one person's over the years.

use super::calendar::Cycle;
use super::ids::ItemId;
use super::person::Person;
use crate::folding::fold;
use crate::sheet::ItemValue;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A submitted career declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    pub person: Person,
    pub cycle: Cycle,
    /// By the server's clock.
    pub submitted_at: Timestamp,
    /// Only the answers that 職員課 has permission to read.
    pub answers: Vec<ItemValue>,
}

impl Declaration {
    /// The answer to an item; `None` if there is none, or none that 職員課 may read.
    pub fn value(&self, item: &ItemId) -> Option<&Value> {
        let answer = self.answers.iter().find(|it| it.item == *item);
        answer.map(|it| &it.value)
    }
}

/// Search criteria for declarations. All must match; an empty criterion matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationSearch {
    /// Separated by spaces; each must occur in the name or in some answer, compared by [`fold`].
    #[serde(default)]
    pub words: String,
    /// 級
    #[serde(default)]
    pub grade: Option<u8>,
    /// 課
    #[serde(default)]
    pub section: String,
    /// Items, each with the option that must be chosen in it.
    #[serde(default)]
    pub chosen: Vec<RequiredOption>,
}

/// An option that must be chosen in an item. On the wire an array, `[item, option]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(ItemId, String)")]
pub struct RequiredOption {
    pub item: ItemId,
    /// Id of the option.
    pub option: String,
}

impl From<RequiredOption> for (ItemId, String) {
    fn from(it: RequiredOption) -> Self {
        (it.item, it.option)
    }
}

/// Most people that a search returns; further ones are only counted.
pub const MAX_FOUND: usize = 1_000;

/// Whose declarations of a fiscal year match a search. There are no answers in it: a declaration counts as read once it
/// is opened, not when it is in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationsFound {
    /// How many declarations of the year 職員課 may read.
    pub n_submitted: usize,
    /// 課 that these come from, sorted.
    pub sections: Vec<String>,
    pub n_found: usize,
    /// The first [`MAX_FOUND`] of them, by 部, 課 and 係.
    pub people: Vec<Person>,
}

/// A named search, stored on the device of the person who saved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    pub name: String,
    pub search: DeclarationSearch,
}

impl DeclarationSearch {
    /// The option required in an item; empty for any.
    pub fn required_option(&self, item: &ItemId) -> &str {
        let chosen = self.chosen.iter().find(|it| it.item == *item);
        chosen.map_or("", |it| &it.option)
    }

    /// Requires an option in an item. The empty option removes the criterion.
    pub fn require_option(&mut self, item: &ItemId, option: String) {
        self.chosen.retain(|it| it.item != *item);
        if !option.is_empty() {
            self.chosen.push(RequiredOption {
                item: item.clone(),
                option,
            });
        }
    }

    /// Whether a declaration matches all criteria.
    pub fn matches(&self, it: &Declaration) -> bool {
        let person = &it.person;
        let mut words = self.words.split_whitespace().map(fold).peekable();
        let has_words = words.peek().is_none() || {
            let mut all = vec![fold(&person.name)];
            it.answers
                .iter()
                .for_each(|it| collect_texts(&it.value, &mut all));
            words.all(|word| all.iter().any(|it| it.contains(&word)))
        };
        has_words
            && self.grade.is_none_or(|grade| person.grade == grade)
            && (self.section.is_empty() || person.org.section == self.section)
            && self.chosen.iter().all(|want| {
                it.value(&want.item)
                    .is_some_and(|it| contains_option(it, &want.option))
            })
    }
}

/// Whether the option occurs anywhere in the answer: in a list, a ranking or a cell of a row.
fn contains_option(value: &Value, option: &str) -> bool {
    match value {
        Value::String(it) => it == option,
        Value::Array(all) => all.iter().any(|it| contains_option(it, option)),
        Value::Object(row) => row.values().any(|it| contains_option(it, option)),
        _ => false,
    }
}

/// Collects every string of an answer as it is compared.
fn collect_texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(it) => into.push(fold(it)),
        Value::Array(all) => all.iter().for_each(|it| collect_texts(it, into)),
        Value::Object(row) => row.values().for_each(|it| collect_texts(it, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Org;
    use serde_json::json;

    fn answer(item: &str, value: Value) -> ItemValue {
        let item = item.into();
        ItemValue { item, value }
    }

    fn declaration() -> Declaration {
        Declaration {
            person: Person {
                kana: String::new(),
                id: "E1".into(),
                name: "青木 花".to_owned(),
                org: Org {
                    department: "総務部".to_owned(),
                    section: "税務課".to_owned(),
                    unit: String::new(),
                },
                grade: 2,
                job_type: "事務".to_owned(),
                supervisor: None,
                roles: Vec::new(),
            },
            cycle: Cycle::in_year(2026)[0],
            submitted_at: Timestamp(0),
            answers: vec![
                answer("orientation", json!("specialist")),
                answer("desired_areas", json!(["area_project", "area_counter"])),
                answer("qualifications", json!([{"name": "FP2級", "until": ""}])),
                answer(
                    "experienced_areas",
                    json!([{"area": "area_internal", "from": "2020"}]),
                ),
            ],
        }
    }

    #[test]
    fn a_declaration_matches_only_if_all_criteria_match() {
        let found = |search: &DeclarationSearch| search.matches(&declaration());
        assert!(found(&DeclarationSearch::default()));
        let mut search = DeclarationSearch {
            words: "fp 青木".to_owned(),
            grade: Some(2),
            section: "税務課".to_owned(),
            ..DeclarationSearch::default()
        };
        search.require_option(&"desired_areas".into(), "area_counter".to_owned());
        search.require_option(&"experienced_areas".into(), "area_internal".to_owned());
        assert!(found(&search));
        for (what, other) in [
            (
                "words",
                DeclarationSearch {
                    words: "fp 赤木".to_owned(),
                    ..search.clone()
                },
            ),
            (
                "grade",
                DeclarationSearch {
                    grade: Some(3),
                    ..search.clone()
                },
            ),
            (
                "section",
                DeclarationSearch {
                    section: "福祉課".to_owned(),
                    ..search.clone()
                },
            ),
        ] {
            assert!(!found(&other), "{what}");
        }
        search.require_option(&"orientation".into(), "generalist".to_owned());
        assert!(!found(&search));
        search.require_option(&"orientation".into(), String::new());
        assert!(found(&search));
        assert_eq!(search.required_option(&"orientation".into()), "");
    }
}

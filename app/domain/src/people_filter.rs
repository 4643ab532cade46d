//! Which people of the roster a list shows: the same in the browser, while one types, and in a file of the server.

use super::folding::fold;
use super::ids::PersonId;
use super::person::{Org, Role};
use super::person_record::{AccountState, PersonRecord};
use serde::{Deserialize, Serialize};

/// Which people of the roster a list shows. All must match; an empty criterion matches everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleFilter {
    /// Separated by spaces; each must stand in the name, its reading, the number, or a post.
    pub words: String,
    pub department: String,
    pub section: String,
    pub unit: String,
    pub grade: Option<u8>,
    pub job_type: String,
    pub role: Option<Role>,
    /// 職員番号 of people named one by one; empty for everybody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<PersonId>,
    /// Without one, everybody who is there today.
    pub account: Option<AccountState>,
    /// Whether without one leavers and everybody else who cannot sign in are listed, too.
    #[serde(skip_serializing_if = "crate::is_default")]
    pub with_gone: bool,
}

impl PeopleFilter {
    /// The words as they are compared.
    pub fn folded_words(&self) -> Vec<String> {
        let words = self.words.split_whitespace().map(fold);
        words.filter(|it| !it.is_empty()).collect()
    }

    /// Whether somebody matches; `words` are [`Self::folded_words`], `text` is [`PersonRecord::search_text`].
    pub fn matches(&self, it: &PersonRecord, text: &str, words: &[String]) -> bool {
        let is_there = |of: fn(&Org) -> &String, name: &String| {
            let mut posts = std::iter::once(&it.person.org).chain(&it.second_posts);
            name.is_empty() || posts.any(|it| of(it) == name)
        };
        let is_of_state = match self.account {
            None => self.with_gone || it.account.can_sign_in(),
            Some(state) => it.account == state,
        };
        is_of_state
            && is_there(|it| &it.department, &self.department)
            && is_there(|it| &it.section, &self.section)
            && is_there(|it| &it.unit, &self.unit)
            && self.grade.is_none_or(|grade| it.person.grade == grade)
            && (self.job_type.is_empty() || it.person.job_type == self.job_type)
            && (self.numbers.is_empty() || self.numbers.contains(&it.person.id))
            && self.role.is_none_or(|role| it.person.roles.contains(&role))
            && words
                .iter()
                .all(|word| text.split('\n').any(|it| it.contains(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Person;
    use crate::person_record::PersonField;

    fn record() -> PersonRecord {
        PersonRecord {
            person: Person {
                id: "E0101".into(),
                name: "髙橋 さくら".to_owned(),
                kana: "タカハシ サクラ".to_owned(),
                org: Org {
                    department: "区民部".to_owned(),
                    section: "区民課".to_owned(),
                    unit: "窓口係".to_owned(),
                },
                grade: 2,
                job_type: "事務".to_owned(),
                supervisor: Some("E0002".into()),
                roles: vec![Role::Supporter],
            },
            account: AccountState::Active,
            mail: String::new(),
            second_posts: Vec::new(),
        }
    }

    #[test]
    fn people_are_found_by_name_reading_number_and_any_post() {
        let mut it = record();
        it.set(PersonField::SecondPosts, "福祉部\t福祉課\t相談係")
            .unwrap();
        let text = it.search_text();
        let finds = |words: &str| {
            let filter = PeopleFilter {
                words: words.to_owned(),
                ..PeopleFilter::default()
            };
            filter.matches(&it, &text, &filter.folded_words())
        };
        for words in [
            "",
            "高橋",
            "たかはし",
            "サクラ",
            "ｅ０１０１",
            "福祉課 髙",
            "窓口 たか",
        ] {
            assert!(finds(words), "{words}");
        }
        // Nobody is called by the end of their name and the beginning of its reading.
        for words in ["さくらたか", "一郎", "区民課 一郎"] {
            assert!(!finds(words), "{words}");
        }
        let in_second = PeopleFilter {
            section: "福祉課".to_owned(),
            ..PeopleFilter::default()
        };
        assert!(in_second.matches(&it, &text, &[]));
    }

    #[test]
    fn who_has_left_is_listed_only_when_asked_for() {
        let it = PersonRecord {
            account: AccountState::Left,
            ..record()
        };
        let text = it.search_text();
        assert!(!PeopleFilter::default().matches(&it, &text, &[]));
        let left = PeopleFilter {
            account: Some(AccountState::Left),
            ..PeopleFilter::default()
        };
        assert!(left.matches(&it, &text, &[]));
        let everybody = PeopleFilter {
            with_gone: true,
            ..PeopleFilter::default()
        };
        assert!(everybody.matches(&it, &text, &[]) && everybody.matches(&record(), &text, &[]));
    }
}

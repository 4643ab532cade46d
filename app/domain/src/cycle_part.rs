//! A part of the people for whom a cycle is otherwise: another last day, or nothing is asked of them.

use super::ids::{Day, PersonId};
use super::people_filter::PeopleFilter;
use super::person_record::PersonRecord;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What holds for a part of the people in a cycle of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CyclePart {
    /// Id on the server.
    pub seq: i64,
    /// By 部, 課, 係, 級 and 職種.
    pub people: PeopleFilter,
    /// Their last day; `None` if they are not asked.
    pub last_day: Option<Day>,
    /// How many there are today.
    pub n_people: u32,
    /// 氏名 of who decided it.
    pub author: String,
}

/// What holds for a person of a part: their last day, or `None` if they are not asked.
pub type OwnPart = Option<Day>;

/// Who is in which part. Whoever is in several is in the one that was decided on last.
///
/// `parts` are in the order in which they were decided on.
pub fn members(parts: &[CyclePart], records: &[PersonRecord]) -> BTreeMap<PersonId, OwnPart> {
    let mut all = BTreeMap::new();
    for record in records {
        let mut own = parts.iter().rev();
        if let Some(part) = own.find(|it| it.people.matches(record, "", &[])) {
            all.insert(record.person.id.clone(), part.last_day.clone());
        }
    }
    all
}

/// How many people are in a part, whether or not in another, too.
pub fn n_people(people: &PeopleFilter, records: &[PersonRecord]) -> usize {
    let there = records.iter().filter(|it| people.matches(it, "", &[]));
    there.count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{Org, Person};
    use crate::person_record::AccountState;

    fn record(id: &str, section: &str, grade: u8) -> PersonRecord {
        PersonRecord {
            person: Person {
                id: id.into(),
                name: String::new(),
                kana: String::new(),
                org: Org {
                    department: "部".to_owned(),
                    section: section.to_owned(),
                    unit: String::new(),
                },
                grade,
                job_type: "事務".to_owned(),
                supervisor: None,
                roles: Vec::new(),
            },
            account: AccountState::Active,
            mail: String::new(),
            second_posts: Vec::new(),
        }
    }

    fn part(seq: i64, people: PeopleFilter, last_day: Option<&str>) -> CyclePart {
        CyclePart {
            seq,
            people,
            last_day: last_day.map(Day::from),
            n_people: 0,
            author: String::new(),
        }
    }

    #[test]
    fn whoever_is_in_two_parts_is_in_the_last_and_who_is_in_none_is_as_everybody() {
        let parts = [
            part(
                1,
                PeopleFilter {
                    section: "保育課".to_owned(),
                    ..PeopleFilter::default()
                },
                Some("2027-03-10"),
            ),
            part(
                2,
                PeopleFilter {
                    grade: Some(5),
                    ..PeopleFilter::default()
                },
                None,
            ),
        ];
        let mut records = vec![
            record("E1", "保育課", 2),
            record("E2", "保育課", 5),
            record("E3", "税務課", 1),
            record("E4", "保育課", 1),
        ];
        records[3].account = AccountState::Left;
        let all = members(&parts, &records);
        assert_eq!(all.get(&"E1".into()), Some(&Some("2027-03-10".into())));
        assert_eq!(all.get(&"E2".into()), Some(&None));
        assert_eq!(all.len(), 2);
        assert_eq!(n_people(&parts[0].people, &records), 2);
    }
}

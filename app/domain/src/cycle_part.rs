//! A part of the people for whom a cycle is otherwise: another last day, or whether anything is asked of them.

use super::ids::{Day, PersonId};
use super::instrument::Asks;
use super::people_filter::PeopleFilter;
use super::person::PersonName;
use super::person_record::PersonRecord;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What holds for a part of the people in a cycle of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CyclePart {
    /// Id on the server.
    pub seq: i64,
    /// By 部, 課, 係, 級, 職種 and role, or named one by one; everybody if nothing is said.
    pub people: PeopleFilter,
    pub own: OwnPart,
    /// Whom it names one by one and who is still on the roster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<PersonName>,
    /// How many there are today.
    pub n_people: u32,
    /// 氏名 of who decided it.
    pub author: String,
}

/// What holds for a person of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnPart {
    NotAsked,
    /// As everybody who is asked: by the day of the cycle.
    Asked,
    /// By a day of their own.
    Until(Day),
}

impl OwnPart {
    pub fn is_asked(&self) -> bool {
        *self != Self::NotAsked
    }

    /// The day of their own.
    pub fn last_day(&self) -> Option<&Day> {
        match self {
            Self::Until(day) => Some(day),
            Self::NotAsked | Self::Asked => None,
        }
    }
}

/// Who is in which part. Whoever is in several is in the one that was decided on last. Of a form that asks chosen
/// people, whoever is in none is not asked.
///
/// `parts` are in the order in which they were decided on.
pub fn members(
    parts: &[CyclePart],
    asks: Asks,
    records: &[PersonRecord],
) -> BTreeMap<PersonId, OwnPart> {
    let mut all = BTreeMap::new();
    let is_chosen = asks == Asks::Chosen;
    for record in records.iter().filter(|it| it.account.can_sign_in()) {
        let mut own = parts.iter().rev();
        let part = own.find(|it| it.people.matches(record, "", &[]));
        let own = match part {
            Some(part) => part.own.clone(),
            None if is_chosen => OwnPart::NotAsked,
            None => continue,
        };
        all.insert(record.person.id.clone(), own);
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
            own: last_day.map_or(OwnPart::NotAsked, |it| OwnPart::Until(it.into())),
            named: Vec::new(),
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
        let all = members(&parts, Asks::Everybody, &records);
        let day = OwnPart::Until("2027-03-10".into());
        assert_eq!(all.get(&"E1".into()), Some(&day));
        assert_eq!(all.get(&"E2".into()), Some(&OwnPart::NotAsked));
        assert_eq!(all.len(), 2);
        assert_eq!(n_people(&parts[0].people, &records), 2);
    }

    #[test]
    fn of_chosen_people_only_those_are_asked_and_others_can_be_left_out_of_any_form() {
        let named = PeopleFilter {
            numbers: vec!["E3".into()],
            ..PeopleFilter::default()
        };
        let asked = CyclePart {
            own: OwnPart::Asked,
            ..part(2, named, None)
        };
        let records = [record("E1", "保育課", 2), record("E3", "税務課", 1)];
        let told = |parts: &[CyclePart], asks| {
            let all = members(parts, asks, &records);
            let asked = all.iter().filter(|it| it.1.is_asked());
            let asked: Vec<&str> = asked.map(|it| it.0.as_str()).collect();
            (all.len(), asked.join(" "))
        };
        let everybody = part(1, PeopleFilter::default(), None);
        assert_eq!(told(&[], Asks::Chosen), (2, String::new()));
        assert_eq!(
            told(std::slice::from_ref(&asked), Asks::Chosen),
            (2, "E3".to_owned())
        );
        assert_eq!(told(&[], Asks::Everybody), (0, String::new()));
        let only = [everybody, asked];
        assert_eq!(told(&only, Asks::Everybody), (2, "E3".to_owned()));
    }
}

//! A reorganisation: a 部, 課 or 係 gets another name, goes to another 部, is put together with another or split, from a
//! day on.

use super::ids::{Day, PersonId};
use super::organisation::OrgLevel;
use super::person::Org;
use super::person_record::{FieldChange, PersonRecord};
use serde::{Deserialize, Serialize};

/// What becomes of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reorganisation {
    pub from: Org,
    /// Who goes, of those who have a post there; empty for all of them.
    #[serde(default)]
    pub people: Vec<PersonId>,
    /// Where they go. Levels below that of `from` stay as they are where this names none.
    pub to: Org,
    /// Who is their 所属長 from then on; `None` where that stays as it is.
    #[serde(default)]
    pub leader: Option<PersonId>,
    pub first_day: Day,
    pub reason: String,
}

impl Reorganisation {
    /// Where a post there goes.
    fn moved(&self, post: &Org) -> Org {
        let level = self.from.level();
        let below = |to: &String, own: &String, is_named_by: OrgLevel| {
            if to.is_empty() && level < is_named_by {
                own.clone()
            } else {
                to.clone()
            }
        };
        Org {
            department: self.to.department.clone(),
            section: below(&self.to.section, &post.section, OrgLevel::Section),
            unit: below(&self.to.unit, &post.unit, OrgLevel::Unit),
        }
    }

    /// Whether somebody of those there goes.
    fn takes(&self, record: &PersonRecord) -> bool {
        self.people.is_empty() || self.people.contains(&record.person.id)
    }

    /// What changes in whose record, given the records of the day from which it holds. The leader does not lead
    /// themself.
    pub fn changes(&self, records: &[PersonRecord]) -> Vec<(PersonRecord, Vec<FieldChange>)> {
        let all = records.iter().filter(|it| self.takes(it)).map(|before| {
            let mut after = before.clone();
            let is_here = self.from.contains(&before.person.org);
            if is_here {
                after.person.org = self.moved(&before.person.org);
                if let Some(leader) = self.leader.as_ref().filter(|it| **it != before.person.id) {
                    after.person.supervisor = Some(leader.clone());
                }
            }
            for post in &mut after.second_posts {
                if self.from.contains(post) {
                    *post = self.moved(post);
                }
            }
            let fields = before.differences(&after);
            (after, fields)
        });
        all.filter(|it| !it.1.is_empty()).collect()
    }

    /// The way back.
    #[must_use]
    pub fn undone(&self) -> Self {
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            ..self.clone()
        }
    }

    /// What a place that others name is called from then on: `None` if it does not go. Where only a 課 or 係 is named,
    /// the levels above count as this one's.
    pub fn renamed(&self, named: &Org) -> Option<Org> {
        let or = |own: &String, from: &String| {
            if own.is_empty() {
                from.clone()
            } else {
                own.clone()
            }
        };
        let level = named.level();
        let mut whole = named.clone();
        if level > OrgLevel::Department {
            whole.department = or(&whole.department, &self.from.department);
        }
        if level > OrgLevel::Section {
            whole.section = or(&whole.section, &self.from.section);
        }
        if !self.from.contains(&whole) {
            return None;
        }
        let moved = self.moved(&whole);
        let kept = |is_named: bool, name: String| if is_named { name } else { String::new() };
        let moved = Org {
            department: kept(!named.department.is_empty(), moved.department),
            section: kept(!named.section.is_empty(), moved.section),
            unit: kept(!named.unit.is_empty(), moved.unit),
        };
        // A 係 that is dissolved has no name any more: what was decided for it is not for the whole 課.
        let has_all = moved.level() == level;
        (has_all && moved != *named).then_some(moved)
    }

    /// In one line, for the history: `区民部 区民課 → 区民部 住民課`.
    pub fn label(&self) -> String {
        format!("{} → {}", self.from.label(), self.to.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Person;
    use crate::person_record::AccountState;

    fn org(place: &str) -> Org {
        let mut names = place.split(' ').map(str::to_owned);
        let mut next = || names.next().unwrap_or_default();
        Org {
            department: next(),
            section: next(),
            unit: next(),
        }
    }

    fn record(id: &str, place: &str) -> PersonRecord {
        PersonRecord {
            person: Person {
                id: id.into(),
                name: String::new(),
                kana: String::new(),
                org: org(place),
                grade: 2,
                job_type: String::new(),
                supervisor: Some("B1".into()),
                roles: Vec::new(),
            },
            account: AccountState::Active,
            mail: String::new(),
            second_posts: Vec::new(),
        }
    }

    fn ward() -> Vec<PersonRecord> {
        let mut all = vec![
            record("E1", "区民部 区民課 窓口係"),
            record("E2", "区民部 区民課 証明係"),
            record("E3", "区民部 税務課 窓口係"),
        ];
        all[2].second_posts = vec![org("区民部 区民課 窓口係")];
        all
    }

    fn plan(from: &str, to: &str) -> Reorganisation {
        Reorganisation {
            from: org(from),
            to: org(to),
            first_day: "2027-04-01".into(),
            ..Reorganisation::default()
        }
    }

    fn places(plan: &Reorganisation) -> Vec<String> {
        let changed = plan.changes(&ward()).into_iter();
        let told = changed.map(|(it, _)| {
            let posts = it.second_posts.iter().map(|it| format!("+{}", it.label()));
            format!(
                "{} {}{}",
                it.person.id,
                it.person.org.label(),
                posts.collect::<String>()
            )
        });
        told.collect()
    }

    #[test]
    fn a_section_with_another_name_keeps_its_units_and_second_posts_follow() {
        assert_eq!(
            places(&plan("区民部 区民課", "区民部 住民課")),
            [
                "E1 区民部 住民課 窓口係",
                "E2 区民部 住民課 証明係",
                "E3 区民部 税務課 窓口係+区民部 住民課 窓口係",
            ]
        );
    }

    #[test]
    fn a_department_with_another_name_keeps_everything_below() {
        let all = places(&plan("区民部", "暮らし部"));
        assert_eq!(all[1], "E2 暮らし部 区民課 証明係");
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn a_unit_that_is_dissolved_leaves_its_people_in_the_section() {
        let all = places(&plan("区民部 区民課 証明係", "区民部 区民課"));
        assert_eq!(all, ["E2 区民部 区民課"]);
    }

    #[test]
    fn a_part_of_a_section_goes_to_a_new_one_under_a_leader_who_does_not_lead_themself() {
        let mut split = plan("区民部 区民課", "区民部 証明課");
        split.people = vec!["E1".into(), "E2".into()];
        split.leader = Some("E1".into());
        let changed = split.changes(&ward());
        let leaders: Vec<_> = changed
            .iter()
            .map(|it| it.0.person.supervisor.clone())
            .collect();
        assert_eq!(leaders, [Some("B1".into()), Some("E1".into())]);
        assert_eq!(changed[1].0.person.org.label(), "区民部 証明課 証明係");
        assert_eq!(changed.len(), 2);
    }

    #[test]
    fn what_names_a_place_names_the_new_one_where_the_whole_place_goes() {
        let rename = plan("区民部 区民課", "暮らし部 住民課");
        let renamed = |named: &str| rename.renamed(&org(named)).map(|it| it.label());
        assert_eq!(renamed("区民部 区民課").as_deref(), Some("暮らし部 住民課"));
        let unit = renamed("区民部 区民課 窓口係");
        assert_eq!(unit.as_deref(), Some("暮らし部 住民課 窓口係"));
        // A 課 named without its 部 stays so.
        let alone = rename.renamed(&org(" 区民課"));
        assert_eq!(alone, Some(org(" 住民課")));
        assert_eq!(renamed("区民部"), None);
        assert_eq!(renamed("区民部 税務課"), None);
        assert_eq!(renamed("福祉部 区民課"), None);
        let dissolved = plan("区民部 区民課 窓口係", "区民部 区民課");
        assert_eq!(dissolved.renamed(&org("区民部 区民課 窓口係")), None);
        assert_eq!(dissolved.renamed(&org("  窓口係")), None);
    }

    #[test]
    fn what_stays_as_it_is_changes_nobody() {
        assert!(places(&plan("区民部 区民課", "区民部 区民課")).is_empty());
    }
}

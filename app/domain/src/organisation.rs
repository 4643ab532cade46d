//! The organisation: 部, 課 and 係 with who leads them and how many work there, as of any day.
//!
//! Nobody keeps it: it follows from where people have their posts, and from the history of that.

use super::ids::{Day, PersonId};
use super::person::{Org, PersonName};
use super::person_record::{AccountState, ChangeState, PersonChange, PersonField, PersonRecord};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How deep a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrgLevel {
    Department,
    Section,
    Unit,
}

impl Org {
    /// The level that this names; a 課 may stand without a 部.
    pub fn level(&self) -> OrgLevel {
        match (self.section.is_empty(), self.unit.is_empty()) {
            (_, false) => OrgLevel::Unit,
            (false, true) => OrgLevel::Section,
            (true, true) => OrgLevel::Department,
        }
    }

    /// Whether a place is this one, or part of it.
    pub fn contains(&self, place: &Self) -> bool {
        let is_below = |own: &str, other: &str| own.is_empty() || own == other;
        // A 課 without 部 does not contain the 課 of that name in a 部.
        self.department == place.department
            && is_below(&self.section, &place.section)
            && is_below(&self.unit, &place.unit)
    }

    /// The name of its last level.
    pub fn name(&self) -> &str {
        match self.level() {
            OrgLevel::Department => &self.department,
            OrgLevel::Section => &self.section,
            OrgLevel::Unit => &self.unit,
        }
    }

    /// The place above; `None` for a 部.
    fn above(&self) -> Option<Self> {
        let mut above = self.clone();
        match self.level() {
            OrgLevel::Department => return None,
            OrgLevel::Section => above.section.clear(),
            OrgLevel::Unit => above.unit.clear(),
        }
        // A 課 without 部 stands at the top.
        (above != Self::default()).then_some(above)
    }
}

/// One 部, 課 or 係.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgUnit {
    pub place: Org,
    /// Who leads people that have their post here or below, and has their own post here. The one who leads most is
    /// first.
    pub leaders: Vec<PersonName>,
    /// People with their main post here or below, on leave too.
    pub n_people: u32,
    /// How many of them are on leave.
    pub n_on_leave: u32,
    /// People with a second post here or below, and their main post elsewhere.
    pub n_second: u32,
    /// Whose main post is just here, by reading.
    pub people: Vec<PersonName>,
    /// What is below, by name.
    pub parts: Vec<OrgUnit>,
}

/// The whole tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub departments: Vec<OrgUnit>,
}

/// Who belongs to the ward: leavers do not.
fn is_staff(record: &PersonRecord) -> bool {
    record.account.can_sign_in() || record.account == AccountState::OnLeave
}

impl Organisation {
    /// The tree of these people.
    pub fn of(records: &[PersonRecord]) -> Self {
        let staff: Vec<&PersonRecord> = records.iter().filter(|it| is_staff(it)).collect();
        let mut staff_of: HashMap<&PersonId, Vec<&PersonRecord>> = HashMap::new();
        for it in &staff {
            if let Some(leader) = &it.person.supervisor {
                staff_of.entry(leader).or_default().push(it);
            }
        }
        let mut places: BTreeSet<Org> = BTreeSet::new();
        for it in &staff {
            for post in std::iter::once(&it.person.org).chain(&it.second_posts) {
                places.extend(std::iter::successors(Some(post.clone()), Org::above));
            }
        }
        let mut sorted = staff.clone();
        sorted.sort_by_key(|it| (&it.person.kana, &it.person.id));
        let mut units: BTreeMap<Org, OrgUnit> = BTreeMap::new();
        for place in places {
            let unit = unit(place.clone(), &sorted, &staff_of);
            units.insert(place, unit);
        }
        Self {
            departments: nested(units),
        }
    }

    /// Every unit, each before its parts.
    pub fn units(&self) -> Vec<&OrgUnit> {
        let mut all = Vec::new();
        let mut open: Vec<&OrgUnit> = self.departments.iter().rev().collect();
        while let Some(it) = open.pop() {
            all.push(it);
            open.extend(it.parts.iter().rev());
        }
        all
    }

    /// How many units a level has.
    pub fn n_units(&self, level: OrgLevel) -> usize {
        let units = self.units();
        units.iter().filter(|it| it.place.level() == level).count()
    }

    pub fn n_people(&self) -> u32 {
        self.departments.iter().map(|it| it.n_people).sum()
    }
}

fn unit(
    place: Org,
    staff: &[&PersonRecord],
    staff_of: &HashMap<&PersonId, Vec<&PersonRecord>>,
) -> OrgUnit {
    let mut it = OrgUnit::default();
    let mut leaders = Vec::new();
    for record in staff {
        let person = &record.person;
        if place.contains(&person.org) {
            it.n_people += 1;
            it.n_on_leave += u32::from(record.account == AccountState::OnLeave);
        } else if record.second_posts.iter().any(|it| place.contains(it)) {
            it.n_second += 1;
        }
        let holds = |post: &Org| *post == place;
        if holds(&person.org) {
            it.people.push(name_of(record));
        }
        if holds(&person.org) || record.second_posts.iter().any(holds) {
            let led = staff_of.get(&person.id).map_or(&[][..], Vec::as_slice);
            let n_led = led.iter().filter(|it| place.contains(&it.person.org));
            let n_led = n_led.count();
            if n_led > 0 {
                leaders.push((std::cmp::Reverse(n_led), name_of(record)));
            }
        }
    }
    leaders.sort_by_key(|it| it.0);
    it.leaders = leaders.into_iter().map(|it| it.1).collect();
    it.place = place;
    it
}

fn name_of(record: &PersonRecord) -> PersonName {
    PersonName {
        id: record.person.id.clone(),
        name: record.person.name.clone(),
    }
}

/// Puts each unit into the one above it.
fn nested(mut units: BTreeMap<Org, OrgUnit>) -> Vec<OrgUnit> {
    let mut top = Vec::new();
    // From the last to the first: what is below a place is sorted after it.
    while let Some((place, mut unit)) = units.pop_last() {
        unit.parts.reverse();
        match place.above().and_then(|above| units.get_mut(&above)) {
            Some(above) => above.parts.push(unit),
            None => top.push(unit),
        }
    }
    top.reverse();
    top
}

/// The records as they are, were or will be on a day. Of before the history began there is only what it begins with.
///
/// `changes` are of any order; those that were taken back or failed count for nothing.
pub fn records_on(
    day: &Day,
    records: &[PersonRecord],
    changes: &[PersonChange],
) -> Vec<PersonRecord> {
    let mut by_person: HashMap<&PersonId, Vec<&PersonChange>> = HashMap::new();
    for it in changes {
        by_person.entry(&it.person.id).or_default().push(it);
    }
    let mut all = Vec::with_capacity(records.len());
    for now in records {
        let mut changes = by_person.remove(&now.person.id).unwrap_or_default();
        changes.sort_by_key(|it| (&it.first_day, it.seq));
        if let Some(record) = record_on(day, now, &changes) {
            all.push(record);
        }
    }
    all
}

/// `None` if they had not come yet.
fn record_on(day: &Day, now: &PersonRecord, changes: &[&PersonChange]) -> Option<PersonRecord> {
    let mut record = now.clone();
    let made = |it: &&&PersonChange| it.state == ChangeState::Made && it.first_day > *day;
    for it in changes.iter().rev().filter(made) {
        if it.is_joining {
            return None;
        }
        for field in &it.fields {
            // Roles are no matter of a place, and what cannot be read stays as it is.
            if field.field != PersonField::Roles {
                let _unreadable = record.set(field.field, &field.before);
            }
        }
    }
    let planned = |it: &&&PersonChange| it.state == ChangeState::Planned && it.first_day <= *day;
    for it in changes.iter().filter(planned) {
        for field in &it.fields {
            let _unreadable = record.set(field.field, &field.after);
        }
    }
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Person;
    use crate::person_record::FieldChange;

    fn org(place: &str) -> Org {
        let mut names = place.split(' ').map(str::to_owned);
        let mut next = || names.next().unwrap_or_default();
        Org {
            department: next(),
            section: next(),
            unit: next(),
        }
    }

    fn record(id: &str, place: &str, supervisor: &str) -> PersonRecord {
        PersonRecord {
            person: Person {
                id: id.into(),
                name: format!("職員 {id}"),
                kana: String::new(),
                org: org(place),
                grade: 2,
                job_type: "事務".to_owned(),
                supervisor: (!supervisor.is_empty()).then(|| supervisor.into()),
                roles: Vec::new(),
            },
            account: AccountState::Active,
            mail: String::new(),
            second_posts: Vec::new(),
        }
    }

    fn ward() -> Vec<PersonRecord> {
        let mut all = vec![
            record("B0", "区民部", ""),
            record("B1", "区民部 区民課", "B0"),
            record("E1", "区民部 区民課 窓口係", "B1"),
            record("E2", "区民部 区民課 窓口係", "B1"),
            record("E3", "福祉部 福祉課", "B2"),
            record("B2", "福祉部 福祉課", ""),
        ];
        all[4].account = AccountState::OnLeave;
        all[3].second_posts = vec![org("福祉部 福祉課 相談係")];
        all.push(record("X1", "区民部 区民課 廃止係", "B1"));
        all[6].account = AccountState::Left;
        all
    }

    fn told(of: &Organisation) -> Vec<String> {
        let units = of.units().into_iter().map(|it| {
            let leaders: Vec<&str> = it.leaders.iter().map(|it| it.id.as_str()).collect();
            let (place, leaders) = (it.place.label(), leaders.join("+"));
            let (n, second, leave) = (it.n_people, it.n_second, it.n_on_leave);
            format!("{place}: {n} {second} {leave} {leaders}")
        });
        units.collect()
    }

    #[test]
    fn a_tree_counts_everybody_once_and_says_who_leads_where() {
        let tree = Organisation::of(&ward());
        assert_eq!(
            told(&tree),
            [
                "区民部: 4 0 0 B0",
                "区民部 区民課: 3 0 0 B1",
                "区民部 区民課 窓口係: 2 0 0 ",
                "福祉部: 2 1 1 ",
                "福祉部 福祉課: 2 1 1 B2",
                "福祉部 福祉課 相談係: 0 1 0 ",
            ]
        );
        assert_eq!(tree.n_people(), 6);
        assert_eq!(tree.n_units(OrgLevel::Section), 2);
    }

    #[test]
    fn a_section_without_department_stands_at_the_top_and_is_not_another_of_its_name() {
        let mut all = ward();
        let alone = Org {
            section: "福祉課".to_owned(),
            ..Org::default()
        };
        all[0].person.org = alone.clone();
        assert!(!alone.contains(&org("福祉部 福祉課")));
        let tree = Organisation::of(&all);
        assert_eq!(tree.departments[0].place, alone);
        assert_eq!(tree.n_people(), 6);
    }

    fn change(id: &str, day: &str, seq: i64, place: [&str; 2], state: ChangeState) -> PersonChange {
        PersonChange {
            seq,
            person: PersonName {
                id: id.into(),
                name: String::new(),
            },
            first_day: Day(day.to_owned()),
            fields: vec![FieldChange {
                field: PersonField::Section,
                before: place[0].to_owned(),
                after: place[1].to_owned(),
            }],
            is_joining: false,
            reason: String::new(),
            author: String::new(),
            created_at: crate::timestamp::Timestamp(0),
            approved_by: String::new(),
            state,
        }
    }

    #[test]
    fn a_day_before_or_after_today_has_the_places_of_that_day() {
        let changes = [
            change(
                "E1",
                "2026-10-01",
                2,
                ["証明課", "区民課"],
                ChangeState::Made,
            ),
            change(
                "E1",
                "2026-04-01",
                1,
                ["税務課", "証明課"],
                ChangeState::Made,
            ),
            change(
                "E1",
                "2027-04-01",
                3,
                ["区民課", "住民課"],
                ChangeState::Planned,
            ),
            change(
                "E1",
                "2027-04-01",
                4,
                ["区民課", "無い課"],
                ChangeState::Cancelled,
            ),
        ];
        let on = |day: &str| {
            let all = records_on(&Day(day.to_owned()), &ward(), &changes);
            all[2].person.org.section.clone()
        };
        assert_eq!(on("2026-03-31"), "税務課");
        assert_eq!(on("2026-04-01"), "証明課");
        assert_eq!(on("2026-11-30"), "区民課");
        assert_eq!(on("2027-03-31"), "区民課");
        assert_eq!(on("2027-04-01"), "住民課");
    }

    #[test]
    fn nobody_is_there_before_they_came() {
        let mut joining = change("E1", "2026-04-01", 1, ["", ""], ChangeState::Made);
        joining.is_joining = true;
        joining.fields.clear();
        let all = records_on(&Day("2026-03-31".to_owned()), &ward(), &[joining.clone()]);
        assert_eq!(all.len(), ward().len() - 1);
        let all = records_on(&Day("2026-04-01".to_owned()), &ward(), &[joining]);
        assert_eq!(all.len(), ward().len());
    }
}

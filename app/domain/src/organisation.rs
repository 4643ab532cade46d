//! The organisation: 部, 課 and 係 with who leads them and how many work there, as of any day.
//!
//! Nobody keeps it: it follows from where people have their posts, and from the history of that.

mod lifetime;

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
    /// The day on which it began; `None` if it is older than the history of posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// The day on which nobody will be there any more; `None` if no such day is planned or known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// What is below, by name.
    pub parts: Vec<OrgUnit>,
}

/// The whole tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub departments: Vec<OrgUnit>,
}

impl PersonRecord {
    /// Whether they belong to the ward: leavers do not.
    pub fn is_staff(&self) -> bool {
        self.account.can_sign_in() || self.account == AccountState::OnLeave
    }
}

impl Organisation {
    /// The tree of these people.
    pub fn of(records: &[PersonRecord]) -> Self {
        let staff: Vec<&PersonRecord> = records.iter().filter(|it| it.is_staff()).collect();
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

    /// Who leads a place as the tree has it: whoever leads the 係, else the 課, else the 部. Nobody leads themselves:
    /// for who leads the 課, that is who leads the 部.
    pub fn leader_of(&self, place: &Org, person: &PersonId) -> Option<&PersonName> {
        let units = self.units();
        let mut above = std::iter::successors(Some(place.clone()), Org::above);
        above.find_map(|place| {
            let unit = units.iter().find(|it| it.place == place)?;
            unit.leaders.iter().find(|it| it.id != *person)
        })
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
            it.people.push(record.person.named());
        }
        if holds(&person.org) || record.second_posts.iter().any(holds) {
            let led = staff_of.get(&person.id).map_or(&[][..], Vec::as_slice);
            let n_led = led.iter().filter(|it| place.contains(&it.person.org));
            let n_led = n_led.count();
            if n_led > 0 {
                leaders.push((std::cmp::Reverse(n_led), record.person.named()));
            }
        }
    }
    leaders.sort_by_key(|it| it.0);
    it.leaders = leaders.into_iter().map(|it| it.1).collect();
    it.place = place;
    it
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
/// `changes` are in the order in which they were made, and then of the days that they wait for; those that were taken
/// back or failed count for nothing.
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
        let changes = by_person.remove(&now.person.id).unwrap_or_default();
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
mod tests;

//! Since when each 部, 課 and 係 has been there, and until when: it is there while somebody has a post in it.

use super::{OrgUnit, Organisation, record_on};
use crate::ids::{Day, PersonId};
use crate::person::Org;
use crate::person_record::{ChangeState, PersonChange, PersonRecord};
use std::collections::{BTreeSet, HashMap};

/// The days on which a place is somebody's: from one, up to but not including the other. `None` is before the history
/// began, or an end that nobody has planned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stay {
    first: Option<Day>,
    end: Option<Day>,
}

impl Stay {
    fn holds(&self, day: &Day) -> bool {
        let is_begun = self.first.as_ref().is_none_or(|it| it <= day);
        is_begun && self.end.as_ref().is_none_or(|it| day < it)
    }

    /// Whether the other, which does not begin earlier, goes on where this ends, or overlaps it.
    fn reaches(&self, other: &Self) -> bool {
        match (&self.end, &other.first) {
            (Some(end), Some(first)) => first <= end,
            _ => true,
        }
    }
}

impl Organisation {
    /// Notes at each unit since when and until when it is there, as seen from a day.
    ///
    /// `records` are everybody as of today, `changes` all of their history as [`super::records_on`] takes it.
    pub fn note_lifetimes(
        &mut self,
        day: &Day,
        records: &[PersonRecord],
        changes: &[PersonChange],
    ) {
        let stays = stays(records, changes);
        for it in &mut self.departments {
            note(it, day, &stays);
        }
    }
}

fn note(unit: &mut OrgUnit, day: &Day, stays: &HashMap<Org, Vec<Stay>>) {
    let all = stays.get(&unit.place).map_or(&[][..], Vec::as_slice);
    if let Some(it) = all.iter().find(|it| it.holds(day)) {
        unit.since.clone_from(&it.first);
        unit.until.clone_from(&it.end);
    }
    for it in &mut unit.parts {
        note(it, day, stays);
    }
}

/// The unbroken times of every place, in order.
fn stays(records: &[PersonRecord], changes: &[PersonChange]) -> HashMap<Org, Vec<Stay>> {
    let mut by_person: HashMap<&PersonId, Vec<&PersonChange>> = HashMap::new();
    let counts = |it: &&PersonChange| matches!(it.state, ChangeState::Made | ChangeState::Planned);
    for it in changes.iter().filter(counts) {
        by_person.entry(&it.person.id).or_default().push(it);
    }
    // Whoever came on the first day of all was there before: the history begins with the roster, not with the ward.
    let begins = changes.iter().map(|it| &it.first_day).min();
    let mut all: HashMap<Org, Vec<Stay>> = HashMap::new();
    for now in records {
        let changes = by_person.remove(&now.person.id).unwrap_or_default();
        let days: BTreeSet<&Day> = changes.iter().map(|it| &it.first_day).collect();
        let ends = days.iter().copied().cloned().map(Some).chain([None]);
        let firsts = [None]
            .into_iter()
            .chain(days.iter().copied().cloned().map(Some));
        for (first, end) in firsts.zip(ends) {
            // Earlier than every day that is written.
            let day = first.clone().unwrap_or(Day(String::new()));
            let Some(record) = record_on(&day, now, &changes).filter(PersonRecord::is_staff) else {
                continue;
            };
            let first = first.filter(|it| Some(it) != begins);
            for place in places(&record) {
                let (first, end) = (first.clone(), end.clone());
                all.entry(place).or_default().push(Stay { first, end });
            }
        }
    }
    for it in all.values_mut() {
        *it = joined(std::mem::take(it));
    }
    all
}

/// Where somebody has their posts, with what is above.
fn places(record: &PersonRecord) -> BTreeSet<Org> {
    let posts = std::iter::once(&record.person.org).chain(&record.second_posts);
    let with_above = posts.flat_map(|it| std::iter::successors(Some(it.clone()), Org::above));
    with_above.collect()
}

/// Stays of several people as unbroken ones.
fn joined(mut stays: Vec<Stay>) -> Vec<Stay> {
    stays.sort();
    let mut all: Vec<Stay> = Vec::new();
    for it in stays {
        match all.last_mut() {
            Some(last) if last.reaches(&it) => {
                let is_open = last.end.is_none() || it.end.is_none();
                last.end = if is_open {
                    None
                } else {
                    last.end.take().max(it.end)
                };
            }
            _ => all.push(it),
        }
    }
    all
}

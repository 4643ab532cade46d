//! A ward with dice: sections of 1 to 40 people, and a year of hand-ins, withdrawals, changes and transfers.

use super::{Answer, Observation};
use crate::aggregate::{GroupMeans, Overview};
use crate::ids::{PersonId, SubjectId};
use crate::instrument::Edition;
use crate::suppression::{Contribution, Figure, Headcounts, Picture, Place};
use std::collections::{BTreeMap, BTreeSet};

/// A form that is published, and the subject that is looked at; all are treated alike.
#[derive(Clone, Copy)]
pub(super) struct CountedForm {
    text: &'static str,
    subject: &'static str,
}

/// The self-check of digital skills.
pub(super) const SELF_CHECK: CountedForm = CountedForm {
    text: include_str!("../../../../../../server/content/dx_self_check.json"),
    subject: "resident_perspective",
};

/// The pulse of the workplace (目指す職場像), which nobody signs.
pub(super) const PULSE: CountedForm = CountedForm {
    text: include_str!("../../../../../../server/content/workplace_pulse.json"),
    subject: "culture_of_challenge",
};

struct Employee {
    place: Place,
    /// How many times they have handed in.
    hand_ins: u32,
    /// What they say now, and from where; none if they have not handed in or have withdrawn.
    said: Option<(f64, Place)>,
}

pub(super) struct Ward {
    dice: fastrand::Rng,
    people: Vec<Employee>,
    /// What everybody of a section answers, where they all agree.
    habits: BTreeMap<String, f64>,
    edition: Edition,
    subject: SubjectId,
}

impl Ward {
    pub(super) fn new(seed: u64, form: CountedForm) -> Self {
        let edition: Edition = serde_json::from_str(form.text).expect("a form");
        let mut dice = fastrand::Rng::with_seed(seed);
        let mut people = Vec::new();
        let mut habits = BTreeMap::new();
        for section in 0..dice.usize(2..7) {
            let name = format!("section {section}");
            if dice.u8(..) < 40 {
                habits.insert(name.clone(), f64::from(dice.u8(1..=5)));
            }
            let largest = if dice.bool() { 6 } else { 40 };
            for _ in 0..dice.usize(1..=largest) {
                let band = &edition.bands()[dice.usize(0..4).saturating_sub(dice.usize(0..3))];
                people.push(Employee {
                    place: Place {
                        section: name.clone(),
                        band: band.id.clone(),
                    },
                    hand_ins: 0,
                    said: None,
                });
            }
        }
        Self {
            dice,
            people,
            habits,
            edition,
            subject: form.subject.into(),
        }
    }

    /// A month of everybody's life.
    fn pass_month(&mut self) {
        let places: Vec<Place> = self.people.iter().map(|it| it.place.clone()).collect();
        for employee in &mut self.people {
            if self.dice.u8(..) < 5 {
                employee.place = places[self.dice.usize(..places.len())].clone();
            }
            let roll = self.dice.u8(..);
            let hands_in = roll < if employee.said.is_some() { 15 } else { 60 };
            if hands_in {
                let habit = self.habits.get(&employee.place.section);
                let own = f64::from(self.dice.u8(2..=10)) / 2.0;
                employee.hand_ins += 1;
                employee.said = Some((*habit.unwrap_or(&own), employee.place.clone()));
            } else if roll >= 250 {
                employee.said = None;
            }
        }
    }

    fn headcounts(&self) -> Headcounts {
        let mut roster = Headcounts::default();
        for it in &self.people {
            *roster.sections.entry(it.place.section.clone()).or_default() += 1;
            *roster.bands.entry(it.place.band.clone()).or_default() += 1;
        }
        roster
    }

    /// All means that are shown in a year by publications.
    pub(super) fn year_of_publications(&mut self) -> Vec<Observation> {
        let figure = Figure::Mean(self.subject.clone());
        let mut picture = Picture::default();
        // Which hand-in of somebody is counted.
        let mut counted: BTreeMap<PersonId, (u32, Answer)> = BTreeMap::new();
        let mut seen = Vec::new();
        for _ in 0..12 {
            self.pass_month();
            let roster = self.headcounts();
            picture.groups.extend(&roster, 5);
            let mut scores = BTreeMap::new();
            for (at, it) in self.people.iter().enumerate() {
                let Some((value, place)) = &it.said else {
                    continue;
                };
                let values = BTreeMap::from([(figure.clone(), *value)]);
                let place = place.clone();
                scores.insert(PersonId(at.to_string()), Contribution { place, values });
            }
            if !picture.publish(&scores, |_| 5) {
                continue;
            }
            for (person, values) in &picture.counted {
                let cohort = values[&figure].cohort;
                if counted.get(person).is_none_or(|it| it.0 != cohort) {
                    let at: usize = person.as_str().parse().expect("a number");
                    counted.insert(person.clone(), (cohort, (at, self.people[at].hand_ins)));
                }
            }
            let shown = Overview::of(&self.edition, &picture, &roster);
            let answers = |is_in: &dyn Fn(&Place) -> bool| -> BTreeSet<Answer> {
                let own = picture
                    .counted
                    .iter()
                    .filter(|it| is_in(&it.1[&figure].place));
                own.map(|it| counted[it.0].1).collect()
            };
            let form = (&self.edition, &self.subject);
            seen.extend(observations(form, &shown, &answers, 0.05));
        }
        seen
    }

    /// All means that a look every month shows if they are live and exact, and small cells are suppressed table by
    /// table, with one more where a small one is alone.
    pub(super) fn year_of_live_means(&mut self) -> Vec<Observation> {
        let mut seen = Vec::new();
        for _ in 0..12 {
            self.pass_month();
            let said: Vec<(Answer, f64, &Place)> = self
                .people
                .iter()
                .enumerate()
                .filter_map(|(at, it)| {
                    it.said
                        .as_ref()
                        .map(|said| ((at, it.hand_ins), said.0, &said.1))
                })
                .collect();
            let sections: BTreeSet<&str> = said.iter().map(|it| it.2.section.as_str()).collect();
            let by_section: Vec<Vec<(Answer, f64)>> = sections
                .iter()
                .map(|section| {
                    let own = said.iter().filter(|it| it.2.section == *section);
                    own.map(|it| (it.0, it.1)).collect()
                })
                .collect();
            let everybody: Vec<(Answer, f64)> = said.iter().map(|it| (it.0, it.1)).collect();
            let sizes: Vec<usize> = by_section.iter().map(Vec::len).collect();
            let is_small = |n: usize| n < 5;
            let alone = sizes.iter().filter(|it| is_small(**it)).count() == 1;
            let companion = sizes.iter().copied().filter(|it| !is_small(*it)).min();
            let shown = by_section
                .into_iter()
                .filter(|it| !(is_small(it.len()) || alone && Some(it.len()) == companion));
            for own in shown.chain((!is_small(everybody.len())).then_some(everybody)) {
                let n = f64::from(u32::try_from(own.len()).expect("few people"));
                let mean = own.iter().map(|it| it.1).sum::<f64>() / n;
                let answers = own.iter().map(|it| it.0).collect();
                seen.push(Observation::of_mean(answers, mean, 0.0));
            }
        }
        seen
    }
}

/// Whose answers are counted at the places that a predicate accepts.
type AnswersOf<'a> = dyn Fn(&dyn Fn(&Place) -> bool) -> BTreeSet<Answer> + 'a;

/// What the tables of a publication say.
fn observations(
    (edition, subject): (&Edition, &SubjectId),
    shown: &Overview,
    answers: &AnswersOf<'_>,
    rounding: f64,
) -> Vec<Observation> {
    let mut seen = Vec::new();
    let mut look = |group: &GroupMeans, is_in: &dyn Fn(&Place) -> bool| {
        let cell = group.cells.iter().find(|it| it.subject == *subject);
        if let Some((mean, n)) = cell.and_then(|it| it.mean.zip(it.people)) {
            let answers = answers(is_in);
            assert_eq!(answers.len(), n as usize, "the table says how many");
            seen.push(Observation::of_mean(answers, mean, rounding));
        }
    };
    look(&shown.ward, &|_| true);
    for it in &shown.sections {
        look(it, &|place| place.section == it.name);
    }
    for (it, band) in shown.bands.iter().zip(edition.bands()) {
        look(it, &|place| place.band == band.id);
    }
    seen
}

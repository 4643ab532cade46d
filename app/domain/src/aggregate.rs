//! What 職員課 sees of a cycle: who has begun and submitted by section, and means that hide small groups.

use super::decode::record;
use super::ids::SubjectId;
use super::instrument::SubjectKind;
use serde::Serialize;

/// No figure is shown for fewer people than this (the policy's reading: DESIGN §5).
pub const SMALLEST_GROUP: u32 = 5;

/// How far one 課 is in a cycle, in people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SectionProgress {
    /// 部
    pub department: String,
    /// 課
    pub section: String,
    /// On the roster.
    pub people: u32,
    /// Of them, answered something but not submitted.
    pub begun: u32,
    /// Of them, submitted.
    pub submitted: u32,
}

record!(SectionProgress {
    department,
    section,
    people,
    begun,
    submitted
});

impl SectionProgress {
    /// Of them, answered nothing yet.
    pub fn not_started(&self) -> u32 {
        self.people.saturating_sub(self.begun + self.submitted)
    }
}

/// The mean of one subject in one group of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// The ability, awareness or workplace element.
    pub subject: SubjectId,
    /// How many people's means it is the mean of; none where withheld.
    pub people: Option<u32>,
    /// 1.0 to 5.0; none where withheld.
    pub mean: Option<f64>,
}

record!(Cell {
    subject,
    people,
    mean
});

/// The means of one group: a 課, a band, or the whole ward.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupMeans {
    /// The group's name.
    pub name: String,
    /// The same in English, where it has one.
    pub name_en: String,
    /// One for each subject, in the form's order.
    pub cells: Vec<Cell>,
}

record!(GroupMeans { name, cells } or_empty { name_en });

/// A subject's name and kind, for headings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubjectName {
    /// Its id.
    pub id: SubjectId,
    /// Its official name.
    pub name: String,
    /// The same in English, where it has one.
    pub name_en: String,
    /// Which kind it is.
    pub kind: SubjectKind,
    /// The level aimed at, where the form names one.
    pub aim: Option<u8>,
}

record!(SubjectName { id, name, kind, aim } or_empty { name_en });

/// Means of a cycle, from the submitted sheets that were shared with 職員課.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    /// What is averaged, in the form's order.
    pub subjects: Vec<SubjectName>,
    /// How many sheets it is made from; none if fewer than [`SMALLEST_GROUP`].
    pub sheets: Option<u32>,
    /// 全体
    pub ward: GroupMeans,
    /// By 職層.
    pub bands: Vec<GroupMeans>,
    /// By 課.
    pub sections: Vec<GroupMeans>,
}

record!(Overview {
    subjects,
    sheets,
    ward,
    bands,
    sections
});

/// Which of some counts of people that add up to a shown one are withheld: small ones, and with a lone small one, which
/// could be worked out from the others, the smallest that would be shown.
pub fn withheld(people: &[u32]) -> Vec<bool> {
    let is_small = |n: u32| n > 0 && n < SMALLEST_GROUP;
    let alone = people.iter().filter(|it| is_small(**it)).count() == 1;
    let large = people.iter().enumerate();
    let large = large.filter(|it| *it.1 >= SMALLEST_GROUP);
    let companion = large.min_by_key(|it| *it.1).filter(|_| alone);
    let companion = companion.map(|it| it.0);
    let all = people.iter().enumerate();
    all.map(|(at, n)| is_small(*n) || companion == Some(at))
        .collect()
}

/// Withholds small cells of each subject across the groups that add up to the ward; a mean of nobody is none.
pub fn withhold(groups: &mut [GroupMeans]) {
    let n_subjects = groups.first().map_or(0, |it| it.cells.len());
    for at in 0..n_subjects {
        let people = groups.iter().map(|it| it.cells[at].people.unwrap_or(0));
        let people: Vec<u32> = people.collect();
        let hidden = withheld(&people).into_iter().zip(people);
        for (group, (is_hidden, n)) in groups.iter_mut().zip(hidden) {
            if is_hidden || n == 0 {
                group.cells[at].people = None;
                group.cells[at].mean = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(people: &[u32]) -> Vec<GroupMeans> {
        people
            .iter()
            .map(|n| GroupMeans {
                name: String::new(),
                name_en: String::new(),
                cells: vec![Cell {
                    subject: "planning".into(),
                    people: Some(*n),
                    mean: Some(3.0),
                }],
            })
            .collect()
    }

    fn shown(people: &[u32]) -> Vec<Option<u32>> {
        let mut groups = groups(people);
        withhold(&mut groups);
        groups.iter().map(|it| it.cells[0].people).collect()
    }

    #[test]
    fn a_group_of_four_is_withheld_and_one_of_five_is_not() {
        assert_eq!(shown(&[4, 3, 5]), [None, None, Some(5)]);
    }

    #[test]
    fn a_lone_small_group_takes_the_smallest_shown_one_with_it() {
        assert_eq!(shown(&[9, 2, 7]), [Some(9), None, None]);
    }

    #[test]
    fn an_empty_group_gives_nothing_away() {
        assert_eq!(shown(&[0, 6, 7]), [None, Some(6), Some(7)]);
    }

    #[test]
    fn of_counts_nobody_is_shown_as_nobody() {
        assert_eq!(withheld(&[9, 2, 7, 0]), [false, true, true, false]);
        assert_eq!(withheld(&[2, 3, 7]), [true, true, false]);
        assert_eq!(withheld(&[5, 5, 1]), [true, false, true]);
    }

    #[test]
    fn a_mean_is_withheld_with_its_count() {
        let mut groups = groups(&[4]);
        withhold(&mut groups);
        assert_eq!(groups[0].cells[0].mean, None);
    }
}

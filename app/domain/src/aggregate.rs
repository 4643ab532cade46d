//! Aggregates of a cycle for 職員課: progress by 課, and means with small groups suppressed.

use super::ids::SubjectId;
use super::instrument::SubjectKind;
use serde::{Deserialize, Serialize};

/// Figures about fewer people than this are suppressed.
pub const MIN_GROUP_SIZE: u32 = 5;

/// Progress of one 課 in a cycle, in people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionProgress {
    /// 部
    pub department: String,
    /// 課
    pub section: String,
    /// People on the roster.
    pub people: u32,
    /// Of these, people with answers who have not submitted.
    pub begun: u32,
    /// Of these, people who have submitted.
    pub submitted: u32,
}

impl SectionProgress {
    /// People on the roster without an answer.
    pub fn not_started(&self) -> u32 {
        self.people.saturating_sub(self.begun + self.submitted)
    }
}

/// Mean of one subject in one group of people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectMean {
    pub subject: SubjectId,
    /// Number of people averaged; `None` if suppressed.
    pub people: Option<u32>,
    /// 1.0 to 5.0; `None` if suppressed.
    pub mean: Option<f64>,
}

/// Means of one group: a 課, a rank band, or the whole ward.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupMeans {
    /// Japanese name of the group.
    pub name: String,
    /// English name; empty if the group has none.
    #[serde(default)]
    pub name_en: String,
    /// One for each subject, in the form's order.
    pub cells: Vec<SubjectMean>,
}

/// Heading of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectName {
    pub id: SubjectId,
    /// Official Japanese name.
    pub name: String,
    /// English name; empty if the subject has none.
    #[serde(default)]
    pub name_en: String,
    pub kind: SubjectKind,
    /// Target level, 1 to 5, if the form sets one.
    pub aim: Option<u8>,
}

/// Means of a cycle, over submitted sheets that are shared with 職員課.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// In the form's order.
    pub subjects: Vec<SubjectName>,
    /// Number of sheets averaged; `None` if fewer than [`MIN_GROUP_SIZE`].
    pub sheets: Option<u32>,
    /// 全体: all sheets.
    pub ward: GroupMeans,
    /// One group for each 職層.
    pub bands: Vec<GroupMeans>,
    /// One group for each 課.
    pub sections: Vec<GroupMeans>,
}

/// Marks the counts to suppress among counts that add up to a published total: all counts from 1 to 4, and a second
/// one if only one is small. Zeros are published.
pub fn suppressed(people: &[u32]) -> Vec<bool> {
    let is_small = |n: u32| n > 0 && n < MIN_GROUP_SIZE;
    let alone = people.iter().filter(|it| is_small(**it)).count() == 1;
    let large = people.iter().enumerate();
    let large = large.filter(|it| *it.1 >= MIN_GROUP_SIZE);
    // A single gap could be computed from the total, so the smallest published count is suppressed with it.
    let companion = large.min_by_key(|it| *it.1).filter(|_| alone);
    let companion = companion.map(|it| it.0);
    let all = people.iter().enumerate();
    all.map(|(at, n)| is_small(*n) || companion == Some(at))
        .collect()
}

/// Suppresses small cells, subject by subject, across groups that add up to the ward.
pub fn suppress_small_groups(groups: &mut [GroupMeans]) {
    let n_subjects = groups.first().map_or(0, |it| it.cells.len());
    for at in 0..n_subjects {
        let people = groups.iter().map(|it| it.cells[at].people.unwrap_or(0));
        let people: Vec<u32> = people.collect();
        let hidden = suppressed(&people).into_iter().zip(people);
        for (group, (is_hidden, n)) in groups.iter_mut().zip(hidden) {
            // The mean of no people does not exist; its zero count is cleared with it.
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
                cells: vec![SubjectMean {
                    subject: "planning".into(),
                    people: Some(*n),
                    mean: Some(3.0),
                }],
            })
            .collect()
    }

    fn shown(people: &[u32]) -> Vec<Option<u32>> {
        let mut groups = groups(people);
        suppress_small_groups(&mut groups);
        groups.iter().map(|it| it.cells[0].people).collect()
    }

    #[test]
    fn groups_under_five_are_suppressed() {
        assert_eq!(shown(&[4, 3, 5]), [None, None, Some(5)]);
    }

    #[test]
    fn a_single_small_group_suppresses_the_smallest_published_one_too() {
        assert_eq!(shown(&[9, 2, 7]), [Some(9), None, None]);
    }

    #[test]
    fn an_empty_group_has_no_mean_and_suppresses_no_other() {
        assert_eq!(shown(&[0, 6, 7]), [None, Some(6), Some(7)]);
    }

    #[test]
    fn zero_counts_are_shown() {
        assert_eq!(suppressed(&[9, 2, 7, 0]), [false, true, true, false]);
        assert_eq!(suppressed(&[2, 3, 7]), [true, true, false]);
        assert_eq!(suppressed(&[5, 5, 1]), [true, false, true]);
    }

    #[test]
    fn a_mean_is_suppressed_with_its_count() {
        let mut groups = groups(&[4]);
        suppress_small_groups(&mut groups);
        assert_eq!(groups[0].cells[0].mean, None);
    }
}

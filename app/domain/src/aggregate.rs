//! Aggregates of a cycle for 職員課: progress by 課, and means as they were published.

use super::calendar::Cycle;
use super::ids::{Day, InstrumentId, SubjectId};
use super::instrument::{Edition, Localized, Subject, SubjectKind};
use super::suppression::{Figure, Headcounts, MIN_GROUP_SIZE, Picture, Place};
use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Progress of one 課 in a cycle, in people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionProgress {
    /// 部
    pub department: String,
    /// 課
    pub section: String,
    /// People on the roster.
    pub people: u32,
    /// Of these, people with answers who have not submitted, also those whose sheet was sent back.
    pub begun: u32,
    /// Of those who have begun, people whose sheet was sent back.
    #[serde(default, skip_serializing_if = "crate::is_default")]
    pub returned: u32,
    /// Of the people on the roster, those who have submitted, also those with whom it is agreed.
    pub submitted: u32,
    /// Of those who have submitted, people with whom it is agreed.
    #[serde(default, skip_serializing_if = "crate::is_default")]
    pub agreed: u32,
}

impl SectionProgress {
    /// People on the roster without an answer.
    pub fn not_started(&self) -> u32 {
        self.people.saturating_sub(self.begun + self.submitted)
    }
}

/// How far one form has come in one cycle, by 課.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormProgress {
    pub instrument: InstrumentId,
    /// Title of the form.
    pub title: Localized,
    pub yearly: bool,
    pub cycle: Cycle,
    /// The day by which it is to be handed in.
    pub due: Option<Day>,
    pub sections: Vec<SectionProgress>,
}

impl FormProgress {
    /// People who have handed it in, and people on the roster.
    pub fn handed_in(&self) -> (u32, u32) {
        let sum = |of: fn(&SectionProgress) -> u32| self.sections.iter().map(of).sum();
        (sum(|it| it.submitted), sum(|it| it.people))
    }

    /// The progress of a 課; `None` if nobody of today belongs to it.
    pub fn section(&self, department: &str, section: &str) -> Option<&SectionProgress> {
        let mut all = self.sections.iter();
        all.find(|it| it.department == department && it.section == section)
    }
}

/// A 課 with the 所属長 who leads most of its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionLeader {
    pub department: String,
    pub section: String,
    /// 氏名
    pub leader: String,
}

/// How far all open forms of a fiscal year have come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearProgress {
    /// The form that is due first comes first, forms without a due day last.
    pub forms: Vec<FormProgress>,
    pub leaders: Vec<SectionLeader>,
}

impl YearProgress {
    /// The 課, the one that is furthest behind first; each with its share of sheets that are not handed in, 0.0 to 1.0.
    pub fn sections_by_lag(&self) -> Vec<(&SectionProgress, f64)> {
        let first = self.forms.first();
        let sections = first.into_iter().flat_map(|it| &it.sections);
        let lag = |own: &SectionProgress| {
            let cells = self.forms.iter();
            let cells = cells.filter_map(|it| it.section(&own.department, &own.section));
            let (open, all) = cells.fold((0, 0), |(open, all), it| {
                (
                    open + it.people.saturating_sub(it.submitted),
                    all + it.people,
                )
            });
            f64::from(open) / f64::from(all.max(1))
        };
        let mut all: Vec<_> = sections.map(|it| (it, lag(it))).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all
    }
}

/// Mean of one subject in one group of people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectMean {
    pub subject: SubjectId,
    /// Number of people averaged; `None` if suppressed.
    pub people: Option<u32>,
    /// 1.0 to 5.0, rounded to one decimal; `None` if suppressed.
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
    /// People of the group on the roster, at the time of publication.
    #[serde(default)]
    pub on_roster: u32,
    /// Of these, people who are counted; `None` if suppressed.
    #[serde(default)]
    pub people: Option<u32>,
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

/// Means of a cycle, over submitted sheets: as published, until the next publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// When it was published; `None` before the first time.
    #[serde(default)]
    pub published_at: Option<Timestamp>,
    /// In the form's order.
    pub subjects: Vec<SubjectName>,
    /// Number of people counted; `None` if fewer than [`MIN_GROUP_SIZE`].
    pub sheets: Option<u32>,
    /// 全体: all sheets.
    pub ward: GroupMeans,
    /// One group for each 職層.
    pub bands: Vec<GroupMeans>,
    /// One group for each 課.
    pub sections: Vec<GroupMeans>,
}

impl Overview {
    /// The means of a picture. Its groups are those of the roster; the form's bands are in its order.
    pub fn of(edition: &Edition, picture: &Picture, roster: &Headcounts) -> Self {
        // What an earlier edition asked is shown for as long as it counts somewhere.
        let counts = |it: &Subject| cell(picture, it, &|_| true).mean.is_some();
        let subjects = edition.subjects.iter();
        let subjects: Vec<&Subject> = subjects.filter(|it| !it.retired || counts(it)).collect();
        let group = |name: &str, name_en: &str, on_roster: u32, is_in: &dyn Fn(&Place) -> bool| {
            let people = picture.people(|it| matches!(it, Figure::Mean(_)), is_in);
            GroupMeans {
                name: name.to_owned(),
                name_en: name_en.to_owned(),
                on_roster,
                people: (people >= MIN_GROUP_SIZE).then_some(people),
                cells: subjects.iter().map(|it| cell(picture, it, is_in)).collect(),
            }
        };
        let hidden = |_: &Place| false;
        let sections = picture.groups.sections().filter(|it| !it.is_empty());
        let sections = sections.map(|section| {
            let on_roster = roster.sections.get(section).copied().unwrap_or_default();
            let is_in = |it: &Place| it.section == section;
            let is_shown = picture.groups.shows_section(section);
            group(
                section,
                "",
                on_roster,
                if is_shown { &is_in } else { &hidden },
            )
        });
        let bands = edition.bands().into_iter().filter_map(|band| {
            let on_roster = *roster.bands.get(&band.id)?;
            let is_in = |it: &Place| it.band == band.id;
            let is_shown = picture.groups.shows_band(&band.id);
            let words = &band.words;
            Some(group(
                &words.ja,
                &words.en,
                on_roster,
                if is_shown { &is_in } else { &hidden },
            ))
        });
        let ward = group("全体", "All", roster.sections.values().sum(), &|_| true);
        Self {
            published_at: None,
            subjects: subjects.iter().map(|it| SubjectName::of(it)).collect(),
            sheets: ward.people,
            bands: bands.collect(),
            sections: sections.collect(),
            ward,
        }
    }
}

impl SubjectName {
    fn of(subject: &Subject) -> Self {
        Self {
            id: subject.id.clone(),
            name: subject.words.ja.clone(),
            name_en: subject.words.en.clone(),
            kind: subject.kind,
            aim: subject.aim,
        }
    }
}

fn cell(picture: &Picture, subject: &Subject, is_in: &dyn Fn(&Place) -> bool) -> SubjectMean {
    let mean = picture.mean(&Figure::Mean(subject.id.clone()), is_in);
    SubjectMean {
        subject: subject.id.clone(),
        people: mean.map(|it| it.people),
        mean: mean.map(|it| it.mean),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(name: &str, people: u32, submitted: u32) -> SectionProgress {
        SectionProgress {
            department: "区民部".to_owned(),
            section: name.to_owned(),
            people,
            begun: 0,
            submitted,
            ..SectionProgress::default()
        }
    }

    #[test]
    fn the_section_furthest_behind_comes_first() {
        let form = |sections| FormProgress {
            instrument: "goal_sheet".into(),
            title: Localized::default(),
            yearly: true,
            cycle: Cycle::in_year(2026)[0],
            due: None,
            sections,
        };
        let year = YearProgress {
            forms: vec![
                form(vec![section("区民課", 10, 9), section("税務課", 4, 1)]),
                form(vec![section("区民課", 10, 10), section("税務課", 4, 4)]),
            ],
            leaders: Vec::new(),
        };
        let names: Vec<_> = year
            .sections_by_lag()
            .into_iter()
            .map(|(it, lag)| (it.section.as_str(), (lag * 1000.0).round()))
            .collect();
        assert_eq!(names, [("税務課", 375.0), ("区民課", 50.0)]);
        assert_eq!(year.forms[0].handed_in(), (10, 14));
    }
}

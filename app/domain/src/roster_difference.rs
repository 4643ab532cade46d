//! What a roster file would change: people who are new, changed, back, or not listed, each to accept or to leave.

use crate::ids::PersonId;
use crate::person::{Org, PersonName, Role};
use crate::person_record::{FieldChange, PersonField};
use crate::question_bank::LineFault;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What a roster would do with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterEntryKind {
    Joiner,
    /// Another place, grade, name, 所属長 or role.
    Change,
    /// Listed again after a complete roster had not.
    Return,
    /// Not in the file: gone, if the file lists everybody.
    Leaver,
}

/// Where an entry is shown: by what of it people look at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterGroup {
    Joiners,
    /// Another 部, 課 or 係, whatever else changes.
    Moves,
    GradesAndNames,
    Supervisors,
    /// Second posts, roles and the like.
    Others,
    Returns,
    Leavers,
}

impl RosterGroup {
    pub const ALL: [Self; 7] = [
        Self::Joiners,
        Self::Moves,
        Self::GradesAndNames,
        Self::Supervisors,
        Self::Others,
        Self::Returns,
        Self::Leavers,
    ];
}

/// One person whom a roster would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEntry {
    pub kind: RosterEntryKind,
    /// Row in the file, as a spreadsheet counts; `None` for who is not in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    pub person: PersonName,
    /// Where they will be.
    pub org: Org,
    /// What will change; empty for somebody new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
    /// Roles that somebody new would get, or somebody gone still has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Why it is perhaps a mistake, in Japanese.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<String>,
}

impl RosterEntry {
    pub fn group(&self) -> RosterGroup {
        use PersonField::{Department, Grade, JobType, Kana, Name, Section, Supervisor, Unit};
        let changes = |of: &[PersonField]| self.fields.iter().any(|it| of.contains(&it.field));
        match self.kind {
            RosterEntryKind::Joiner => RosterGroup::Joiners,
            RosterEntryKind::Return => RosterGroup::Returns,
            RosterEntryKind::Leaver => RosterGroup::Leavers,
            RosterEntryKind::Change if changes(&[Department, Section, Unit]) => RosterGroup::Moves,
            RosterEntryKind::Change if changes(&[Grade, JobType, Name, Kana]) => {
                RosterGroup::GradesAndNames
            }
            RosterEntryKind::Change if changes(&[Supervisor]) => RosterGroup::Supervisors,
            RosterEntryKind::Change => RosterGroup::Others,
        }
    }

    /// Whether it is done unless somebody decides otherwise: what is doubtful waits for a look, and so does an end.
    pub fn is_usually_accepted(&self) -> bool {
        self.doubts.is_empty() && self.kind != RosterEntryKind::Leaver
    }
}

/// A column of the file that stands for a heading of the roster. On the wire an array, `[heading, column]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(String, String)")]
pub struct RosterColumn {
    /// As in the manual: `氏名`.
    pub heading: String,
    /// As in the file: `漢字氏名（戸籍）`. Empty for none: what was remembered is forgotten.
    pub column: String,
}

impl From<RosterColumn> for (String, String) {
    fn from(it: RosterColumn) -> Self {
        (it.heading, it.column)
    }
}

/// A file as it was read, beside what is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterPreview {
    pub entries: Vec<RosterEntry>,
    pub unchanged: u32,
    /// What was read otherwise than it is usually written, in sentences.
    pub notes: Vec<String>,
    /// Why nothing of the file can be taken; then there are no entries.
    pub faults: Vec<LineFault>,
    /// Required headings that no column has.
    pub missing: Vec<String>,
    /// Columns that somebody has named, now or at an earlier import.
    #[serde(default)]
    pub named: Vec<RosterColumn>,
    /// The cells of the row of headings, to choose from.
    pub columns: Vec<String>,
    /// Names what was seen; what is applied must be the same.
    pub digest: String,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastImport {
    /// Id on the server.
    pub seq: i64,
    pub author: String,
    pub created_at: Timestamp,
    pub file_name: String,
    /// People who were new, and people who were changed or will be.
    pub n_joined: u32,
    pub n_changed: u32,
    pub is_undone: bool,
}

/// People of an import that somebody has changed since, so that it cannot be undone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoOutcome {
    pub is_undone: bool,
    /// Whose records have changed since, or who has used their account.
    pub in_the_way: Vec<PersonId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use PersonField::{Grade, Mail, Section, Supervisor};

    #[test]
    fn a_change_is_grouped_by_what_people_look_at_first() {
        let entry = |fields: &[PersonField]| RosterEntry {
            kind: RosterEntryKind::Change,
            line: None,
            person: PersonName {
                id: "E1".into(),
                name: String::new(),
            },
            org: Org::default(),
            fields: fields
                .iter()
                .map(|it| FieldChange {
                    field: *it,
                    before: String::new(),
                    after: String::new(),
                })
                .collect(),
            roles: Vec::new(),
            doubts: Vec::new(),
        };
        assert_eq!(entry(&[Supervisor, Section]).group(), RosterGroup::Moves);
        assert_eq!(
            entry(&[Supervisor, Grade]).group(),
            RosterGroup::GradesAndNames
        );
        assert_eq!(entry(&[Supervisor]).group(), RosterGroup::Supervisors);
        assert_eq!(entry(&[Mail]).group(), RosterGroup::Others);
        let leaver = RosterEntry {
            kind: RosterEntryKind::Leaver,
            ..entry(&[])
        };
        assert_eq!(leaver.group(), RosterGroup::Leavers);
    }
}

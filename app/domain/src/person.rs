//! Who works at the ward: a person of the roster, their place, grade and roles.

use super::calendar::Cycle;
use super::decode::{record, words};
use super::ids::{InstrumentId, PersonId};
use crate::fill;
use serde::Serialize;

/// What a person may do beyond their own sheets. A 所属長 is one by having people, not by a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 職員課: cycles, roster, progress, aggregates.
    Personnel,
    /// 情報政策課: DX aggregates only.
    Digital,
    /// 採用担当: fair counts only.
    Recruiter,
    /// システム管理: accounts, logs, backups; no content.
    Administrator,
    /// ＤＸ推進サポーター of their 課; sees nothing more for it.
    Supporter,
}

words!(Role {
    Personnel = "personnel",
    Digital = "digital",
    Recruiter = "recruiter",
    Administrator = "administrator",
    Supporter = "supporter",
});

impl Role {
    /// The ward's word for it, as the roster's 役割 column writes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Personnel => "職員課",
            Self::Digital => "情報政策課",
            Self::Recruiter => "採用担当",
            Self::Administrator => "システム管理",
            Self::Supporter => "ＤＸ推進サポーター",
        }
    }

    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Personnel,
        Self::Digital,
        Self::Recruiter,
        Self::Administrator,
        Self::Supporter,
    ];
}

/// 部, 課 and 係; the last may be empty for those who lead a 課 or a 部.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Org {
    /// 部
    pub department: String,
    /// 課
    pub section: String,
    /// 係
    pub unit: String,
}

record!(Org { department, section } or_empty { unit });

impl Org {
    /// `総務部 職員課 人事係`
    pub fn label(&self) -> String {
        [&self.department, &self.section, &self.unit]
            .into_iter()
            .filter(|it| !it.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A person of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// 職員番号
    pub id: PersonId,
    /// 氏名
    pub name: String,
    /// 部・課・係
    pub org: Org,
    /// 級, 1 to 6.
    pub grade: u8,
    /// 職種, as the roster writes it.
    pub job_type: String,
    /// 所属長
    pub supervisor: Option<PersonId>,
    /// 役割
    pub roles: Vec<Role>,
}

record!(Person { id, name, org, grade, job_type, supervisor } or_empty { roles });

/// A cycle in which one form is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenCycle {
    /// The form.
    pub instrument: InstrumentId,
    /// Its name.
    pub title: String,
    /// The same in English, where it has one.
    pub title_en: String,
    /// The time.
    pub cycle: Cycle,
    /// Whether answers are still taken.
    pub open: bool,
    /// Whether there is one sheet of it a year.
    pub yearly: bool,
    /// Whether it stands on a person's home page before anything is in it: what two write together begins with a talk,
    /// and a note has no sheet to hand in.
    pub offered: bool,
}

record!(OpenCycle {
    instrument,
    title,
    cycle,
    open
} or_empty { title_en, yearly, offered });

impl OpenCycle {
    /// The time as it is called for this form.
    pub fn when(&self) -> String {
        super::instrument::when(self.yearly, self.cycle)
    }
}

/// What the signed-in person's browser needs to know of them; kept for use without network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Me {
    /// Their line of the roster.
    pub person: Person,
    /// Whether anyone has them as 所属長.
    pub is_supervisor: bool,
    /// Whether the first password is still in use.
    pub must_change_password: bool,
    /// The forms and times that concern them, oldest first.
    pub cycles: Vec<OpenCycle>,
    /// Whether they have a 確認番号.
    pub has_confirmation: bool,
    /// What a 確認番号 is sealed with ([`crate::crypto::confirmation`]).
    pub proof_key: String,
}

record!(Me {
    person,
    is_supervisor,
    must_change_password,
    cycles
} or_empty { has_confirmation, proof_key });

impl Person {
    /// Place, name and number, as they stand on paper.
    pub fn in_full(&self) -> String {
        fill!("{0}　{1}（{2}）", self.org.label(), self.name, self.id)
    }
}

impl Me {
    /// Whether they work with this role.
    pub fn has(&self, role: Role) -> bool {
        self.person.roles.contains(&role)
    }
}

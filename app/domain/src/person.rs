//! People of the roster: organisation, grade, supervisor and roles.

use super::calendar::Cycle;
use super::ids::{Day, InstrumentId, PersonId};
use crate::crypto::sealed_box::BoxPublicKey;
use crate::instrument::FormRole;
use crate::locale::{Language, Locale};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Permissions beyond one's own sheets. 所属長 is not a role: whoever has staff on the roster is one.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Role {
    /// 職員課: cycles, roster, progress, aggregates.
    Personnel,
    /// 情報政策課: DX aggregates only.
    Digital,
    /// 採用担当: fair counts only.
    Recruiter,
    /// システム管理: accounts, logs, backups; no content.
    Administrator,
    /// ＤＸ推進サポーター of their 課: writes what the 課 tries out.
    Supporter,
    /// ＣＩＯ: what 職員課 and 情報政策課 report of digital work.
    Cio,
}

impl Role {
    /// The ward's word, as in the roster's 役割 column; not translated.
    pub fn label(self) -> &'static str {
        match self {
            Self::Personnel => "職員課",
            Self::Digital => "情報政策課",
            Self::Recruiter => "採用担当",
            Self::Administrator => "システム管理",
            Self::Supporter => "ＤＸ推進サポーター",
            Self::Cio => "ＣＩＯ",
        }
    }

    pub const ALL: [Self; 6] = [
        Self::Personnel,
        Self::Digital,
        Self::Recruiter,
        Self::Administrator,
        Self::Supporter,
        Self::Cio,
    ];
}

/// 部, 課 and 係. `unit` is empty for people who lead a 課 or a 部.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Hash)]
pub struct Org {
    /// 部
    pub department: String,
    /// 課
    pub section: String,
    /// 係
    #[serde(default)]
    pub unit: String,
}

impl Org {
    /// Joined by spaces, without empty levels: `総務部 職員課 人事係`.
    pub fn label(&self) -> String {
        [&self.department, &self.section, &self.unit]
            .into_iter()
            .filter(|it| !it.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// One line of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// 職員番号
    pub id: PersonId,
    /// 氏名
    pub name: String,
    /// How it is read, in kana; empty if the roster does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kana: String,
    /// 部・課・係
    pub org: Org,
    /// 級, 1 to 6.
    pub grade: u8,
    /// 職種, as the roster writes it.
    pub job_type: String,
    /// 所属長
    pub supervisor: Option<PersonId>,
    /// 役割
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

/// One form in one cycle, as it concerns one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCycle {
    pub instrument: InstrumentId,
    /// Japanese title of the form.
    pub title: String,
    /// English title; empty if the form has none.
    #[serde(default)]
    pub title_en: String,
    pub cycle: Cycle,
    /// Whether the server still accepts answers.
    pub open: bool,
    /// Whether the form has one sheet a year.
    #[serde(default)]
    pub yearly: bool,
    /// Whether the home page lists the form before it has an answer. False for joint sheets, which begin with an
    /// interview, and for private notes, which are never submitted.
    #[serde(default)]
    pub offered: bool,
    /// The day by which its sheets are to be handed in, if 職員課 has set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What the program uses the form for; read it with [`OpenCycle::role`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<FormRole>,
}

impl OpenCycle {
    /// What the program uses the form for. Servers of earlier releases do not say it.
    pub fn role(&self) -> FormRole {
        self.role
            .unwrap_or_else(|| FormRole::of_earlier_form(&self.instrument))
    }

    /// Label of the cycle for this form, see [`super::instrument::cycle_label`].
    pub fn cycle_label(&self, locale: Locale) -> String {
        super::instrument::cycle_label(self.yearly, self.cycle, locale)
    }
}

/// The signed-in person and what their browser needs to know; cached for use offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUser {
    pub person: Person,
    /// Whether anyone on the roster has them as 所属長.
    pub is_supervisor: bool,
    /// Whether they still use the initial password.
    pub must_change_password: bool,
    /// Forms and cycles that concern them, oldest first.
    pub cycles: Vec<OpenCycle>,
    /// Whether they have a 確認番号.
    #[serde(default)]
    pub has_confirmation: bool,
    #[serde(default)]
    pub preferences: Preferences,
    /// Where they get mail about reminders; empty if the ward sends none, or nobody has said where.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mail: String,
    /// A 確認番号 is encrypted with it ([`crate::crypto::confirmation`]).
    /// Who reads what they hand in besides their 所属長.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second_readers: Vec<PersonName>,
    /// For which places they are a second reader themself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads_for: Vec<Org>,
    #[serde(default, rename = "proof_key")]
    pub server_key: BoxPublicKey,
}

/// What a person has set for themself, on every device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// `None` if they have never chosen one.
    #[serde(default)]
    pub language: Option<Language>,
    /// Whether they have read the first run.
    #[serde(default)]
    pub is_introduced: bool,
    /// Whether they want no mail; `None` leaves that as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refuses_mail: Option<bool>,
}

/// A person by number and name. On the wire an array, `[id, name]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(PersonId, String)")]
pub struct PersonName {
    /// 職員番号
    pub id: PersonId,
    /// 氏名
    pub name: String,
}

impl From<PersonName> for (PersonId, String) {
    fn from(it: PersonName) -> Self {
        (it.id, it.name)
    }
}

impl Person {
    /// Who they are, for a list.
    pub fn named(&self) -> PersonName {
        PersonName {
            id: self.id.clone(),
            name: self.name.clone(),
        }
    }

    /// Organisation, name and 職員番号, as on printed sheets.
    pub fn full_label(&self, locale: Locale) -> String {
        locale.format(
            "{0}　{1}（{2}）",
            &[&self.org.label(), &self.name, &self.id.0],
        )
    }
}

impl CurrentUser {
    pub fn has_role(&self, role: Role) -> bool {
        self.person.roles.contains(&role)
    }
}

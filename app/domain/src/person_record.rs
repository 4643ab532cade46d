//! What 職員課 keeps of a person: the roster's line, second posts, roles and account; and how a change of it is told.

use super::calendar::display_day;
use super::folding::fold;
use super::ids::{Day, PersonId};
use super::locale::Locale;
use super::person::{Org, Person, PersonName, Role};
use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Whether somebody can sign in, and why not.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
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
pub enum AccountState {
    /// Has not set a password of their own yet.
    Invited,
    #[default]
    Active,
    /// 休職, 育児休業 and the like.
    OnLeave,
    /// Retired or moved to another employer.
    Left,
    /// 免職.
    Dismissed,
    /// Missing on a complete roster.
    NotListed,
}

impl AccountState {
    pub const ALL: [Self; 6] = [
        Self::Invited,
        Self::Active,
        Self::OnLeave,
        Self::Left,
        Self::Dismissed,
        Self::NotListed,
    ];

    pub fn can_sign_in(self) -> bool {
        matches!(self, Self::Invited | Self::Active)
    }

    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Invited => locale.t("招待中"),
            Self::Active => locale.t("利用中"),
            Self::OnLeave => locale.t("休職・休業"),
            Self::Left => locale.t("退職・転出"),
            Self::Dismissed => locale.t("免職"),
            Self::NotListed => locale.t("名簿にない"),
        }
    }
}

/// A person as 職員課 keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    pub person: Person,
    #[serde(default)]
    pub account: AccountState,
    /// Where they get mail; empty if nobody has said it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mail: String,
    /// 兼務: where they have a post besides [`Person::org`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second_posts: Vec<Org>,
}

/// A part of a [`PersonRecord`] that can change. Its word is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum PersonField {
    Name,
    Kana,
    Department,
    Section,
    Unit,
    Grade,
    JobType,
    /// A 職員番号; empty for none.
    Supervisor,
    /// A line each, with tabs between 部, 課 and 係.
    SecondPosts,
    /// Words of [`Role`], sorted, with commas between.
    Roles,
    /// A word of [`AccountState`].
    Account,
    /// Where they get mail.
    Mail,
}

impl PersonField {
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Kana,
        Self::Department,
        Self::Section,
        Self::Unit,
        Self::Grade,
        Self::JobType,
        Self::Supervisor,
        Self::SecondPosts,
        Self::Roles,
        Self::Account,
        Self::Mail,
    ];

    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Name => locale.t("氏名"),
            Self::Kana => locale.t("氏名の読み"),
            Self::Department => locale.t("部"),
            Self::Section => locale.t("課"),
            Self::Unit => locale.t("係"),
            Self::Grade => locale.t("級"),
            Self::JobType => locale.t("職種"),
            Self::Supervisor => locale.t("所属長"),
            Self::SecondPosts => locale.t("兼務"),
            Self::Roles => locale.t("役割"),
            Self::Account => locale.t("アカウント"),
            Self::Mail => locale.t("メールアドレス"),
        }
    }
}

/// One field of a person, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: PersonField,
    pub before: String,
    pub after: String,
}

impl FieldChange {
    /// A value as people read it: numbers of people stay numbers.
    pub fn shown(&self, value: &str, locale: Locale) -> String {
        match self.field {
            PersonField::Grade if !value.is_empty() => locale.format("{0}級", &[&value]),
            PersonField::SecondPosts => value.replace('\t', " ").replace('\n', "、"),
            PersonField::Roles => roles(value).map(Role::label).collect::<Vec<_>>().join("、"),
            PersonField::Account => value
                .parse::<AccountState>()
                .map_or_else(|_| value.to_owned(), |it| it.label(locale).to_owned()),
            _ => value.to_owned(),
        }
    }
}

fn roles(text: &str) -> impl Iterator<Item = Role> {
    text.split(',').filter_map(|it| it.parse().ok())
}

/// A value that a field cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidField {
    pub field: PersonField,
}

/// A long name, 部 or 職種: longer is a paste by mistake.
pub const MAX_FIELD_CHARS: usize = 60;

/// The longest address that mail servers take, in characters.
const MAX_MAIL_CHARS: usize = 254;

fn longest(field: PersonField) -> usize {
    match field {
        PersonField::Mail => MAX_MAIL_CHARS,
        _ => MAX_FIELD_CHARS,
    }
}

impl PersonRecord {
    /// The value of a field, as [`FieldChange`] has it.
    pub fn value(&self, field: PersonField) -> String {
        let it = &self.person;
        match field {
            PersonField::Name => it.name.clone(),
            PersonField::Kana => it.kana.clone(),
            PersonField::Department => it.org.department.clone(),
            PersonField::Section => it.org.section.clone(),
            PersonField::Unit => it.org.unit.clone(),
            PersonField::Grade => it.grade.to_string(),
            PersonField::JobType => it.job_type.clone(),
            PersonField::Supervisor => it.supervisor.clone().map_or_else(String::new, |it| it.0),
            PersonField::SecondPosts => posts_text(&self.second_posts),
            PersonField::Roles => roles_text(&it.roles),
            PersonField::Account => self.account.into_str().to_owned(),
            PersonField::Mail => self.mail.clone(),
        }
    }

    /// Sets a field. Blanks at the ends are no part of a value.
    ///
    /// # Errors
    ///
    /// A name is never empty, no text longer than [`MAX_FIELD_CHARS`], and no line break or tab stands in one.
    pub fn set(&mut self, field: PersonField, value: &str) -> Result<(), InvalidField> {
        let (it, text, wrong) = (&mut self.person, value.trim(), InvalidField { field });
        let is_lines = field == PersonField::SecondPosts;
        let is_long = text
            .lines()
            .any(|it| it.chars().count() > 3 * MAX_FIELD_CHARS)
            || !is_lines && text.chars().count() > longest(field);
        if is_long || text.chars().any(|it| it.is_control() && !is_lines) {
            return Err(wrong);
        }
        let text = text.to_owned();
        match field {
            PersonField::Name if text.is_empty() => return Err(wrong),
            PersonField::Name => it.name = text,
            PersonField::Kana => it.kana = text,
            PersonField::Department => it.org.department = text,
            PersonField::Section => it.org.section = text,
            PersonField::Unit => it.org.unit = text,
            PersonField::Grade => it.grade = text.parse().map_err(|_| wrong)?,
            PersonField::JobType => it.job_type = text,
            PersonField::Supervisor => it.supervisor = (!text.is_empty()).then_some(PersonId(text)),
            PersonField::SecondPosts => self.second_posts = posts(&text),
            PersonField::Roles => {
                let words = text.split(',').filter(|it| !it.is_empty());
                let all: Result<Vec<Role>, _> = words.map(str::parse).collect();
                it.roles = all.map_err(|_| wrong)?;
                it.roles.sort();
                it.roles.dedup();
            }
            PersonField::Account => self.account = text.parse().map_err(|_| wrong)?,
            PersonField::Mail => self.mail = text,
        }
        Ok(())
    }

    /// What differs in another record of the same person.
    pub fn differences(&self, after: &Self) -> Vec<FieldChange> {
        let all = PersonField::ALL.into_iter().map(|field| FieldChange {
            field,
            before: self.value(field),
            after: after.value(field),
        });
        all.filter(|it| it.before != it.after).collect()
    }

    /// The texts in which a person is looked for, folded: name, reading, number, and where their posts are.
    pub fn search_text(&self) -> String {
        let it = &self.person;
        let mut texts = vec![fold(&it.name), fold(&it.kana), fold(it.id.as_str())];
        texts.push(fold(&it.org.label()));
        texts.extend(self.second_posts.iter().map(|it| fold(&it.label())));
        // A word stands in one of the texts, never across two.
        texts.join("\n")
    }
}

fn posts_text(posts: &[Org]) -> String {
    let lines = posts
        .iter()
        .map(|it| [&*it.department, &*it.section, &*it.unit].join("\t"));
    lines.collect::<Vec<_>>().join("\n")
}

fn posts(text: &str) -> Vec<Org> {
    let line = |it: &str| {
        let mut parts = it.split('\t').map(|it| it.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        Org {
            department: next(),
            section: next(),
            unit: next(),
        }
    };
    let all = text.lines().map(line);
    all.filter(|it| *it != Org::default()).collect()
}

fn roles_text(roles: &[Role]) -> String {
    let mut roles = roles.to_vec();
    roles.sort();
    let words: Vec<&str> = roles.iter().map(Role::into_str).collect();
    words.join(",")
}

/// A change of a person that was made, or will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChange {
    /// Id on the server.
    pub seq: i64,
    pub person: PersonName,
    /// The day from which it holds.
    pub first_day: Day,
    /// Before a change is made, what stood there when it was planned.
    pub fields: Vec<FieldChange>,
    /// Whether somebody was new with it.
    pub is_joining: bool,
    pub reason: String,
    /// 氏名 of who entered it; empty for a command of the machine.
    pub author: String,
    pub created_at: Timestamp,
    /// 氏名 of the second person who agreed; empty if nobody had to, or has yet.
    #[serde(default)]
    pub approved_by: String,
    pub state: ChangeState,
}

/// How far a change has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// Waits for its day.
    Planned,
    /// Waits for a second person of 職員課 to agree.
    Waiting,
    Made,
    /// Was taken back before its day.
    Cancelled,
    /// Could not be made on its day; says why, in Japanese.
    Failed(String),
}

impl PersonChange {
    /// The day as a list shows it.
    pub fn day_label(&self, locale: Locale) -> String {
        display_day(self.first_day.as_str(), locale)
    }
}

#[cfg(test)]
mod tests;

//! A form as data: sections of items, the scale they are marked on, and the subject of each.
//!
//! An edition is one published version of an instrument and is immutable.

use super::calendar::{Cycle, Period};
use super::ids::{BandId, InstrumentId, ItemId, SubjectId};
use super::sheet::{ShareScope, Sheet};
use crate::is_default;
use crate::locale::Locale;
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod answer_validation;
mod backcast;
mod display;
mod interview;
mod item;
mod item_kind;
mod legend;
mod measure;
mod pasted_table;
mod ranking;
mod retired;
mod role;
mod table;
mod timeline;
mod visibility;
mod workflow;

pub use answer_validation::InvalidAnswer;
pub use backcast::{PathEntry, PathStep, path_entries, path_steps};
pub use interview::{InterviewStep, InterviewTask};
pub use item::{AnswerKey, Example, HelpPanel, Item, OnlyIf, Readers, WrittenBy};
pub use item_kind::{ItemKind, LikertPoint};
pub use legend::LegendPoint;
pub use measure::{Measure, MeasureHint, Recommendation};
pub use pasted_table::{Pasted, clipboard_cells, paste_table};
pub use ranking::move_entry;
pub use role::{FormRole, ItemRole};
pub use table::{Column, ColumnKind, FilledCell, RowsDisplay, cells, is_day};
pub use timeline::{TimelineLine, YearSpan, timeline_lines, timeline_spans};
pub use visibility::{VisibleItem, sections_around};
pub use workflow::{Party, Workflow};

/// Wire value of 該当なし on a scale. `null` is taken: it withdraws an answer.
pub const NOT_APPLICABLE: &str = "na";

/// A text in Japanese and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localized {
    /// Japanese, as the ward writes it.
    pub ja: String,
    /// Empty if there is no translation.
    #[serde(default)]
    pub en: String,
}

impl Localized {
    /// The text in a language; Japanese if there is no English.
    pub fn shown(&self, locale: Locale) -> &str {
        locale.pick(&self.ja, &self.en)
    }
}

/// The texts shown before the first input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// States that this form is not the personnel evaluation.
    pub reminder: Localized,
    /// 何のため
    pub purpose: Localized,
    /// だれが読む
    pub readers: Localized,
    /// いつまで
    pub retention: Localized,
}

/// One point of the edition's scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScalePoint {
    /// 1 to 5; `None` for 該当なし.
    pub value: Option<u8>,
    /// Japanese label for narrow layouts.
    pub short: String,
    /// English label for narrow layouts.
    #[serde(default)]
    pub short_en: String,
    pub words: Localized,
    /// Kept from an earlier edition for the answers that name it; no longer offered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

impl ScalePoint {
    /// The JSON value of an answer that selects this point.
    pub fn answer(&self) -> Value {
        self.value
            .map_or_else(|| Value::from(NOT_APPLICABLE), Value::from)
    }
}

/// An id with a label: an option of a question, a group of abilities, a job type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The value stored in answers.
    pub id: String,
    pub words: Localized,
    /// Kept from an earlier edition for the answers that name it; no longer offered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

/// A rank band (職層) and its grades.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub id: BandId,
    pub words: Localized,
    /// 級, 1 to 6.
    pub grades: Vec<u8>,
}

/// What an item can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// One of the abilities of the evaluation rules.
    Ability,
    /// One of the seven awarenesses.
    Awareness,
    /// An element of the workplace; shown only in aggregates.
    Workplace,
    /// One of the six 変革マインド.
    Mindset,
    /// A task of a DX staff role.
    Role,
    /// A field of knowledge: tested, not self-scored.
    Domain,
}

/// What an item is about, such as an ability or an awareness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub id: SubjectId,
    pub kind: SubjectKind,
    /// The group of an ability, by the ward's classification or ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Official name.
    pub words: Localized,
    /// Target level, 1 to 5, if the form sets one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aim: Option<u8>,
    /// Kept from an earlier edition for the sheets that have a score in it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

impl Subject {
    /// Whether people score themselves on it, so that it is part of their result.
    pub fn is_self_scored(&self) -> bool {
        !matches!(self.kind, SubjectKind::Workplace | SubjectKind::Domain)
    }
}

/// A part of a form: one step of the step navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Also used in the URL.
    pub id: String,
    pub words: Localized,
    /// A sentence below the heading.
    #[serde(default)]
    pub lead: Localized,
    /// Id of the section that must have an answer before this one is shown; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub follows: String,
    /// The [`SectionLink`]s that help to answer, decoded only where they are shown ([`Section::links`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub links: Value,
    pub items: Vec<Item>,
}

/// A page of the app that helps with a section; it opens in a new tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionLink {
    pub words: Localized,
    /// Path of the page, with an anchor after `#`.
    pub to: String,
}

impl Section {
    /// Decodes the links; `None` if they are not what they should be.
    pub fn links(&self) -> Option<Vec<SectionLink>> {
        if self.links.is_null() {
            return Some(Vec::new());
        }
        Vec::deserialize(&self.links).ok()
    }
}

/// Who opens the cycles of a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// They open in a new ward, and 期首 opens with each fiscal year.
    #[default]
    ByItself,
    /// 職員課 opens them, if the ward wants the form.
    ByHand,
}

/// Of whom sheets of a form are asked, unless 職員課 decides otherwise for a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    #[default]
    Everybody,
    /// Whom 職員課 chooses, for each cycle.
    Chosen,
    /// Of nobody: whoever wants to hands in, and nobody is late.
    WhoeverWants,
}

/// One published, immutable version of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub instrument: InstrumentId,
    /// Increases with each publication.
    pub version: u32,
    pub words: Localized,
    /// Shown before the first input.
    pub notice: Notice,
    /// Scale of the items of kind `Scale`, best point first.
    pub scale: Vec<ScalePoint>,
    /// Groups that abilities belong to, see [`Subject::group`].
    pub groups: Vec<Choice>,
    /// Rank bands with their grades, decoded only where people of several are told apart ([`Edition::bands`]).
    pub bands: Value,
    /// Who opens its cycles, decoded only where cycles are ([`Edition::opens`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub opens: Value,
    /// Of whom its sheets are asked, decoded likewise ([`Edition::asks`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub asks: Value,
    /// Only the job types that a rule refers to.
    #[serde(default)]
    pub job_types: Vec<Choice>,
    /// Abilities, awarenesses and other subjects of the items.
    pub subjects: Vec<Subject>,
    pub sections: Vec<Section>,
    /// The measures that can be suggested, decoded only where they are ([`Edition::measures`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub measures: Value,
    /// Which measure helps with what, decoded as the measures are ([`Edition::recommendations`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub recommendations: Value,
    /// Workflow of its sheets.
    #[serde(default, skip_serializing_if = "is_default")]
    pub course: Workflow,
    /// Share scope of sheets that have no share scope item.
    #[serde(default, skip_serializing_if = "is_default")]
    pub share: ShareScope,
    /// Whether there is one sheet a year instead of one for each period.
    #[serde(default, skip_serializing_if = "is_default")]
    pub yearly: bool,
    /// Whether only people with staff fill it in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub for_supervisors: bool,
    /// Whether it is hidden from every list, count and notification of people who do not take part in it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub restricted: bool,
    /// The form whose sheets are compared with it item by item, once both sheets are published; empty for none. A
    /// ward enables the comparison by opening this form's cycles.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about: InstrumentId,
    /// What the program uses it for, as the form says; read it with [`Edition::role`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<FormRole>,
}

impl Edition {
    /// All items, in the form's order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|it| &it.items)
    }

    /// Finds an item by id; `None` in editions that do not have it.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items().find(|it| it.id == *id)
    }

    /// Finds a subject by id.
    pub fn subject(&self, id: &SubjectId) -> Option<&Subject> {
        self.subjects.iter().find(|it| it.id == *id)
    }

    /// Who opens its cycles.
    pub fn opens(&self) -> Opens {
        Opens::deserialize(&self.opens).unwrap_or_default()
    }

    /// Of whom its sheets are asked.
    pub fn asks(&self) -> Asks {
        Asks::deserialize(&self.asks).unwrap_or_default()
    }

    /// Whether its cycles open without 職員課: in a new ward, and 期首 with each fiscal year.
    pub fn opens_by_itself(&self) -> bool {
        // A form about other people starts closed, too.
        self.about.as_str().is_empty() && self.opens() == Opens::ByItself
    }

    /// The cycles of a fiscal year in which the form is filled in.
    pub fn cycles(&self, year: u16) -> Vec<Cycle> {
        let all = Cycle::in_year(year).into_iter();
        // The single sheet of a yearly form belongs to the start of the year.
        all.filter(|it| !self.yearly || it.period == Period::Start)
            .collect()
    }

    /// Label of a cycle for this form, see [`cycle_label`].
    pub fn cycle_label(&self, cycle: Cycle, locale: Locale) -> String {
        cycle_label(self.yearly, cycle, locale)
    }

    /// Share scope of a sheet: the owner's choice if the form has a share scope item, else the form's own.
    pub fn share_scope(&self, sheet: &Sheet) -> ShareScope {
        // A choice that a newer edition no longer offers still binds.
        let chosen = |it: &&Item| !it.retired || sheet.value(&it.id).is_some();
        let mut items = self.items().filter(|it| it.role() == ItemRole::ShareScope);
        let Some(item) = items.find(chosen) else {
            return self.share;
        };
        match (sheet.value(&item.id), &item.kind) {
            // Not answered: the option that the form preselects holds, as the owner saw it.
            (None, ItemKind::Single { default, .. }) => default
                .as_deref()
                .and_then(|it| it.parse().ok())
                .unwrap_or_default(),
            (value, _) => ShareScope::from_answer(value),
        }
    }

    /// Whether all its subjects are digital skills.
    pub fn is_digital_skills_form(&self) -> bool {
        let is_digital = |it: &Subject| matches!(it.kind, SubjectKind::Mindset | SubjectKind::Role);
        !self.subjects.is_empty() && self.subjects.iter().all(is_digital)
    }

    /// Decodes the rank bands; none where they do not decode, which no published form has.
    pub fn bands(&self) -> Vec<Band> {
        Vec::deserialize(&self.bands).unwrap_or_default()
    }

    /// The rank band of a grade (級); `None` if the form has no such grade.
    pub fn band_of(&self, grade: u8) -> Option<Band> {
        let mut all = self.bands().into_iter();
        all.find(|it| it.grades.contains(&grade))
    }

    /// This edition reduced to the items for one rank band; sections without items are dropped.
    #[must_use]
    pub fn for_band(&self, band: &BandId) -> Self {
        let mut own = self.clone();
        for section in &mut own.sections {
            // Items repeated for each member of staff depend on the staff's band, not the supervisor's.
            section
                .items
                .retain(|it| it.each_staff || it.bands.is_empty() || it.bands.contains(band));
        }
        own.sections.retain(|it| !it.items.is_empty());
        own
    }
}

/// Label of a cycle: `2026年度` for a yearly form, else `2026年度 期末`.
pub fn cycle_label(yearly: bool, cycle: Cycle, locale: Locale) -> String {
    if yearly {
        locale.format("{0}年度", &[&cycle.year])
    } else {
        cycle.label(locale)
    }
}

#[cfg(test)]
mod tests;

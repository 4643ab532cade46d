//! An item of a form: kind, audience, author and readers.

use super::{ItemKind, ItemRole, Localized};
use crate::ids::{BandId, ItemId, PersonId, SubjectId};
use crate::is_default;
use crate::sheet::{Sheet, SheetState};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who may read an answer, as the form decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readers {
    /// Whoever the owner's share scope includes.
    #[default]
    OwnChoice,
    /// No reader; the answer counts only in aggregates of five or more people.
    AggregateOnly,
    /// Nobody but the owner.
    SelfOnly,
    /// 職員課 only, whatever the share scope (used for life stage).
    Personnel,
}

impl Readers {
    /// Whether nobody reads the answer who was not promised as a reader when the item had `earlier` readers.
    pub fn is_within(self, earlier: Self) -> bool {
        self == earlier || earlier == Self::OwnChoice || self == Self::SelfOnly
    }
}

/// Which party writes an item of a joint sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenBy {
    /// Owner or 所属長.
    #[default]
    Either,
    /// 本人
    Person,
    /// 所属長
    Supervisor,
}

/// Help shown next to the field of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpPanel {
    #[default]
    Nothing,
    /// The 組織目標 that supervisors above the owner have published.
    #[serde(rename = "above")]
    OrgGoals,
}

/// Condition: the item is visible only if another item has one of these options.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlyIf {
    /// Id of the other item.
    pub item: ItemId,
    /// Option ids; one of them is enough.
    pub any_of: Vec<String>,
}

/// How one might answer a text, to compare one's own with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// A text that tells its reader something.
    pub good: Localized,
    /// One about the same that does not.
    pub weak: Localized,
    /// What makes the difference.
    pub why: Localized,
}

/// Answer key of a test question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerKey {
    /// Id of the correct option.
    pub right: String,
    /// Why it is right.
    pub why: Localized,
    /// 1 easy, 2 medium, 3 hard, as marked in the ward's question bank.
    pub difficulty: u8,
    /// Excluded from new tests. Kept so that earlier results stay valid.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

/// One item of a form: a question or another input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a member of a form's file and holds with any of the others"
)]
pub struct Item {
    pub id: ItemId,
    pub kind: ItemKind,
    pub words: Localized,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// Rank bands it is shown to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandId>,
    /// Whether the review before submission points it out if unanswered.
    #[serde(default)]
    pub required: bool,
    /// Who may read its answer.
    #[serde(default)]
    pub readers: Readers,
    /// Condition of its visibility, on another item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<OnlyIf>,
    /// Whether it is filled in only after submission, until the sheet is closed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub late: bool,
    /// Which party writes it, in a joint sheet.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: WrittenBy,
    /// Whether it is repeated for each member of staff. The copy's id is `<id>.<staff's id>`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub each_staff: bool,
    /// The [`HelpPanel`] next to its field, decoded only where it is shown ([`Item::help_panel`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub beside: Value,
    /// The [`Example`] beside its field, decoded only where it is shown ([`Item::example`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub example: Value,
    /// The [`AnswerKey`] of a test question, decoded only where a test needs it ([`Item::key`]).
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub key: Value,
    /// Preselected option ids of a multiple choice. In a form's file: the rules from which the server derives them
    /// for each person.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub preset: Value,
    /// What the program uses it for, as the form says; read it with [`Item::role`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ItemRole>,
    /// Kept from an earlier edition for the sheets that answer it: shown there and nowhere else, and never asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

impl Item {
    /// Decodes the answer key; `None` if it is not a test question.
    pub fn key(&self) -> Option<AnswerKey> {
        AnswerKey::deserialize(&self.key).ok()
    }

    /// Decodes the help next to its field.
    pub fn help_panel(&self) -> HelpPanel {
        HelpPanel::deserialize(&self.beside).unwrap_or_default()
    }

    /// Decodes the example; `None` if the item has none.
    pub fn example(&self) -> Option<Example> {
        Example::deserialize(&self.example).ok()
    }

    /// Whether it takes answers in a sheet's current state.
    pub fn accepts_answers(&self, sheet: &Sheet) -> bool {
        let stands_open = sheet.state.is_open() || self.late && sheet.state != SheetState::Closed;
        stands_open && !sheet.is_locked(&self.id)
    }

    /// The copy of this item for one member of staff.
    #[must_use]
    pub fn for_staff(&self, person: &PersonId) -> Self {
        Self {
            id: self.id.for_staff(person),
            ..self.clone()
        }
    }
}

//! A question: how it is answered, who is asked it, who writes it and who reads it.

use super::{ItemKind, Words};
use crate::decode::{Read, is_default, record, words};
use crate::ids::{BandId, ItemId, PersonId, SubjectId};
use serde::Serialize;
use serde_json::Value;

/// Who reads an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// Those whom the person names in the share scope.
    #[default]
    OwnChoice,
    /// Nobody as a single answer; counts of five people or more only.
    AggregateOnly,
    /// The person alone.
    SelfOnly,
    /// 職員課 only, whatever the share scope (life stage).
    Personnel,
}

words!(Readers {
    OwnChoice = "own_choice",
    AggregateOnly = "aggregate_only",
    SelfOnly = "self_only",
    Personnel = "personnel",
});

/// Whose hand writes an item of a sheet that two people write together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hand {
    /// Either's.
    #[default]
    Either,
    /// 本人
    Person,
    /// 所属長
    Supervisor,
}

words!(Hand {
    Either = "either",
    Person = "person",
    Supervisor = "supervisor",
});

/// What stands beside the field of an item to help with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    #[default]
    Nothing,
    /// What those above have published as 組織目標.
    Above,
}

words!(Beside {
    Nothing = "nothing",
    Above = "above",
});

/// An item is asked only where another has one of these answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OnlyIf {
    /// The other item.
    pub item: ItemId,
    /// The option ids that open this one.
    pub any_of: Vec<String>,
}

record!(OnlyIf { item, any_of });

/// The item that tells whether a view of a member of staff is published to them.
pub const PUBLISHED: &str = "published";

/// What a question of a test is answered with rightly, and how hard that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Key {
    /// The id of the right option.
    pub right: String,
    /// Why it is right.
    pub why: Words,
    /// 1 easy, 2 middling, 3 hard, as the ward's question bank marks it.
    pub difficulty: u8,
    /// Whether it is asked no more; those who answered it keep their result.
    #[serde(skip_serializing_if = "is_default")]
    pub retired: bool,
}

record!(Key { right, why, difficulty } or_empty { retired });

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// How it is answered.
    pub kind: ItemKind,
    /// Its wording.
    pub words: Words,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// The bands it is asked of; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandId>,
    /// Whether an unanswered one is pointed out before submitting.
    pub required: bool,
    /// Who reads it.
    pub readers: Readers,
    /// Where it is asked only after certain answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<OnlyIf>,
    /// Whether it is written after the sheet was handed in, until it is closed.
    #[serde(skip_serializing_if = "is_default")]
    pub late: bool,
    /// Who writes it, where two do.
    #[serde(skip_serializing_if = "is_default")]
    pub by: Hand,
    /// Whether there is one of it for each member of staff: its id is followed by a dot and theirs.
    #[serde(skip_serializing_if = "is_default")]
    pub each_staff: bool,
    /// What stands beside its field.
    #[serde(skip_serializing_if = "is_default")]
    pub beside: Beside,
    /// The [`Key`], where it is a question of a test: as JSON, since only a test reads it.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub key: Value,
    /// The options of one with several that stand there until the person says otherwise, by who they are; in a form's
    /// file, the rules for that.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub preset: Value,
}

impl Item {
    /// The key, where it is a question of a test.
    pub fn key(&self) -> Option<Key> {
        Key::read(self.key.clone()).ok()
    }

    /// This item for one member of staff.
    #[must_use]
    pub fn of_staff(&self, person: &PersonId) -> Self {
        Self {
            id: ItemId(format!("{}.{person}", self.id)),
            ..self.clone()
        }
    }
}

record!(Item { id, kind, words, subject } or_empty { bands, required, readers, only_if, late, by, each_staff, beside, key, preset });

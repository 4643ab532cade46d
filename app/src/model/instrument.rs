//! A form as data: sections of items, the scale they are marked on, and what each is about.
//!
//! An edition is one published version of an instrument and never changes afterwards.

use super::ids::{BandId, InstrumentId, ItemId, SubjectId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The wire value of 該当なし on a scale; `null` would mean that an answer was taken back.
pub const NOT_APPLICABLE: &str = "na";

/// One wording in Japanese and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Japanese, as the ward writes it.
    pub ja: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

/// What a person reads before the first input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What this is not: the evaluation.
    pub reminder: Words,
    /// 何のため
    pub purpose: Words,
    /// だれが読む
    pub readers: Words,
    /// いつまで
    pub retention: Words,
}

/// One step of the scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScalePoint {
    /// 1 to 5, or none for 該当なし.
    pub value: Option<u8>,
    /// The wording where there is little room.
    pub short: String,
    /// The whole wording.
    pub words: Words,
}

impl ScalePoint {
    /// The value an answer with this point carries.
    pub fn answer(&self) -> Value {
        self.value
            .map_or_else(|| Value::from(NOT_APPLICABLE), Value::from)
    }
}

/// A choice of a question, a group of abilities, a band: an id and its wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The id an answer carries.
    pub id: String,
    /// Its wording.
    pub words: Words,
}

/// A band (職層) and the grades that belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Its id.
    pub id: BandId,
    /// Its name.
    pub words: Words,
    /// 級, 1 to 6.
    pub grades: Vec<u8>,
}

/// The kinds of thing an item can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// One of the abilities of the evaluation rules.
    Ability,
    /// One of the seven awarenesses.
    Awareness,
    /// An element of the workplace: aggregates only.
    Workplace,
}

/// An ability, awareness or workplace element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its id.
    pub id: SubjectId,
    /// Which kind it is.
    pub kind: SubjectKind,
    /// The group an ability belongs to, by the ward's (or our) reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How sure that reading is: `certain`, `likely`, `my_reading`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_certainty: Option<String>,
    /// Its official name.
    pub words: Words,
}

/// Who reads an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readers {
    /// Those whom the person names in the share scope.
    #[default]
    OwnChoice,
    /// Nobody as a single answer; counts of five people or more only.
    AggregateOnly,
    /// The person alone.
    SelfOnly,
}

/// How an item is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A point of the edition's scale, or 該当なし.
    Scale,
    /// A tick, not scored.
    Confirm,
    /// A whole number.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// What is counted.
        unit: String,
    },
    /// Free text.
    Text {
        /// In characters.
        max_length: usize,
    },
    /// One of several.
    Single {
        /// The choices.
        options: Vec<Choice>,
        /// What holds while nothing is chosen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<String>,
    },
    /// Some of several.
    Multi {
        /// The choices.
        options: Vec<Choice>,
        /// At most so many.
        max: usize,
    },
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// How it is answered.
    pub kind: ItemKind,
    /// Its wording.
    pub words: Words,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// The bands it is asked of; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandId>,
    /// Whether an unanswered one is pointed out before submitting.
    #[serde(default)]
    pub required: bool,
    /// Who reads it.
    #[serde(default)]
    pub readers: Readers,
}

impl ItemKind {
    /// Its name, as the form's file and the database write it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Scale => "scale",
            Self::Confirm => "confirm",
            Self::Number { .. } => "number",
            Self::Text { .. } => "text",
            Self::Single { .. } => "single",
            Self::Multi { .. } => "multi",
        }
    }
}

impl Item {
    /// Why a value cannot be an answer to this item, as a sentence; `null` takes an answer back and is always one.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        if value.is_null() {
            return Ok(());
        }
        match &self.kind {
            ItemKind::Scale => check_scale(value),
            ItemKind::Confirm => {
                if value.is_number() && value.as_i64() == Some(1) {
                    Ok(())
                } else {
                    Err("確認の印ではありません".to_owned())
                }
            }
            ItemKind::Number { min, max, .. } => match value.as_i64() {
                Some(it) if (*min..=*max).contains(&it) => Ok(()),
                _ => Err(format!("{min}から{max}までの整数を入れてください")),
            },
            ItemKind::Text { max_length } => match value.as_str() {
                None => Err("文字ではありません".to_owned()),
                Some(text) => match text.chars().count() {
                    n if n > *max_length => Err(format!("{max_length}字までです（いまは{n}字）")),
                    _ => Ok(()),
                },
            },
            ItemKind::Single { options, .. } => match value.as_str() {
                Some(id) if options.iter().any(|it| it.id == id) => Ok(()),
                _ => Err("選択肢にありません".to_owned()),
            },
            ItemKind::Multi { options, max } => check_multi(value, options, *max),
        }
    }
}

fn check_scale(value: &Value) -> Result<(), String> {
    let is_point = value.as_i64().is_some_and(|it| (1..=5).contains(&it));
    if is_point || value.as_str() == Some(NOT_APPLICABLE) {
        Ok(())
    } else {
        Err("1から5、または該当なしを選んでください".to_owned())
    }
}

fn check_multi(value: &Value, options: &[Choice], max: usize) -> Result<(), String> {
    let chosen: Option<Vec<&str>> = value
        .as_array()
        .and_then(|it| it.iter().map(Value::as_str).collect());
    let Some(chosen) = chosen else {
        return Err("選択肢の組ではありません".to_owned());
    };
    let known = chosen
        .iter()
        .all(|id| options.iter().any(|it| it.id == *id));
    let mut distinct = chosen.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if !known || distinct.len() != chosen.len() {
        Err("選択肢にありません".to_owned())
    } else if chosen.len() > max {
        Err(format!("{max}つまで選べます"))
    } else {
        Ok(())
    }
}

/// A part of a form: a stepping stone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its id, also its place in the URL.
    pub id: String,
    /// Its name.
    pub words: Words,
    /// A sentence under the name.
    #[serde(default)]
    pub lead: Words,
    /// Its questions.
    pub items: Vec<Item>,
}

/// A measure of the ward's catalogue that can be suggested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its id in the catalogue.
    pub id: String,
    /// Its official name.
    pub words: Words,
    /// For whom it is, in the catalogue's words.
    pub audience: Words,
    /// What is subsidised, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsidy: Option<String>,
    /// The bands it fits; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandId>,
    /// The job types it is only for; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_job_types: Vec<String>,
}

/// A measure with, where there is one, the course to look for in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureHint {
    /// The measure.
    pub measure: String,
    /// The course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// The measures that help with one subject, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The ability or awareness.
    pub target: SubjectId,
    /// What helps.
    pub measures: Vec<MeasureHint>,
}

/// One published version of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The form.
    pub instrument: InstrumentId,
    /// Counts up; a published version never changes.
    pub version: u32,
    /// Its name.
    pub words: Words,
    /// What is read before the first input.
    pub notice: Notice,
    /// The scale of its scale items, best first.
    pub scale: Vec<ScalePoint>,
    /// Groups of abilities.
    pub groups: Vec<Choice>,
    /// Bands and their grades.
    pub bands: Vec<Band>,
    /// Job types that a rule names.
    #[serde(default)]
    pub job_types: Vec<Choice>,
    /// What the items are about.
    pub subjects: Vec<Subject>,
    /// The form itself.
    pub sections: Vec<Section>,
    /// The measures that can be suggested.
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// Which measure helps with what.
    #[serde(default)]
    pub recommendations: Vec<Recommendation>,
}

impl Edition {
    /// Every question, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|it| &it.items)
    }

    /// The question with this id.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items().find(|it| it.id == *id)
    }

    /// The subject with this id.
    pub fn subject(&self, id: &SubjectId) -> Option<&Subject> {
        self.subjects.iter().find(|it| it.id == *id)
    }

    /// The band a grade belongs to.
    pub fn band_of(&self, grade: u8) -> Option<&Band> {
        self.bands.iter().find(|it| it.grades.contains(&grade))
    }

    /// This edition as a person of one band is asked it.
    #[must_use]
    pub fn for_band(&self, band: &BandId) -> Self {
        let mut own = self.clone();
        for section in &mut own.sections {
            section
                .items
                .retain(|it| it.bands.is_empty() || it.bands.contains(band));
        }
        own.sections.retain(|it| !it.items.is_empty());
        own
    }
}

#[cfg(test)]
mod tests;

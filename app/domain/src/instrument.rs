//! A form as data: sections of items, the scale they are marked on, and what each is about.
//!
//! An edition is one published version of an instrument and never changes afterwards.

use super::calendar::{Cycle, Period};
use super::decode::{is_default, record, words};
use super::ids::{BandId, InstrumentId, ItemId, SubjectId};
use super::sheet::{SHARE_SCOPE, ShareScope, Sheet};
use crate::fill;
use crate::i18n::pick;
use serde::Serialize;
use serde_json::Value;

mod display;
mod item;
mod item_kind;
mod table;
mod validation;
mod visibility;
mod workflow;

pub use item::{Beside, Hand, Item, Key, OnlyIf, PUBLISHED, Readers};
pub use item_kind::{ItemKind, Point};
pub use table::{Cell, Column, ColumnKind, Shows, Span, cells, is_day, spans, steps};
pub use validation::Misfit;
pub use workflow::{Course, Side};

/// The wire value of 該当なし on a scale; `null` would mean that an answer was taken back.
pub const NOT_APPLICABLE: &str = "na";

/// One wording in Japanese and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Japanese, as the ward writes it.
    pub ja: String,
    /// English.
    pub en: String,
}

record!(Words { ja } or_empty { en });

impl Words {
    /// The wording in the page's language.
    pub fn shown(&self) -> &str {
        pick(&self.ja, &self.en)
    }
}

/// What a person reads before the first input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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

record!(Notice {
    reminder,
    purpose,
    readers,
    retention
});

/// One step of the scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScalePoint {
    /// 1 to 5, or none for 該当なし.
    pub value: Option<u8>,
    /// The wording where there is little room.
    pub short: String,
    /// The same in English.
    pub short_en: String,
    /// The whole wording.
    pub words: Words,
}

record!(ScalePoint {
    value,
    short,
    words
} or_empty { short_en });

impl ScalePoint {
    /// The value an answer with this point carries.
    pub fn answer(&self) -> Value {
        self.value
            .map_or_else(|| Value::from(NOT_APPLICABLE), Value::from)
    }
}

/// A choice of a question, a group of abilities, a band: an id and its wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The id an answer carries.
    pub id: String,
    /// Its wording.
    pub words: Words,
}

record!(Choice { id, words });

/// A band (職層) and the grades that belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Its id.
    pub id: BandId,
    /// Its name.
    pub words: Words,
    /// 級, 1 to 6.
    pub grades: Vec<u8>,
}

record!(Band { id, words, grades });

/// The kinds of thing an item can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// One of the abilities of the evaluation rules.
    Ability,
    /// One of the seven awarenesses.
    Awareness,
    /// An element of the workplace: aggregates only.
    Workplace,
    /// One of the six 変革マインド.
    Mindset,
    /// What a type of DX staff can do.
    Role,
    /// A field of knowledge: tested, not self-scored.
    Domain,
}

words!(SubjectKind {
    Ability = "ability",
    Awareness = "awareness",
    Workplace = "workplace",
    Mindset = "mindset",
    Role = "role",
    Domain = "domain",
});

/// An ability, awareness or workplace element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Its id.
    pub id: SubjectId,
    /// Which kind it is.
    pub kind: SubjectKind,
    /// The group an ability belongs to, by the ward's (or our) reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How sure that reading is: `certain`, `likely`, `my_reading`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_certainty: Option<String>,
    /// Its official name.
    pub words: Words,
    /// The level aimed at, 1 to 5, where the form names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aim: Option<u8>,
}

record!(Subject {
    id,
    kind,
    group,
    group_certainty,
    words,
    aim
});

impl Subject {
    /// Whether a person gives themselves points for it, which make their own result.
    pub fn is_self_scored(&self) -> bool {
        !matches!(self.kind, SubjectKind::Workplace | SubjectKind::Domain)
    }
}

/// A part of a form: a stepping stone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its id, also its place in the URL.
    pub id: String,
    /// Its name.
    pub words: Words,
    /// A sentence under the name.
    pub lead: Words,
    /// The section that has to have an answer before this one is asked; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub follows: String,
    /// Its questions.
    pub items: Vec<Item>,
}

record!(Section { id, words, items } or_empty { lead, follows });

/// A measure of the ward's catalogue that can be suggested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Its id in the catalogue.
    pub id: String,
    /// Its official name.
    pub words: Words,
    /// For whom it is, in the catalogue's words.
    pub audience: Words,
    /// What is subsidised, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy: Option<String>,
    /// The bands it fits; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandId>,
    /// The job types it is only for; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only_job_types: Vec<String>,
}

record!(Measure { id, words, audience, subsidy } or_empty { bands, only_job_types });

/// A measure with, where there is one, the course to look for in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasureHint {
    /// The measure.
    pub measure: String,
    /// The course.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

record!(MeasureHint { measure, example });

/// The measures that help with one subject, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recommendation {
    /// The ability or awareness.
    pub target: SubjectId,
    /// What helps.
    pub measures: Vec<MeasureHint>,
}

record!(Recommendation { target, measures });

/// One published version of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    pub job_types: Vec<Choice>,
    /// What the items are about.
    pub subjects: Vec<Subject>,
    /// The form itself.
    pub sections: Vec<Section>,
    /// The measures that can be suggested.
    pub measures: Vec<Measure>,
    /// Which measure helps with what.
    pub recommendations: Vec<Recommendation>,
    /// What becomes of its sheets.
    #[serde(skip_serializing_if = "is_default")]
    pub course: Course,
    /// Who reads a sheet of it that does not say so itself.
    #[serde(skip_serializing_if = "is_default")]
    pub share: ShareScope,
    /// Whether there is one sheet a year, whatever the time.
    #[serde(skip_serializing_if = "is_default")]
    pub yearly: bool,
    /// Whether only those who have people fill it in.
    #[serde(skip_serializing_if = "is_default")]
    pub for_supervisors: bool,
    /// Whether it stays out of every list, count and notification but those of the people it is about.
    #[serde(skip_serializing_if = "is_default")]
    pub restricted: bool,
    /// The form whose sheets it is set beside, item for item, once both have published theirs; empty for none. A ward
    /// turns it on by opening its times.
    #[serde(skip_serializing_if = "is_default")]
    pub about: InstrumentId,
}

record!(Edition { instrument, version, words, notice, scale, groups, bands, subjects, sections } or_empty {
    job_types, measures, recommendations, course, share, yearly, for_supervisors, restricted, about
});

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

    /// The times of a fiscal year it is filled in.
    pub fn cycles(&self, year: u16) -> Vec<Cycle> {
        let all = Cycle::of_year(year).into_iter();
        all.filter(|it| !self.yearly || it.period == Period::Start)
            .collect()
    }

    /// A time as it is called where this form is spoken of: a yearly form's is only the year.
    pub fn when(&self, cycle: Cycle) -> String {
        when(self.yearly, cycle)
    }

    /// With whom a sheet of it is shared: as its owner says, or as the form does.
    pub fn scope_of(&self, sheet: &Sheet) -> ShareScope {
        let Some(item) = self.item(&SHARE_SCOPE.into()) else {
            return self.share;
        };
        match (sheet.value(&item.id), &item.kind) {
            (None, ItemKind::Single { default, .. }) => {
                ShareScope::of_word(default.as_deref()).unwrap_or_default()
            }
            (value, _) => ShareScope::read(value),
        }
    }

    /// Whether it is about digital skills and nothing else.
    pub fn is_of_digital_skills(&self) -> bool {
        let is_digital = |it: &Subject| matches!(it.kind, SubjectKind::Mindset | SubjectKind::Role);
        !self.subjects.is_empty() && self.subjects.iter().all(is_digital)
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
                .retain(|it| it.each_staff || it.bands.is_empty() || it.bands.contains(band));
        }
        own.sections.retain(|it| !it.items.is_empty());
        own
    }
}

/// A time as it is called for a form: `2026年度` for a yearly one, else `2026年度 期末`, in the page's language.
pub fn when(yearly: bool, cycle: Cycle) -> String {
    if yearly {
        fill!("{0}年度", cycle.year)
    } else {
        cycle.label()
    }
}

#[cfg(test)]
mod tests;

//! A form as it is written, before it is published: repeated sections are written once, a form about another one takes
//! its items from there. What is wrong with it is said at its place, in the browser as on the server.

mod compatibility;
mod copies;
mod derived;
mod difference;
mod faults;
mod kind_spelling;
pub mod preset;

pub use compatibility::incompatible;
pub use derived::{complete_derived, derive};
pub use difference::{EditionChange, difference};
pub use faults::faults;

use super::ids::ItemId;
use super::instrument::Edition;
use super::locale::Locale;
use serde_json::Value;
use std::fmt;

/// The edition that a source stands for: sections with `copies` repeated, and kinds in the spelling that is read.
///
/// # Errors
///
/// What serde says of the first member that is no form's.
pub fn complete(source: &Value) -> Result<Edition, serde_json::Error> {
    serde_json::from_value(kind_spelling::respell_kinds(copies::expand_copies(
        source.clone(),
    )))
}

/// Where in a form something is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormPlace {
    /// The form as a whole.
    Form,
    /// A section, by id.
    Section(String),
    Item(ItemId),
}

impl FormPlace {
    /// What it is called in a sentence.
    pub fn label(&self, locale: Locale) -> String {
        match self {
            Self::Form => locale.t("様式").to_owned(),
            Self::Section(id) => locale.format("区分 {0}", &[id]),
            Self::Item(id) => locale.format("項目 {0}", &[id]),
        }
    }
}

/// Something that is wrong with a form, or that its writer should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFault {
    pub place: FormPlace,
    /// Key of the sentence, with `{0}` for `about`.
    why: &'static str,
    about: String,
    /// Whether the form can be published all the same.
    pub is_hint: bool,
}

impl FormFault {
    fn new(place: FormPlace, why: &'static str, about: impl fmt::Display) -> Self {
        Self {
            place,
            why,
            about: about.to_string(),
            is_hint: false,
        }
    }

    fn hint(place: FormPlace, why: &'static str, about: impl fmt::Display) -> Self {
        Self {
            is_hint: true,
            ..Self::new(place, why, about)
        }
    }

    /// What is wrong, without its place.
    pub fn sentence(&self, locale: Locale) -> String {
        locale.format(self.why, &[&locale.t(&self.about)])
    }
}

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let locale = Locale::JAPANESE;
        write!(f, "{}: {}", self.place.label(locale), self.sentence(locale))
    }
}

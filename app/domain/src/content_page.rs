//! Content pages: what the policy says and where help is to be had, as data that a ward changes in the browser.
//!
//! A page's file is the ward's text as published; what 職員課 changed since lies over it, an entry at a time.

mod entry_change;

pub use entry_change::EntryChange;

use super::folding::fold;
use super::ids::{Day, InstrumentId};
use super::instrument::Localized;
use super::locale::{Language, Locale};
use super::person::Role;
use super::text_newtype::text_newtype;
use crate::is_default;
use serde::{Deserialize, Serialize};

text_newtype!(
    /// A content page: `policy`, `support` or `recruiting`.
    ContentPageId
);
text_newtype!(
    /// An entry of a content page; the anchor in its URL.
    EntryId
);

/// A text in Japanese, English and easy Japanese (やさしい日本語).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentText {
    pub ja: String,
    /// Empty if there is no translation.
    #[serde(default)]
    pub en: String,
    /// Empty if the text itself is easy, or nobody has made it so.
    #[serde(default)]
    pub easy: String,
}

impl ContentText {
    /// The text in a language; Japanese if there is none in it.
    pub fn shown(&self, locale: Locale) -> &str {
        let own = match locale.language() {
            Language::Japanese => &self.ja,
            Language::Easy => &self.easy,
            Language::English => &self.en,
        };
        if own.is_empty() { &self.ja } else { own }
    }
}

/// A drawing at the head of a section, made of the section's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentPicture {
    /// The four pillars on their foundation.
    Pillars,
    /// The six grades as stairs.
    CareerStages,
    /// The career path of digital staff.
    DxPath,
}

/// Where in its section's picture an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PicturePart {
    /// Of the pillars: what they carry, the aims below it, one of them, what they stand on.
    Roof,
    Beam,
    Pillar,
    Foundation,
    /// One of the stairs, by ascending grade.
    Stage,
    /// Of the path: where people come from, the step between, the middle, where it leads.
    Start,
    Step,
    Middle,
    Goal,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkTarget {
    /// The reader's own sheet of a form, where they are asked it.
    Form(InstrumentId),
    /// A page of the app, with an anchor after `#`.
    Path(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentLink {
    pub words: Localized,
    #[serde(flatten)]
    pub to: LinkTarget,
}

/// A line beside an entry's text, such as 対象者.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentDetail {
    pub words: Localized,
    pub text: ContentText,
    /// Whether the Japanese text stands word by word in the policy.
    #[serde(default, skip_serializing_if = "is_default")]
    pub official: bool,
}

/// Whom to turn to. Every part may be empty; the ward fills them in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Person or office.
    #[serde(default)]
    pub who: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub mail: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub hours: String,
    /// The day after which 職員課 is to check whether all this still holds.
    #[serde(default)]
    pub check_by: Option<Day>,
}

impl Contact {
    /// Whether there is nothing by which somebody could be reached.
    pub fn is_missing(&self) -> bool {
        [&self.who, &self.phone, &self.mail, &self.place]
            .into_iter()
            .all(String::is_empty)
    }

    /// Whether it was to be checked before a day.
    pub fn is_outdated(&self, today: &Day) -> bool {
        self.check_by.as_ref().is_some_and(|it| it < today)
    }
}

/// One term, measure or place of help.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentEntry {
    pub id: EntryId,
    /// Official name.
    pub words: Localized,
    /// What it means, in the ward's own words.
    #[serde(default)]
    pub text: ContentText,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ContentDetail>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub part: Option<PicturePart>,
    /// In a picture: where people of these grades stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<u8>,
    /// In a picture: where people with this role stand.
    #[serde(default, skip_serializing_if = "is_default")]
    pub role: Option<Role>,
    /// What to do, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ContentText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ContentLink>,
    /// What visitors of a fair can say they want to know that is answered here, as `info/pay`: question and option.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// Whether there is somebody to turn to, whom the ward names.
    #[serde(default, rename = "contact", skip_serializing_if = "is_default")]
    pub has_contact: bool,
    /// Whom, as 職員課 last said.
    #[serde(
        default,
        rename = "contact_details",
        skip_serializing_if = "is_default"
    )]
    pub contact: Contact,
    /// Shown to 職員課 only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_hidden: bool,
    /// Whether another text stands there than the published one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_rewritten: bool,
    /// Number of the last change; 0 if it stands as published.
    #[serde(default, skip_serializing_if = "is_default")]
    pub changed: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentSection {
    /// Also used in the URL.
    pub id: String,
    pub words: Localized,
    #[serde(default)]
    pub lead: ContentText,
    #[serde(default, skip_serializing_if = "is_default")]
    pub picture: Option<ContentPicture>,
    pub entries: Vec<ContentEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentPage {
    pub id: ContentPageId,
    /// Increases with each publication.
    pub version: u32,
    pub words: Localized,
    #[serde(default)]
    pub lead: ContentText,
    pub sections: Vec<ContentSection>,
    /// Whether people who have been offered a job can ask questions, with the words of that page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub joining: Option<Box<JoiningTexts>>,
}

/// The words of the page on which people who have been offered a job (内定者) ask questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoiningTexts {
    pub title: ContentText,
    pub lead: ContentText,
    /// What is not to be written.
    pub caution: ContentText,
    /// Labels of the fields.
    pub code: ContentText,
    pub words: ContentText,
    pub contact: ContentText,
    pub contact_until: ContentText,
    pub send: ContentText,
    /// It was sent; the number follows.
    pub sent: ContentText,
    /// Copies the number.
    pub copy: ContentText,
    /// Heading of reading the answer, and its field and button.
    pub own: ContentText,
    pub number: ContentText,
    pub look: ContentText,
    pub waiting: ContentText,
    pub withdraw: ContentText,
    pub withdrawn: ContentText,
    /// What is wrong: the code, the number, the fields, or the network.
    pub wrong_code: ContentText,
    pub wrong_number: ContentText,
    pub wrong_fields: ContentText,
    pub not_sent: ContentText,
}

impl ContentEntry {
    /// Whether 職員課 has to look at its contact: nobody has filled it in, or it was to be checked before a day.
    pub fn wants_check(&self, today: &Day) -> bool {
        let is_shown = self.has_contact && !self.is_hidden;
        is_shown && (self.contact.is_missing() || self.contact.is_outdated(today))
    }
}

impl ContentSection {
    /// The entries at one place of its picture.
    pub fn at(&self, part: PicturePart) -> impl Iterator<Item = &ContentEntry> {
        self.entries.iter().filter(move |it| it.part == Some(part))
    }
}

impl ContentPage {
    /// All entries, in their order.
    pub fn entries(&self) -> impl Iterator<Item = &ContentEntry> {
        self.sections.iter().flat_map(|it| &it.entries)
    }

    pub fn section(&self, id: &str) -> Option<&ContentSection> {
        self.sections.iter().find(|it| it.id == id)
    }

    /// The section that a URL names: by its own id, or by the id of an entry in it.
    pub fn section_with(&self, id: &str) -> Option<&ContentSection> {
        let has = |it: &&ContentSection| it.entries.iter().any(|it| it.id.as_str() == id);
        self.section(id).or_else(|| self.sections.iter().find(has))
    }

    /// Lays a change over an entry; does nothing if this edition of the page has no such entry.
    pub fn apply(&mut self, entry: &EntryId, change: EntryChange, seq: i64) {
        let entries = self.sections.iter_mut().flat_map(|it| &mut it.entries);
        for it in entries.filter(|it| it.id == *entry) {
            if let Some(text) = &change.text {
                it.text = text.clone();
            }
            if let Some(details) = &change.details {
                it.details.clone_from(details);
            }
            if let Some(steps) = &change.steps {
                it.steps.clone_from(steps);
            }
            it.is_rewritten = change.is_rewritten();
            it.contact = change.contact.clone();
            it.is_hidden = change.is_hidden;
            it.changed = seq;
        }
    }

    /// Drops what only 職員課 sees.
    pub fn drop_hidden(&mut self) {
        for section in &mut self.sections {
            section.entries.retain(|it| !it.is_hidden);
        }
        self.sections.retain(|it| !it.entries.is_empty());
    }

    /// Drops what is for the office only: when contacts are to be checked, and how often texts were changed.
    pub fn drop_office_notes(&mut self) {
        for it in self.sections.iter_mut().flat_map(|it| &mut it.entries) {
            it.contact.check_by = None;
            it.changed = 0;
            it.is_rewritten = false;
        }
    }

    /// The entries that have a text in their name, explanation or details, each with its section, whatever the
    /// width and case of its letters. None for an empty text.
    pub fn find(&self, text: &str, locale: Locale) -> Vec<(&ContentSection, &ContentEntry)> {
        let wanted = fold(text.trim());
        if wanted.is_empty() {
            return Vec::new();
        }
        let has = |it: &ContentEntry| {
            let own = [
                it.words.ja.as_str(),
                it.words.shown(locale),
                it.text.shown(locale),
            ];
            let details = it.details.iter().map(|it| it.text.shown(locale));
            own.into_iter()
                .chain(details)
                .any(|it| fold(it).contains(&wanted))
        };
        let all = self.sections.iter();
        all.flat_map(|section| section.entries.iter().map(move |it| (section, it)))
            .filter(|it| has(it.1))
            .collect()
    }
}

#[cfg(test)]
mod tests;

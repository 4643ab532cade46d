//! What is wrong with content pages or a change of one: said before anybody sees them.

use super::{ContentLink, ContentPage, ContentText, EntryChange, EntryId, LinkTarget};
use crate::instrument::is_day;
use crate::route::Route;
use std::collections::BTreeSet;
use std::fmt;

/// Longest text of an entry, in characters of one language.
const MAX_TEXT: usize = 2_000;
/// Longest part of a contact, in characters.
const MAX_CONTACT: usize = 200;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageFault {
    /// An id is used twice.
    Twice(String),
    /// An id cannot stand in a URL.
    Id(String),
    /// An entry has no name or no explanation in Japanese.
    NoText(String),
    /// A link of an entry leads nowhere: entry, and where to.
    DeadLink(String, String),
}

impl fmt::Display for PageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice(id) => write!(f, "{id} が2回あります"),
            Self::Id(id) => write!(f, "「{id}」は半角の英小文字・数字・下線で書いてください"),
            Self::NoText(id) => write!(f, "{id} に日本語の名前か説明がありません"),
            Self::DeadLink(id, to) => write!(f, "{id} のリンク先 {to} がありません"),
        }
    }
}

/// Everything that is wrong with the pages of a ward, taken together: their links lead to one another.
pub fn faults(pages: &[ContentPage]) -> Vec<PageFault> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for page in pages {
        if !seen.insert(page.id.as_str()) {
            found.push(PageFault::Twice(page.id.to_string()));
        }
        page_faults(page, &mut found);
        for entry in page.entries() {
            let dead = entry.links.iter().filter(|it| !leads_somewhere(pages, it));
            found.extend(dead.map(|it| {
                let to = match &it.to {
                    LinkTarget::Form(form) => form.to_string(),
                    LinkTarget::Path(path) => path.clone(),
                };
                PageFault::DeadLink(entry.id.to_string(), to)
            }));
        }
    }
    found
}

fn page_faults(page: &ContentPage, found: &mut Vec<PageFault>) {
    let mut sections = BTreeSet::new();
    let mut entries: BTreeSet<&EntryId> = BTreeSet::new();
    for section in &page.sections {
        if !is_url_word(&section.id) {
            found.push(PageFault::Id(section.id.clone()));
        }
        if !sections.insert(&section.id) {
            found.push(PageFault::Twice(section.id.clone()));
        }
        for entry in &section.entries {
            if !is_url_word(entry.id.as_str()) {
                found.push(PageFault::Id(entry.id.to_string()));
            }
            if !entries.insert(&entry.id) {
                found.push(PageFault::Twice(entry.id.to_string()));
            }
            if entry.words.ja.is_empty() || entry.text.ja.is_empty() {
                found.push(PageFault::NoText(entry.id.to_string()));
            }
        }
    }
}

fn is_url_word(text: &str) -> bool {
    let may = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    !text.is_empty() && text.bytes().all(may)
}

/// Whether a link's page exists, and the entry that its anchor names. A form may be one that only some wards have.
fn leads_somewhere(pages: &[ContentPage], link: &ContentLink) -> bool {
    let LinkTarget::Path(path) = &link.to else {
        return true;
    };
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let mut parts = path.trim_start_matches('/').split('/');
    let page = parts.next().unwrap_or_default();
    let page = pages.iter().find(|it| it.id.as_str() == page);
    match page.zip(parts.next()) {
        Some((page, section)) => page.section(section).is_some_and(|it| {
            anchor.is_empty() || it.entries.iter().any(|it| it.id.as_str() == anchor)
        }),
        None => Route::parse(path).is_some(),
    }
}

impl EntryChange {
    /// Why this cannot stand in the place of an entry's text; the sentence says what to do.
    pub fn fault(&self) -> Option<&'static str> {
        let ContentText { ja, en, easy } = &self.text;
        let contact = &self.contact;
        let parts = [
            &contact.who,
            &contact.phone,
            &contact.mail,
            &contact.place,
            &contact.hours,
        ];
        let is_long = |it: &String, most: usize| it.chars().count() > most;
        if ja.trim().is_empty() {
            Some("日本語の説明を書いてください。")
        } else if [ja, en, easy].into_iter().any(|it| is_long(it, MAX_TEXT)) {
            Some("説明は、それぞれ2,000文字までにしてください。")
        } else if parts.iter().any(|it| is_long(it, MAX_CONTACT)) {
            Some("連絡先は、それぞれ200文字までにしてください。")
        } else if contact
            .check_by
            .as_ref()
            .is_some_and(|it| !is_day(it.as_str()))
        {
            Some("確認する日を、年月日で書いてください。")
        } else {
            None
        }
    }
}

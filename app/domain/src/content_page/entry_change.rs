//! What 職員課 says in place of an entry's published text.

use super::{Contact, ContentDetail, ContentEntry, ContentText};
use crate::instrument::is_day;
use serde::{Deserialize, Serialize};

/// Longest text of an entry, in characters of one language.
const MAX_TEXT: usize = 2_000;
/// Most lines beside a text, and most steps.
const MAX_LINES: usize = 20;
/// Longest part of a contact, in characters.
const MAX_CONTACT: usize = 200;

/// What 職員課 says in place of an entry's published text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryChange {
    /// `None` for the published text, also of later releases.
    #[serde(default)]
    pub text: Option<ContentText>,
    /// `None` for the published ones.
    #[serde(default)]
    pub details: Option<Vec<ContentDetail>>,
    /// `None` for the published ones.
    #[serde(default)]
    pub steps: Option<Vec<ContentText>>,
    #[serde(default)]
    pub contact: Contact,
    #[serde(default)]
    pub is_hidden: bool,
}

impl EntryChange {
    /// Whether another text stands there than the published one.
    pub fn is_rewritten(&self) -> bool {
        self.text.is_some() || self.details.is_some() || self.steps.is_some()
    }

    /// Leaves what is as published to the published text, now and later; the policy's own words are those that stand
    /// there word by word.
    pub fn settle(&mut self, published: &ContentEntry) {
        self.text.take_if(|it| *it == published.text);
        for it in self.details.iter_mut().flatten() {
            let mut official = published.details.iter().filter(|it| it.official);
            it.official = official.any(|own| own.text.ja == it.text.ja);
        }
        self.details.take_if(|it| *it == published.details);
        self.steps.take_if(|it| *it == published.steps);
    }

    /// Why this cannot stand in the place of an entry's text; the sentence says what to do.
    pub fn fault(&self) -> Option<&'static str> {
        let details = self.details.iter().flatten();
        let steps = self.steps.iter().flatten();
        let texts = || {
            let lines = details.clone().map(|it| &it.text).chain(steps.clone());
            self.text.iter().chain(lines)
        };
        let contact = &self.contact;
        let parts = [
            &contact.who,
            &contact.phone,
            &contact.mail,
            &contact.place,
            &contact.hours,
        ];
        let is_long = |it: &String, most: usize| it.chars().count() > most;
        let is_blank = |it: &ContentText| it.ja.trim().is_empty();
        if self.text.as_ref().is_some_and(is_blank) {
            Some("日本語の説明を書いてください。")
        } else if details.clone().any(|it| it.words.ja.trim().is_empty()) {
            Some("行の見出しを、日本語で書いてください。")
        } else if texts().any(is_blank) {
            Some("行や手順の文を、日本語で書いてください。")
        } else if details.clone().count() > MAX_LINES || steps.clone().count() > MAX_LINES {
            Some("行と手順は、それぞれ20までにしてください。")
        } else if texts()
            .flat_map(|it| [&it.ja, &it.en, &it.easy])
            .chain(details.flat_map(|it| [&it.words.ja, &it.words.en]))
            .any(|it| is_long(it, MAX_TEXT))
        {
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

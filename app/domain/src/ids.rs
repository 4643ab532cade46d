//! Ids as newtypes, so that a person's id cannot be passed where a sheet's is expected.

use super::calendar::Cycle;
use serde::{Deserialize, Serialize};

use crate::text_newtype::text_newtype;

text_newtype!(
    /// 職員番号, as the roster writes it.
    PersonId
);
text_newtype!(
    /// A form, such as `self_scoring_sheet`.
    InstrumentId
);
text_newtype!(
    /// One question of an instrument. Never reused for a different question.
    ItemId
);
impl ItemId {
    /// Id of the item that this is a copy of, in a repeated section or for a member of staff; its own if it is none.
    pub fn base(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Id of an item's copy for one member of staff: `item.person`.
    #[must_use]
    pub fn for_staff(&self, person: &PersonId) -> Self {
        Self(format!("{self}.{person}"))
    }

    /// The item and the member of staff that a copy's id is made of; `None` if it is no copy's.
    pub fn split_staff(&self) -> Option<(Self, PersonId)> {
        let (item, person) = self.0.split_once('.')?;
        Some((item.into(), person.into()))
    }
}
text_newtype!(
    /// What an item is about: one of the abilities, awarenesses or workplace elements.
    SubjectId
);
text_newtype!(
    /// 職層: `kakariin`, `shunin`, `kakaricho`, `kanrishoku`.
    BandId
);
text_newtype!(
    /// A journal: one person in one browser profile. A UUID.
    DeviceId
);
impl DeviceId {
    /// The last four characters in upper case: enough for a person to tell their own devices apart.
    pub fn short_label(&self) -> String {
        let from = self.0.char_indices().rev().nth(3);
        // By characters, not bytes: an id that is not ASCII must not panic here.
        self.0[from.map_or(0, |it| it.0)..].to_uppercase()
    }
}

text_newtype!(
    /// A fact, generated once on a device and kept across retries. A UUID version 7.
    FactId
);
text_newtype!(
    /// One lifetime of the server's log. A restore from backup starts a new epoch.
    Epoch
);

text_newtype!(
    /// A recruitment fair's event: the code in the URL that visitors open.
    EventId
);
impl EventId {
    /// The code as people type it from a poster: in small letters, in full width, with blanks and dashes.
    pub fn from_typed(text: &str) -> Self {
        let narrow = text.chars().map(|it| match it {
            '！'..='～' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
            it => it,
        });
        let code = narrow.filter(char::is_ascii_alphanumeric);
        Self(code.map(|it| it.to_ascii_uppercase()).collect())
    }
}
text_newtype!(
    /// A tablet enrolled for an event. Not a secret: a tablet's permission is its signature.
    TabletId
);
text_newtype!(
    /// A one-time code from a recruiter, with which a tablet enrols.
    EnrolmentCode
);
text_newtype!(
    /// One version of the quiz: its number and a hash of its content.
    QuizTag
);
text_newtype!(
    /// A day in Japan, `2026-11-25`; days compare as their texts do.
    Day
);

text_newtype!(
    /// SHA-256 of what a sheet or a part of it says, in hexadecimal: the version that a step was made on.
    SheetHash
);
text_newtype!(
    /// A part of a sheet that is confirmed by itself: one copy of a repeated section, written `.2`. Empty for the whole
    /// sheet.
    PartId
);
impl PartId {
    /// Copy `n` of a repeated section, from 1.
    pub fn copy(n: usize) -> Self {
        Self(format!(".{n}"))
    }

    /// The part that an item belongs to: a copy's id ends in the part's.
    pub fn of(item: &ItemId) -> Self {
        let copy = item.as_str().find('.');
        Self(copy.map_or_else(String::new, |at| item.as_str()[at..].to_owned()))
    }

    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an item belongs to the part.
    pub fn holds(&self, item: &ItemId) -> bool {
        item.as_str().ends_with(&self.0)
    }
}

/// Identifies a sheet. It has no random part: two devices that start a sheet offline start the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SheetId {
    pub person: PersonId,
    pub instrument: InstrumentId,
    pub cycle: Cycle,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_label_is_the_last_four_characters_in_upper_case() {
        for (id, mark) in [
            ("0198c2aa-77f3-9b1e", "9B1E"),
            ("ab", "AB"),
            ("", ""),
            ("端末いろはに", "いろはに"),
        ] {
            assert_eq!(DeviceId::from(id).short_label(), mark);
        }
    }
}

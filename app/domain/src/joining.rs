//! Questions of people who have been offered a job (内定者) and wait for their first day.
//!
//! They are asked nothing about themselves. Who asks gets a number, with which they read the answer and take the
//! question back; a contact is kept only until the day that they name.

use super::ids::Day;
use super::instrument::is_day;
use super::text_newtype::text_newtype;
use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Longest question and answer, in characters.
const MAX_WORDS: usize = 800;
/// Longest contact, in characters.
const MAX_CONTACT: usize = 120;
/// A contact is kept, and a code works, for so long at most.
const LONGEST: Duration = Duration::from_hours(24 * 366);

text_newtype!(
    /// What 採用担当 give to those who have been offered a job: without it nobody can ask.
    JoiningCode
);
text_newtype!(
    /// Opens one question: 20 hexadecimal digits (80 bits) that the asker's browser draws. The server keeps their hash
    /// alone.
    QuestionNumber
);

impl QuestionNumber {
    /// A number as people type it, in full width or with blanks and dashes between; `None` if it is none.
    pub fn of_typed(text: &str) -> Option<Self> {
        let narrow = text.chars().map(|it| match it {
            '！'..='～' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
            it => it,
        });
        let digits: String = narrow
            .filter(char::is_ascii_alphanumeric)
            .map(|it| it.to_ascii_lowercase())
            .collect();
        let is_hex = digits.len() == 20 && digits.bytes().all(|it| it.is_ascii_hexdigit());
        is_hex.then_some(Self(digits))
    }
}

/// A question as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewJoiningQuestion {
    pub code: JoiningCode,
    pub number: QuestionNumber,
    pub words: String,
    /// Mail address or telephone number; empty if the answer is to be read with the number alone.
    #[serde(default)]
    pub contact: String,
    /// Last day on which the contact may be kept; needed if there is one.
    #[serde(default)]
    pub contact_until: Option<Day>,
}

impl NewJoiningQuestion {
    /// Why it cannot be sent; a sentence.
    pub fn fault(&self, now: Timestamp) -> Option<&'static str> {
        let latest = (now + LONGEST).day();
        let n = |text: &str| text.chars().count();
        let until = self.contact_until.as_ref();
        let is_kept =
            until.is_some_and(|it| is_day(it.as_str()) && *it >= now.day() && *it <= latest);
        if self.words.trim().is_empty() || n(&self.words) > MAX_WORDS {
            Some("聞きたいことを、800文字までで書いてください。")
        } else if n(&self.contact) > MAX_CONTACT {
            Some("連絡先は、120文字までにしてください。")
        } else if !self.contact.trim().is_empty() && !is_kept {
            Some("連絡先を残してよい最後の日を、今日から1年以内で選んでください。")
        } else if QuestionNumber::of_typed(self.number.as_str()).is_none() {
            Some("番号を読めません。画面を開き直してください。")
        } else {
            None
        }
    }
}

/// A question as its asker reads it with the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnJoiningQuestion {
    pub words: String,
    pub asked_at: Timestamp,
    /// Until when a contact is kept; `None` if there is none any more.
    pub contact_until: Option<Day>,
    /// Empty while it waits.
    pub answer: String,
    pub answered_at: Option<Timestamp>,
}

/// A question as 採用担当 see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoiningQuestion {
    pub seq: i64,
    #[serde(flatten)]
    pub own: OwnJoiningQuestion,
    /// Empty if there is none, or its day is over.
    pub contact: String,
    /// 氏名 of who answered.
    pub answered_by: String,
}

/// Why a code cannot work until a day; a sentence, and a key of the dictionaries.
pub fn last_day_fault(last_day: &Day, now: Timestamp) -> Option<&'static str> {
    let latest = (now + LONGEST).day();
    (!is_day(last_day.as_str()) || *last_day < now.day() || *last_day > latest)
        .then_some("コードを使える最後の日を、今日から1年以内で選んでください。")
}

/// Why an answer cannot be sent; a sentence, and a key of the dictionaries.
pub fn answer_fault(words: &str) -> Option<&'static str> {
    let n = words.chars().count();
    (words.trim().is_empty() || n > MAX_WORDS).then_some("答えを、800文字までで書いてください。")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::of_day(&Day("2026-12-01".to_owned())).expect("a day")
    }

    fn question(contact: &str, until: Option<&str>) -> NewJoiningQuestion {
        NewJoiningQuestion {
            code: "ABCD2345".into(),
            number: "0011223344556677aabb".into(),
            words: "住まいの手当はありますか。".to_owned(),
            contact: contact.to_owned(),
            contact_until: until.map(|it| Day(it.to_owned())),
        }
    }

    #[test]
    fn a_contact_needs_a_day_on_which_it_goes() {
        let fault = |contact, until| question(contact, until).fault(now());
        assert_eq!(fault("", None), None);
        assert_eq!(fault("a@example.com", Some("2027-04-01")), None);
        assert!(fault("a@example.com", None).is_some());
        assert!(fault("a@example.com", Some("2026-11-30")).is_some());
        assert!(fault("a@example.com", Some("2028-01-01")).is_some());
        assert!(fault(&"あ".repeat(121), Some("2027-04-01")).is_some());
    }

    #[test]
    fn a_question_without_words_or_with_a_broken_number_is_refused() {
        let mut it = question("", None);
        it.words = "　".to_owned();
        assert!(it.fault(now()).is_some());
        let mut it = question("", None);
        it.number = "12".into();
        assert!(it.fault(now()).is_some());
    }

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let wanted = Some(QuestionNumber::from("0011223344556677aabb"));
        for text in [
            "0011223344556677aabb",
            "0011 2233 4455 6677 AABB",
            "００１１-2233-4455-6677-aabb",
        ] {
            assert_eq!(QuestionNumber::of_typed(text), wanted, "{text}");
        }
        assert_eq!(QuestionNumber::of_typed("0011"), None);
        assert_eq!(QuestionNumber::of_typed(&"z".repeat(20)), None);
    }
}

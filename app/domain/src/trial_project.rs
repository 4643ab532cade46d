//! Trial projects (試行事業): what a 課 tries out to change its work, and what it learnt.

use super::person::PersonName;
use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Longest title, in characters.
const MAX_TITLE: usize = 80;
/// Longest text, in characters.
const MAX_TEXT: usize = 1_000;

/// How far a trial project is. Its word is stored and never changes.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TrialState {
    #[default]
    Planned,
    Running,
    /// What was tried is used for good, or by others too.
    Adopted,
    /// It ended, and something was learnt.
    Ended,
}

impl TrialState {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Running, Self::Adopted, Self::Ended];

    /// In Japanese; a key of the dictionaries.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "計画中",
            Self::Running => "試行中",
            Self::Adopted => "広げている",
            Self::Ended => "終えた",
        }
    }
}

/// What a person writes of a trial project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialText {
    pub title: String,
    pub state: TrialState,
    /// What is tried, and why.
    pub summary: String,
    /// What was learnt; may be empty while it runs.
    pub learnt: String,
}

impl TrialText {
    /// Why it cannot be saved; a sentence, and a key of the dictionaries.
    pub fn fault(&self) -> Option<&'static str> {
        let n = |text: &str| text.chars().count();
        if self.title.trim().is_empty() {
            Some("試行事業の名前を書いてください。")
        } else if n(&self.title) > MAX_TITLE {
            Some("試行事業の名前は、80文字までにしてください。")
        } else if n(&self.summary) > MAX_TEXT || n(&self.learnt) > MAX_TEXT {
            Some("内容と分かったことは、それぞれ1,000文字までにしてください。")
        } else {
            None
        }
    }
}

/// A trial project on the board, which all staff read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialProject {
    pub seq: i64,
    /// 部
    pub department: String,
    /// 課 that tries it.
    pub section: String,
    #[serde(flatten)]
    pub text: TrialText,
    pub author: PersonName,
    pub changed_at: Timestamp,
    /// Counts its changes, from 1.
    pub version: i64,
    /// Whether the caller may change it.
    pub is_mine: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_without_a_name_or_with_a_text_too_long_is_refused() {
        let with = |title: &str, learnt: &str| TrialText {
            title: title.to_owned(),
            learnt: learnt.to_owned(),
            ..TrialText::default()
        };
        assert_eq!(with("申請書の下書きを音声で", "").fault(), None);
        assert!(with("　", "").fault().is_some());
        assert!(with(&"あ".repeat(81), "").fault().is_some());
        assert!(with("名前", &"あ".repeat(1_001)).fault().is_some());
        assert_eq!(with("名前", &"あ".repeat(1_000)).fault(), None);
    }

    #[test]
    fn a_state_is_stored_by_a_word_that_reads_back() {
        for it in TrialState::ALL {
            let word: &'static str = it.into();
            assert_eq!(word.parse(), Ok(it));
        }
    }
}

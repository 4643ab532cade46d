//! Role models (ロールモデル): people who tell how they came where they are, as long as they agree to it.
//!
//! The page is theirs: 職員課 asks, they consent to a text until a day, and take it back whenever they like. Whoever
//! wants to talk with one of them asks 職員課.

use super::ids::Day;
use super::instrument::is_day;
use super::person::PersonName;
use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use strum::{EnumString, IntoStaticStr};

/// Longest name and heading, in characters.
const MAX_LINE: usize = 60;
/// Longest text, in characters.
const MAX_TEXT: usize = 1_500;
/// Longest request for a talk, and answer to it, in characters.
const MAX_TALK: usize = 500;
/// A consent holds for two years at most, and is then asked for again.
const LONGEST: Duration = Duration::from_hours(24 * 731);

/// What somebody is an example of. Its word is stored and never changes.
#[derive(
    Clone,
    Copy,
    Debug,
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
pub enum RoleModelKind {
    WomanManager,
    YoungManager,
    Specialist,
    MidCareer,
    Comeback,
    ChildCare,
    Other,
}

impl RoleModelKind {
    pub const ALL: [Self; 7] = [
        Self::WomanManager,
        Self::YoungManager,
        Self::Specialist,
        Self::MidCareer,
        Self::Comeback,
        Self::ChildCare,
        Self::Other,
    ];

    /// In Japanese; a key of the dictionaries.
    pub fn label(self) -> &'static str {
        match self {
            Self::WomanManager => "女性の管理職",
            Self::YoungManager => "若手の管理職",
            Self::Specialist => "専門職・技能職",
            Self::MidCareer => "経験者採用",
            Self::Comeback => "カムバック採用",
            Self::ChildCare => "育児・介護との両立",
            Self::Other => "そのほかの歩み",
        }
    }

    /// The kinds as they are stored: words with spaces between.
    pub fn words(kinds: &[Self]) -> String {
        let words: Vec<&str> = kinds.iter().map(|it| (*it).into()).collect();
        words.join(" ")
    }

    /// Reads [`words`](Self::words); leaves out what this release does not know.
    pub fn of_words(words: &str) -> Vec<Self> {
        let known = words.split(' ').filter_map(|it| it.parse().ok());
        known.collect()
    }
}

/// What is shown of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleModelText {
    /// The name under which they appear, as they like it.
    pub shown_as: String,
    pub kinds: Vec<RoleModelKind>,
    /// One sentence at the head.
    pub headline: String,
    /// How they came where they are.
    pub story: String,
    /// What they would tell those who come after; may be empty.
    #[serde(default)]
    pub advice: String,
    /// Whether one may ask 職員課 for a talk with them.
    #[serde(default)]
    pub offers_talk: bool,
    /// Whether candidates see it, too, on the page that needs no sign-in.
    #[serde(default)]
    pub for_candidates: bool,
}

impl RoleModelText {
    /// Why it cannot be saved; a sentence, and a key of the dictionaries.
    pub fn fault(&self) -> Option<&'static str> {
        let n = |text: &str| text.chars().count();
        let lines = [&self.shown_as, &self.headline];
        if lines.iter().any(|it| it.trim().is_empty()) || self.story.trim().is_empty() {
            Some("表に出す名前、ひとこと、これまでの歩みを書いてください。")
        } else if lines.iter().any(|it| n(it) > MAX_LINE) {
            Some("表に出す名前とひとことは、それぞれ60文字までにしてください。")
        } else if n(&self.story) > MAX_TEXT || n(&self.advice) > MAX_TEXT {
            Some("歩みと後に続く人への言葉は、それぞれ1,500文字までにしてください。")
        } else if self.kinds.is_empty() {
            Some("どの歩みの例かを、一つは選んでください。")
        } else {
            None
        }
    }
}

/// Why a consent cannot end on a day, as seen at a time; a sentence, and a key of the dictionaries.
pub fn last_day_fault(last_day: &Day, now: Timestamp) -> Option<&'static str> {
    let latest = (now + LONGEST).day();
    (!is_day(last_day.as_str()) || *last_day < now.day() || *last_day > latest)
        .then_some("載せる最後の日を、今日から2年以内で選んでください。")
}

/// Somebody as all staff see them; without staff number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleModel {
    /// Names the page; also its anchor.
    pub seq: i64,
    #[serde(flatten)]
    pub text: RoleModelText,
    pub last_day: Day,
}

impl RoleModel {
    /// Whether it may still be shown on a day; a device without network has it longer than the server.
    pub fn is_shown(&self, today: &Day) -> bool {
        *today <= self.last_day
    }
}

/// What 職員課 asks somebody to agree to, or what they have agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleModelPage {
    #[serde(flatten)]
    pub model: RoleModel,
    pub person: PersonName,
    /// `None` while they have not agreed to what stands there now.
    pub consented_at: Option<Timestamp>,
    /// 氏名 of who wrote it last.
    pub written_by: String,
    pub changed_at: Timestamp,
    /// Counts its changes, from 1.
    pub version: i64,
    /// Whether they have left: their page is shown to nobody.
    #[serde(default)]
    pub has_left: bool,
}

/// What became of a request for a talk. Its word is stored and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TalkState {
    Waiting,
    Arranged,
    /// It does not come about; the answer says why.
    Declined,
}

impl TalkState {
    /// In Japanese; a key of the dictionaries.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "職員課が調整中",
            Self::Arranged => "話す予定",
            Self::Declined => "見送り",
        }
    }
}

/// A request to talk with a role model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleModelTalk {
    pub seq: i64,
    /// Under which name the role model appeared.
    pub with: String,
    /// Who asks.
    pub asker: PersonName,
    /// What they would like to hear about.
    pub words: String,
    pub asked_at: Timestamp,
    pub state: TalkState,
    /// What 職員課 answered; empty while it waits.
    pub answer: String,
    pub answered_at: Option<Timestamp>,
}

/// Why a request for a talk, or an answer to it, cannot be sent; a sentence, and a key of the dictionaries.
pub fn talk_fault(words: &str) -> Option<&'static str> {
    if words.trim().is_empty() {
        Some("ひとこと書いてください。")
    } else if words.chars().count() > MAX_TALK {
        Some("500文字までにしてください。")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> RoleModelText {
        RoleModelText {
            shown_as: "区民課 梅里".to_owned(),
            kinds: vec![RoleModelKind::MidCareer],
            headline: "民間から来て3年".to_owned(),
            story: "窓口から始めました。".to_owned(),
            ..RoleModelText::default()
        }
    }

    #[test]
    fn a_page_without_name_sentence_story_or_kind_is_refused() {
        assert_eq!(text().fault(), None);
        let broken: [fn(&mut RoleModelText); 6] = [
            |it| it.shown_as = "　".to_owned(),
            |it| it.headline.clear(),
            |it| it.story.clear(),
            |it| it.kinds.clear(),
            |it| it.headline = "あ".repeat(61),
            |it| it.advice = "あ".repeat(1_501),
        ];
        for break_it in broken {
            let mut it = text();
            break_it(&mut it);
            assert!(it.fault().is_some(), "{it:?}");
        }
    }

    #[test]
    fn a_consent_ends_within_two_years() {
        let now = Timestamp::of_day(&Day("2026-11-30".to_owned())).expect("a day");
        let fault = |day: &str| last_day_fault(&Day(day.to_owned()), now).is_some();
        assert!(!fault("2026-11-30"));
        assert!(!fault("2028-11-29"));
        for day in ["2026-11-29", "2029-01-01", "", "2026-02-30", "soon"] {
            assert!(fault(day), "{day}");
        }
    }

    #[test]
    fn kinds_are_stored_by_words_that_read_back_and_an_unknown_one_is_left_out() {
        let all = RoleModelKind::ALL;
        let words = RoleModelKind::words(&all);
        assert_eq!(RoleModelKind::of_words(&words), all);
        assert_eq!(RoleModelKind::of_words(""), []);
        let known = RoleModelKind::of_words("woman_manager astronaut");
        assert_eq!(known, [RoleModelKind::WomanManager]);
    }

    #[test]
    fn a_page_is_shown_up_to_its_last_day() {
        let it = RoleModel {
            seq: 1,
            text: text(),
            last_day: Day("2026-12-31".to_owned()),
        };
        assert!(it.is_shown(&Day("2026-12-31".to_owned())));
        assert!(!it.is_shown(&Day("2027-01-01".to_owned())));
    }
}

//! The structure that carries digital work (推進体制): what ＣＩＯ, 職員課 and 情報政策課 look at together.

use crate::calls::calls;
use domain::timestamp::Timestamp;
use domain::training::SectionSupporters;
use serde::{Deserialize, Serialize};

/// People by the policy's DX profiles, as the roster has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileCounts {
    /// ＤＸ推進人材: everybody.
    pub staff: u32,
    /// ＤＸ推進マネージャー: 部長 and 課長.
    pub managers: u32,
    /// ＤＸ推進サポーター
    pub supporters: u32,
    /// デジタルスペシャリスト: 情報政策課.
    pub specialists: u32,
}

/// What the three write down together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SteeringNote {
    /// Grows with each; 0 for none.
    pub seq: i64,
    /// What was agreed, and what is open.
    pub text: String,
    /// `2026-12-10T14:00`, empty for none.
    pub next_meeting: String,
    /// What the next meeting is about.
    pub agenda: String,
    /// 氏名; empty in what is sent.
    #[serde(default)]
    pub written_by: String,
    #[serde(default)]
    pub written_at: Option<Timestamp>,
}

/// Everything of the page but the trial projects and the demand for training, which have their own calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steering {
    pub profiles: ProfileCounts,
    /// One entry for each 課 of the roster.
    pub supporters: Vec<SectionSupporters>,
    /// The newest first; at most [`STEERING_NOTES`].
    pub notes: Vec<SteeringNote>,
}

/// Notes that are sent.
pub const STEERING_NOTES: usize = 20;

calls! {
    /// The structure that carries digital work.
    serve Staff, send cookies, trait SteeringCalls {
        /// People by profile, supporters of each 課, and the notes.
        [Roles Cio Personnel Digital] post steering() -> Steering;
        /// Writes a new note; the earlier ones stay. `note.seq` is the newest that the caller saw; `conflict` if there
        /// has been another since.
        [Roles Cio Personnel Digital] post write_steering_note(note: SteeringNote) -> Steering;
    }
}

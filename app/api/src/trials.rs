//! Trial projects (試行事業): a board that all staff read.

use crate::calls::calls;
use domain::trial_project::{TrialProject, TrialText};

calls! {
    /// The board of trial projects.
    serve Staff, send cookies, trait TrialCalls {
        /// All of them, the last changed first.
        [Staff] post trial_projects() -> Vec<TrialProject>;
        /// Begins one in the caller's own 課.
        [Roles Supporter Digital] post begin_trial(text: TrialText) -> Vec<TrialProject>;
        /// Changes one. ＤＸ推進サポーター change those of their 課, 情報政策課 all. `version` is the one that the caller
        /// saw; `conflict` if it has been changed since.
        [Roles Supporter Digital] post change_trial(
            seq: i64,
            version: i64,
            text: TrialText,
        ) -> Vec<TrialProject>;
    }
}

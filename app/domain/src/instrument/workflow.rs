//! Workflow of a form's sheets: which party may do which step in which state.

use crate::fact::Step;
use crate::sheet::SheetState;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// The workflow of a form's sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Workflow {
    /// The owner submits, and may withdraw the sheet until someone has read it.
    #[default]
    #[serde(rename = "hand_in")]
    #[strum(serialize = "hand_in")]
    Submission,
    /// The owner submits; the 所属長 returns it with a reason or agrees; at the end of the year it is closed.
    Agreement,
    /// Owner and 所属長 write it jointly; it is agreed once both have confirmed the same version.
    #[serde(rename = "together")]
    #[strum(serialize = "together")]
    Joint,
    /// Only the owner reads it; it is never submitted.
    Private,
}

/// A party to a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The person whose sheet it is.
    Owner,
    /// The owner's 所属長 or a deputy.
    Supervisor,
    /// Who reads what the owner shares and agrees to nothing: 職員課, and the 所属長 where sheets are only handed in.
    Reader,
}

impl Workflow {
    /// Whether this party may write answers.
    pub fn is_written_by(self, side: Party) -> bool {
        side == Party::Owner || self == Self::Joint
    }

    /// Whether this party may do a step in this state. For parts of a joint sheet only the state of the whole sheet
    /// is checked here; which parts are agreed is recorded in the sheet.
    pub fn allows(self, step: Step, side: Party, state: SheetState) -> bool {
        use SheetState::{Agreed, Draft, Submitted};
        let by_owner = side == Party::Owner;
        let by_supervisor = side == Party::Supervisor;
        match (self, step) {
            (Self::Submission | Self::Agreement, Step::Submit) => by_owner && state.is_open(),
            (Self::Submission | Self::Agreement, Step::Withdraw) => by_owner && state == Submitted,
            (Self::Submission, Step::Return) => !by_owner && state == Submitted,
            (Self::Agreement, Step::Return) => !by_owner && matches!(state, Submitted | Agreed),
            (Self::Agreement, Step::Agree) => by_supervisor && state == Submitted,
            (Self::Agreement, Step::Close) => by_supervisor && state == Agreed,
            (_, Step::Agree | Step::Reopen) if side == Party::Reader => false,
            (Self::Agreement, Step::Reopen) => state == Agreed,
            (Self::Joint, Step::Agree) => state == Draft,
            // Draft too: a part can be agreed and reopened while the whole is still a draft.
            (Self::Joint, Step::Reopen) => matches!(state, Draft | Agreed),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 6] = [
        Step::Submit,
        Step::Withdraw,
        Step::Return,
        Step::Agree,
        Step::Reopen,
        Step::Close,
    ];
    const STATES: [SheetState; 5] = [
        SheetState::Draft,
        SheetState::Submitted,
        SheetState::Returned,
        SheetState::Agreed,
        SheetState::Closed,
    ];

    fn allowed(course: Workflow, side: Party) -> Vec<String> {
        let mut all = Vec::new();
        for state in STATES {
            for step in STEPS {
                if course.allows(step, side, state) {
                    all.push(format!("{} {}", state.into_str(), step.into_str()));
                }
            }
        }
        all
    }

    #[test]
    fn the_owner_hands_a_submission_sheet_in_and_a_reader_returns_it() {
        let own = ["draft submit", "submitted withdraw", "returned submit"];
        assert_eq!(allowed(Workflow::Submission, Party::Owner), own);
        let returned = ["submitted return"];
        assert_eq!(allowed(Workflow::Submission, Party::Reader), returned);
        assert!(allowed(Workflow::Private, Party::Reader).is_empty());
        assert!(allowed(Workflow::Joint, Party::Reader).is_empty());
        assert!(allowed(Workflow::Private, Party::Owner).is_empty());
    }

    #[test]
    fn agreement_workflow_allows_these_steps_in_these_states() {
        let own = [
            "draft submit",
            "submitted withdraw",
            "returned submit",
            "agreed reopen",
        ];
        assert_eq!(allowed(Workflow::Agreement, Party::Owner), own);
        let others = [
            "submitted return",
            "submitted agree",
            "agreed return",
            "agreed reopen",
            "agreed close",
        ];
        assert_eq!(allowed(Workflow::Agreement, Party::Supervisor), others);
        let reader = ["submitted return", "agreed return"];
        assert_eq!(allowed(Workflow::Agreement, Party::Reader), reader);
    }

    #[test]
    fn both_parties_confirm_and_reopen_a_joint_sheet() {
        let both = ["draft agree", "draft reopen", "agreed reopen"];
        assert_eq!(allowed(Workflow::Joint, Party::Owner), both);
        assert_eq!(allowed(Workflow::Joint, Party::Supervisor), both);
    }
}

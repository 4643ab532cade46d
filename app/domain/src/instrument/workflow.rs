//! Workflow of a form's sheets: which party may do which step in which state.

use crate::decode::words;
use crate::fact::Step;
use crate::sheet::SheetState;

/// The workflow of a form's sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// The owner submits, and may withdraw the sheet until someone has read it.
    #[default]
    HandIn,
    /// The owner submits; the 所属長 returns it with a reason or agrees; at the end of the year it is closed.
    Agreement,
    /// Owner and 所属長 write it jointly; it is agreed once both have confirmed the same version.
    Together,
    /// Only the owner reads it; it is never submitted.
    Private,
}

words!(Course {
    HandIn = "hand_in",
    Agreement = "agreement",
    Together = "together",
    Private = "private",
});

/// A party to a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The person whose sheet it is.
    Owner,
    /// The owner's 所属長 or a deputy.
    Supervisor,
}

impl Course {
    /// Whether this party may write answers.
    pub fn is_written_by(self, side: Side) -> bool {
        side == Side::Owner || self == Self::Together
    }

    /// Whether this party may do a step in this state. For parts of a joint sheet only the state of the whole sheet
    /// is checked here; which parts are agreed is recorded in the sheet.
    pub fn allows(self, step: Step, side: Side, state: SheetState) -> bool {
        use SheetState::{Agreed, Draft, Submitted};
        let by_owner = side == Side::Owner;
        match (self, step) {
            (Self::HandIn | Self::Agreement, Step::Submit) => by_owner && state.is_open(),
            (Self::HandIn | Self::Agreement, Step::Withdraw) => by_owner && state == Submitted,
            (Self::Agreement, Step::Return) => !by_owner && matches!(state, Submitted | Agreed),
            (Self::Agreement, Step::Agree) => !by_owner && state == Submitted,
            (Self::Agreement, Step::Reopen) => state == Agreed,
            (Self::Agreement, Step::Close) => !by_owner && state == Agreed,
            (Self::Together, Step::Agree) => state == Draft,
            // Draft too: a part can be agreed and reopened while the whole is still a draft.
            (Self::Together, Step::Reopen) => matches!(state, Draft | Agreed),
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

    fn allowed(course: Course, side: Side) -> Vec<String> {
        let mut all = Vec::new();
        for state in STATES {
            for step in STEPS {
                if course.allows(step, side, state) {
                    all.push(format!("{} {}", state.word(), step.word()));
                }
            }
        }
        all
    }

    #[test]
    fn a_sheet_handed_in_is_its_owners_alone_to_move() {
        let own = ["draft submit", "submitted withdraw", "returned submit"];
        assert_eq!(allowed(Course::HandIn, Side::Owner), own);
        assert!(allowed(Course::HandIn, Side::Supervisor).is_empty());
        assert!(allowed(Course::Private, Side::Owner).is_empty());
    }

    #[test]
    fn goals_go_from_draft_to_submitted_to_returned_or_agreed_to_closed() {
        let own = [
            "draft submit",
            "submitted withdraw",
            "returned submit",
            "agreed reopen",
        ];
        assert_eq!(allowed(Course::Agreement, Side::Owner), own);
        let others = [
            "submitted return",
            "submitted agree",
            "agreed return",
            "agreed reopen",
            "agreed close",
        ];
        assert_eq!(allowed(Course::Agreement, Side::Supervisor), others);
    }

    #[test]
    fn what_two_write_together_both_confirm_and_open_again() {
        let both = ["draft agree", "draft reopen", "agreed reopen"];
        assert_eq!(allowed(Course::Together, Side::Owner), both);
        assert_eq!(allowed(Course::Together, Side::Supervisor), both);
    }
}

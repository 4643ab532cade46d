//! What becomes of a form's sheets: who hands them to whom, and what they are bound to then.

use crate::decode::words;
use crate::fact::Step;
use crate::sheet::SheetState;

/// The course of a sheet's life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// Its owner hands it in, and may take it back until someone has read it.
    #[default]
    HandIn,
    /// Its owner hands it in; the 所属長 sends it back with a reason or agrees; at the end of the year it is closed.
    Agreement,
    /// The owner and their 所属長 write it together, and it holds once both have confirmed the same.
    Together,
    /// Nobody but its owner ever sees it; there is nothing to hand in.
    Private,
}

words!(Course {
    HandIn = "hand_in",
    Agreement = "agreement",
    Together = "together",
    Private = "private",
});

/// Who does something to a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whose it is.
    Owner,
    /// Their 所属長, or who acts for them.
    Supervisor,
}

impl Course {
    /// Whether someone of this side may write answers at all.
    pub fn is_written_by(self, side: Side) -> bool {
        side == Side::Owner || self == Self::Together
    }

    /// Whether a step may be done by this side to a sheet that stands like this. For the parts of a sheet written
    /// together, whether a part is agreed stands in the sheet itself.
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

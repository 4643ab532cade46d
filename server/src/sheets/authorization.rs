//! Read permissions. Every response, export and count checks them here.

use api::access::Viewer;
use domain::instrument::{Item, Readers, Workflow};
use domain::person::Role;
use domain::sheet::{ShareScope, SheetState};

/// A sheet, with what the permission checks need.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each a column of its own"
)]
pub struct SheetAccess {
    /// Whether the reader is the owner's current 所属長 (supervisor) or a 代理 (deputy) of that supervisor.
    pub is_led: bool,
    /// Whether the reader is a second reader of the owner's place, and was before the sheet was handed in.
    pub is_second_reader: bool,
    pub state: SheetState,
    /// Workflow of the sheet's form.
    pub course: Workflow,
    /// Whether both sides have confirmed the sheet or at least one part of it.
    pub has_agreed: bool,
    pub scope: ShareScope,
    /// Whether it was shared with an earlier 所属長 and not handed on to the present one.
    pub is_of_former: bool,
}

/// Whether someone other than the owner may open a sheet: after submission, within the scope that the owner chose.
pub fn may_open(reader: &Viewer, sheet: &SheetAccess) -> bool {
    let is_handed_in = !sheet.state.is_open();
    let is_shown = match sheet.course {
        Workflow::Submission | Workflow::Agreement => is_handed_in,
        // Both sides write in it, so both read it from the first answer on.
        Workflow::Joint => true,
        Workflow::Private => false,
    };
    let as_supervisor = sheet.is_led && !sheet.is_of_former && sheet.scope.includes_supervisor();
    // Personnel reads a jointly written sheet only after both sides have confirmed it or a part of it.
    let is_ready = is_handed_in || sheet.has_agreed;
    let as_personnel = is_ready && reader.has(Role::Personnel) && sheet.scope.includes_personnel();
    let is_of_one = matches!(sheet.course, Workflow::Submission | Workflow::Agreement);
    let as_second = sheet.is_second_reader
        && !sheet.is_of_former
        && is_of_one
        && sheet.scope.includes_supervisor();
    is_shown && (as_supervisor || as_personnel || as_second)
}

/// Whether a reader other than the owner may see this item of a sheet.
pub fn may_see(reader: &Viewer, item: &Item) -> bool {
    match item.readers {
        Readers::OwnChoice => true,
        Readers::Personnel => reader.has(Role::Personnel),
        Readers::AggregateOnly | Readers::SelfOnly => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::access::Caller;

    fn reader(id: &str, roles: &[Role]) -> Viewer {
        Viewer {
            id: id.into(),
            roles: roles.to_vec(),
            caller: Caller::default(),
        }
    }

    /// Every combination of reader, scope, course and state in which `may_open` holds.
    fn open_sheets() -> Vec<String> {
        let readers = [
            ("supervisor", (true, false), reader("S", &[])),
            ("second", (false, true), reader("R", &[])),
            ("other", (false, false), reader("X", &[])),
            ("personnel", (false, false), reader("P", &[Role::Personnel])),
            (
                "administrator",
                (false, false),
                reader("A", &[Role::Administrator, Role::Digital, Role::Recruiter]),
            ),
        ];
        let scopes = [
            ShareScope::SelfOnly,
            ShareScope::Supervisor,
            ShareScope::SupervisorAndPersonnel,
            ShareScope::PersonnelOnly,
            ShareScope::Staff,
        ];
        let courses = [
            Workflow::Submission,
            Workflow::Agreement,
            Workflow::Joint,
            Workflow::Private,
        ];
        let mut open = Vec::new();
        for (name, (is_led, is_second_reader), reader) in &readers {
            for (scope, course) in scopes
                .iter()
                .flat_map(|scope| courses.map(|it| (*scope, it)))
            {
                for state in [SheetState::Draft, SheetState::Returned, SheetState::Agreed] {
                    let sheet = SheetAccess {
                        is_led: *is_led,
                        is_second_reader: *is_second_reader,
                        state,
                        course,
                        has_agreed: false,
                        scope,
                        is_of_former: false,
                    };
                    if may_open(reader, &sheet) {
                        open.push(format!(
                            "{name} {} {} {}",
                            course.into_str(),
                            scope.into_str(),
                            state.into_str()
                        ));
                    }
                }
            }
        }
        open
    }

    #[test]
    fn sheets_open_only_for_the_listed_readers_scopes_and_states() {
        assert_eq!(
            open_sheets(),
            [
                "supervisor hand_in supervisor agreed",
                "supervisor agreement supervisor agreed",
                "supervisor together supervisor draft",
                "supervisor together supervisor returned",
                "supervisor together supervisor agreed",
                "supervisor hand_in supervisor_and_personnel agreed",
                "supervisor agreement supervisor_and_personnel agreed",
                "supervisor together supervisor_and_personnel draft",
                "supervisor together supervisor_and_personnel returned",
                "supervisor together supervisor_and_personnel agreed",
                "second hand_in supervisor agreed",
                "second agreement supervisor agreed",
                "second hand_in supervisor_and_personnel agreed",
                "second agreement supervisor_and_personnel agreed",
                "personnel hand_in supervisor_and_personnel agreed",
                "personnel agreement supervisor_and_personnel agreed",
                "personnel together supervisor_and_personnel agreed",
                "personnel hand_in personnel_only agreed",
                "personnel agreement personnel_only agreed",
                "personnel together personnel_only agreed",
            ]
        );
    }

    #[test]
    fn what_was_shared_with_an_earlier_supervisor_is_not_for_the_present_one() {
        let sheet = SheetAccess {
            is_led: true,
            is_second_reader: false,
            state: SheetState::Submitted,
            course: Workflow::Submission,
            has_agreed: false,
            scope: ShareScope::SupervisorAndPersonnel,
            is_of_former: true,
        };
        assert!(!may_open(&reader("S", &[]), &sheet));
        assert!(may_open(&reader("P", &[Role::Personnel]), &sheet));
    }

    #[test]
    fn items_for_personnel_are_hidden_from_a_supervisor() {
        let item = Item {
            readers: Readers::Personnel,
            ..Item::default()
        };
        assert!(!may_see(&reader("S", &[]), &item));
        assert!(may_see(&reader("P", &[Role::Personnel]), &item));
    }
}

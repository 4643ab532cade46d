//! Read permissions. Every response, export and count checks them here.

use domain::ids::PersonId;
use domain::instrument::{Course, Item, Readers};
use domain::person::Role;
use domain::sheet::{ShareScope, SheetState};

/// A signed-in person, with what the permission checks need.
#[derive(Clone, Debug)]
pub struct Reader {
    pub id: PersonId,
    pub roles: Vec<Role>,
}

impl Reader {
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// A sheet, with what the permission checks need.
#[derive(Clone, Debug)]
pub struct Readable {
    /// Whether the reader is the owner's current 所属長 (supervisor) or a 代理 (deputy) of that supervisor.
    pub is_led: bool,
    pub state: SheetState,
    /// Workflow of the sheet's form.
    pub course: Course,
    /// Whether both sides have confirmed the sheet or at least one part of it.
    pub has_agreed: bool,
    pub scope: ShareScope,
}

/// Whether someone other than the owner may open a sheet: after submission, within the scope that the owner chose.
pub fn may_open(reader: &Reader, sheet: &Readable) -> bool {
    let is_handed_in = !sheet.state.is_open();
    let is_shown = match sheet.course {
        Course::HandIn | Course::Agreement => is_handed_in,
        // Both sides write in it, so both read it from the first answer on.
        Course::Together => true,
        Course::Private => false,
    };
    let as_supervisor = sheet.is_led && sheet.scope.has_supervisor();
    // Personnel reads a jointly written sheet only after both sides have confirmed it or a part of it.
    let is_ready = is_handed_in || sheet.has_agreed;
    let as_personnel = is_ready && reader.has(Role::Personnel) && sheet.scope.has_personnel();
    is_shown && (as_supervisor || as_personnel)
}

/// Whether a reader other than the owner may see this item of a sheet.
pub fn may_see(reader: &Reader, item: &Item) -> bool {
    match item.readers {
        Readers::OwnChoice => true,
        Readers::Personnel => reader.has(Role::Personnel),
        Readers::AggregateOnly | Readers::SelfOnly => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(id: &str, roles: &[Role]) -> Reader {
        Reader {
            id: id.into(),
            roles: roles.to_vec(),
        }
    }

    /// Every combination of reader, scope, course and state in which `may_open` holds.
    fn open_sheets() -> Vec<String> {
        let readers = [
            ("supervisor", true, reader("S", &[])),
            ("other", false, reader("X", &[])),
            ("personnel", false, reader("P", &[Role::Personnel])),
            (
                "administrator",
                false,
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
            Course::HandIn,
            Course::Agreement,
            Course::Together,
            Course::Private,
        ];
        let mut open = Vec::new();
        for (name, is_led, reader) in &readers {
            for (scope, course) in scopes
                .iter()
                .flat_map(|scope| courses.map(|it| (*scope, it)))
            {
                for state in [SheetState::Draft, SheetState::Returned, SheetState::Agreed] {
                    let sheet = Readable {
                        is_led: *is_led,
                        state,
                        course,
                        has_agreed: false,
                        scope,
                    };
                    if may_open(reader, &sheet) {
                        open.push(format!(
                            "{name} {} {} {}",
                            course.word(),
                            scope.word(),
                            state.word()
                        ));
                    }
                }
            }
        }
        open
    }

    #[test]
    fn every_reader_scope_and_state_is_as_the_table_says() {
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
    fn life_stage_is_for_personnel_only_even_where_a_supervisor_reads_the_sheet() {
        let item = Item {
            readers: Readers::Personnel,
            ..Item::default()
        };
        assert!(!may_see(&reader("S", &[]), &item));
        assert!(may_see(&reader("P", &[Role::Personnel]), &item));
    }
}

//! Who may read what. Every answer, export and count asks here.

use app::model::ids::PersonId;
use app::model::instrument::{Item, Readers};
use app::model::person::Role;
use app::model::sheet::{ShareScope, SheetState};

/// A signed-in person, as far as rights go.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Who.
    pub id: PersonId,
    /// Their roles.
    pub roles: Vec<Role>,
}

impl Reader {
    /// Whether they work with this role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// A sheet, as far as rights go.
#[derive(Clone, Debug)]
pub struct Readable {
    /// Its owner's present 所属長.
    pub supervisor: Option<PersonId>,
    /// Where it stands.
    pub state: SheetState,
    /// With whom it is shared.
    pub scope: ShareScope,
}

/// Whether someone other than its owner may open a sheet: only a submitted one, and only as its owner chose.
pub fn may_open(reader: &Reader, sheet: &Readable) -> bool {
    let as_supervisor =
        sheet.supervisor.as_ref() == Some(&reader.id) && sheet.scope >= ShareScope::Supervisor;
    let as_personnel =
        reader.has(Role::Personnel) && sheet.scope == ShareScope::SupervisorAndPersonnel;
    sheet.state == SheetState::Submitted && (as_supervisor || as_personnel)
}

/// Whether a reader of a sheet other than its owner sees this item of it.
pub fn may_see(item: &Item) -> bool {
    item.readers == Readers::OwnChoice
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

    #[test]
    fn every_reader_scope_and_state_is_as_the_table_says() {
        let readers = [
            ("supervisor", reader("S", &[])),
            ("other", reader("X", &[])),
            ("personnel", reader("P", &[Role::Personnel])),
            (
                "administrator",
                reader("A", &[Role::Administrator, Role::Digital, Role::Recruiter]),
            ),
        ];
        let scopes = [
            ShareScope::SelfOnly,
            ShareScope::Supervisor,
            ShareScope::SupervisorAndPersonnel,
        ];
        let mut open = Vec::new();
        for (name, reader) in &readers {
            for scope in scopes {
                for state in [SheetState::Draft, SheetState::Submitted] {
                    let sheet = Readable {
                        supervisor: Some("S".into()),
                        state,
                        scope,
                    };
                    if may_open(reader, &sheet) {
                        open.push((*name, scope, state));
                    }
                }
            }
        }
        assert_eq!(
            open,
            [
                ("supervisor", ShareScope::Supervisor, SheetState::Submitted),
                (
                    "supervisor",
                    ShareScope::SupervisorAndPersonnel,
                    SheetState::Submitted
                ),
                (
                    "personnel",
                    ShareScope::SupervisorAndPersonnel,
                    SheetState::Submitted
                ),
            ]
        );
    }
}

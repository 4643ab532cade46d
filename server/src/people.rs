//! The people of the roster: found, kept with their posts, roles and accounts, and changed from a day on.

pub(crate) mod addition;
pub(crate) mod calls;
pub(crate) mod changes;
pub(crate) mod details;
pub(crate) mod finding;
mod first_person;
mod invitations;
mod organisation;
pub(crate) mod organisation_calls;
pub(crate) mod planned_changes;
pub(crate) mod records;
pub(crate) mod reorganisation;
pub(crate) mod roster_calls;
pub(crate) mod roster_doubts;
pub(crate) mod roster_import;
pub(crate) mod roster_preview;
pub(crate) mod roster_undo;
pub(crate) mod rules;
pub(crate) mod second_readers;
pub(crate) mod workbook;

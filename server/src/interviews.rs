//! What people and their supervisor do together: the team, organisation goals, supervisor assessments.

pub(crate) mod calls;
pub(crate) mod org_goals;
pub mod supervisor_assessments;
pub(crate) mod team;
pub(crate) mod team_suggestions;

//! The forms and people that the sample ward names.

pub(super) const SELF_SCORING: &str = "self_scoring_sheet";
pub(super) const GOALS: &str = "goal_sheet";
pub(super) const CAREER: &str = "career_declaration";
pub(super) const DX: &str = "dx_self_check";
pub(super) const ORG_GOALS: &str = "org_goals";
pub(super) const LITERACY: &str = "literacy_test";
pub(super) const HEARING: &str = "hearing_record";
pub(super) const GUIDANCE: &str = "guidance_record";

/// Whose guidance is recorded.
pub(super) const IN_GUIDANCE: &str = "E0205";

/// 職員課, and a second one who agrees.
pub(super) const OFFICER: &str = "E0010";
pub(super) const SECOND: &str = "E0011";

//! The texts that people of the sample ward write, by their 課 (`server/sample/texts.json`).

use domain::content_page::Contact;
use domain::grant::GrantBudget;
use domain::ids::PersonId;
use domain::role_model::RoleModelText;
use domain::trial_project::TrialText;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
pub(super) struct Texts {
    /// By 課.
    pub(super) sections: BTreeMap<String, SectionTexts>,
    pub(super) guidance: GuidanceTexts,
    pub(super) conflict: ConflictTexts,
    /// By entry of the page of help.
    pub(super) contacts: BTreeMap<String, Contact>,
    pub(super) trials: Vec<SectionTrial>,
    pub(super) steering: SteeringTexts,
    pub(super) grants: GrantTexts,
    pub(super) role_models: Vec<RoleModelTexts>,
    pub(super) role_model_talk: TalkTexts,
}

/// The year's budgets for grants, and who asks for one.
#[derive(Debug, Deserialize)]
pub(super) struct GrantTexts {
    pub(super) budgets: Vec<GrantBudget>,
    pub(super) requests: Vec<RequestTexts>,
}

/// A request for a grant, and what is decided; nothing yet if `granted` is missing.
#[derive(Debug, Deserialize)]
pub(super) struct RequestTexts {
    pub(super) person: PersonId,
    pub(super) row: Value,
    pub(super) granted: Option<u32>,
    pub(super) note: String,
}

/// Somebody whom 職員課 asks to be a role model.
#[derive(Debug, Deserialize)]
pub(super) struct RoleModelTexts {
    pub(super) person: PersonId,
    /// Whether they agree, or have not answered yet.
    pub(super) agrees: bool,
    pub(super) text: RoleModelText,
}

/// A request to talk with one of them.
#[derive(Debug, Deserialize)]
pub(super) struct TalkTexts {
    pub(super) asker: PersonId,
    pub(super) with: PersonId,
    pub(super) words: String,
}

/// What a 課 tries out.
#[derive(Debug, Deserialize)]
pub(super) struct SectionTrial {
    pub(super) section: String,
    pub(super) text: TrialText,
}

/// What was agreed on, and what comes next.
#[derive(Debug, Deserialize)]
pub(super) struct SteeringTexts {
    pub(super) text: String,
    pub(super) agenda: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct SectionTexts {
    pub(super) org_goal: String,
    pub(super) goals: Vec<GoalTexts>,
    /// What somebody has done, as the ground of a self-scoring.
    pub(super) evidence: Vec<String>,
    pub(super) duties: Vec<String>,
    /// Work that somebody would like to do.
    pub(super) jobs: Vec<String>,
    pub(super) comments: Vec<String>,
    /// What the 所属長 says.
    pub(super) advice: Vec<String>,
    /// What somebody says to the 所属長.
    pub(super) views: Vec<String>,
}

/// A goal, worked back from a future state, and what came of it.
#[derive(Debug, Deserialize)]
pub(super) struct GoalTexts {
    pub(super) future: String,
    pub(super) present: String,
    pub(super) gap: String,
    pub(super) steps: Vec<GoalStep>,
    pub(super) goal: String,
    pub(super) indicator: String,
    pub(super) link: String,
    pub(super) mid: String,
    pub(super) result: String,
    pub(super) review: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct GoalStep {
    /// Month and day, `12-20`.
    pub(super) by: String,
    pub(super) what: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct GuidanceTexts {
    pub(super) reason: String,
    pub(super) interviews: Vec<InterviewTexts>,
}

/// One thing in two wordings, of two devices.
#[derive(Debug, Deserialize)]
pub(super) struct ConflictTexts {
    pub(super) office: String,
    pub(super) home: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct InterviewTexts {
    pub(super) items: String,
    pub(super) shared: String,
    pub(super) improvement: String,
    pub(super) support: String,
    pub(super) comment: String,
}

static TEXTS: LazyLock<Texts> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../sample/texts.json")).expect("a test reads it")
});

pub(super) fn texts() -> &'static Texts {
    &TEXTS
}

/// The texts of a 課.
pub(super) fn of_section(section: &str) -> Option<&'static SectionTexts> {
    texts().sections.get(section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::personnel::roster::parse::{Grades, parse};
    use crate::sample::ROSTER;

    #[test]
    fn every_section_of_the_roster_has_texts_and_none_is_empty() {
        let grades: Grades = (1..=6).collect();
        let lines = parse(ROSTER, &grades).expect("a roster").lines;
        for line in &lines {
            let texts = of_section(&line.person.org.section).expect("a section");
            let all = [
                &texts.evidence,
                &texts.duties,
                &texts.jobs,
                &texts.comments,
                &texts.advice,
                &texts.views,
            ];
            assert!(all.iter().all(|it| !it.is_empty()) && !texts.goals.is_empty());
        }
        assert_eq!(texts().guidance.interviews.len(), 2);
    }
}

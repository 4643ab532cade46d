//! The goals of people of the sample ward, and what comes of them.

use super::devices::Devices;
use super::drawn::{Answers, draw, pick};
use super::texts::{GoalTexts, of_section};
use crate::app_state::{AppState, CallError};
use domain::calendar::Period;
use domain::person::Person;
use domain::sheet::SheetId;
use serde_json::{Value, json};

fn goal_of(person: &Person, sheet: &SheetId, nth: usize) -> Option<&'static GoalTexts> {
    let texts = of_section(&person.org.section)?;
    let n_goals = texts.goals.len();
    // Neighbours in the roster have different goals, and everyone another one next year.
    let number: usize = person.id.as_str().trim_start_matches('E').parse().ok()?;
    texts
        .goals
        .get((number + usize::from(sheet.cycle.year) + nth) % n_goals)
}

/// How many goals somebody has: one or two.
fn n_goals(person: &Person) -> usize {
    1 + usize::from(draw(&[person.id.as_str(), "goals"]) > 0.6)
}

pub(super) fn goals(person: &Person, sheet: &SheetId) -> Answers {
    let mut answers = Vec::new();
    if let Some(texts) = of_section(&person.org.section) {
        answers.push(("org_goal".to_owned(), json!(texts.org_goal)));
    }
    for nth in 0..n_goals(person) {
        let Some(goal) = goal_of(person, sheet, nth) else {
            continue;
        };
        let step = |it: &super::texts::GoalStep| {
            let year = sheet.cycle.year + u16::from(it.by.as_str() < "04-01");
            json!({"by": format!("{year}-{}", it.by), "what": it.what})
        };
        let steps: Vec<Value> = goal.steps.iter().map(step).collect();
        let one_of = |of: &[&str], what: &str| {
            json!(pick(of, &[person.id.as_str(), what, &nth.to_string()]))
        };
        let parts = [
            ("future_state", json!(goal.future)),
            ("present_state", json!(goal.present)),
            ("gap", json!(goal.gap)),
            ("backcast_steps", json!(steps)),
            ("goal", json!(goal.goal)),
            ("indicator", json!(goal.indicator)),
            ("duty_link", json!(goal.link)),
            ("priority", one_of(&["high", "high", "middle"], "priority")),
            ("importance", one_of(&["high", "middle"], "importance")),
            (
                "difficulty",
                one_of(&["challenging", "standard"], "difficulty"),
            ),
            ("ability_targets", json!(["planning", "explanation"])),
        ];
        answers.extend(parts.map(|(id, value)| (format!("{id}.{}", nth + 1), value)));
    }
    answers
}

pub(super) fn org_goals(person: &Person) -> Answers {
    let texts = of_section(&person.org.section);
    texts
        .map(|it| ("org_goal".to_owned(), json!(it.org_goal)))
        .into_iter()
        .collect()
}

/// Writes how far the goals are, or what came of them.
pub(super) async fn review(
    app: &AppState,
    devices: &mut Devices,
    sheet: &SheetId,
    stage: Period,
) -> Result<(), CallError> {
    let person = devices.person(&sheet.person)?;
    let catalogue = app.catalogue();
    let Some(published) = catalogue.newest(&sheet.instrument) else {
        return Ok(());
    };
    let mut answers = Vec::new();
    for nth in 0..n_goals(&person) {
        let Some(goal) = goal_of(&person, sheet, nth) else {
            continue;
        };
        let achieved = pick(
            &["4", "3", "3", "2"],
            &[sheet.person.as_str(), "achieved", &nth.to_string()],
        );
        let parts = match stage {
            Period::End => vec![
                ("result", json!(goal.result)),
                ("self_review", json!(goal.review)),
                ("self_achievement", json!(achieved)),
            ],
            _ => vec![("mid_progress", json!(goal.mid))],
        };
        let parts = parts.into_iter();
        answers.extend(parts.map(|(id, value)| (format!("{id}.{}", nth + 1), value)));
    }
    let mut open = devices.open(&person.id, sheet);
    devices.answer(app, &mut open, &published.edition, answers);
    devices.sync(app, &mut open).await
}

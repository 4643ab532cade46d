//! 組織目標: goals published by the supervisors above a person, and the goals they hand down to them.

use super::{AppState, CallError, shared};
use crate::access::Viewer;
use api::{AssignedGoal, OrgGoal};
use domain::calendar::Cycle;
use domain::ids::{ItemId, PersonId};
use domain::sheet::{Sheet, SheetId};
use serde_json::Value;
use sqlx::Row;

/// The form with which a 所属長 publishes 組織目標.
const FORM: &str = "org_goals";

/// Goals that the form lets a 所属長 hand down: items `handed_goal.1` to `handed_goal.4`.
const MAX_HANDED_GOALS: u8 = 4;

pub(super) async fn org_goals(
    desk: &AppState,
    person: &PersonId,
    year: u16,
) -> Result<Vec<OrgGoal>, CallError> {
    let [cycle, ..] = Cycle::in_year(year);
    let rows = sqlx::query(include_str!("above.sql"))
        .bind(person.as_str())
        .bind(cycle.to_string())
        .fetch_all(desk.readers())
        .await?;
    let mut goals = Vec::new();
    for row in rows {
        let leader = PersonId(row.try_get("id")?);
        let sheet = SheetId {
            person: leader.clone(),
            instrument: FORM.into(),
            cycle,
        };
        let owner = Viewer {
            id: leader,
            roles: Vec::new(),
        };
        // No permission check: `above.sql` finds published sheets only, which everyone below their owner may read.
        let (_, _, says) = shared::load_sheet(desk, &owner, &sheet).await?;
        let place: [String; 3] = [
            row.try_get("department")?,
            row.try_get("section")?,
            row.try_get("name")?,
        ];
        goals.push(OrgGoal {
            leader: place.join(" "),
            goal: text(&says, "org_goal"),
            handed: goals_handed_to(&says, person),
        });
    }
    Ok(goals)
}

fn text(says: &Sheet, item: &str) -> String {
    let value = says.value(&ItemId::from(item));
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The goals of a sheet that are handed down to this person.
fn goals_handed_to(says: &Sheet, person: &PersonId) -> Vec<AssignedGoal> {
    let is_theirs = |n: &u8| {
        let to = says.value(&ItemId(format!("handed_to.{n}")));
        let mut to = to.and_then(Value::as_array).into_iter().flatten();
        to.any(|it| it.as_str() == Some(person.as_str()))
    };
    let goal = |n: u8| AssignedGoal {
        future: text(says, &format!("handed_future.{n}")),
        goal: text(says, &format!("handed_goal.{n}")),
        indicator: text(says, &format!("handed_indicator.{n}")),
    };
    (1..=MAX_HANDED_GOALS).filter(is_theirs).map(goal).collect()
}

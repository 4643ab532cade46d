//! 組織目標: goals published by the supervisors above a person, and the goals they hand down to them.

use crate::app_state::{AppState, CallError};
use crate::db::sql;
use crate::sheets::log;
use api::interviews::{AssignedGoal, OrgGoal};
use domain::calendar::Cycle;
use domain::ids::{ItemId, PersonId};
use domain::instrument::{Edition, FormRole, ItemRole};
use domain::sheet::{Sheet, SheetId};
use serde_json::Value;

pub(crate) async fn org_goals(
    app: &AppState,
    person: &PersonId,
    year: u16,
) -> Result<Vec<OrgGoal>, CallError> {
    let [cycle, ..] = Cycle::in_year(year);
    let catalogue = app.catalogue();
    let Some(form) = catalogue.with_role(FormRole::OrgGoals) else {
        return Ok(Vec::new());
    };
    let rows = sql!(interviews / org_goals_above_person)
        .bind(person.as_str())
        .bind(form.instrument.as_str())
        .bind(cycle.to_string())
        .fetch_all(app.readers())
        .await?;
    let mut goals = Vec::new();
    for row in rows {
        let sheet = SheetId {
            person: PersonId(row.try_get("id")?),
            instrument: form.instrument.clone(),
            cycle,
        };
        // No permission check: the query finds published sheets only, which everyone below their owner may read.
        let facts = log::facts_of_sheet(app.readers(), &sheet).await?;
        let says = Sheet::from_facts(&facts);
        let place: [String; 3] = [
            row.try_get("department")?,
            row.try_get("section")?,
            row.try_get("name")?,
        ];
        let goal = form.item_with_role(ItemRole::OrgGoal);
        goals.push(OrgGoal {
            leader: place.join(" "),
            goal: text(&says, goal.map(|it| &it.id)),
            handed: goals_handed_to(form, &says, person),
        });
    }
    Ok(goals)
}

fn text(says: &Sheet, item: Option<&ItemId>) -> String {
    let value = item.and_then(|it| says.value(it)).and_then(Value::as_str);
    value.unwrap_or_default().to_owned()
}

/// The goals of a sheet that are handed down to this person.
fn goals_handed_to(form: &Edition, says: &Sheet, person: &PersonId) -> Vec<AssignedGoal> {
    let of_copy = |role: ItemRole, n: usize| {
        let item = form.items_with_role(role).nth(n);
        text(says, item.map(|it| &it.id))
    };
    let recipients = form.items_with_role(ItemRole::HandedTo).enumerate();
    let is_theirs = |item: &ItemId| {
        let to = says.value(item).and_then(Value::as_array);
        let mut to = to.into_iter().flatten();
        to.any(|it| it.as_str() == Some(person.as_str()))
    };
    let goals = recipients.filter(|(_, it)| is_theirs(&it.id));
    let goals = goals.map(|(n, _)| AssignedGoal {
        future: of_copy(ItemRole::FutureState, n),
        goal: of_copy(ItemRole::Goal, n),
        indicator: of_copy(ItemRole::Indicator, n),
    });
    goals.collect()
}

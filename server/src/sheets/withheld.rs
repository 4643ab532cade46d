//! Wordings that their author has replaced: they leave the server to nobody else.

use super::log::facts_of_sheet;
use crate::app_state::{AppState, CallError};
use domain::fact::{Fact, FactBody, LoggedFact, Step};
use domain::ids::{FactId, PersonId};
use domain::sheet::{Sheet, SheetId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Empties the values of answers by others than `viewer` that no longer stand. The facts themselves go on: what
/// replaced them names them, and the same facts fold to the same sheet.
pub(crate) async fn withhold_replaced(
    app: &AppState,
    viewer: &PersonId,
    facts: impl Iterator<Item = &mut LoggedFact>,
) -> Result<(), CallError> {
    let mut standing: HashMap<SheetId, HashSet<FactId>> = HashMap::new();
    for logged in facts {
        let is_others = logged.author != *viewer;
        let FactBody::Answer { value, .. } = &logged.fact.body else {
            continue;
        };
        if !is_others || value.is_null() {
            continue;
        }
        let sheet = &logged.fact.sheet;
        if !standing.contains_key(sheet) {
            let all = facts_of_sheet(app.readers(), sheet).await?;
            standing.insert(sheet.clone(), ever_shown(&all));
        }
        if standing[sheet].contains(&logged.fact.id) {
            continue;
        }
        let text = serde_json::to_string(&logged.fact)?;
        logged.digest = Some(hex::encode(Sha256::digest(text)));
        if let FactBody::Answer { value, .. } = &mut logged.fact.body {
            *value = Value::Null;
        }
    }
    Ok(())
}

/// The answers that stand now, and those that stood when the sheet was submitted: its receipt is about them.
fn ever_shown(facts: &[Fact]) -> HashSet<FactId> {
    let mut sheet = Sheet::default();
    let mut shown = HashSet::new();
    let ids = |sheet: &Sheet| {
        let ids = sheet.answers().map(|(_, it)| it.fact.clone());
        ids.collect::<Vec<_>>()
    };
    for fact in facts {
        if matches!(
            &fact.body,
            FactBody::Step {
                step: Step::Submit,
                ..
            }
        ) {
            shown.extend(ids(&sheet));
        }
        sheet.apply(fact);
    }
    shown.extend(ids(&sheet));
    shown
}

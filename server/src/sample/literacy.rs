//! Literacy tests of people of the sample ward.

use super::devices::Devices;
use super::drawn::{draw, pick};
use crate::app_state::{AppState, CallError};
use domain::instrument::{Choice, Item, ItemKind};
use domain::scoring::adaptive::{AdaptiveTest, fnv1a, mark_answers, probability_right, questions};
use domain::sheet::SheetId;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Takes a literacy test to its end, as well as somebody of an ability would.
pub(super) async fn take_test(
    app: &AppState,
    devices: &mut Devices,
    sheet: &SheetId,
) -> Result<(), CallError> {
    let catalogue = app.catalogue();
    let Some(published) = catalogue.newest(&sheet.instrument) else {
        return Ok(());
    };
    let form = &published.edition;
    let person = sheet.person.as_str();
    let ability = 2.4 * (draw(&[person, "ability"]) - 0.35);
    let seed = fnv1a(&format!("{person} {}", sheet.cycle));
    let bank = questions(form);
    let mut open = devices.open(&sheet.person, sheet);
    loop {
        let marks = mark_answers(form, &open.sheet());
        let test = AdaptiveTest::new(bank.clone(), &marks, HashSet::new(), seed);
        let Some(next) = test.next_question().cloned() else {
            break;
        };
        let question = bank.iter().find(|it| it.id == next);
        let (Some(item), Some(question)) = (form.item(&next), question) else {
            break;
        };
        let chance = probability_right(ability, question.difficulty);
        let Some(key) = item
            .key()
            .filter(|_| draw(&[person, next.as_str()]) < chance)
        else {
            let answer = (next.0.clone(), wrong_answer(item, person));
            devices.answer(app, &mut open, form, [answer]);
            continue;
        };
        let answer = (next.0.clone(), json!(key.right));
        devices.answer(app, &mut open, form, [answer]);
    }
    devices.sync(app, &mut open).await
}

fn wrong_answer(item: &Item, person: &str) -> Value {
    let right = item.key().map(|it| it.right).unwrap_or_default();
    let ItemKind::Single { options, .. } = &item.kind else {
        return Value::Null;
    };
    let wrong: Vec<&Choice> = options.iter().filter(|it| it.id != right).collect();
    json!(pick(&wrong, &[person, item.id.as_str(), "wrong"]).map(|it| &it.id))
}

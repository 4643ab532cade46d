//! Every role, every call that returns sheets, every item of every form, before and after submitting: no item reaches
//! a role outside its readers. The forms are the real ones; each answer is a marker that occurs nowhere else.

use super::fixtures::*;
use crate::support::{Device, TestApp};
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::ids::PersonId;
use domain::instrument::{Edition, Item, ItemKind, Readers, Workflow, WrittenBy};
use domain::sheet::{ShareScope, SheetId};
use serde_json::{Value, json};

const FORMS: [&str; 7] = [
    "self_scoring_sheet",
    "goal_sheet",
    "hearing_record",
    "guidance_record",
    "career_declaration",
    "org_goals",
    "supervisor_note",
];

/// The people who call, with their role towards E1.
const VIEWERS: [(&str, &str); 4] = [
    ("B1", "supervisor"),
    ("P1", "personnel"),
    ("B2", "other"),
    ("A1", "administrator"),
];

fn sheet_in(form: &Edition, person: &str) -> SheetId {
    let [start, _, end] = Cycle::in_year(2026);
    SheetId {
        person: person.into(),
        instrument: form.instrument.clone(),
        cycle: if form.yearly { start } else { end },
    }
}

/// A marker answer that contains the item's id, for item kinds that hold text.
fn marked_answer(item: &Item) -> Option<Value> {
    let word = format!("〈{}〉", item.id);
    match &item.kind {
        ItemKind::Text { .. } => Some(json!(word)),
        ItemKind::Rows { columns, .. } => {
            let text = columns
                .iter()
                .find(|it| matches!(it.kind, domain::instrument::ColumnKind::Text { .. }))?;
            Some(json!([{text.id.clone(): word}]))
        }
        _ => None,
    }
}

/// An answer to a choice that makes dependent items visible and sets the widest share scope.
fn unlocking_choice(item: &Item) -> Option<Value> {
    let ItemKind::Single { options, .. } = &item.kind else {
        return None;
    };
    let wanted = ["supervisor_and_personnel", "specialist", "now", "yes_write"];
    let option = options.iter().find(|it| wanted.contains(&it.id.as_str()));
    option.map(|it| json!(it.id))
}

/// Answers every item of the form; items of the 所属長 on the 所属長's device.
async fn fill(app: &TestApp, form: &Edition, own: &mut Device, boss: &mut Device) {
    let sheet = sheet_in(form, &own.person.clone());
    if form.course == Workflow::Joint {
        check_out(app, boss, &sheet).await;
    }
    for item in form.items() {
        let Some(value) = marked_answer(item).or_else(|| unlocking_choice(item)) else {
            continue;
        };
        let hand = if item.by == WrittenBy::Supervisor {
            &mut *boss
        } else {
            &mut *own
        };
        hand.answer_in(&sheet, item, value).unwrap();
    }
    // Aggregate-only items hold numbers, so they carry no marker: a leak would show the item's id.
    for item in form.items().filter(|it| it.readers != Readers::OwnChoice) {
        let value = match &item.kind {
            ItemKind::Scale => json!(1),
            ItemKind::Multi { options, .. } => json!([options[0].id]),
            _ => continue,
        };
        own.answer_in(&sheet, item, value).unwrap();
    }
    own.exchange(app).await;
    boss.exchange(app).await;
}

/// The responses of every call that returns sheets, concatenated.
async fn all_responses(app: &TestApp, cookie: &str, sheet: &SheetId) -> String {
    let of_cycle = json!({"instrument": sheet.instrument, "cycle": sheet.cycle});
    let calls = [
        ("shared_sheet", json!({"sheet": sheet})),
        ("take_along", json!({"sheet": sheet})),
        ("seen_by", json!({"sheet": sheet, "eyes": "personnel"})),
        ("shared_list", json!({"cycle": sheet.cycle})),
        ("staff", json!({"year": 2026})),
        ("progress", of_cycle.clone()),
        ("overview", of_cycle.clone()),
        ("export", of_cycle),
        ("careers", json!({"year": 2026, "search": {}})),
        ("career", json!({"person": sheet.person})),
        ("org_goals", json!({"year": 2026})),
        ("cycles", json!({})),
        (
            "exchange",
            json!({"push": {
                "schema": 1, "device": format!("look-{}", cookie.len()), "epoch": null, "since": 0, "facts": [],
                "along": [sheet],
            }}),
        ),
    ];
    let mut all = String::new();
    for (path, body) in calls {
        let (_, answer) = app.post(path, Some(cookie), &body).await;
        all += &answers_of(path, &answer);
    }
    all
}

/// The part of a response that holds answers. The edition in it names every item, answered or not.
fn answers_of(path: &str, answer: &Value) -> String {
    match path {
        "shared_sheet" | "seen_by" => answer["answers"].to_string(),
        "take_along" => {
            answer["facts"].to_string()
                + &answer["goals"]["answers"].to_string()
                + &answer["scoring"]["answers"].to_string()
        }
        _ => answer.to_string(),
    }
}

/// Whether `role` may read the item, given whether the sheet is submitted.
fn may_read(form: &Edition, item: &Item, role: &str, is_handed_in: bool) -> bool {
    let scope = if form.item(&"share_scope".into()).is_some() {
        ShareScope::SupervisorAndPersonnel
    } else {
        form.share
    };
    let is_shown = match form.course {
        Workflow::Private => return false,
        Workflow::Joint => is_handed_in || role == "supervisor",
        _ => is_handed_in,
    };
    let by_scope = match role {
        "supervisor" => scope.includes_supervisor(),
        "personnel" => scope.includes_personnel(),
        _ => false,
    };
    let by_item = match item.readers {
        Readers::OwnChoice => true,
        Readers::Personnel => role == "personnel",
        Readers::AggregateOnly | Readers::SelfOnly => false,
    };
    is_shown && by_scope && by_item
}

async fn submit(app: &TestApp, form: &Edition, own: &mut Device, boss: &mut Device) {
    let sheet = sheet_in(form, &own.person.clone());
    match form.course {
        Workflow::Submission | Workflow::Agreement => {
            own.step_in(&sheet, Step::Submit, StepDetails::default());
        }
        Workflow::Joint if form.restricted => {
            for (device, id) in [(&mut *boss, "B1"), (&mut *own, "E1")] {
                device.exchange(app).await;
                for part in [".1", ".2", ".3", ".4"] {
                    device.step_in(
                        &sheet,
                        Step::Agree,
                        StepDetails {
                            part: part.into(),
                            ..signed_by(id)
                        },
                    );
                }
                device.exchange(app).await;
            }
        }
        Workflow::Joint => {
            boss.step_in(&sheet, Step::Agree, signed_by("B1"));
            boss.exchange(app).await;
            own.exchange(app).await;
            own.step_in(&sheet, Step::Agree, signed_by("E1"));
        }
        Workflow::Private => {}
    }
    own.exchange(app).await;
    assert_eq!(
        own.journal.n_pending() + own.journal.tray().count(),
        0,
        "{}",
        form.instrument
    );
}

#[tokio::test]
async fn no_item_of_any_form_reaches_a_role_outside_its_readers() {
    let app = TestApp::start().await;
    decide_guidance(&app).await;
    let mut own = device(&app, "E1", "own").await;
    let mut boss = device(&app, "B1", "boss").await;
    let mut cookies = vec![boss.cookie.clone()];
    for (id, _) in &VIEWERS[1..] {
        cookies.push(app.sign_in(id).await);
    }
    let mut told = 0;
    for name in FORMS {
        let form = edition(&app, &own.cookie, name).await;
        fill(&app, &form, &mut own, &mut boss).await;
        for is_handed_in in [false, true] {
            if is_handed_in {
                submit(&app, &form, &mut own, &mut boss).await;
            }
            for ((id, role), cookie) in VIEWERS.iter().zip(&cookies) {
                let sheet = sheet_in(&form, "E1");
                let heard = all_responses(&app, cookie, &sheet).await;
                for item in form.items() {
                    let Some(word) = marked_answer(item).map(|_| format!("〈{}〉", item.id))
                    else {
                        let is_leak = item.readers != Readers::OwnChoice
                            && heard.contains(&format!("\"{}\"", item.id));
                        let may = may_read(&form, item, role, is_handed_in);
                        assert!(!is_leak || may, "{id} heard of {} of {name}", item.id);
                        continue;
                    };
                    let hears = heard.contains(&word);
                    let may = may_read(&form, item, role, is_handed_in);
                    assert!(
                        !hears || may,
                        "{id} ({role}) heard {} of {name}, handed in: {is_handed_in}",
                        item.id
                    );
                    told += usize::from(hears);
                }
            }
        }
    }
    assert!(told > 100, "those who may are told: {told}");
    assert_eq!(
        PersonId::from("E1"),
        sheet_in(&edition(&app, &own.cookie, "goal_sheet").await, "E1").person
    );
}

//! Goals: returned, agreed, reviewed and closed; and organisational goals that supervisors publish.

use super::fixtures::*;
use crate::support::{Device, NOW, ROSTER, TestApp};
use axum::http::StatusCode;
use domain::fact::{FactBody, Reason, Step, StepDetails};
use domain::instrument::Edition;
use domain::sheet::{SheetId, SheetState};
use serde_json::json;
use server::clock::fixed;

/// Submits goals of E1.
async fn goals(app: &TestApp) -> (SheetId, Device, Edition) {
    let sheet = sheet_of("E1", "goal_sheet", 0);
    let mut own = device(app, "E1", "own").await;
    let form = edition(app, &own.cookie, "goal_sheet").await;
    own.answer_in(&sheet, &item(&form, "goal.1"), json!("待ち時間を10分に"))
        .unwrap();
    own.answer_in(
        &sheet,
        &item(&form, "backcast_steps.1"),
        json!([{"by": "2027-03-01", "what": "全窓口で"}]),
    )
    .unwrap();
    own.step_in(&sheet, Step::Submit, StepDetails::default());
    own.exchange(app).await;
    assert_eq!(own.journal.n_local_only(), 0, "{:?}", tray(&own));
    (sheet, own, form)
}

/// Records a 所属長's step on the version of the sheet that the server has shown.
async fn step_on(app: &TestApp, boss: &mut Device, sheet: &SheetId, step: Step, act: StepDetails) {
    let (status, answer) = open_shared(app, &boss.cookie, sheet).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let made_on = answer["hash"].as_str().unwrap().into();
    let minted = boss.next_stamp();
    boss.journal
        .record_shown_step(sheet, FactBody::Step { step, made_on, act }, minted);
    boss.exchange(app).await;
}

#[tokio::test]
async fn goals_are_returned_resubmitted_agreed_reviewed_and_closed() {
    let app = TestApp::start().await;
    let (sheet, mut own, form) = goals(&app).await;
    let mut boss = device(&app, "B1", "boss").await;
    let why = StepDetails {
        note: "数値を入れてください".to_owned(),
        ..StepDetails::default()
    };
    step_on(&app, &mut boss, &sheet, Step::Return, why).await;
    assert!(tray(&boss).is_empty());
    own.exchange(&app).await;
    let says = own.journal.sheet(&sheet);
    assert_eq!(
        (says.state, says.reason.as_str()),
        (SheetState::Returned, "数値を入れてください")
    );
    // A returned sheet is visible to its owner only.
    assert_eq!(
        open_shared(&app, &boss.cookie, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    own.answer_in(&sheet, &item(&form, "indicator.1"), json!("平均10分以内"))
        .unwrap();
    own.step_in(&sheet, Step::Submit, StepDetails::default());
    own.exchange(&app).await;
    step_on(&app, &mut boss, &sheet, Step::Agree, signed_by("B1")).await;
    own.exchange(&app).await;
    assert_eq!(own.journal.sheet(&sheet).state, SheetState::Agreed);
    // Agreed goals are locked; the review of the year is still editable.
    let goal = own.answer_in(&sheet, &item(&form, "goal.1"), json!("15分に"));
    assert_eq!(goal, Ok(()), "a text is kept as a draft");
    assert_eq!(
        own.journal.sheet(&sheet).value(&"goal.1".into()),
        Some(&json!("待ち時間を10分に"))
    );
    own.answer_in(
        &sheet,
        &item(&form, "mid_progress.1"),
        json!("12分まで来た"),
    )
    .unwrap();
    own.exchange(&app).await;
    assert!(tray(&own).is_empty());
    step_on(&app, &mut boss, &sheet, Step::Close, StepDetails::default()).await;
    own.exchange(&app).await;
    assert_eq!(own.journal.sheet(&sheet).state, SheetState::Closed);
    assert!(tray(&boss).is_empty());
}

#[tokio::test]
async fn only_the_current_supervisor_can_agree_to_goals() {
    let app = TestApp::start().await;
    let (sheet, mut own, _) = goals(&app).await;
    let minted = own.next_stamp();
    let made_on = own.journal.sheet(&sheet).hash();
    own.journal.record_shown_step(
        &sheet,
        FactBody::Step {
            step: Step::Agree,
            made_on: made_on.clone(),
            act: signed_by("E1"),
        },
        minted,
    );
    own.exchange(&app).await;
    assert_eq!(tray(&own)[0].0, Reason::Locked);
    for id in ["B2", "P1", "A1"] {
        let mut other = device(&app, id, &format!("device-{id}")).await;
        let minted = other.next_stamp();
        other.journal.record_shown_step(
            &sheet,
            FactBody::Step {
                step: Step::Agree,
                made_on: made_on.clone(),
                act: signed_by(id),
            },
            minted,
        );
        other.exchange(&app).await;
        assert_eq!(tray(&other)[0].0, Reason::NotYours, "{id}");
    }
}

#[tokio::test]
async fn org_goals_reach_everyone_below_and_assigned_goals_only_their_assignee() {
    let text = ROSTER.replace(
        "B1,桐野 ひかり,区民部,区民課,,5,事務,,",
        "B1,桐野 ひかり,区民部,区民課,,5,事務,B2,",
    );
    let app = TestApp::with_roster(&text, fixed(NOW)).await;
    for (id, goal, to) in [
        ("B2", "区民にやさしい区役所", vec!["E2"]),
        ("B1", "待たせない窓口", vec!["E1"]),
    ] {
        let mut boss = device(&app, id, &format!("device-{id}")).await;
        let sheet = sheet_of(id, "org_goals", 0);
        let form = edition(&app, &boss.cookie, "org_goals").await;
        boss.answer_in(&sheet, &item(&form, "org_goal"), json!(goal))
            .unwrap();
        boss.answer_in(&sheet, &item(&form, "handed_to.1"), json!(to))
            .unwrap();
        boss.answer_in(
            &sheet,
            &item(&form, "handed_goal.1"),
            json!(format!("{goal}のために")),
        )
        .unwrap();
        boss.exchange(&app).await;
        boss.step_in(&sheet, Step::Submit, StepDetails::default());
        boss.exchange(&app).await;
    }
    let own = app.sign_in("E1").await;
    let (_, goals) = app
        .post("org_goals", Some(&own), &json!({"year": 2026}))
        .await;
    assert_eq!(goals[0]["goal"], "区民にやさしい区役所");
    assert_eq!(goals[1]["goal"], "待たせない窓口");
    assert_eq!(goals[0]["handed"], json!([]));
    assert_eq!(goals[1]["handed"][0]["goal"], "待たせない窓口のために");
    let other = app.sign_in("P1").await;
    let (_, goals) = app
        .post("org_goals", Some(&other), &json!({"year": 2026}))
        .await;
    assert_eq!(goals, json!([]));
}

//! A guidance record begins once 職員課 has decided on it, which the person is told.

use super::fixtures::*;
use crate::support::TestApp;
use axum::http::StatusCode;
use domain::fact::{Reason, Step, StepDetails};
use serde_json::json;

#[tokio::test]
async fn a_guidance_record_begins_only_for_whom_the_personnel_office_has_decided_on() {
    let app = TestApp::start().await;
    let sheet = sheet_of("E1", "guidance_record", 0);
    let mut own = device(&app, "E1", "own").await;
    let mut boss = device(&app, "B1", "boss").await;
    let personnel = app.sign_in("P1").await;
    let form = edition(&app, &own.cookie, "guidance_record").await;
    let (status, _) = check_out(&app, &mut boss, &sheet).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let text = item(&form, "items_to_work_on.1");
    own.answer_in(&sheet, &text, json!("自分から")).unwrap();
    own.exchange(&app).await;
    assert_eq!(tray(&own)[0].0, Reason::NotYours);

    let decide = |person: &str, year: u16, reason: &str| {
        let body = json!({"person": person, "year": year, "reason": reason});
        let (app, personnel) = (&app, personnel.clone());
        async move {
            let decided = app.post("name_guidance_subject", Some(&personnel), &body);
            decided.await
        }
    };
    for (person, year, reason) in [
        ("E1", 2026, "  "),
        ("E1", 2024, "育成のため"),
        ("X9", 2026, "育成のため"),
        ("P1", 2026, "育成のため"),
    ] {
        assert_eq!(
            decide(person, year, reason).await.0,
            StatusCode::BAD_REQUEST
        );
    }
    let (status, all) = decide("E1", 2026, "窓口の応対を伸ばすため").await;
    assert_eq!(status, StatusCode::OK, "{all}");
    assert_eq!(all[0]["n_confirmed"], 0);
    // The person sees that it exists, by whom and why; the 所属長 gets the link.
    let (_, told) = app.post("notices", Some(&own.cookie), &json!({})).await;
    let told = &told["guidance"][0];
    assert_eq!(told["reason"], "窓口の応対を伸ばすため");
    assert_eq!(told["named_by"], "榎田 ゆう");
    let staff = json!({"year": 2026});
    let (_, staff) = app.post("team", Some(&boss.cookie), &staff).await;
    let has: Vec<bool> = staff
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["has_guidance"].as_bool().unwrap())
        .collect();
    assert_eq!(has.iter().filter(|it| **it).count(), 1);

    let (status, _) = check_out(&app, &mut boss, &sheet).await;
    assert_eq!(status, StatusCode::OK);
    boss.answer_in(&sheet, &text, json!("電話の応対")).unwrap();
    let planned = item(&form, "planned_at.2");
    boss.answer_in(&sheet, &planned, json!("2026-11-01T10:00"))
        .unwrap();
    boss.exchange(&app).await;
    own.exchange(&app).await;
    let first = |by: &str| StepDetails {
        part: ".1".into(),
        ..signed_by(by)
    };
    boss.step_in(&sheet, Step::Agree, first("B1"));
    boss.exchange(&app).await;
    own.exchange(&app).await;
    own.step_in(&sheet, Step::Agree, first("E1"));
    own.exchange(&app).await;
    let (_, all) = app
        .post(
            "guidance_subjects",
            Some(&personnel),
            &json!({"year": 2026}),
        )
        .await;
    assert_eq!(
        (&all[0]["n_confirmed"], &all[0]["is_overdue"]),
        (&json!(1), &json!(true))
    );
    // Ended: no new record, and the begun one can be written to its end.
    let body = json!({"person": "E1", "year": 2026});
    let (_, all) = app
        .post("end_guidance_subject", Some(&personnel), &body)
        .await;
    assert_eq!(all[0]["is_ended"], true);
    let second = item(&form, "items_to_work_on.2");
    boss.answer_in(&sheet, &second, json!("次の回")).unwrap();
    boss.exchange(&app).await;
    assert!(tray(&boss).is_empty());
    let (_, told) = app.post("notices", Some(&own.cookie), &json!({})).await;
    assert_eq!(told["guidance"], json!([]));
}

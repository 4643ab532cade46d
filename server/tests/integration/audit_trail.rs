//! What an account did and what was done to it, a page at a time, for those who answer for it.

use crate::support::{ROSTER, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::clock::fixed;

async fn trail(app: &TestApp, cookie: &str, side: &str, before: Option<i64>) -> Vec<Value> {
    let body = json!({"account": "E2", "side": side, "before": before});
    let (status, answer) = app.post("audit_trail", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer.as_array().unwrap().clone()
}

#[tokio::test]
async fn codes_and_ended_sessions_are_in_the_trail_by_name_and_the_look_is_in_the_log() {
    let app = TestApp::with_roster(ROSTER, fixed(crate::support::NOW)).await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E2").await);
    let code = json!({"person": "E2", "minutes": 60});
    let (status, answer) = app.post("issue_reset_code", Some(&office), &code).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let code = answer["code"].as_str().unwrap().to_owned();
    let about = trail(&app, &office, "about", None).await;
    let issued = about.iter().find(|it| it["act"] == "一度だけの番号の発行");
    let issued = issued.expect("the code was issued");
    assert_ne!(issued["by"], "P1", "a name, not a number: {issued}");
    assert!(!json!(about).to_string().contains(&code), "never the code");
    assert!(
        about.iter().any(|it| it["act"] == "監査記録を見た"),
        "{about:?}"
    );
    let by = trail(&app, &office, "by", None).await;
    assert!(by.iter().any(|it| it["act"] == "サインイン"), "{by:?}");
    // Nobody sees the trail of a colleague, nor their own.
    let body = json!({"account": "E2", "side": "by", "before": null});
    let (status, _) = app.post("audit_trail", Some(&own), &body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_trail_is_read_page_by_page_without_a_gap() {
    let app = TestApp::with_roster(ROSTER, fixed(crate::support::NOW)).await;
    let office = app.sign_in("P1").await;
    for _ in 0..60 {
        trail(&app, &office, "by", None).await;
    }
    let first = trail(&app, &office, "about", None).await;
    assert_eq!(first.len(), 50);
    let last = first[49]["seq"].as_i64().unwrap();
    let second = trail(&app, &office, "about", Some(last)).await;
    let seqs: Vec<i64> = first
        .iter()
        .chain(&second)
        .map(|it| it["seq"].as_i64().unwrap())
        .collect();
    assert!(seqs.is_sorted_by(|a, b| a > b), "{seqs:?}");
    assert!(seqs.len() > 60);
}

//! What a 所属長 is told would help their people: counts over what is shared with them, and over nothing else.

use crate::support::skills::submit;
use crate::support::{NOW, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::fmt::Write;

/// A 所属長 with seven people, another with one.
fn roster() -> String {
    let mut text = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割\n\
        B1,桐野 ひかり,区民部,区民課,,5,事務,,\n\
        B2,柏谷 そら,福祉部,福祉課,,5,事務,,\n"
        .to_owned();
    for at in 1..=7 {
        writeln!(text, "M{at},職員 {at},区民部,区民課,,2,事務,B1,").unwrap();
    }
    text + "N1,職員 別,福祉部,福祉課,,2,事務,B2,\n"
}

async fn seen(app: &TestApp, cookie: &str) -> Value {
    let body = json!({"year": 2026});
    let (status, answer) = app.post("team_suggestions", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

#[tokio::test]
async fn measures_are_counted_for_five_or_more_who_share_their_sheets_and_for_nobody_else() {
    let app = TestApp::with_roster(&roster(), server::clock::fixed(NOW)).await;
    let boss = app.sign_in("B1").await;
    for at in 1..=4 {
        submit(&app, &format!("M{at}"), 1, "supervisor").await;
    }
    // What is for nobody is not the 所属長's; nor is another 課.
    submit(&app, "M5", 1, "self_only").await;
    submit(&app, "N1", 1, "supervisor").await;
    assert_eq!(
        seen(&app, &boss).await,
        json!({"people": null, "measures": []})
    );

    submit(&app, "M7", 1, "supervisor_and_personnel").await;
    let told = seen(&app, &boss).await;
    assert_eq!(told["people"], 5, "{told}");
    let measures = told["measures"].as_array().unwrap();
    assert_eq!(measures[0]["people"], 5, "{told}");
    assert!(!told.to_string().contains("職員 1"), "no names: {told}");
    let other = seen(&app, &app.sign_in("B2").await).await;
    assert_eq!(other, json!({"people": null, "measures": []}));
    // Somebody who leads nobody learns nothing.
    let own = crate::support::sign_in_again(&app, "M1").await;
    assert_eq!(seen(&app, &own).await["people"], Value::Null);
}

#[tokio::test]
async fn a_measure_that_fewer_than_five_need_is_named_without_its_number() {
    let app = TestApp::with_roster(&roster(), server::clock::fixed(NOW)).await;
    let boss = app.sign_in("B1").await;
    for at in 1..=6 {
        let level = if at == 1 { 1 } else { 5 };
        submit(&app, &format!("M{at}"), level, "supervisor").await;
    }
    let told = seen(&app, &boss).await;
    assert_eq!(told["people"], 6);
    let measures = told["measures"].as_array().unwrap();
    assert!(!measures.is_empty());
    let numbers = measures.iter().map(|it| &it["people"]);
    assert!(numbers.into_iter().all(Value::is_null), "{told}");
}

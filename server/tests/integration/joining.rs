//! Questions of people who have been offered a job: with a code, without a name, and gone when their asker wants.

use crate::support::{NOW, TestApp, sign_in_again, sql};
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::clock::{Clock, fixed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
R1,楡川 あおい,総務部,職員課,,2,事務,,採用担当
";

const NUMBER: &str = "0011223344556677aabb";

fn question(code: &str, contact: &str, until: Option<&str>) -> Value {
    json!({"question": {
        "code": code, "number": NUMBER, "words": "住まいの手当はありますか。",
        "contact": contact, "contact_until": until
    }})
}

/// A code that works until the end of the fiscal year.
async fn code(app: &TestApp, office: &str) -> String {
    let body = json!({"until": "2027-03-31"});
    let (status, answer) = app.post("renew_joining_code", Some(office), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["code"][0].as_str().unwrap().to_owned()
}

async fn questions(app: &TestApp, office: &str) -> Value {
    let (_, answer) = app.post("joining_office", Some(office), &json!({})).await;
    answer["questions"].clone()
}

async fn own(app: &TestApp, number: &str) -> (StatusCode, Value) {
    let body = json!({ "number": number });
    app.post("own_joining_question", None, &body).await
}

#[tokio::test]
async fn a_question_is_asked_once_answered_and_read_with_its_number_alone() {
    let app = TestApp::with_roster(ROSTER, fixed(NOW)).await;
    let office = app.sign_in("R1").await;
    let code = code(&app, &office).await;
    // As it is typed from a letter; and again, since the first answer was lost.
    let typed = format!(" {}-{} ", &code[..4].to_lowercase(), &code[4..]);
    for _ in 0..2 {
        let body = question(&typed, "a@example.com", Some("2027-04-01"));
        let (status, answer) = app.post("ask_before_joining", None, &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
    let seen = questions(&app, &office).await;
    assert_eq!(seen.as_array().unwrap().len(), 1, "{seen}");
    // Sent again without the contact, after the answer to the first was lost: the contact is gone.
    let body = question(&typed, "", None);
    app.post("ask_before_joining", None, &body).await;
    assert_eq!(questions(&app, &office).await[0]["contact"], "");
    let body = question(&typed, "a@example.com", Some("2027-04-01"));
    app.post("ask_before_joining", None, &body).await;
    assert_eq!(seen[0]["contact"], "a@example.com");
    assert!(
        !seen.to_string().contains(NUMBER),
        "the office has no number"
    );
    let answer =
        json!({"seq": seen[0]["seq"], "seen": null, "words": "あります。初日に案内します。"});
    let (status, _) = app
        .post("answer_joining_question", Some(&office), &answer)
        .await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = app
        .post("answer_joining_question", Some(&office), &answer)
        .await;
    assert_eq!(
        status,
        StatusCode::CONFLICT,
        "somebody has answered meanwhile"
    );
    let (status, read) = own(&app, NUMBER).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(read["answer"], "あります。初日に案内します。");
    assert!(!read.to_string().contains("example.com"), "{read}");
    let (status, _) = own(&app, &"0".repeat(20)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let stored: Vec<String> =
        sql("select words from joining_question where cast(number_hash as text) = $1")
            .bind(NUMBER)
            .fetch_values(&app.state.database().readers)
            .await
            .unwrap_or_default();
    assert!(stored.is_empty(), "the number itself is nowhere");
}

#[tokio::test]
async fn without_the_code_nobody_asks_and_a_new_code_ends_the_old_one() {
    let app = TestApp::with_roster(ROSTER, fixed(NOW)).await;
    let office = app.sign_in("R1").await;
    let ask = |code: String| {
        let body = question(&code, "", None);
        let app = &app;
        async move { app.post("ask_before_joining", None, &body).await.0 }
    };
    assert_eq!(ask("ABCD2345".to_owned()).await, StatusCode::NOT_FOUND);
    let first = code(&app, &office).await;
    let second = code(&app, &office).await;
    assert_eq!(ask(first).await, StatusCode::NOT_FOUND);
    assert_eq!(ask(second.clone()).await, StatusCode::OK);
    // Its day can be put off without another code.
    let body = json!({"until": "2027-06-30"});
    let (_, moved) = app.post("move_joining_code", Some(&office), &body).await;
    assert_eq!(moved["code"], json!([second, "2027-06-30"]));
    for (contact, until) in [
        ("a@example.com", None),
        ("a@example.com", Some("2030-01-01")),
    ] {
        let body = question(&second, contact, until);
        let (status, _) = app.post("ask_before_joining", None, &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{until:?}");
    }
    for until in ["2026-01-01", "2031-01-01", "soon"] {
        let body = json!({ "until": until });
        let (status, _) = app.post("renew_joining_code", Some(&office), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{until}");
    }
}

#[tokio::test]
async fn a_contact_goes_on_its_day_and_a_question_when_its_asker_wants() {
    let now = Arc::new(Mutex::new(fixed(NOW)()));
    let clock: Clock = {
        let now = Arc::clone(&now);
        Arc::new(move || *now.lock().unwrap())
    };
    let app = TestApp::with_roster(ROSTER, clock).await;
    let office = app.sign_in("R1").await;
    let code = code(&app, &office).await;
    let body = question(&code, "090-0000-0000", Some("2026-12-01"));
    app.post("ask_before_joining", None, &body).await;
    let later = |days: u64| {
        let mut now = now.lock().unwrap();
        *now = *now + Duration::from_hours(24 * days);
    };
    later(30);
    // Nobody sees it, and the nightly sweep takes it out of the database.
    let office = sign_in_again(&app, "R1").await;
    assert_eq!(questions(&app, &office).await[0]["contact"], "");
    app.state.forget_old_contacts().await.unwrap();
    let left: Vec<String> = sql("select contact from joining_question")
        .fetch_values(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(left, [""]);
    let body = json!({ "number": NUMBER });
    for _ in 0..2 {
        let (status, _) = app.post("withdraw_joining_question", None, &body).await;
        assert_eq!(status, StatusCode::OK, "twice is once");
    }
    assert_eq!(questions(&app, &office).await, json!([]));
    assert_eq!(own(&app, NUMBER).await.0, StatusCode::NOT_FOUND);
}

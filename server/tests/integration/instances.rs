//! Instances for the fair only and for the staff only: each serves its own modules and nothing else.

use crate::support::{NOW, ROSTER, TestApp, json_of, read_passwords};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use server::app_state::AppState;
use server::cli::Modules;
use server::personnel::roster;

async fn instance(modules: Modules) -> TestApp {
    let folder = crate::support::tempdir().unwrap();
    let clock = server::clock::fixed(NOW);
    let state = AppState::open(&crate::support::place(folder.path()).await, None, clock)
        .await
        .unwrap();
    let passwords = folder.path().join("passwords.csv");
    roster::import(state.database(), ROSTER.as_bytes(), &passwords, NOW)
        .await
        .unwrap();
    let state = if modules == Modules::Fair {
        state.without_forms()
    } else {
        state
    };
    TestApp::with_modules(modules, state, read_passwords(&passwords), folder)
}

async fn get(app: &TestApp, path: &str) -> (StatusCode, Value) {
    let answer = app
        .send(Request::get(path).body(Body::empty()).unwrap())
        .await;
    let status = answer.status();
    let is_json = answer
        .headers()
        .get("content-type")
        .is_some_and(|it| it == "application/json");
    (
        status,
        if is_json {
            json_of(answer).await
        } else {
            Value::Null
        },
    )
}

#[tokio::test]
async fn a_staff_instance_serves_no_fair_pages_or_calls() {
    let staff = instance(Modules::Staff).await;
    assert_eq!(get(&staff, "/fair/").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&staff, "/fair/booth").await.0, StatusCode::NOT_FOUND);
    for call in ["fair_event", "fair_visit", "fair_enrol", "fair_push"] {
        let (status, _) = staff.post(call, None, &json!({"event": "x"})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{call}");
    }
    assert_eq!(get(&staff, "/").await.0, StatusCode::OK);
    let cookie = staff.sign_in("E1").await;
    let (_, me) = staff.post("me", Some(&cookie), &json!({})).await;
    assert!(!me["cycles"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_fair_instance_serves_no_forms_and_no_staff_calls() {
    let fair = instance(Modules::Fair).await;
    assert_eq!(get(&fair, "/fair/").await.0, StatusCode::OK);
    let (status, quiz) = get(&fair, "/fair/quiz/newest").await;
    assert_eq!(
        (status, &quiz["id"]),
        (StatusCode::OK, &json!("candidate_quiz"))
    );
    assert_eq!(get(&fair, "/fair/quiz/99").await.0, StatusCode::NOT_FOUND);
    let cookie = fair.sign_in("P1").await;
    let (_, me) = fair.post("me", Some(&cookie), &json!({})).await;
    assert_eq!(me["cycles"], json!([]));
    for call in [
        "overview", "progress", "shared", "careers", "export", "staff", "bank",
    ] {
        let (status, _) = fair.post(call, Some(&cookie), &json!({})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{call}");
    }
}

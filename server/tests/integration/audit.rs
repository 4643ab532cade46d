//! The audit log: what is in it, that nothing is read without it, and that a change to it is found.

use crate::support::sql;
use crate::support::{Device, TestApp, call, new_password, sheet, sign_in_again};
use axum::http::StatusCode;
use domain::fact::Step;
use serde_json::{Value, json};
use server::audit::verify::{AuditFault, verify};
use server::keys::ServerKeys;

async fn acts_of(app: &TestApp, account: &str) -> Vec<(String, String, String)> {
    let cookie = sign_in_again(app, "A1").await;
    let body = json!({"account": account, "from": 0, "to": i64::MAX});
    let (status, all) = app.post("audit_of_account", Some(&cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{all}");
    let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
    let rows = all.as_array().unwrap().iter();
    rows.map(|it| (text(it, "act"), text(it, "outcome"), text(it, "person")))
        .collect()
}

fn act(act: &str, outcome: &str, person: &str) -> (String, String, String) {
    (act.to_owned(), outcome.to_owned(), person.to_owned())
}

/// E1's submitted sheet, shared with the 所属長 and 職員課.
async fn submitted(app: &TestApp) -> Device {
    let mut device = Device::new("E1", "e1", &app.sign_in("E1").await);
    device.answer("evidence", json!("ひみつの一文"));
    device.answer("share_scope", json!("supervisor_and_personnel"));
    device.step(Step::Submit);
    device.exchange(app).await;
    device
}

#[tokio::test]
async fn who_signed_in_read_exported_and_was_refused_is_recorded_without_answers() {
    let app = TestApp::start().await;
    app.sign_in("A1").await;
    submitted(&app).await;
    let personnel = app.sign_in("P1").await;
    let body = json!({"sheet": sheet("E1")});
    let (status, _) = app.post("shared_sheet", Some(&personnel), &body).await;
    assert_eq!(status, StatusCode::OK);
    let request =
        axum::http::Request::get("/api/v1/export?instrument=self_scoring_sheet&cycle=2026-end")
            .header("cookie", &personnel)
            .header("sec-fetch-site", "same-origin")
            .body(axum::body::Body::empty())
            .unwrap();
    assert_eq!(app.send(request).await.status(), StatusCode::OK);
    app.post("events", Some(&personnel), &json!({})).await;
    let wrong = json!({"login": "P1", "password": "wrong"});
    app.post("sign_in", None, &wrong).await;
    let acts = acts_of(&app, "P1").await;
    assert_eq!(
        acts,
        [
            act("signed_in", "done", ""),
            act("password_changed", "done", ""),
            act("sheet_opened", "done", "E1"),
            act("sheets_exported", "done", ""),
            act("call_refused", "refused", ""),
            act("signed_in", "wrong", ""),
        ]
    );
    let everything: Vec<String> = sql("select details from audit_log")
        .fetch_values(&app.state.database().readers)
        .await
        .unwrap();
    assert!(!everything.concat().contains("ひみつ"));
    assert!(everything.concat().contains(r#"{"people":["E1"]}"#));
}

/// A3: what a device has not checked out is not served to it, whoever its user leads.
#[tokio::test]
async fn an_exchange_serves_no_sheet_of_others_that_was_not_checked_out() {
    let app = TestApp::start().await;
    let personnel = app.sign_in("P1").await;
    let decided = json!({"person": "E1", "year": 2026, "reason": "育成のため"});
    app.post("name_guidance_subject", Some(&personnel), &decided)
        .await;
    let guidance = json!({"person": "E1", "instrument": "guidance_record", "cycle": "2026-start"});
    let mut own = Device::new("E1", "own", &app.sign_in("E1").await);
    own.exchange(&app).await;
    let boss = app.sign_in("B1").await;
    let push = json!({"push": {
        "schema": 1, "device": "fresh", "epoch": null, "since": 0, "facts": [], "along": [guidance]}});
    let (_, pull) = app.post("exchange", Some(&boss), &push).await;
    assert_eq!(pull["heard"], json!([]));
    assert_eq!(pull["forget"], json!([guidance]));
    let body = json!({"sheet": guidance, "device": "fresh"});
    let (status, _) = app.post("check_out_sheet", Some(&boss), &body).await;
    assert_eq!(status, StatusCode::OK);
    let (_, pull) = app.post("exchange", Some(&boss), &push).await;
    assert_eq!(pull.get("forget"), None);
    // Another device of the same person has not.
    let mut other = push.clone();
    other["push"]["device"] = json!("another");
    let (_, pull) = app.post("exchange", Some(&boss), &other).await;
    assert_eq!(pull["forget"], json!([guidance]));
    let (_, views) = app.post("openings", Some(&own.cookie), &json!({})).await;
    // There is no record yet: nobody is told of one, and the audit log has the act.
    assert_eq!(views, json!([]));
}

async fn chain(app: &TestApp) -> Result<i64, AuditFault> {
    let database = app.state.database();
    let keys = ServerKeys::load(database).await.unwrap();
    verify(&database.readers, &keys).await
}

async fn change(app: &TestApp, change: &'static str) {
    sql(change)
        .execute(&app.state.database().readers)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_changed_a_missing_and_a_swapped_row_are_found_and_named() {
    let changes = [
        (
            &["update audit_log set person = 'E2' where seq = 3"][..],
            AuditFault::Changed(3),
        ),
        (
            &["delete from audit_log where seq = 3"],
            AuditFault::Missing(3),
        ),
        (
            &[
                "update audit_log set seq = case seq when 3 then -3 when 4 then -4 end where seq in (3, 4)",
                "update audit_log set seq = case seq when -3 then 4 when -4 then 3 end where seq in (-3, -4)",
            ],
            AuditFault::Changed(3),
        ),
        (
            &[
                "update audit_log set hash = (select hash from audit_log where seq = 2) where seq = 3",
            ],
            AuditFault::Changed(3),
        ),
    ];
    for (changed, fault) in changes {
        let app = TestApp::start().await;
        for id in ["E1", "E2", "B1"] {
            app.sign_in(id).await;
        }
        let n = chain(&app).await.unwrap();
        assert!(n >= 6);
        for it in changed {
            change(&app, it).await;
        }
        assert_eq!(chain(&app).await, Err(fault));
    }
}

#[tokio::test]
async fn an_end_cut_off_after_it_was_signed_is_found() {
    let app = TestApp::start().await;
    app.sign_in("E1").await;
    app.state.sign_audit_log().await.unwrap();
    let n = chain(&app).await.unwrap();
    sql("delete from audit_log where seq >= $1")
        .bind(n)
        .execute(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(chain(&app).await, Err(AuditFault::Missing(n)));
    change(&app, "delete from audit_head").await;
    assert!(chain(&app).await.is_ok(), "only a signed day tells");
}

/// B3: a 確認番号 that was given once is not accepted again, and a wrong one is told to its owner.
#[tokio::test]
async fn a_device_that_asks_too_often_is_recorded_once_a_minute_at_most_thirty_times() {
    let app = TestApp::start().await;
    for _ in 0..60 {
        let body = json!({"login": "E1", "password": "wrong"});
        app.send(call("sign_in", None, &body)).await;
    }
    let n: i64 = sql("select count(*) from audit_log where actor = 'E1'")
        .fetch_value(&app.state.database().readers)
        .await
        .unwrap();
    assert!((5..=31).contains(&n), "{n}");
    let _ = new_password("E1");
}

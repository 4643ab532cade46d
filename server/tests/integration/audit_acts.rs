//! What the personnel office decides, and what people ask of it, leaves its row in the audit log.

use crate::support::{ROSTER, TestApp, sql};
use axum::http::StatusCode;
use serde_json::json;
use server::clock::fixed;

#[tokio::test]
async fn what_the_personnel_office_decides_is_in_the_audit_log() {
    let app = TestApp::with_roster(ROSTER, fixed(crate::support::NOW)).await;
    let office = app.sign_in("P1").await;
    let own = app.sign_in("E1").await;
    let form = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    let with = |more: serde_json::Value| {
        let mut all = form.clone();
        for (key, value) in more.as_object().unwrap() {
            all[key] = value.clone();
        }
        all
    };
    let change = json!({
        "person": "E2", "first_day": "2026-11-23", "reason": "担当替え",
        "fields": [{"field": "job_type", "before": "事務", "after": "福祉"}]
    });
    let later = json!({
        "person": "E2", "first_day": "2026-12-23", "reason": "担当替え",
        "fields": [{"field": "job_type", "before": "福祉", "after": "事務"}]
    });
    let reader =
        json!({"place": {"department": "区民部", "section": "区民課", "unit": ""}, "reader": "E2"});
    let acts = [
        ("change_person", change, "person_changed"),
        ("change_person", later, "person_change_planned"),
        ("set_cycle", with(json!({"open": false})), "cycle_changed"),
        ("set_cycle", with(json!({"open": true})), "cycle_changed"),
        ("people_progress", form.clone(), "progress_read"),
        ("remind", with(json!({"people": ["E2"]})), "reminded"),
        (
            "extend",
            with(json!({"people": ["E2"], "last_day": "2027-01-20"})),
            "extension_decided",
        ),
        ("name_second_reader", reader, "second_reader_named"),
        (
            "set_retention",
            json!({"instrument": "self_scoring_sheet", "years": 7}),
            "retention_changed",
        ),
    ];
    let mut wanted = Vec::new();
    for (call, body, act) in acts {
        let (status, answer) = app.post(call, Some(&office), &body).await;
        assert_eq!(status, StatusCode::OK, "{call}: {answer}");
        wanted.push(act.to_owned());
    }
    let (status, answer) = app.post("ask_extension", Some(&own), &form).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    wanted.push("extension_asked".to_owned());
    let rows: Vec<String> = sql("select act from audit_log order by seq")
        .fetch_values(&app.state.database().readers)
        .await
        .unwrap();
    let missing: Vec<&String> = wanted.iter().filter(|it| !rows.contains(it)).collect();
    assert!(missing.is_empty(), "{missing:?} of {rows:?}");
    // What was asked, and not what anybody wrote.
    let details: Vec<String> = sql("select details from audit_log where act = 'person_changed'")
        .fetch_values(&app.state.database().readers)
        .await
        .unwrap();
    assert!(details.concat().contains("job_type"), "{details:?}");
}

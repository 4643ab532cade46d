//! The fair over HTTP: who creates events, which visits are accepted, and what the counts show.

use crate::support::sql;
use crate::support::{NOW, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
R1,桐野 ひかり,総務部,職員課,,2,事務,,採用担当
P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課
E1,梅里 みどり,区民部,区民課,,2,事務,,
";

/// Creates an event that runs today and returns its id.
async fn create_event(app: &TestApp, cookie: &str) -> String {
    let new = json!({
        "name": "合同説明会", "place": "ホール", "first_day": "2026-11-23", "last_day": "2026-11-24", "survey": true,
        "keep_days": 30
    });
    let (status, all) = app
        .post("fair_new_event", Some(cookie), &json!({"new": new}))
        .await;
    assert_eq!(status, StatusCode::OK, "{all}");
    all[0]["id"].as_str().unwrap().to_owned()
}

fn visit(event: &str, kind: &str, info: &[&str]) -> Value {
    json!({
        "number": hex::encode(rand::random::<[u8; 16]>()), "visit": {"event": event, "day": "2026-11-23",
        "types": [kind], "wishes": [["jobs", ["civil"]], ["info", info]]}
    })
}

#[tokio::test]
async fn counts_are_released_when_the_event_closes_and_counts_under_five_are_suppressed() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let id = create_event(&app, &recruiter).await;
    let (_, found) = app.post("fair_event", None, &json!({"event": id})).await;
    assert_eq!(
        (&found["name"], &found["state"]),
        (&json!("合同説明会"), &json!("open"))
    );
    let counts = async || {
        let (status, told) = app
            .post("fair_counts", Some(&recruiter), &json!({"event": id}))
            .await;
        assert_eq!(status, StatusCode::OK, "{told}");
        told
    };
    for _ in 0..4 {
        let (status, _) = app
            .post("fair_visit", None, &visit(&id, "pioneer", &["day"]))
            .await;
        assert_eq!(status, StatusCode::OK);
    }
    assert_eq!(counts().await["visitors"], Value::Null);
    for (kind, info) in [
        ("pioneer", "day"),
        ("bridge", "training"),
        ("learner", "day"),
    ] {
        app.post("fair_visit", None, &visit(&id, kind, &[info]))
            .await;
    }
    assert_eq!(counts().await["visitors"], Value::Null, "they wait");
    close_event(&app, &recruiter, &id).await;
    let told = counts().await;
    assert_eq!(told["visitors"], 7);
    let of = |group: &Value, id: &str| {
        let all = group.as_array().unwrap().iter();
        let mut own = all.filter(|it| it["id"] == id);
        own.next().unwrap().clone()
    };
    // One each of two other types: with the five they are seven, without them two.
    for kind in ["pioneer", "bridge", "learner", "guardian"] {
        assert_eq!(of(&told["types"], kind)["n"], Value::Null, "{kind}");
    }
    let civil = of(&told["info_by_job"], "civil");
    assert_eq!(of(&civil["options"], "day")["n"], Value::Null);
}

#[tokio::test]
async fn visits_that_do_not_match_an_open_event_and_its_survey_are_rejected() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let id = create_event(&app, &recruiter).await;
    let refused = async |body: &Value| app.post("fair_visit", None, body).await.0;
    assert_eq!(
        refused(&visit("NOWHERE2", "pioneer", &[])).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        refused(&visit(&id, "nobody", &[])).await,
        StatusCode::BAD_REQUEST
    );
    let mut other_day = visit(&id, "pioneer", &[]);
    other_day["visit"]["day"] = json!("2026-11-25");
    assert_eq!(refused(&other_day).await, StatusCode::BAD_REQUEST);
    let mut named = visit(&id, "pioneer", &[]);
    named["visit"]["wishes"] = json!([["name", ["文京 花子"]]]);
    assert_eq!(refused(&named).await, StatusCode::BAD_REQUEST);
    let closed = json!({"event": id, "note": ""});
    let (status, _) = app.post("fair_close", Some(&recruiter), &closed).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        refused(&visit(&id, "pioneer", &[])).await,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn only_recruiters_manage_events_and_invalid_events_are_rejected() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let id = create_event(&app, &recruiter).await;
    let new = json!({"new": {
        "name": "x", "place": "", "first_day": "2026-11-23", "last_day": "2026-11-23", "survey": false,
        "keep_days": 30
    }});
    let calls = [
        ("fair_events", json!({})),
        ("fair_new_event", new),
        ("fair_close", json!({"event": id, "note": ""})),
        ("fair_counts", json!({"event": id})),
    ];
    for person in ["P1", "E1"] {
        let cookie = app.sign_in(person).await;
        for (path, body) in &calls {
            let (status, _) = app.post(path, Some(&cookie), body).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{person} {path}");
            let (status, _) = app.post(path, None, body).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
    for (name, first, last) in [
        (" ", "2026-11-23", "2026-11-23"),
        ("x", "2026-11-24", "2026-11-23"),
        ("x", "2026-13-01", "2026-13-01"),
        ("x", "2026-11-23", "2036-11-23"),
    ] {
        let body = json!({"new": {
            "name": name, "place": "", "first_day": first, "last_day": last, "survey": false, "keep_days": 30
        }});
        let (status, _) = app.post("fair_new_event", Some(&recruiter), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
}

#[tokio::test]
async fn a_retried_visit_is_counted_once() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let id = create_event(&app, &recruiter).await;
    for _ in 0..5 {
        let one = visit(&id, "pioneer", &[]);
        for _ in 0..3 {
            let (status, _) = app.post("fair_visit", None, &one).await;
            assert_eq!(status, StatusCode::OK);
        }
    }
    close_event(&app, &recruiter, &id).await;
    let (_, told) = app
        .post("fair_counts", Some(&recruiter), &json!({"event": id}))
        .await;
    assert_eq!(told["visitors"], json!(5));
}

#[tokio::test]
async fn the_retry_number_of_a_visit_is_not_stored_with_it_and_the_earlier_format_is_accepted() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let id = create_event(&app, &recruiter).await;
    let number = "0123456789abcdef0123456789abcdef";
    let mut now = visit(&id, "pioneer", &[]);
    now["number"] = json!(number);
    let mut earlier = visit(&id, "pioneer", &[]);
    earlier["visit"]["once"] = earlier.as_object_mut().unwrap().remove("number").unwrap();
    for it in [&now, &now, &earlier, &earlier] {
        let (status, _) = app.post("fair_visit", None, it).await;
        assert_eq!(status, StatusCode::OK);
    }
    let records: Vec<String> = sql("select visit from fair_visit")
        .fetch_values(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(records.len(), 2);
    for it in records {
        let record: Value = serde_json::from_str(&it).unwrap();
        let members: Vec<_> = record.as_object().unwrap().keys().collect();
        assert_eq!(members, ["day", "event", "types", "wishes"]);
    }
    for wrong in [json!(null), json!("12"), json!("文".repeat(32))] {
        now["number"] = wrong;
        let (status, _) = app.post("fair_visit", None, &now).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_tablets_only_event_rejects_visits_from_phones() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let new = json!({
        "name": "説明会", "place": "", "first_day": "2026-11-23", "last_day": "2026-11-23", "survey": true,
        "keep_days": 30, "tablets_only": true
    });
    let (_, all) = app
        .post("fair_new_event", Some(&recruiter), &json!({"new": new}))
        .await;
    let id = all[0]["id"].as_str().unwrap();
    let (_, found) = app.post("fair_event", None, &json!({"event": id})).await;
    assert_eq!(found["tablets_only"], json!(true));
    let one = visit(id, "pioneer", &[]);
    let (status, _) = app.post("fair_visit", None, &one).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

// Any two consecutive responses are equal or differ by at least five visitors.
#[tokio::test]
async fn counts_polled_after_every_visit_never_differ_by_fewer_than_five() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let id = create_event(&app, &recruiter).await;
    let mut seen = vec![(0, json!([]))];
    for it in 0..33 {
        let kind = ["pioneer", "bridge", "learner"][it % 3];
        app.post("fair_visit", None, &visit(&id, kind, &["day"]))
            .await;
        seen.push(fetch_counts(&app, &recruiter, &id).await);
    }
    let (shown, _) = *seen.last().unwrap();
    assert!((24..=28).contains(&shown), "a group waits: {shown}");
    close_event(&app, &recruiter, &id).await;
    seen.push(fetch_counts(&app, &recruiter, &id).await);
    assert_eq!(seen.last().unwrap().0, 33);
    for pair in seen.windows(2) {
        let ((one, before), (other, after)) = (&pair[0], &pair[1]);
        let is_same = one == other && before == after;
        assert!(is_same || *other >= one + 5, "{before} then {after}");
    }
}

/// The number of visitors (0 while suppressed) and the counts by type, as the recruiter sees them.
async fn fetch_counts(app: &TestApp, recruiter: &str, id: &str) -> (u64, Value) {
    let body = json!({"event": id});
    let (_, told) = app.post("fair_counts", Some(recruiter), &body).await;
    let types = told["types"].clone();
    (told["visitors"].as_u64().unwrap_or_default(), types)
}

async fn close_event(app: &TestApp, recruiter: &str, id: &str) {
    let body = json!({"event": id, "note": ""});
    let (status, told) = app.post("fair_close", Some(recruiter), &body).await;
    assert_eq!(status, StatusCode::OK, "{told}");
}

/// B13: one client cannot fill an event with visits.
#[tokio::test]
async fn an_event_takes_so_many_visits_of_phones_in_a_minute() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let id = create_event(&app, &recruiter).await;
    let mut statuses = Vec::new();
    for _ in 0..150 {
        let body = visit(&id, "pioneer", &["day"]);
        statuses.push(app.post("fair_visit", None, &body).await.0.as_u16());
    }
    // Two more are taken in every second that the test takes.
    assert!(statuses[..120].iter().all(|it| *it == 200));
    assert!(statuses[120..].contains(&429));
}

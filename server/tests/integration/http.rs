//! The router, request by request: sessions, passwords, pushes, cross-site requests, headers and rate limits.

use crate::support::{TestApp, call, cookie_of, json_of, raw_call, sheet};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

fn fact(n: u64, id: &str, item: &str, value: Value) -> Value {
    json!({"id": id, "device": "d", "n": n, "sheet": sheet("E1"), "replaces": null, "noted_at": 0,
        "body": {"kind": "answer", "item": item, "value": value}})
}

fn push(facts: &[Value]) -> Value {
    json!({"push": {"schema": 1, "device": "d", "epoch": null, "since": 0, "facts": facts}})
}

fn reasons(answer: &Value) -> Vec<(&str, &str)> {
    let refused = answer["refused"].as_array().unwrap().iter();
    refused
        .map(|it| (it["id"].as_str().unwrap(), it["reason"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn calls_without_a_session_are_unauthorized() {
    let app = TestApp::start().await;
    let calls = [
        ("exchange", push(&[])),
        ("who_am_i", json!({})),
        ("me", json!({})),
        (
            "edition",
            json!({"instrument": "self_scoring_sheet", "known": null}),
        ),
        (
            "progress",
            json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"}),
        ),
        (
            "overview",
            json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"}),
        ),
        ("shared_list", json!({"cycle": "2026-end"})),
        ("shared_sheet", json!({"sheet": sheet("E1")})),
        ("openings", json!({})),
        ("state", json!({"up_to": 0})),
    ];
    for (path, body) in calls {
        let (status, answer) = app.post(path, None, &body).await;
        let wanted = if path == "who_am_i" {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::UNAUTHORIZED
        };
        assert_eq!(status, wanted, "{path} {answer}");
    }
    let (status, _) = app.post("me", Some("michi_session=0000"), &json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_session_cookie_is_http_only_and_same_site_strict() {
    let app = TestApp::start().await;
    let body = json!({"login": "ｅ１", "password": app.passwords["E1"]});
    let response = app.send(call("sign_in", None, &body)).await;
    let cookie = response.headers()[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert_eq!(cookie_of(&response).len(), "michi_session=".len() + 64);
    let me = json_of(response).await;
    assert_eq!(me["person"]["id"], "E1");
    assert_eq!(me["must_change_password"], true);
}

#[tokio::test]
async fn an_initial_password_permits_only_the_password_change() {
    let app = TestApp::start().await;
    let body = json!({"login": "E1", "password": app.passwords["E1"]});
    let cookie = cookie_of(&app.send(call("sign_in", None, &body)).await);
    let (status, answer) = app.post("exchange", Some(&cookie), &push(&[])).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::FORBIDDEN, &json!("password_change_required"))
    );
    let weak = json!({"current": app.passwords["E1"], "new": "short"});
    let (status, answer) = app.post("change_password", Some(&cookie), &weak).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::BAD_REQUEST, &json!("weak_password"))
    );
    let wrong = json!({"current": "not it", "new": "a longer secret"});
    let (status, _) = app.post("change_password", Some(&cookie), &wrong).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let good = json!({"current": app.passwords["E1"], "new": "a longer secret"});
    let response = app
        .send(call("change_password", Some(&cookie), &good))
        .await;
    assert_eq!(response.status(), StatusCode::OK);
    // The session goes on under a new token; the one that the first password opened is void.
    let (status, _) = app.post("exchange", Some(&cookie), &push(&[])).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let renewed = cookie_of(&response);
    let (status, _) = app.post("exchange", Some(&renewed), &push(&[])).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_answer_alike_and_are_rate_limited() {
    let app = TestApp::start().await;
    let mut answers = Vec::new();
    for login in ["E1", "E9999"] {
        let mut own = Vec::new();
        for _ in 0..7 {
            let body = json!({"login": login, "password": "wrong password"});
            own.push(app.post("sign_in", None, &body).await);
        }
        answers.push(own);
    }
    assert_eq!(answers[0], answers[1]);
    let statuses: Vec<u16> = answers[0].iter().map(|it| it.0.as_u16()).collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
    assert!(answers[0][6].1["retry_after"].as_u64().unwrap() >= 1);
    let right = json!({"login": "E1", "password": app.passwords["E1"]});
    assert_eq!(
        app.post("sign_in", None, &right).await.0,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let (status, _) = app.post("sign_out", Some(&cookie), &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = app.post("me", Some(&cookie), &json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_push_is_idempotent_and_a_rejected_fact_uses_its_number_without_blocking_the_rest() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let facts = [
        fact(1, "a", "sa_planning_shunin_1", json!(4)),
        fact(2, "b", "sa_planning_shunin_1", json!(9)),
        fact(3, "c", "no_such_item", json!(1)),
        fact(4, "d", "evidence", json!("あ".repeat(401))),
        fact(5, "e", "sa_planning_shunin_2", json!("na")),
    ];
    for _ in 0..2 {
        let (status, answer) = app.post("exchange", Some(&cookie), &push(&facts)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["expects"], 6);
        assert_eq!(
            reasons(&answer),
            [
                ("b", "bad_value"),
                ("c", "unknown_item"),
                ("d", "bad_value")
            ]
        );
        let heard: Vec<&Value> = answer["heard"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["fact"]["id"])
            .collect();
        assert_eq!(heard, ["a", "e"]);
        assert_eq!(answer["heard"][0]["author"], "E1");
    }
}

#[tokio::test]
async fn a_gap_uses_no_number_and_a_reused_id_with_other_content_is_rejected() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let skipped = push(&[fact(2, "b", "evidence", json!("二"))]);
    let (_, answer) = app.post("exchange", Some(&cookie), &skipped).await;
    assert_eq!(
        (reasons(&answer), &answer["expects"]),
        (vec![("b", "gap")], &json!(1))
    );
    let first = push(&[fact(1, "a", "evidence", json!("一"))]);
    app.post("exchange", Some(&cookie), &first).await;
    let other = push(&[
        fact(1, "a", "evidence", json!("別")),
        fact(2, "b", "evidence", json!("二")),
    ]);
    let (_, answer) = app.post("exchange", Some(&cookie), &other).await;
    assert_eq!(reasons(&answer), [("a", "same_id_other_content")]);
    assert_eq!(
        (
            answer["expects"].clone(),
            answer["heard"].as_array().unwrap().len()
        ),
        (json!(3), 2)
    );
}

#[tokio::test]
async fn facts_on_another_persons_sheet_and_of_a_newer_schema_are_rejected() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E2").await;
    let mut unknown = fact(2, "b", "evidence", json!("x"));
    unknown["body"] = json!({"kind": "drawing"});
    unknown["sheet"] = json!(sheet("E2"));
    let facts = [fact(1, "a", "evidence", json!("x")), unknown];
    let (_, answer) = app.post("exchange", Some(&cookie), &push(&facts)).await;
    assert_eq!(reasons(&answer), [("a", "not_yours"), ("b", "outdated")]);
    let mut newer = push(&[fact(3, "c", "evidence", json!("x"))]);
    newer["push"]["schema"] = json!(3);
    let (_, answer) = app.post("exchange", Some(&cookie), &newer).await;
    assert_eq!(reasons(&answer), [("c", "outdated")]);
}

#[tokio::test]
async fn a_device_belongs_to_one_person() {
    let app = TestApp::start().await;
    let (one, other) = (app.sign_in("E1").await, app.sign_in("E2").await);
    app.post(
        "exchange",
        Some(&one),
        &push(&[fact(1, "a", "evidence", json!("x"))]),
    )
    .await;
    let (status, answer) = app.post("exchange", Some(&other), &push(&[])).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::FORBIDDEN, &json!("device_not_yours"))
    );
}

#[tokio::test]
async fn a_body_that_does_not_decode_is_a_bad_request() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    for body in [
        "",
        "{",
        "[]",
        "{\"push\": 1}",
        "{\"push\": {\"schema\": \"x\"}}",
    ] {
        let response = app
            .send(raw_call("exchange", Some(&cookie), body.to_owned()))
            .await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(json_of(response).await["code"], "bad_request");
    }
    let huge = app
        .send(raw_call("exchange", Some(&cookie), "x".repeat(5 << 20)))
        .await;
    assert_eq!(huge.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn cross_site_requests_are_rejected() {
    let app = TestApp::start().await;
    let forge = |name: &'static str, value: &'static str| {
        Request::post("/api/v1/sign_out")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "ward.example")
            .header(name, value)
            .body(Body::from("{}"))
            .unwrap()
    };
    for (name, value, status) in [
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("origin", "https://evil.example", StatusCode::FORBIDDEN),
        ("origin", "https://ward.example", StatusCode::OK),
    ] {
        assert_eq!(
            app.send(forge(name, value)).await.status(),
            status,
            "{name}: {value}"
        );
    }
    let mut form = forge("sec-fetch-site", "same-origin");
    form.headers_mut()
        .insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    assert_eq!(app.send(form).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn every_page_is_the_shell_and_every_response_has_cache_and_security_headers() {
    let app = TestApp::start().await;
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    for (path, status, cache) in [
        ("/", 200, "no-cache"),
        ("/sheet/self_scoring_sheet/2026-end", 200, "no-cache"),
        ("/nowhere", 404, "no-cache"),
        ("/sw.js", 200, "no-cache"),
        (
            "/pkg/app.0123.js",
            200,
            "public, max-age=31536000, immutable",
        ),
        ("/api/v1/nothing", 404, "no-store"),
        ("/api/v1/health", 200, "no-store"),
    ] {
        let response = app.send(get(path)).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        let headers = response.headers();
        assert_eq!(headers[header::CACHE_CONTROL], cache, "{path}");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}");
    }
    let mut packed = get("/pkg/app.0123.js");
    packed
        .headers_mut()
        .insert(header::ACCEPT_ENCODING, "gzip, br".parse().unwrap());
    assert_eq!(
        app.send(packed).await.headers()[header::CONTENT_ENCODING],
        "br"
    );
    for path in ["/pkg/../../ward.db", "/pkg/%2e%2e/%2e%2e/ward.db"] {
        assert_ne!(app.send(get(path)).await.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_session_over_its_rate_limit_gets_429_and_other_sessions_do_not() {
    let app = TestApp::start().await;
    let (one, other) = (app.sign_in("E1").await, app.sign_in("E2").await);
    let mut slowed = None;
    // Some come back while this goes on.
    for _ in 0..10_000 {
        let (status, answer) = app.post("me", Some(&one), &json!({})).await;
        if status != StatusCode::OK {
            slowed = Some((status, answer));
            break;
        }
    }
    let (status, answer) = slowed.unwrap();
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer["code"], "slow_down");
    assert!(answer["retry_after"].as_u64().unwrap() >= 1);
    let (status, _) = app.post("me", Some(&other), &json!({})).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn answers_are_compressed_as_the_browser_takes_them_and_say_so_to_caches() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let body = json!({"instrument": "self_scoring_sheet", "known": null});
    for (accepted, encoding) in [("gzip, br", "br"), ("gzip", "gzip")] {
        let mut request = call("edition", Some(&cookie), &body);
        let accepted = accepted.parse().unwrap();
        request.headers_mut().insert("accept-encoding", accepted);
        let response = app.send(request).await;
        assert_eq!(response.headers()["content-encoding"], encoding);
        assert_eq!(response.headers()["vary"], "accept-encoding");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
    let plain = app.send(call("edition", Some(&cookie), &body)).await;
    assert_eq!(plain.headers().get("content-encoding"), None);
}

#[tokio::test]
async fn a_duplicate_member_a_deep_nesting_or_a_wild_clock_is_an_error_or_harmless() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let deep = format!("{{\"push\": {}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let twice = r#"{"push": {"schema": 1, "schema": 1, "device": "d", "epoch": null, "since": 0}}"#;
    for body in [deep, twice.to_owned()] {
        let response = app.send(raw_call("exchange", Some(&cookie), body)).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    }
    // A clock at the ends of what a number holds: the answer is accepted, and the times of day are not used.
    let mut early = fact(1, "early", "sa_planning_shunin_1", json!(3));
    early["noted_at"] = json!(i64::MIN);
    let mut late = fact(2, "late", "sa_planning_shunin_1", json!(4));
    late["noted_at"] = json!(i64::MAX);
    let (status, answer) = app
        .post("exchange", Some(&cookie), &push(&[early, late]))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["expects"], 3, "{answer}");
}

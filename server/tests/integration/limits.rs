//! What one person, one call or one method may do, and that what is beyond it loses nothing.

use crate::support::sql;
use crate::support::{Device, TestApp, call, sheet};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

fn answer(n: u64, id: &str, value: &str) -> Value {
    json!({"id": id, "device": "d", "n": n, "sheet": sheet("E1"), "replaces": null, "noted_at": 0,
        "body": {"kind": "answer", "item": "evidence", "value": value}})
}

fn push(facts: &[Value]) -> Value {
    json!({"push": {"schema": 1, "device": "d", "epoch": null, "since": 0, "facts": facts}})
}

/// A9: the same id with other content is noted, but not again each time it comes.
#[tokio::test]
async fn other_content_under_a_known_id_is_kept_once() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    app.post(
        "exchange",
        Some(&cookie),
        &push(&[answer(1, "one", "初めの文")]),
    )
    .await;
    for _ in 0..5 {
        let other = push(&[answer(1, "one", "別の文")]);
        let (_, pull) = app.post("exchange", Some(&cookie), &other).await;
        assert_eq!(pull["refused"][0]["reason"], "same_id_other_content");
    }
    let kept: i64 = sql("select count(*) from duplicate_id_log")
        .fetch_value(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(kept, 1);
}

/// A9: whoever has written as much as is possible in a day is told so, and keeps the rest on the device.
#[tokio::test]
async fn a_day_has_a_limit_and_what_is_beyond_it_stays_on_the_device() {
    let app = TestApp::start().await;
    let mut device = Device::new("E1", "d", &app.sign_in("E1").await);
    device.answer("evidence", json!("今日の最後"));
    let full =
        "insert into daily_use (person, day, facts, bytes) values ('E1', '2026-11-23', 30000, 1)";
    sql(full)
        .execute(&app.state.database().readers)
        .await
        .unwrap();
    let (pushed, _) = device.journal.next_push();
    let body = json!({ "push": pushed });
    let (status, told) = app.post("exchange", Some(&device.cookie), &body).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(told["message"].as_str().unwrap().contains("明日送られます"));
    assert_eq!(device.journal.n_pending(), 1);
    sql("update daily_use set facts = 29999")
        .execute(&app.state.database().readers)
        .await
        .unwrap();
    device.exchange(&app).await;
    assert_eq!(device.journal.n_pending(), 0);
    // What the log has already costs nothing when it comes again.
    let (status, _) = app.post("exchange", Some(&device.cookie), &body).await;
    assert_eq!(status, StatusCode::OK);
}

/// C13: a page of large facts reads what it holds and one more. Here the last of them is unreadable.
#[tokio::test]
async fn a_page_reads_no_more_than_it_holds() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    for at in 0..2_u64 {
        let facts = (1..=90).map(|n| answer(at * 90 + n, &format!("{at}-{n}"), "一文"));
        let facts: Vec<Value> = facts.collect();
        let (_, told) = app.post("exchange", Some(&cookie), &push(&facts)).await;
        assert_eq!(told["refused"], json!([]));
    }
    let pool = &app.state.database().readers;
    sql("update log set body = replace(body, '一文', $1)")
        .bind("x".repeat(12_000))
        .execute(pool)
        .await
        .unwrap();
    sql("update log set body = 'unreadable' where last = (select max(last) from log)")
        .execute(pool)
        .await
        .unwrap();
    let mut first = push(&[]);
    first["push"]["device"] = json!("another");
    let (status, pull) = app.post("exchange", Some(&cookie), &first).await;
    assert_eq!(
        (status, &pull["more"]),
        (StatusCode::OK, &json!(true)),
        "{pull}"
    );
    let n = pull["heard"].as_array().unwrap().len();
    assert!((80..100).contains(&n), "{n} facts of 12 KB");
}

/// A8: a push between axum's own limit of 2 MiB and ours arrives.
#[tokio::test]
async fn a_push_of_three_megabytes_arrives_and_one_of_five_is_too_large() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let of = |letters: usize| {
        let mut body = push(&[]);
        body["push"]["filler"] = json!("a".repeat(letters));
        body
    };
    let (status, _) = app.post("exchange", Some(&cookie), &of(3_000_000)).await;
    assert_eq!(status, StatusCode::OK);
    let (status, told) = app.post("exchange", Some(&cookie), &of(5_000_000)).await;
    assert_eq!(
        (status, &told["code"]),
        (StatusCode::PAYLOAD_TOO_LARGE, &json!("too_large"))
    );
}

/// C7: a failing call of a form without a script is no redirect to wherever it says.
#[tokio::test]
async fn a_failing_call_never_redirects() {
    let app = TestApp::start().await;
    let mut request = call(
        "sign_in",
        None,
        &json!({"login": "E1", "password": "wrong"}),
    );
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, "text/html".parse().unwrap());
    headers.insert(header::REFERER, "https://evil.example/".parse().unwrap());
    let response = app.send(request).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert!(!response.headers().contains_key(header::LOCATION));
}

/// C8: a page is read, and nothing else is done with it.
#[tokio::test]
async fn a_page_takes_no_other_method() {
    let app = TestApp::start().await;
    for method in ["POST", "PUT", "TRACE", "DELETE"] {
        let request = Request::builder()
            .method(method)
            .uri("/")
            .body(Body::empty());
        let status = app.send(request.unwrap()).await.status();
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

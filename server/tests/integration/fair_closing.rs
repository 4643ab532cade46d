//! Opening, closing and expiry of a fair: one build at the start, no missing batch without a note, only counts at the
//! end.

use crate::support::fair::{FIVE, Fair};
use crate::support::sql;
use crate::support::{NOW, sign_in_again};
use axum::http::StatusCode;
use serde_json::json;
use std::sync::atomic::Ordering::Relaxed;

/// One day in milliseconds.
const DAY: i64 = 86_400_000;

#[tokio::test]
async fn an_event_with_a_missing_batch_closes_only_with_that_batch_or_a_note() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("タブレット3", 1).await;
    let (first, second) = (
        tablet.batch(1, &FIVE),
        tablet.batch(2, &["bridge", "", "", "", ""]),
    );
    let (_, told) = fair.push(&tablet.signed(&[first], 2)).await;
    assert_eq!(told["missing"], json!([2]));
    let (_, all) = fair.ask("fair_tablets").await;
    assert_eq!(
        (&all[0]["took"], &all[0]["arrived"], &all[0]["missing"]),
        (&json!(6), &json!(5), &json!([2]))
    );
    let (status, told) = fair.ask("fair_close").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let sentence = told["message"].as_str().unwrap();
    assert!(
        sentence.contains("タブレット3: 6 件中 5 件") && sentence.contains("2番の便"),
        "{told}"
    );
    let (_, told) = fair.push(&tablet.signed(&[second], 2)).await;
    assert_eq!(told["kept"], json!([2]));
    let (status, event) = fair.ask("fair_close").await;
    assert_eq!(
        (status, &event[0]["state"]),
        (StatusCode::OK, &json!("closed")),
        "{event}"
    );

    let silent = Fair::open().await;
    let mut tablet = silent.tablet("1番", 1).await;
    tablet.done = false;
    silent.push(&tablet.signed(&[], 0)).await;
    let (status, told) = silent.ask("fair_close").await;
    assert_eq!(
        status,
        StatusCode::BAD_REQUEST,
        "it may hold what it took since"
    );
    assert!(
        told["message"].as_str().unwrap().contains("「閉場」がまだ"),
        "{told}"
    );

    let lost = Fair::open().await;
    let mut tablet = lost.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    tablet.took = 12;
    lost.push(&tablet.signed(&[batch], 1)).await;
    assert_eq!(
        lost.ask("fair_close").await.0,
        StatusCode::BAD_REQUEST,
        "seven were never sent"
    );
    let body = json!({"event": lost.event, "note": "タブレットが盗まれ、7件が失われた。"});
    let (status, _) = lost.app.post("fair_close", Some(&lost.cookie), &body).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn an_event_opens_only_when_every_tablet_reports_the_same_build_and_quiz() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let (status, told) = fair.ask("fair_open").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "never heard: {told}");
    fair.push(&tablet.signed(&[], 0)).await;
    let (status, told) = fair.ask("fair_open").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "another edition: {told}");
    let body = json!({"event": fair.event, "tablet": tablet.id});
    fair.app
        .post("fair_end_tablet", Some(&fair.cookie), &body)
        .await;
    let (status, event) = fair.ask("fair_open").await;
    assert_eq!((status, &event[0]["build"]), (StatusCode::OK, &json!("-")));
}

#[tokio::test]
async fn a_batch_is_accepted_thirty_days_after_closing() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    fair.ask("fair_close").await;
    fair.clock.store(NOW.0 + 30 * DAY, Relaxed);
    fair.app.state.expire_events().await.unwrap();
    let (status, told) = fair.push(&tablet.signed(&[batch], 1)).await;
    assert_eq!(
        (status, &told["kept"]),
        (StatusCode::OK, &json!([1])),
        "{told}"
    );
}

#[tokio::test]
async fn after_its_retention_an_event_keeps_only_counts_and_rejects_batches() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    fair.push(&tablet.signed(&[batch], 1)).await;
    let before = fair.close_and_count().await;
    assert_eq!(before["visitors"], json!(5));
    assert_eq!(fair.app.state.expire_events().await.unwrap(), 0);
    let state = &fair.app.state;
    // A clock that is wrong for a day deletes nothing.
    fair.clock.store(NOW.0 + 400 * DAY, Relaxed);
    assert_eq!(state.expire_events().await.unwrap(), 0);
    fair.clock.store(NOW.0, Relaxed);
    assert_eq!(state.expire_events().await.unwrap(), 0);
    assert_eq!(pass_three_days(&fair).await, 5);
    assert_eq!(state.expire_events().await.unwrap(), 0, "once");
    let pool = &state.database().readers;
    let left: i64 = sql("select count(*) from fair_visit")
        .fetch_value(pool)
        .await
        .unwrap();
    let logged: i64 = sql("select visits from fair_deletion_log")
        .fetch_value(pool)
        .await
        .unwrap();
    assert_eq!((left, logged), (0, 5));
    let cookie = sign_in_again(&fair.app, "R1").await;
    let (status, after) = fair
        .app
        .post("fair_counts", Some(&cookie), &json!({"event": fair.event}))
        .await;
    assert_eq!((status, &after), (StatusCode::OK, &before));
    let body = json!({"event": fair.event});
    let (_, told) = fair.app.post("fair_own_event", Some(&cookie), &body).await;
    assert_eq!(
        (&told[1]["deleted"], &told[1]["keep_days"]),
        (&json!(5), &json!(30)),
        "{told}"
    );
    assert_eq!(told[1]["deleted_at"], json!(NOW.0 + 40 * DAY));
    let batch = tablet.batch(2, &FIVE);
    let push = tablet.signed(&[batch], 2);
    let (status, _) = fair.push(&push).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn late_visits_under_five_never_change_the_counts_and_are_reported_as_uncounted() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let first = tablet.batch(1, &FIVE);
    fair.push(&tablet.signed(&[first], 1)).await;
    let before = fair.close_and_count().await;
    let late = tablet.batch(2, &["bridge", "learner", "pioneer", "", ""]);
    let (status, _) = fair.push(&tablet.signed(&[late], 2)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(fair.ask("fair_counts").await.1, before);
    assert_eq!(pass_three_days(&fair).await, 8);
    let cookie = sign_in_again(&fair.app, "R1").await;
    let body = json!({"event": fair.event});
    let (_, after) = fair.app.post("fair_counts", Some(&cookie), &body).await;
    assert_eq!(after, before);
    let (_, told) = fair.app.post("fair_own_event", Some(&cookie), &body).await;
    assert_eq!(
        (&told[1]["deleted"], &told[1]["uncounted"]),
        (&json!(8), &json!(3))
    );
}

#[tokio::test]
async fn a_stale_report_does_not_close_a_reopened_tablet() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let file = tablet.signed(&[], 0);
    tablet.done = false;
    fair.push(&tablet.signed(&[], 0)).await;
    let (status, _) = fair
        .app
        .post("fair_file", Some(&fair.cookie), &json!({"push": file}))
        .await;
    assert_eq!(status, StatusCode::OK);
    let (_, all) = fair.ask("fair_tablets").await;
    assert_eq!(all[0]["done"], json!(false));
    let (status, _) = fair.ask("fair_close").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

/// Sweeps on three days past the event's time, the last 40 days after it; returns how many visits were deleted.
async fn pass_three_days(fair: &Fair) -> u64 {
    let mut deleted = 0;
    for day in 38..=40 {
        fair.clock.store(NOW.0 + day * DAY, Relaxed);
        deleted += fair.app.state.expire_events().await.unwrap();
    }
    deleted
}

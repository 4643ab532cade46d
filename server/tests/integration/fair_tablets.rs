//! Fair tablets over HTTP: enrolled once, authenticated by signature, and able to read nothing.

use crate::calls;
use crate::support::NOW;
use crate::support::fair::{FIVE, Fair};
use crate::support::sql;
use api::access::Access;
use api::server::all_calls;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::fair::VisitRecord;
use domain::kiosk::{KioskPush, encrypt_visit};
use http_body_util::BodyExt;
use serde_json::json;
use server::db::Pool;
use std::sync::atomic::Ordering::Relaxed;

#[tokio::test]
async fn a_code_enrols_one_tablet_and_expires_after_ten_minutes() {
    let fair = Fair::open().await;
    let code = fair.code().await;
    assert_eq!(code.len(), 16);
    let spaced = format!("{}-{}", &code[..4].to_lowercase(), &code[4..]);
    let (status, _, _) = fair.enrol(&spaced, "1番", 1).await;
    assert_eq!(status, StatusCode::OK);
    let (status, told, _) = fair.enrol(&code, "2番", 2).await;
    assert_eq!(
        (status, &told["code"]),
        (StatusCode::FORBIDDEN, &json!("forbidden"))
    );
    let (status, _, _) = fair.enrol("AAAAAAAAAAAAAAAA", "3番", 3).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = fair
        .app
        .post("fair_code", None, &json!({"event": fair.event}))
        .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_retried_batch_counts_once_and_another_batch_under_its_number_never() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    let push = tablet.signed(std::slice::from_ref(&batch), 1);
    for _ in 0..3 {
        let (status, told) = fair.push(&push).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        assert_eq!((&told["kept"], &told["missing"]), (&json!([1]), &json!([])));
    }
    let other = tablet.batch(1, &FIVE);
    let (_, told) = fair.push(&tablet.signed(&[other], 1)).await;
    assert_eq!(told["kept"], json!([]));
    assert_eq!(fair.close_and_count().await["visitors"], json!(5));
}

#[tokio::test]
async fn pushes_with_a_wrong_signature_or_from_a_revoked_tablet_are_rejected() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    let mut push = tablet.signed(&[batch], 1);
    let other = fair.tablet("2番", 2).await;
    let stolen = KioskPush {
        tablet: other.id.clone().into(),
        ..push.clone()
    };
    assert_eq!(fair.push(&stolen).await.0, StatusCode::FORBIDDEN);
    let changed = KioskPush {
        report: push.report.replace("\"took\":5", "\"took\":6"),
        ..push.clone()
    };
    assert_eq!(fair.push(&changed).await.0, StatusCode::FORBIDDEN);
    let unknown = KioskPush {
        tablet: "nobody".into(),
        ..push.clone()
    };
    assert_eq!(fair.push(&unknown).await.0, StatusCode::NOT_FOUND);
    let body = json!({"event": fair.event, "tablet": tablet.id});
    let (status, all) = fair
        .app
        .post("fair_end_tablet", Some(&fair.cookie), &body)
        .await;
    assert_eq!((status, &all[0]["revoked"]), (StatusCode::OK, &json!(true)));
    assert_eq!(fair.push(&push).await.0, StatusCode::FORBIDDEN);
    // Its visits are not lost: a recruiter uploads the tablet's file.
    let (status, told) = fair
        .app
        .post("fair_file", Some(&fair.cookie), &json!({"push": push}))
        .await;
    assert_eq!((status, &told["kept"]), (StatusCode::OK, &json!([1])));
    push.signature = "00".repeat(64).into();
    let (status, _) = fair
        .app
        .post("fair_file", Some(&fair.cookie), &json!({"push": push}))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_tablet_cannot_add_visits_to_another_event() {
    let fair = Fair::open().await;
    let other = fair.create_event("別の説明会").await;
    let mut tablet = fair.tablet("1番", 1).await;
    let mut batch = tablet.batch(1, &[]);
    for dice in 0..5 {
        let visit = VisitRecord {
            event: other.clone().into(),
            day: "2026-11-23".into(),
            types: vec!["pioneer".to_owned()],
            ..VisitRecord::default()
        };
        let one = encrypt_visit(
            &visit.to_wire(None),
            &tablet.event.clone().into(),
            &tablet.server_key,
            [dice; 32],
        );
        batch.visits.push(one.unwrap());
    }
    let (status, told) = fair.push(&tablet.signed(&[batch], 1)).await;
    assert_eq!((status, &told["kept"]), (StatusCode::OK, &json!([1])));
    let records: i64 = sql("select count(*) from fair_visit")
        .fetch_value(&fair.app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(records, 0);
}

#[tokio::test]
async fn a_tablet_id_as_session_is_unauthorized_at_every_endpoint() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    fair.push(&tablet.signed(&[batch], 1)).await;
    let cookie = format!("michi_session={}", tablet.id);
    for it in all_calls().filter(|it| it.access != Access::Anyone) {
        let request = calls::request(it, it.name, Some(&cookie), "E1");
        let status = fair.app.send(request).await.status();
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{}", it.name);
    }
    let board = Request::get(format!("/api/v1/fair_board/{}", fair.event));
    let board = board.header("cookie", format!("michi_session={}", tablet.id));
    let answer = fair.app.send(board.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_board_is_streamed_event_by_event_even_to_a_browser_that_takes_compression() {
    let fair = Fair::open().await;
    let board = Request::get(format!("/api/v1/fair_board/{}", fair.event))
        .header("cookie", &fair.cookie)
        .header("accept-encoding", "br, gzip")
        .body(Body::empty())
        .unwrap();
    let mut answer = fair.app.send(board).await;
    assert_eq!(answer.headers().get("content-encoding"), None);
    assert_eq!(answer.headers()["x-accel-buffering"], "no");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    // The first event comes at once, while the stream goes on.
    let first = answer.body_mut().frame().await.unwrap().unwrap();
    let first = first.into_data().unwrap();
    assert!(first.starts_with(b"data: [{"), "{first:?}");
}

#[tokio::test]
async fn a_stored_visit_reveals_no_order_time_or_tablet() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    fair.push(&tablet.signed(&[batch], 1)).await;
    let pool = &fair.app.state.database().readers;
    if let Pool::Sqlite(_) = pool {
        let table: String = sql("select sql from sqlite_master where name = 'fair_visit'")
            .fetch_value(pool)
            .await
            .unwrap();
        assert!(table.to_lowercase().contains("without rowid"), "{table}");
        let columns: Vec<String> = sql("select name from pragma_table_info('fair_visit')")
            .fetch_values(pool)
            .await
            .unwrap();
        assert_eq!(columns, ["key", "event", "day", "visit", "released"]);
    }
    let records: Vec<String> = sql("select visit from fair_visit")
        .fetch_values(pool)
        .await
        .unwrap();
    assert_eq!(records.len(), 5);
    assert!(
        records
            .iter()
            .all(|it| !it.contains(&tablet.id) && !it.contains("1番"))
    );
}

/// C20: a tablet that announces more than it can have taken is refused; a day's answers it always can have taken.
#[tokio::test]
async fn a_tablet_brings_no_more_answers_than_its_time_allows() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    for (last, seconds, expected) in [
        (2_000, 0, StatusCode::OK),
        (2_001, 0, StatusCode::BAD_REQUEST),
        (2_001, 5, StatusCode::OK),
    ] {
        fair.clock.store(NOW.0 + seconds * 1_000, Relaxed);
        let push = tablet.signed(&[], last);
        assert_eq!(
            fair.push(&push).await.0,
            expected,
            "{last} after {seconds} s"
        );
    }
}

/// B13: the counts are kept up as visits are released; a look reads no visit.
#[tokio::test]
async fn a_look_at_the_counts_reads_no_visit() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let counts = async || {
        let body = json!({"event": fair.event});
        fair.app
            .post("fair_counts", Some(&fair.cookie), &body)
            .await
            .1
    };
    for n in 1..=3 {
        let batch = tablet.batch(n, &FIVE);
        fair.push(&tablet.signed(&[batch], n)).await;
    }
    let kept_up = counts().await;
    assert_eq!(kept_up["visitors"], json!(10), "a group waits: {kept_up}");

    // As an earlier release left it: visits, and no tally of them.
    let pool = &fair.app.state.database().readers;
    sql("delete from fair_tally").execute(pool).await.unwrap();
    assert_eq!(counts().await, kept_up);
    let batch = tablet.batch(4, &FIVE);
    fair.push(&tablet.signed(&[batch], 4)).await;
    let counted_again = counts().await;
    assert_eq!(counted_again["visitors"], json!(15));

    sql("delete from fair_visit where released = true")
        .execute(pool)
        .await
        .unwrap();
    assert_eq!(counts().await, counted_again);
}

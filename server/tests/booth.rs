//! Booth tablets over HTTP: taken on once, heard when they sign, counted to the last answer, and never told anything.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod support;

use app::booth::{Batch, BoothPush, BoothReport, boxed};
use app::model::fair::Visit;
use axum::http::StatusCode;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use support::{NOW, TestApp, sign_in_again};

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
R1,桐野 ひかり,総務部,職員課,,2,事務,,採用担当
E1,梅里 みどり,区民部,区民課,,2,事務,,
";

/// A tablet of the test: what a browser would keep.
struct Tablet {
    id: String,
    event: String,
    seal: String,
    key: SigningKey,
    took: u32,
    dice: u8,
}

struct Fair {
    clock: Arc<AtomicI64>,
    app: TestApp,
    cookie: String,
    event: String,
}

impl Fair {
    async fn open() -> Self {
        let clock = Arc::new(AtomicI64::new(NOW));
        let told = Arc::clone(&clock);
        let app = TestApp::with_roster(ROSTER, Arc::new(move || told.load(Relaxed))).await;
        let cookie = app.sign_in("R1").await;
        let new = json!({"name": "合同説明会", "place": "ホール", "first_day": "2026-11-23", "last_day": "2026-11-24", "survey": true, "keep_days": 30});
        let (status, all) = app
            .post("fair_new_event", Some(&cookie), &json!({"new": new}))
            .await;
        assert_eq!(status, StatusCode::OK, "{all}");
        let event = all[0]["id"].as_str().unwrap().to_owned();
        Self {
            clock,
            app,
            cookie,
            event,
        }
    }

    async fn code(&self) -> String {
        let body = json!({"event": self.event});
        let (status, code) = self.app.post("fair_code", Some(&self.cookie), &body).await;
        assert_eq!(status, StatusCode::OK, "{code}");
        code["code"].as_str().unwrap().to_owned()
    }

    async fn enrol(&self, code: &str, name: &str, seed: u8) -> (StatusCode, Value, SigningKey) {
        let key = SigningKey::from_slice(&[seed; 32]).unwrap();
        let public = hex::encode(key.verifying_key().to_sec1_point(false).as_bytes());
        let new = json!({"code": code, "name": name, "key": public});
        let (status, told) = self
            .app
            .post("fair_enrol", None, &json!({"new": new}))
            .await;
        (status, told, key)
    }

    async fn tablet(&self, name: &str, seed: u8) -> Tablet {
        let (status, told, key) = self.enrol(&self.code().await, name, seed).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Tablet {
            id: text(&told["tablet"]),
            event: text(&told["event"]["id"]),
            seal: text(&told["seal"]),
            key,
            took: 0,
            dice: seed,
        }
    }

    async fn push(&self, push: &BoothPush) -> (StatusCode, Value) {
        self.app
            .post("fair_push", None, &json!({"push": push}))
            .await
    }

    async fn ask(&self, call: &str) -> (StatusCode, Value) {
        let body = json!({"event": self.event, "note": ""});
        self.app.post(call, Some(&self.cookie), &body).await
    }
}

impl Tablet {
    fn batch(&mut self, n: u32, kinds: &[&str]) -> Batch {
        let mut boxes = Vec::new();
        for kind in kinds {
            let visit = Visit {
                event: self.event.clone(),
                day: "2026-11-23".to_owned(),
                types: vec![(*kind).to_owned()],
                wishes: Vec::new(),
            };
            self.dice = self.dice.wrapping_add(1);
            let text = if kind.is_empty() {
                String::new()
            } else {
                visit.sent()
            };
            self.took += u32::from(!kind.is_empty());
            boxes.push(boxed(&text, &self.event, &self.seal, [self.dice; 32]).unwrap());
        }
        Batch { n, boxes }
    }

    fn signed(&self, batches: &[Batch], last: u32) -> BoothPush {
        let report = BoothReport {
            took: self.took,
            last,
            waiting: 0,
            build: "abc".to_owned(),
            quiz: String::new(),
            batches: batches.to_vec(),
        };
        let report = serde_json::to_string(&report).unwrap();
        let signature: Signature = self.key.sign(report.as_bytes());
        BoothPush {
            tablet: self.id.clone(),
            signature: hex::encode(signature.to_bytes()),
            report,
        }
    }
}

const FIVE: [&str; 5] = ["pioneer", "bridge", "pioneer", "learner", "guardian"];

#[tokio::test]
async fn a_code_takes_one_tablet_on_and_lasts_ten_minutes() {
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
async fn a_batch_counts_once_whatever_the_retries_and_another_under_its_number_never() {
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
    let (_, counts) = fair.ask("fair_counts").await;
    assert_eq!(counts["visitors"], json!(5));
}

#[tokio::test]
async fn nothing_but_the_tablet_s_own_signature_is_heard_and_an_ended_tablet_is_not() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    let mut push = tablet.signed(&[batch], 1);
    let other = fair.tablet("2番", 2).await;
    let stolen = BoothPush {
        tablet: other.id.clone(),
        ..push.clone()
    };
    assert_eq!(fair.push(&stolen).await.0, StatusCode::FORBIDDEN);
    let changed = BoothPush {
        report: push.report.replace("\"took\":5", "\"took\":6"),
        ..push.clone()
    };
    assert_eq!(fair.push(&changed).await.0, StatusCode::FORBIDDEN);
    let unknown = BoothPush {
        tablet: "nobody".to_owned(),
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
    // What it took is not lost: a recruiter brings its file.
    let (status, told) = fair
        .app
        .post("fair_file", Some(&fair.cookie), &json!({"push": push}))
        .await;
    assert_eq!((status, &told["kept"]), (StatusCode::OK, &json!([1])));
    push.signature = "00".repeat(64);
    let (status, _) = fair
        .app
        .post("fair_file", Some(&fair.cookie), &json!({"push": push}))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_event_with_a_gap_closes_with_the_missing_batch_or_a_note_and_not_without() {
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
        (status, &event["state"]),
        (StatusCode::OK, &json!("closed")),
        "{event}"
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
async fn an_event_opens_when_every_tablet_runs_one_build_and_its_quiz() {
    let fair = Fair::open().await;
    let tablet = fair.tablet("1番", 1).await;
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
    assert_eq!((status, &event["build"]), (StatusCode::OK, &json!("-")));
}

#[tokio::test]
async fn a_tablet_s_id_is_no_key_to_anything() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    fair.push(&tablet.signed(&[batch], 1)).await;
    for call in [
        "fair_counts",
        "fair_tablets",
        "fair_events",
        "fair_names",
        "fair_book",
        "fair_code",
        "fair_close",
        "fair_open",
        "me",
        "exchange",
        "staff",
        "overview",
        "bank",
        "export",
    ] {
        for cookie in [
            tablet.id.clone(),
            format!("michi_session={}", tablet.id),
            tablet.seal.clone(),
        ] {
            let body = json!({"event": fair.event, "note": "", "tablet": tablet.id});
            let (status, told) = fair.app.post(call, Some(&cookie), &body).await;
            assert!(status.is_client_error(), "{call}: {status} {told}");
            assert!(
                told.get("visitors").is_none() && !told.is_array(),
                "{call}: {told}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_of_order_time_or_tablet_is_beside_a_record() {
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    fair.push(&tablet.signed(&[batch], 1)).await;
    let pool = &fair.app.desk.database().readers;
    let sql: String =
        sqlx::query_scalar("select sql from sqlite_master where name = 'fair_record'")
            .fetch_one(pool)
            .await
            .unwrap();
    assert!(sql.to_lowercase().contains("without rowid"), "{sql}");
    let columns: Vec<String> =
        sqlx::query_scalar("select name from pragma_table_info('fair_record')")
            .fetch_all(pool)
            .await
            .unwrap();
    assert_eq!(columns, ["key", "event", "day", "record"]);
    let records: Vec<String> = sqlx::query_scalar("select record from fair_record")
        .fetch_all(pool)
        .await
        .unwrap();
    assert_eq!(records.len(), 5);
    assert!(
        records
            .iter()
            .all(|it| !it.contains(&tablet.id) && !it.contains("1番"))
    );
}

#[tokio::test]
async fn after_its_days_an_event_is_counts_alone_and_takes_nothing_more() {
    const DAY: i64 = 86_400_000;
    let fair = Fair::open().await;
    let mut tablet = fair.tablet("1番", 1).await;
    let batch = tablet.batch(1, &FIVE);
    fair.push(&tablet.signed(&[batch], 1)).await;
    let (_, before) = fair.ask("fair_counts").await;
    assert_eq!(fair.app.desk.count_fairs().await.unwrap(), 0);
    fair.clock.store(NOW + 40 * DAY, Relaxed);
    let desk = &fair.app.desk;
    assert_eq!(desk.count_fairs().await.unwrap(), 5);
    assert_eq!(desk.count_fairs().await.unwrap(), 0, "once");
    let pool = &desk.database().readers;
    let left: i64 = sqlx::query_scalar("select count(*) from fair_record")
        .fetch_one(pool)
        .await
        .unwrap();
    let logged: i64 = sqlx::query_scalar("select records from fair_deletion")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!((left, logged), (0, 5));
    let cookie = sign_in_again(&fair.app, "R1").await;
    let (status, after) = fair
        .app
        .post("fair_counts", Some(&cookie), &json!({"event": fair.event}))
        .await;
    assert_eq!((status, &after), (StatusCode::OK, &before));
    let batch = tablet.batch(2, &FIVE);
    let push = tablet.signed(&[batch], 2);
    let (status, _) = fair.push(&push).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

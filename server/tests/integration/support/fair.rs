//! A fair and its tablets over HTTP, as a recruiter's page and a tablet's browser would use it.

use super::{NOW, TestApp};
use axum::http::StatusCode;
use domain::crypto::sealed_box::BoxPublicKey;
use domain::fair::VisitRecord;
use domain::ids::QuizTag;
use domain::kiosk::{Batch, KioskPush, KioskReport, encrypt_visit};
use domain::timestamp::Timestamp;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
R1,桐野 ひかり,総務部,職員課,,2,事務,,採用担当
E1,梅里 みどり,区民部,区民課,,2,事務,,
";

/// The state that a tablet's browser stores.
pub struct Tablet {
    pub id: String,
    pub event: String,
    pub server_key: BoxPublicKey,
    pub key: SigningKey,
    pub took: u32,
    pub said: u32,
    pub next_seed: u8,
    /// Whether staff have closed the tablet.
    pub done: bool,
}

pub struct Fair {
    pub clock: Arc<AtomicI64>,
    pub app: TestApp,
    pub cookie: String,
    pub event: String,
}

impl Fair {
    pub async fn open() -> Self {
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let told = Arc::clone(&clock);
        let app =
            TestApp::with_roster(ROSTER, Arc::new(move || Timestamp(told.load(Relaxed)))).await;
        let cookie = app.sign_in("R1").await;
        let new = json!({
            "name": "合同説明会", "place": "ホール", "first_day": "2026-11-23", "last_day": "2026-11-24", "survey": true,
            "keep_days": 30
        });
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

    /// Creates another event and returns its id.
    pub async fn create_event(&self, name: &str) -> String {
        let new = json!({
            "name": name, "place": "", "first_day": "2026-11-23", "last_day": "2026-11-24", "survey": true,
            "keep_days": 30
        });
        let body = json!({"new": new});
        let (_, all) = self
            .app
            .post("fair_new_event", Some(&self.cookie), &body)
            .await;
        let all = all.as_array().unwrap();
        let own = all.iter().find(|it| it["name"] == name).unwrap();
        own["id"].as_str().unwrap().to_owned()
    }

    pub async fn code(&self) -> String {
        let body = json!({"event": self.event});
        let (status, code) = self.app.post("fair_code", Some(&self.cookie), &body).await;
        assert_eq!(status, StatusCode::OK, "{code}");
        code["code"].as_str().unwrap().to_owned()
    }

    pub async fn enrol(&self, code: &str, name: &str, seed: u8) -> (StatusCode, Value, SigningKey) {
        let key = SigningKey::from_slice(&[seed; 32]).unwrap();
        let public = hex::encode(key.verifying_key().to_sec1_point(false).as_bytes());
        let new = json!({"code": code, "name": name, "key": public});
        let (status, told) = self
            .app
            .post("fair_enrol", None, &json!({"new": new}))
            .await;
        (status, told, key)
    }

    pub async fn tablet(&self, name: &str, seed: u8) -> Tablet {
        let (status, told, key) = self.enrol(&self.code().await, name, seed).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Tablet {
            id: text(&told["tablet"]),
            event: text(&told["event"]["id"]),
            server_key: text(&told["seal"]).into(),
            key,
            took: 0,
            said: 0,
            next_seed: seed,
            done: true,
        }
    }

    pub async fn push(&self, push: &KioskPush) -> (StatusCode, Value) {
        self.app
            .post("fair_push", None, &json!({"push": push}))
            .await
    }

    /// Closes the event and returns the final counts.
    pub async fn close_and_count(&self) -> Value {
        let body = json!({"event": self.event, "note": "試験のため、このまま閉じます。"});
        let (status, told) = self.app.post("fair_close", Some(&self.cookie), &body).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        self.ask("fair_counts").await.1
    }

    pub async fn ask(&self, call: &str) -> (StatusCode, Value) {
        let body = json!({"event": self.event, "note": ""});
        self.app.post(call, Some(&self.cookie), &body).await
    }
}

impl Tablet {
    pub fn batch(&mut self, n: u32, kinds: &[&str]) -> Batch {
        let mut visits = Vec::new();
        for kind in kinds {
            self.next_seed = self.next_seed.wrapping_add(1);
            let visit = VisitRecord {
                event: self.event.clone().into(),
                day: "2026-11-23".into(),
                types: vec![(*kind).to_owned()],
                ..VisitRecord::default()
            };
            let text = if kind.is_empty() {
                String::new()
            } else {
                visit.to_wire(None)
            };
            self.took += u32::from(!kind.is_empty());
            visits.push(
                encrypt_visit(
                    &text,
                    &self.event.clone().into(),
                    &self.server_key,
                    [self.next_seed; 32],
                )
                .unwrap(),
            );
        }
        Batch { n, visits }
    }

    pub fn signed(&mut self, batches: &[Batch], last: u32) -> KioskPush {
        self.said += 1;
        let report = KioskReport {
            took: self.took,
            last,
            waiting: 0,
            done: self.done,
            said: self.said,
            build: "abc".to_owned(),
            quiz: QuizTag::default(),
            batches: batches.to_vec(),
        };
        let report = serde_json::to_string(&report).unwrap();
        let signature: Signature = self.key.sign(report.as_bytes());
        KioskPush {
            tablet: self.id.clone().into(),
            signature: hex::encode(signature.to_bytes()).into(),
            report,
        }
    }
}

/// Result types of one full batch.
pub const FIVE: [&str; 5] = ["pioneer", "bridge", "pioneer", "learner", "guardian"];

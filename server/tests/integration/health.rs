//! What `/api/v1/health` tells, and whom.

use crate::support::{NOW, TestApp, json_of};
use api::system::{BACKUP_AGE, SystemStatus};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

/// How much room there is and when a backup was made is for whoever is on the machine.
#[tokio::test]
async fn health_tells_others_only_whether_the_server_works() {
    let app = TestApp::start().await;
    for (client, tells) in [(None, true), (Some("203.0.113.9"), false)] {
        let mut request = Request::get("/api/v1/health");
        if let Some(client) = client {
            request = request.header("x-forwarded-for", client);
        }
        let response = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        let told = json_of(response).await;
        assert_eq!(
            (&told["reads"], &told["writes"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(told.get("free_bytes").is_some(), tells, "{told}");
        assert_eq!(told.get("last_backup_at").is_some(), tells, "{told}");
    }
}

/// The page of システム管理 tells figures of the machine, to them only, and nothing about a person.
#[tokio::test]
async fn the_status_of_the_system_is_for_its_administrators() {
    let app = TestApp::start().await;
    let nothing = json!({});
    let mut cookie = String::new();
    for (id, expected) in [
        ("E1", StatusCode::FORBIDDEN),
        ("P1", StatusCode::FORBIDDEN),
        ("A1", StatusCode::OK),
    ] {
        cookie = app.sign_in(id).await;
        let (status, _) = app.post("system_status", Some(&cookie), &nothing).await;
        assert_eq!(status, expected, "{id}");
    }
    let wrong = json!({"login": "E1", "password": "wrong"});
    let (status, _) = app.post("sign_in", None, &wrong).await;
    assert_ne!(status, StatusCode::OK);
    let (_, told) = app.post("system_status", Some(&cookie), &nothing).await;
    let status: SystemStatus = serde_json::from_value(told).unwrap();
    assert_eq!((status.people, status.disabled), (6, 0));
    assert_eq!(status.failed_sign_ins, 1);
    assert_eq!(status.last_roster_at, Some(NOW));
    assert!(status.last_backup_at.is_none() && !status.has_fresh_backup());
    let status = SystemStatus {
        last_backup_at: Some(status.now - BACKUP_AGE),
        in_postgres: false,
        free_bytes: Some(1 << 30),
        database_bytes: 1 << 20,
        ..status
    };
    assert!(status.has_fresh_backup() && status.has_room());
    let full = SystemStatus {
        free_bytes: Some((1 << 30) - 1),
        ..status
    };
    assert!(!full.has_room());
}

//! What `/api/v1/health` tells, and whom.

use crate::support::{TestApp, json_of};
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

//! Letters with one-time codes for many people at once.

use crate::support::{TestApp, new_password, sql};
use axum::http::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn letters_are_made_for_all_who_have_not_signed_in_yet_or_for_none() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let invite = async |people: Value, hours: u32| {
        let body = json!({"people": people, "hours": hours});
        app.post("invite", Some(&office), &body).await
    };
    let (status, answer) = invite(json!(["E1", "B2"]), 72).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let codes = answer["codes"].as_array().unwrap();
    assert_eq!(codes[0]["person"], json!(["E1", "梅里 みどり"]));
    assert_ne!(codes[0]["password"], codes[1]["password"]);
    let code = codes[0]["password"].as_str().unwrap();
    let body = json!({"login": "E1", "code": code, "new": new_password("E1")});
    assert_eq!(
        app.post("reset_password", None, &body).await.0,
        StatusCode::OK
    );
    // E1 has a password of their own now: nobody's code is made, and the one of B2 still works.
    let (status, answer) = invite(json!(["B1", "E1"]), 72).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        answer["message"]
            .as_str()
            .unwrap()
            .starts_with("梅里 みどりさん"),
        "{answer}"
    );
    let code = codes[1]["password"].as_str().unwrap();
    let body = json!({"login": "B2", "code": code, "new": new_password("B2")});
    assert_eq!(
        app.post("reset_password", None, &body).await.0,
        StatusCode::OK
    );
    // 職員課 and システム管理 invite each other one by one.
    for (people, hours) in [
        (json!(["A1"]), 72),
        (json!(["E2"]), 0),
        (json!(["E2"]), 169),
        (json!([]), 24),
    ] {
        let (status, answer) = invite(people, hours).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    }
    assert_eq!(
        invite(json!(["no such"]), 24).await.0,
        StatusCode::NOT_FOUND
    );
    let acts: Vec<String> =
        sql("select person from audit_log where act = 'reset_code_issued' order by seq")
            .fetch_values(&app.state.database().readers)
            .await
            .unwrap();
    assert_eq!(acts, ["E1", "B2"]);
}

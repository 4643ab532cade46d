//! U+0000, which people paste without knowing, and which one of the engines does not store as text: an answer keeps
//! it, and nothing else fails as a fault of the server, which a device would try again for ever.

use crate::support::{Device, TestApp};
use serde_json::json;

#[tokio::test]
async fn an_answer_keeps_what_was_pasted() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let text = json!("窓口の\u{0}案内図\u{1}を作り直した");
    let (mut office, mut home) = (
        Device::new("E1", "office", &cookie),
        Device::new("E1", "home", &cookie),
    );
    office.answer("evidence", text.clone());
    office.exchange(&app).await;
    home.exchange(&app).await;
    assert_eq!(home.value("evidence"), Some(text));
}

#[tokio::test]
async fn elsewhere_it_is_the_callers_mistake() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let personnel = app.sign_in("P1").await;
    let fact = |device: &str, id: &str| {
        json!({"id": id, "device": device, "n": 1, "noted_at": 0, "replaces": null,
            "sheet": {"person": "E1", "instrument": "self_scoring_sheet", "cycle": "2026-end"},
            "body": {"kind": "answer", "item": "evidence", "value": "一"}})
    };
    let push = |device: &str, id: &str| {
        let facts = json!([fact(device, id)]);
        json!({"push": {"schema": 1, "device": device, "epoch": null, "since": 0, "facts": facts}})
    };
    let calls = [
        (
            "sign_in",
            None,
            json!({"login": "E1\u{0}", "password": "x"}),
        ),
        ("exchange", Some(&cookie), push("office\u{0}", "office-1")),
        ("exchange", Some(&cookie), push("office", "office\u{0}1")),
        (
            "reset_password",
            None,
            json!({"login": "E1\u{0}", "code": "1", "new": "x"}),
        ),
        ("career", Some(&personnel), json!({"person": "E1\u{0}"})),
        ("find_people", Some(&personnel), json!({"words": "E1\u{0}"})),
        (
            "issue_reset_code",
            Some(&personnel),
            json!({"person": "E1\u{0}", "minutes": 10}),
        ),
    ];
    for (path, cookie, body) in calls {
        let (status, answer) = app.post(path, cookie.map(String::as_str), &body).await;
        assert!(!status.is_server_error(), "{path}: {status} {answer}");
        let was_called = status.is_success() || answer["code"].is_string();
        assert!(was_called, "there is no call {path}");
    }
}

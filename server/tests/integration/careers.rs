//! Career declarations for 職員課: whose they find, what each shows, and the view that its owner sees logged.

use crate::support::{Device, TestApp, edition_of};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::sheet::SheetId;
use serde_json::{Value, json};

const FORM: &str = "career_declaration";

/// Writes a declaration and, with `submit`, submits it. Returns the session's cookie.
async fn declare(app: &TestApp, person: &str, submit: bool) -> String {
    let mut device = Device::new(person, person, &app.sign_in(person).await);
    let form = edition_of(app, &device.cookie, FORM).await;
    let sheet = SheetId {
        person: person.into(),
        instrument: FORM.into(),
        cycle: Cycle::in_year(2026)[0],
    };
    let item = form.item(&"desired_jobs".into()).unwrap();
    let wish = json!("住民票の窓口");
    device.answer_in(&sheet, item, wish).unwrap();
    if submit {
        device.step_in(&sheet, Step::Submit, StepDetails::default());
    }
    device.exchange(app).await;
    assert_eq!(device.journal.n_local_only(), 0);
    device.cookie
}

async fn find(app: &TestApp, cookie: &str, call: &str, body: Value) -> Vec<Value> {
    let (status, answer) = app.post(call, Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer.as_array().unwrap().clone()
}

#[tokio::test]
async fn submitted_declarations_are_found_and_their_views_logged() {
    let app = TestApp::start().await;
    let owner = declare(&app, "E1", true).await;
    declare(&app, "E2", false).await;
    let office = app.sign_in("P1").await;
    for (call, body) in [
        ("careers", json!({"year": 2026})),
        ("career", json!({"person": "E1"})),
    ] {
        let found = find(&app, &office, call, body).await;
        assert_eq!(found.len(), 1, "{call}");
        assert_eq!(found[0]["person"]["id"], "E1");
        assert!(found[0].to_string().contains("住民票の窓口"));
    }
    let body = json!({"person": "E2"});
    assert!(find(&app, &office, "career", body).await.is_empty());
    let (_, views) = app.post("sheet_views", Some(&owner), &json!({})).await;
    assert!(views.to_string().contains(FORM), "{views}");
}

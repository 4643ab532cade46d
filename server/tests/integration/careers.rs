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

async fn ask(app: &TestApp, cookie: &str, call: &str, body: Value) -> Value {
    let (status, answer) = app.post(call, Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

#[tokio::test]
async fn a_search_shows_no_answer_and_only_an_opened_declaration_is_recorded() {
    let app = TestApp::start().await;
    let owner = declare(&app, "E1", true).await;
    declare(&app, "E2", false).await;
    let office = app.sign_in("P1").await;
    for (words, n_found) in [("", 1), ("住民票　窓口", 1), ("調理師", 0)] {
        let search = json!({"year": 2026, "search": {"words": words}});
        let found = ask(&app, &office, "careers", search).await;
        assert_eq!(found["n_submitted"], 1);
        assert_eq!(found["n_found"], n_found, "{words}");
        assert_eq!(found["people"].as_array().unwrap().len(), n_found);
        assert!(!found.to_string().contains("住民票"), "{found}");
    }
    let views = ask(&app, &owner, "sheet_views", json!({})).await;
    assert!(!views.to_string().contains(FORM), "{views}");

    let opened = ask(&app, &office, "career", json!({"person": "E1"})).await;
    assert_eq!(opened[0]["person"]["id"], "E1");
    assert!(opened.to_string().contains("住民票の窓口"));
    let draft = ask(&app, &office, "career", json!({"person": "E2"})).await;
    assert_eq!(draft, json!([]));
    let views = ask(&app, &owner, "sheet_views", json!({})).await;
    assert!(views.to_string().contains(FORM), "{views}");
}

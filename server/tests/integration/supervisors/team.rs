//! What a 所属長's list of their staff tells of each.

use super::fixtures::*;
use crate::support::TestApp;
use api::interviews::TeamMember;
use axum::http::StatusCode;
use domain::fact::{Step, StepDetails};
use serde_json::json;

async fn team(app: &TestApp, cookie: &str) -> Vec<TeamMember> {
    let (status, answer) = app.post("team", Some(cookie), &json!({"year": 2026})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer).unwrap()
}

/// Whether a sheet that is not shared was begun, submitted or neither must not be told apart.
#[tokio::test]
async fn a_team_lists_the_sheets_that_each_person_shares_and_tells_nothing_of_others() {
    let app = TestApp::start().await;
    let boss = app.sign_in("B1").await;
    for (person, scope) in [("E1", "supervisor"), ("E2", "self_only")] {
        let sheet = sheet_of(person, "self_scoring_sheet", 0);
        let mut own = device(&app, person, person).await;
        let form = edition(&app, &own.cookie, "self_scoring_sheet").await;
        let choice = item(&form, "share_scope");
        own.answer_in(&sheet, &choice, json!(scope)).unwrap();
        own.exchange(&app).await;
        let listed = team(&app, &boss).await;
        let mut drafts = listed.iter().filter(|it| it.person.id.as_str() == person);
        assert!(
            drafts.all(|it| it.shared.is_empty()),
            "a draft is nobody else's"
        );
        own.step_in(&sheet, Step::Submit, StepDetails::default());
        own.exchange(&app).await;
        let members = team(&app, &boss).await;
        let of = |id: &str| {
            members
                .iter()
                .find(|it| it.person.id.as_str() == id)
                .unwrap()
        };
        let shared = &of("E1").shared;
        assert_eq!(shared.len(), 1, "{shared:?}");
        assert_eq!(shared[0].cycle, sheet.cycle);
        assert_eq!(shared[0].title.ja, "自己採点シート");
        assert!(of("E2").shared.is_empty() && of("E2").sheets.is_empty());
        if person == "E1" {
            // Taken back, it is gone from the list.
            own.step_in(&sheet, Step::Withdraw, StepDetails::default());
            own.exchange(&app).await;
            assert!(
                team(&app, &boss)
                    .await
                    .iter()
                    .all(|it| it.shared.is_empty())
            );
            own.step_in(&sheet, Step::Submit, StepDetails::default());
            own.exchange(&app).await;
        }
    }
    // What is listed can be opened.
    let shown = sheet_of("E1", "self_scoring_sheet", 0);
    assert_eq!(open_shared(&app, &boss, &shown).await.0, StatusCode::OK);
    // Another 所属長 has no such people.
    assert!(team(&app, &app.sign_in("B2").await).await.is_empty());
}

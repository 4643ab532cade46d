//! Changes of the office's own roles wait for a second person, and the first person of a ward makes themselves.

use crate::people::{TODAY, change, person};
use crate::support::{TestApp, sign_in_with, tempdir};
use axum::http::StatusCode;
use domain::person::Role;
use domain::person_record::ChangeState;
use serde_json::json;
use std::collections::HashMap;

const TWO_OF_THE_OFFICE: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課
P2,欅台 すみれ,総務部,職員課,,3,事務,,職員課
A1,椎名 かなで,総務部,情報システム課,,2,事務,,システム管理
E2,柏谷 そら,区民部,区民課,,1,事務,,
";

/// Else somebody of 職員課 could agree to their own proposals from a second account.
#[tokio::test]
async fn the_office_s_own_roles_change_once_a_second_person_has_agreed() {
    let app =
        TestApp::with_roster(TWO_OF_THE_OFFICE, server::clock::fixed(crate::support::NOW)).await;
    let (office, second) = (app.sign_in("P1").await, app.sign_in("P2").await);
    let admin = app.sign_in("A1").await;
    let give = [("roles", "", "personnel")];
    let (status, answer) = change(&app, &office, "E2", (&give, TODAY, "異動")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let waiting = person(&app, &office, "E2").await;
    assert_eq!(waiting.changes[0].state, ChangeState::Waiting);
    assert!(waiting.record.person.roles.is_empty());
    // No time makes it, and neither who asked for it nor another role agrees to it.
    app.state.make_due_changes().await.unwrap();
    assert!(
        person(&app, &office, "E2")
            .await
            .record
            .person
            .roles
            .is_empty()
    );
    let body = json!({"seq": waiting.changes[0].seq});
    let approve = async |cookie: &str| {
        app.post("approve_person_change", Some(cookie), &body)
            .await
            .0
    };
    assert_eq!(approve(&office).await, StatusCode::BAD_REQUEST);
    assert_eq!(approve(&admin).await, StatusCode::FORBIDDEN);
    let (_, desk) = app.post("office_desk", Some(&second), &json!({})).await;
    assert_eq!(desk["changes"][0]["person"][0], "E2");
    assert_eq!(approve(&second).await, StatusCode::OK);
    let made = person(&app, &office, "E2").await;
    assert_eq!(made.record.person.roles, [Role::Personnel]);
    assert_eq!(
        (&made.changes[0].state, made.changes[0].approved_by.as_str()),
        (&ChangeState::Made, "欅台 すみれ")
    );
    assert_eq!(approve(&second).await, StatusCode::BAD_REQUEST);
    // Whom it is about does not agree to it either: E2 has the role now, and asks about nobody but P2.
    let take = [("roles", "personnel", "")];
    let (status, _) = change(&app, &office, "P2", (&take, TODAY, "異動")).await;
    assert_eq!(status, StatusCode::OK);
    let body = json!({"seq": person(&app, &office, "P2").await.changes[0].seq});
    let (status, _) = app
        .post("approve_person_change", Some(&second), &body)
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    // Nobody is added with such a role: the account would be there before anybody agreed.
    let new = json!({"new": {
        "id": "E9", "name": "新木 はるか", "org": {"department": "区民部", "section": "区民課"}, "grade": 1,
        "job_type": "", "supervisor": null, "roles": ["administrator"]
    }, "reason": "応援"});
    let (status, _) = app.post("add_person", Some(&office), &new).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_first_of_the_office_gives_the_role_to_the_second() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let give = [("roles", "", "personnel")];
    let (status, answer) = change(&app, &office, "E2", (&give, TODAY, "はじめの設定")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(
        person(&app, &office, "E2").await.record.person.roles,
        [Role::Personnel]
    );
    let give = [("roles", "", "administrator")];
    let (status, _) = change(&app, &office, "E1", (&give, TODAY, "はじめの設定")).await;
    assert_eq!(status, StatusCode::OK);
    // From then on a second person agrees.
    assert!(
        person(&app, &office, "E1")
            .await
            .record
            .person
            .roles
            .is_empty()
    );
}

#[tokio::test]
async fn the_first_person_of_an_empty_ward_makes_themselves_with_the_code_that_the_server_printed()
{
    let folder = tempdir().unwrap();
    let location = crate::support::place(folder.path()).await;
    let clock = server::clock::fixed(crate::support::NOW);
    let state = server::app_state::AppState::open(&location, None, clock)
        .await
        .unwrap();
    let code = state.draw_setup_code().await.unwrap().unwrap();
    let app = TestApp::around(state, HashMap::new(), folder);
    let body = |code: &str, password: &str| {
        json!({"code": code, "password": password, "new": {
            "id": "E0010", "name": "欅台 すみれ", "org": {"department": "総務部", "section": "職員課"}, "grade": 3,
            "job_type": "事務", "supervisor": null, "roles": ["administrator"]
        }})
    };
    let good = "銀杏と坂と猫の道";
    for (code, password) in [
        ("", good),
        ("aaaa-bbbb-cccc-dddd", good),
        (code.as_str(), "password"),
    ] {
        let (status, _) = app
            .post("make_first_person", None, &body(code, password))
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{code} {password}");
    }
    let (status, answer) = app
        .post("make_first_person", None, &body(&code, good))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let cookie = sign_in_with(&app, "E0010", good).await;
    let (_, me) = app.post("current_user", Some(&cookie), &json!({})).await;
    assert_eq!(me["person"]["roles"], json!(["personnel"]));
    // The code is used up, and no other is drawn while there are people.
    let (status, _) = app
        .post("make_first_person", None, &body(&code, good))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(app.state.draw_setup_code().await.unwrap(), None);
    let (_, desk) = app.post("office_desk", Some(&cookie), &json!({})).await;
    assert_eq!(
        (&desk["people"], &desk["personnel"], &desk["has_days"]),
        (&json!(1), &json!(1), &json!(false))
    );
}

#[tokio::test]
async fn nobody_becomes_the_only_one_of_the_office_by_suspending_the_others() {
    let clock = server::clock::fixed(crate::support::NOW);
    let app = TestApp::with_roster(TWO_OF_THE_OFFICE, clock).await;
    let office = app.sign_in("P1").await;
    let leave = [("account", "invited", "on_leave")];
    let (status, answer) = change(&app, &office, "P2", (&leave, TODAY, "休職")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    // There is still a second one, who cannot agree now: nothing is given, and nothing waits for ever.
    let give = [("roles", "", "personnel")];
    let (status, answer) = change(&app, &office, "E2", (&give, TODAY, "異動")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        answer["message"]
            .as_str()
            .unwrap()
            .contains("承認できる人がいません")
    );
    assert!(
        person(&app, &office, "E2")
            .await
            .record
            .person
            .roles
            .is_empty()
    );
}

#[tokio::test]
async fn what_was_agreed_to_is_what_was_asked_for() {
    let clock = server::clock::fixed(crate::support::NOW);
    let app = TestApp::with_roster(TWO_OF_THE_OFFICE, clock).await;
    let (office, second) = (app.sign_in("P1").await, app.sign_in("P2").await);
    for role in ["personnel", "administrator"] {
        let give = [("roles", "", role)];
        let (status, _) = change(&app, &office, "E2", (&give, TODAY, "異動")).await;
        assert_eq!(status, StatusCode::OK);
    }
    for it in person(&app, &office, "E2").await.changes.iter().rev() {
        let body = json!({"seq": it.seq});
        if it.state == ChangeState::Waiting {
            app.post("approve_person_change", Some(&second), &body)
                .await;
        }
    }
    // The second request was made on roles that are others now: it takes nothing away, and says so.
    let after = person(&app, &office, "E2").await;
    assert_eq!(after.record.person.roles, [Role::Personnel]);
    let failed = |it: &ChangeState| matches!(it, ChangeState::Failed(_));
    assert_eq!(
        after.changes.iter().filter(|it| failed(&it.state)).count(),
        1
    );
}

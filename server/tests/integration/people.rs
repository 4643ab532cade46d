//! The people of the roster, kept in the browser: found, changed from a day on, their roles and accounts, and what
//! nobody may do alone.

use crate::support::{Days, ROSTER, TestApp, new_password, sign_in_again, sign_in_with};
use api::people::{People, PersonDetails};
use axum::http::StatusCode;
use domain::person_record::{AccountState, ChangeState};
use serde_json::{Value, json};

/// Fields as a page sends them: name, before, after.
fn fields(all: &[(&str, &str, &str)]) -> Value {
    let all = all.iter();
    all.map(|(field, before, after)| json!({"field": field, "before": before, "after": after}))
        .collect()
}

pub async fn change(
    app: &TestApp,
    cookie: &str,
    person: &str,
    (all, day, reason): (&[(&str, &str, &str)], &str, &str),
) -> (StatusCode, Value) {
    let body = json!({
        "person": person, "fields": fields(all), "first_day": day, "reason": reason
    });
    app.post("change_person", Some(cookie), &body).await
}

pub async fn person(app: &TestApp, cookie: &str, id: &str) -> PersonDetails {
    let (status, answer) = app
        .post("person", Some(cookie), &json!({"person": id}))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer).unwrap()
}

pub const TODAY: &str = "2026-11-23";

#[tokio::test]
async fn a_move_holds_at_once_or_from_its_day_and_stands_in_the_history() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let (status, answer) = change(
        &app,
        &office,
        "E1",
        (
            &[
                ("unit", "窓口係", "記録係"),
                ("kana", "", "うめざと みどり"),
            ],
            TODAY,
            "",
        ),
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let now = person(&app, &office, "E1").await;
    assert_eq!(now.record.person.org.unit, "記録係");
    assert_eq!(now.changes[0].state, ChangeState::Made);
    assert_eq!(now.changes[0].fields[0].before, "窓口係");
    // The roster itself is the first line of the history.
    assert!(now.changes.last().unwrap().is_joining);

    let next = "2026-12-03";
    let (status, _) = change(
        &app,
        &office,
        "E1",
        (
            &[("section", "区民課", "福祉課"), ("supervisor", "B1", "")],
            next,
            "4月の異動",
        ),
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    let planned = person(&app, &office, "E1").await;
    assert_eq!(planned.record.person.org.section, "区民課");
    assert_eq!(planned.changes[0].state, ChangeState::Planned);
    assert_eq!(app.state.make_due_changes().await, Ok(0));
    days.set(10);
    assert_eq!(app.state.make_due_changes().await, Ok(1));
    assert_eq!(app.state.make_due_changes().await, Ok(0));
    let office = sign_in_again(&app, "P1").await;
    let moved = person(&app, &office, "E1").await;
    assert_eq!(moved.record.person.org.section, "福祉課");
    assert_eq!(moved.record.person.supervisor, None);
    assert_eq!(moved.changes[0].state, ChangeState::Made);
}

#[tokio::test]
async fn a_planned_change_can_be_taken_back_and_says_why_it_could_not_be_made() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let next = "2026-11-24";
    for (who, to) in [("E1", "E2"), ("E2", "B1")] {
        let before = person(&app, &office, who).await.record.person.supervisor;
        let before = before.map_or_else(String::new, |it| it.0);
        let (_, answer) = change(
            &app,
            &office,
            who,
            (
                &[
                    ("supervisor", &before, to),
                    ("grade", &grade(&app, &office, who).await, "3"),
                ],
                next,
                "",
            ),
        )
        .await;
        assert!(answer.get("changes").is_some(), "{answer}");
    }
    let planned = person(&app, &office, "E2").await.changes[0].seq;
    let body = json!({ "seq": planned });
    let (status, _) = app.post("cancel_person_change", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = app.post("cancel_person_change", Some(&office), &body).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    // The 所属長 of the plan retires before its day.
    let left = [("account", "invited", "left")];
    let (status, answer) = change(&app, &office, "E2", (&left, TODAY, "退職")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    days.set(1);
    assert_eq!(app.state.make_due_changes().await, Ok(0));
    let office = sign_in_again(&app, "P1").await;
    let waits = person(&app, &office, "E1").await;
    assert_eq!(waits.record.person.grade, 2, "all of a change or nothing");
    let ChangeState::Failed(why) = &waits.changes[0].state else {
        panic!("{:?}", waits.changes[0]);
    };
    assert!(why.contains("所属長に選んだ人がいない"), "{why}");
    let (_, all) = app.post("people", Some(&office), &json!({})).await;
    let all: People = serde_json::from_value(all).unwrap();
    assert_eq!(all.waiting.len(), 1);
}

async fn grade(app: &TestApp, cookie: &str, id: &str) -> String {
    person(app, cookie, id)
        .await
        .record
        .person
        .grade
        .to_string()
}

#[tokio::test]
async fn what_another_has_changed_meanwhile_is_not_overwritten() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let first = [("unit", "窓口係", "記録係")];
    let second = [("unit", "窓口係", "証明係")];
    assert_eq!(
        change(&app, &office, "E1", (&first, TODAY, "")).await.0,
        StatusCode::OK
    );
    let (status, answer) = change(&app, &office, "E1", (&second, TODAY, "")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(answer["code"], "conflict");
    assert_eq!(
        person(&app, &office, "E1").await.record.person.org.unit,
        "記録係"
    );
}

#[tokio::test]
async fn a_leaver_is_out_at_once_and_comes_back_with_everything() {
    let app = TestApp::start().await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E2").await);
    let left = [("account", "active", "on_leave")];
    let (status, _) = change(&app, &office, "E2", (&left, TODAY, "")).await;
    assert_eq!(
        status,
        StatusCode::BAD_REQUEST,
        "an account is not ended without a reason"
    );
    let (status, answer) = change(&app, &office, "E2", (&left, TODAY, "育児休業")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(
        app.post("me", Some(&own), &json!({})).await.0,
        StatusCode::UNAUTHORIZED
    );
    let (_, all) = app.post("people", Some(&office), &json!({})).await;
    let all: People = serde_json::from_value(all).unwrap();
    let it = all.records.iter().find(|it| it.person.id.as_str() == "E2");
    assert_eq!(it.unwrap().account, AccountState::OnLeave);
    let back = [("account", "on_leave", "active")];
    assert_eq!(
        change(&app, &office, "E2", (&back, TODAY, "復帰")).await.0,
        StatusCode::OK
    );
    sign_in_with(&app, "E2", &new_password("E2")).await;
    let history = person(&app, &office, "E2").await.changes;
    let reasons: Vec<&str> = history.iter().map(|it| it.reason.as_str()).collect();
    assert_eq!(reasons, ["復帰", "育児休業", "名簿の取り込み"]);
}

#[tokio::test]
async fn roles_need_a_reason_and_end_sessions() {
    let app = TestApp::start().await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    let give = [("roles", "", "recruiter")];
    let tomorrow = "2026-11-24";
    for (day, reason) in [(TODAY, ""), (tomorrow, "兼務のため")] {
        let (status, _) = change(&app, &office, "E1", (&give, day, reason)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{day} {reason}");
    }
    let (status, answer) = change(&app, &office, "E1", (&give, TODAY, "兼務のため")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let status = app.post("me", Some(&own), &json!({})).await.0;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    // Nobody changes themselves.
    let raise = [("grade", "2", "3")];
    let (status, _) = change(&app, &office, "P1", (&raise, TODAY, "")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

/// Whoever is under a 所属長 who has left can still be changed, and their account ended.
#[tokio::test]
async fn a_record_that_was_wrong_before_can_still_be_changed() {
    let app = TestApp::start().await;
    let (office, admin) = (app.sign_in("P1").await, app.sign_in("A1").await);
    let leave = [("account", "invited", "on_leave")];
    assert_eq!(
        change(&app, &office, "B1", (&leave, TODAY, "休職")).await.0,
        StatusCode::OK
    );
    let left = [("account", "invited", "dismissed")];
    assert_eq!(
        change(&app, &admin, "E1", (&left, TODAY, "免職")).await.0,
        StatusCode::OK
    );
    let renamed = [("name", "柏谷 そら", "柏原 そら")];
    assert_eq!(
        change(&app, &office, "E2", (&renamed, TODAY, "改姓"))
            .await
            .0,
        StatusCode::OK
    );
}

/// An account that ended otherwise meanwhile is not brought back by what was planned before.
#[tokio::test]
async fn a_plan_brings_no_dismissed_account_back() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let leave = [("account", "invited", "on_leave")];
    change(&app, &office, "E1", (&leave, TODAY, "休職")).await;
    let back = [("account", "on_leave", "active")];
    let (status, _) = change(&app, &office, "E1", (&back, "2026-11-25", "復職")).await;
    assert_eq!(status, StatusCode::OK);
    let out = [("account", "on_leave", "dismissed")];
    change(&app, &office, "E1", (&out, TODAY, "免職")).await;
    days.set(2);
    assert_eq!(app.state.make_due_changes().await, Ok(0));
    let office = sign_in_again(&app, "P1").await;
    let it = person(&app, &office, "E1").await;
    assert_eq!(it.record.account, AccountState::Dismissed);
}

/// zammad/zammad#1563, owncloud/ocis#3713: the last one may neither lose the role nor the account.
#[tokio::test]
async fn the_last_of_the_office_keeps_their_account() {
    let app = TestApp::start().await;
    let admin = app.sign_in("A1").await;
    let left = [("account", "invited", "left")];
    let (status, answer) = change(&app, &admin, "P1", (&left, TODAY, "退職")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let why = answer["message"].as_str().unwrap();
    assert!(why.contains("一人もいなくなります"), "{why}");
    // Nothing of it is done.
    app.sign_in("P1").await;
}

#[tokio::test]
async fn somebody_new_signs_in_with_the_password_that_is_shown_once() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let new = |id: &str, supervisor: Option<&str>, grade: u8| {
        json!({"new": {
            "id": id, "name": "新木 はるか", "kana": "あらき はるか", "org": {"department": "区民部", "section": "区民課"},
            "grade": grade, "job_type": "事務", "supervisor": supervisor
        }, "reason": ""})
    };
    for (id, supervisor, grade) in [
        ("", None, 1),
        ("E 9", None, 1),
        ("e1", None, 1),
        ("E9", Some("E404"), 1),
        ("E9", None, 9),
    ] {
        let (status, answer) = app
            .post("add_person", Some(&office), &new(id, supervisor, grade))
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{id} {answer}");
    }
    let (status, first) = app
        .post("add_person", Some(&office), &new("E9", Some("B1"), 1))
        .await;
    assert_eq!(status, StatusCode::OK, "{first}");
    let password = first["password"].as_str().unwrap();
    sign_in_with(&app, "E9", password).await;
    assert_eq!(
        person(&app, &office, "E9").await.record.account,
        AccountState::Invited
    );
}

#[tokio::test]
async fn an_administrator_ends_accounts_and_sees_no_sheets() {
    let app = TestApp::start().await;
    let (admin, own) = (app.sign_in("A1").await, app.sign_in("E1").await);
    let left = [("account", "active", "left")];
    let moved = [("unit", "窓口係", "記録係")];
    assert_eq!(
        change(&app, &admin, "E1", (&moved, TODAY, "x")).await.0,
        StatusCode::FORBIDDEN
    );
    let ended = app
        .post("end_sessions_of", Some(&admin), &json!({"person": "E1"}))
        .await;
    assert_eq!(ended.0, StatusCode::OK);
    assert_eq!(
        app.post("me", Some(&own), &json!({})).await.0,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        change(&app, &admin, "E1", (&left, TODAY, "退職")).await.0,
        StatusCode::OK
    );
    let it = person(&app, &admin, "E1").await;
    assert_eq!(
        (it.record.account, it.sheets.len()),
        (AccountState::Left, 0)
    );
}

#[tokio::test]
async fn a_list_is_a_roster_that_can_be_imported_again() {
    use axum::http::{Request, header};
    use http_body_util::BodyExt;
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let filter = "%7B%22section%22%3A%22%E5%8C%BA%E6%B0%91%E8%AA%B2%22%7D";
    let request = Request::get(format!("/api/v1/people_file?filter={filter}"))
        .header(header::COOKIE, &office)
        .body(axum::body::Body::empty())
        .unwrap();
    let response = app.send(request).await;
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let passwords = app.folder.path().join("again.csv");
    let now = crate::support::NOW;
    let taken = server::personnel::roster::import(app.state.database(), &bytes, &passwords, now);
    let taken = taken.await.unwrap();
    assert_eq!((taken.new, taken.changed), (0, 0));
    assert!(taken.unchanged > 1);
}

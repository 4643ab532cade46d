//! The life of an account: invited, active, disabled, back; forgotten passwords; sessions.

use crate::support::sql;
use crate::support::{Days, ROSTER, TestApp, call, cookie_of, new_password, sign_in_again};
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::accounts::command;
use server::cli::AccountCommand;
use server::clock::fixed;
use server::personnel::roster::{self, RosterOptions};

/// The state of an account, as the command prints it.
async fn account_state(app: &TestApp, id: &str) -> (String, Option<String>) {
    let row = sql("select disabled_at is not null, disabled_reason from account where person = $1")
        .bind(id)
        .fetch_one(&app.state.database().readers)
        .await
        .unwrap();
    let is_disabled: bool = row.try_get(0).unwrap();
    let state = if is_disabled { "disabled" } else { "usable" };
    (state.to_owned(), row.try_get(1).unwrap())
}

const COMPLETE: RosterOptions = RosterOptions {
    complete: true,
    confirmed: false,
};

const CONFIRMED: RosterOptions = RosterOptions {
    complete: true,
    confirmed: true,
};

async fn import(app: &TestApp, text: &str, options: RosterOptions) -> Result<usize, String> {
    let passwords = app.folder.path().join("more-passwords.csv");
    let taken = roster::import_as(
        app.state.database(),
        text.as_bytes(),
        &passwords,
        options,
        crate::support::NOW,
    );
    let taken = taken.await.map_err(|it| it.to_string())?;
    Ok(taken.not_listed.len())
}

async fn status_of(app: &TestApp, path: &str, cookie: &str) -> StatusCode {
    app.post(path, Some(cookie), &json!({})).await.0
}

#[tokio::test]
async fn a_complete_roster_ends_the_account_of_a_leaver_and_another_brings_it_back() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E2").await;
    let without = ROSTER.replace("E2,柏谷 そら,区民部,区民課,窓口係,1,事務,B1,\n", "");
    assert_eq!(
        import(&app, &without, RosterOptions::default()).await,
        Ok(1)
    );
    assert_eq!(status_of(&app, "me", &cookie).await, StatusCode::OK);
    // One of six is more than 5 %: it has to be said.
    let refused = import(&app, &without, COMPLETE).await;
    assert!(refused.unwrap_err().contains("E2 区民課 柏谷 そら"));
    assert_eq!(status_of(&app, "me", &cookie).await, StatusCode::OK);
    let done = import(&app, &without, CONFIRMED).await;
    assert_eq!(done, Ok(1));
    assert_eq!(
        status_of(&app, "me", &cookie).await,
        StatusCode::UNAUTHORIZED
    );
    let body = json!({"login": "E2", "password": new_password("E2")});
    let (status, answer) = app.post("sign_in", None, &body).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{answer}");
    let wrong = json!({"login": "E2", "password": "not it at all"});
    let (status, _) = app.post("sign_in", None, &wrong).await;
    assert_eq!(
        status,
        StatusCode::UNAUTHORIZED,
        "says nothing of the account"
    );
    // They are in no progress and on no list of today's people.
    let personnel = app.sign_in("P1").await;
    let body = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    let (_, progress) = app.post("progress", Some(&personnel), &body).await;
    let sections = progress.as_array().unwrap().iter();
    let people = { sections }.find(|it| it["section"] == "区民課").unwrap()["people"].clone();
    assert_eq!(people, 2);
    let boss = app.sign_in("B1").await;
    let (_, staff) = app.post("staff", Some(&boss), &json!({"year": 2026})).await;
    assert_eq!(staff.as_array().unwrap().len(), 1);
    assert_eq!(import(&app, ROSTER, COMPLETE).await, Ok(0));
    assert_eq!(account_state(&app, "E2").await.0, "usable");
    let again = sign_in_again(&app, "E2").await;
    assert_eq!(status_of(&app, "me", &again).await, StatusCode::OK);
}

#[tokio::test]
async fn a_person_of_the_personnel_office_is_never_disabled_by_a_file_alone() {
    let app = TestApp::start().await;
    let line = "P1,榎田 ゆう,総務部,職員課,人事係,2,事務,,職員課\n";
    let many: String = (0..40).fold(String::new(), |all, n| {
        all + &format!("X{n},架空 {n},区民部,区民課,窓口係,1,事務,B1,\n")
    });
    assert!(
        import(&app, &(ROSTER.to_owned() + &many), RosterOptions::default())
            .await
            .is_ok()
    );
    let _ = std::fs::remove_file(app.folder.path().join("more-passwords.csv"));
    let without = (ROSTER.to_owned() + &many).replace(line, "");
    let refused = import(&app, &without, COMPLETE).await;
    assert!(refused.unwrap_err().contains("職員課の人がいるため"));
    assert_eq!(account_state(&app, "P1").await.0, "usable");
}

#[tokio::test]
async fn the_commands_disable_enable_and_list_with_a_reason() {
    let app = TestApp::start().await;
    let db = &app.state.database().location;
    let cookie = app.sign_in("E1").await;
    let run = async |command| {
        command::run(db, command, fixed(crate::support::NOW))
            .await
            .map_err(|it| it.to_string())
    };
    let disable = AccountCommand::Disable {
        id: "E1".to_owned(),
        reason: server::accounts::account_life::DisabledReason::OnLeave,
    };
    run(disable).await.unwrap();
    assert_eq!(
        account_state(&app, "E1").await,
        ("disabled".to_owned(), Some("on_leave".to_owned()))
    );
    assert_eq!(
        status_of(&app, "me", &cookie).await,
        StatusCode::UNAUTHORIZED
    );
    // A code would let them in by the back door.
    let reset = |id: &str| AccountCommand::Reset {
        id: id.to_owned(),
        minutes: 60,
    };
    assert!(run(reset("E1")).await.is_err());
    run(AccountCommand::Enable {
        id: "E1".to_owned(),
    })
    .await
    .unwrap();
    assert!(run(reset("E1")).await.is_ok());
    assert!(run(reset("nobody")).await.is_err());
    assert!(run(AccountCommand::List { state: None }).await.is_ok());
    let show = AccountCommand::Show {
        id: "E1".to_owned(),
    };
    assert!(run(show).await.is_ok());
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_a_code_that_works_once() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let cookie = app.sign_in("E1").await;
    let personnel = app.sign_in("P1").await;
    let issue = async |person: &str, minutes: u32| {
        let body = json!({"person": person, "minutes": minutes});
        app.post("issue_reset_code", Some(&personnel), &body).await
    };
    // Not for oneself, not for too short and not for too long.
    for (person, minutes) in [("P1", 60), ("E1", 9), ("E1", 1_441)] {
        assert_eq!(issue(person, minutes).await.0, StatusCode::BAD_REQUEST);
    }
    let (_, first) = issue("E1", 60).await;
    let (status, code) = issue("E1", 60).await;
    assert_eq!(status, StatusCode::OK);
    let reset = async |code: &Value, new: &str| {
        let body = json!({"login": "e1", "code": code, "new": new});
        app.post("reset_password", None, &body).await.0
    };
    assert_eq!(
        reset(&first["code"], "kaki no ki to neko").await,
        StatusCode::UNAUTHORIZED,
        "a newer code voids it"
    );
    assert_eq!(
        reset(&code["code"], "password").await,
        StatusCode::BAD_REQUEST
    );
    // Typed without its hyphens, in full width.
    let typed = code["code"]
        .as_str()
        .unwrap()
        .replace('-', "　")
        .to_uppercase();
    assert_eq!(
        reset(&json!(typed), "kaki no ki to neko").await,
        StatusCode::OK
    );
    assert_eq!(
        status_of(&app, "me", &cookie).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        reset(&code["code"], "another phrase 77").await,
        StatusCode::UNAUTHORIZED,
        "used up"
    );
    let body = json!({"login": "E1", "password": "kaki no ki to neko"});
    let response = app.send(call("sign_in", None, &body)).await;
    let (_, code) = issue("E1", 60).await;
    // Whoever remembers the password after all, and changes it, needs the code no more (natlas/natlas#136).
    let change = json!({"current": "kaki no ki to neko", "new": "kaki to neko to saka"});
    let cookie = cookie_of(&response);
    let (status, _) = app.post("change_password", Some(&cookie), &change).await;
    assert_eq!(status, StatusCode::OK);
    let status = reset(&code["code"], "another phrase 78").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "void");
    let (_, code) = issue("E1", 60).await;
    days.set(1);
    assert_eq!(
        reset(&code["code"], "a third phrase 3").await,
        StatusCode::UNAUTHORIZED,
        "expired"
    );
}

#[tokio::test]
async fn own_sessions_are_listed_and_ended_and_nobody_elses() {
    let app = TestApp::start().await;
    let first = app.sign_in("E1").await;
    let second = sign_in_again(&app, "E1").await;
    let other = app.sign_in("E2").await;
    let (_, all) = app.post("own_sessions", Some(&second), &json!({})).await;
    assert_eq!(all.as_array().unwrap().len(), 2);
    let id = all
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["is_current"] == false)
        .unwrap()["id"]
        .clone();
    let body = json!({"id": id});
    let (_, left) = app.post("end_session", Some(&other), &body).await;
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(status_of(&app, "me", &first).await, StatusCode::OK);
    let (_, left) = app.post("end_session", Some(&second), &body).await;
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(
        status_of(&app, "me", &first).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(status_of(&app, "me", &second).await, StatusCode::OK);
}

/// A clock that a test moves by minutes.
fn minutes() -> (
    server::clock::Clock,
    std::sync::Arc<std::sync::atomic::AtomicI64>,
) {
    let minutes = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0));
    let now = std::sync::Arc::clone(&minutes);
    let clock = std::sync::Arc::new(move || {
        let minutes = now.load(std::sync::atomic::Ordering::Relaxed);
        domain::timestamp::Timestamp(crate::support::NOW.0 + minutes * 60_000)
    });
    (clock, minutes)
}

#[tokio::test]
async fn a_session_ends_an_hour_after_the_last_key_whatever_an_open_tab_asks_and_after_twelve() {
    use std::sync::atomic::Ordering::Relaxed;
    let (clock, minutes) = minutes();
    let app = TestApp::with_roster(ROSTER, clock).await;
    let cookie = app.sign_in("E1").await;
    // A tab that asks every minute is nobody.
    for minute in [30, 59, 60] {
        minutes.store(minute, Relaxed);
        assert_eq!(status_of(&app, "me", &cookie).await, StatusCode::OK);
    }
    minutes.store(61, Relaxed);
    assert_eq!(
        status_of(&app, "me", &cookie).await,
        StatusCode::UNAUTHORIZED
    );
    let cookie = sign_in_again(&app, "E1").await;
    for hour in 1..=12 {
        minutes.store(61 + hour * 60 - 1, Relaxed);
        assert_eq!(status_of(&app, "presence", &cookie).await, StatusCode::OK);
    }
    minutes.store(61 + 12 * 60 + 1, Relaxed);
    assert_eq!(
        status_of(&app, "presence", &cookie).await,
        StatusCode::UNAUTHORIZED
    );
}

/// A push larger than what strangers may send is told that its session has ended, and not that it is too large: the
/// device would set its entries aside.
#[tokio::test]
async fn a_large_push_of_an_ended_session_is_asked_to_sign_in() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let push = json!({"push": {"schema": 1, "device": "d", "epoch": null, "since": 0, "facts": [],
        "filler": "あ".repeat(100_000)}});
    let (status, _) = app.post("exchange", Some(&cookie), &push).await;
    assert_eq!(status, StatusCode::OK);
    app.post("sign_out", Some(&cookie), &json!({})).await;
    let (status, answer) = app.post("exchange", Some(&cookie), &push).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::UNAUTHORIZED, &json!("sign_in_required"))
    );
}

/// Language and first run are the person's, on every device, and nobody else's.
#[tokio::test]
async fn preferences_follow_the_person_to_another_device() {
    let app = TestApp::start().await;
    let [own, other] = [app.sign_in("E1").await, app.sign_in("E2").await];
    let of = async |cookie: &str| {
        let (_, me) = app.post("current_user", Some(cookie), &json!({})).await;
        me["preferences"].clone()
    };
    assert_eq!(
        of(&own).await,
        json!({"language": null, "is_introduced": false, "refuses_mail": false})
    );
    let chosen = json!({"language": "ja-easy", "is_introduced": true, "refuses_mail": true});
    let body = json!({"preferences": chosen});
    let (status, _) = app.post("set_preferences", Some(&own), &body).await;
    assert_eq!(status, StatusCode::OK);
    let body = json!({"login": "E1", "password": new_password("E1")});
    let (status, elsewhere) = app.post("sign_in", None, &body).await;
    assert_eq!(
        (status, &elsewhere["preferences"]),
        (StatusCode::OK, &chosen)
    );
    assert_eq!(
        of(&other).await,
        json!({"language": null, "is_introduced": false, "refuses_mail": false})
    );
    // A page of an earlier release knows nothing of mail: what was chosen stays.
    let earlier = json!({"preferences": {"language": "ja-easy", "is_introduced": true}});
    let (status, _) = app.post("set_preferences", Some(&own), &earlier).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(of(&own).await, chosen);
    // A language that there is not is refused, and nothing changes.
    let unknown = json!({"preferences": {"language": "xx", "is_introduced": false}});
    let (status, _) = app.post("set_preferences", Some(&own), &unknown).await;
    assert!(status.is_client_error(), "{status}");
    assert_eq!(of(&own).await, chosen);
    let (status, _) = app.post("set_preferences", None, &body).await;
    assert!(status.is_client_error(), "{status}");
}

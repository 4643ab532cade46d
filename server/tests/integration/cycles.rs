//! 職員課 opens and closes cycles and sets the retention; nobody else can, and every change is logged.

use crate::support::{Days, Device, ROSTER, TestApp, sign_in_again};
use axum::http::StatusCode;
use serde_json::{Value, json};

const FORM: &str = "self_scoring_sheet";

fn set_cycle(cycle: &str, open: bool) -> Value {
    json!({"instrument": FORM, "cycle": cycle, "open": open})
}

fn years(years: i32) -> Value {
    json!({"instrument": FORM, "years": years})
}

/// The form's part of a `cycles` response.
fn form_settings(answer: &Value) -> &Value {
    let forms = answer.as_array().unwrap();
    forms.iter().find(|it| it["instrument"] == FORM).unwrap()
}

fn cycle_settings<'a>(answer: &'a Value, cycle: &str) -> &'a Value {
    let cycles = form_settings(answer)["cycles"].as_array().unwrap();
    cycles.iter().find(|it| it["cycle"] == cycle).unwrap()
}

#[tokio::test]
async fn only_the_personnel_office_reads_or_changes_cycle_settings() {
    let app = TestApp::start().await;
    for id in ["E1", "B1", "A1"] {
        let cookie = app.sign_in(id).await;
        for (path, body) in [
            ("cycles", json!({})),
            ("set_cycle", set_cycle("2026-end", false)),
            ("set_retention", years(1)),
        ] {
            let (status, answer) = app.post(path, Some(&cookie), &body).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{id} {path} {answer}");
        }
    }
    let (status, _) = app.post("cycles", None, &json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_answer_rejected_by_a_closed_cycle_is_accepted_on_retry_after_it_reopens() {
    let app = TestApp::start().await;
    let personnel = app.sign_in("P1").await;
    let mut device = Device::new("E1", "d", &app.sign_in("E1").await);
    device.answer("evidence", json!("閉じる前"));
    device.exchange(&app).await;
    let (status, answer) = app
        .post("set_cycle", Some(&personnel), &set_cycle("2026-end", false))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let end = cycle_settings(&answer, "2026-end");
    assert_eq!((&end["open"], &end["drafts"]), (&json!(false), &json!(1)));
    device.answer("evidence", json!("閉じた後"));
    device.exchange(&app).await;
    let refused: Vec<_> = device.journal.tray().map(|it| it.fact.id.clone()).collect();
    assert_eq!(refused.len(), 1, "it lies in the tray");
    assert_eq!(device.value("evidence"), Some(json!("閉じる前")));
    app.post("set_cycle", Some(&personnel), &set_cycle("2026-end", true))
        .await;
    let minted = device.next_stamp();
    device.journal.retry_rejected(&refused[0], minted);
    device.exchange(&app).await;
    assert_eq!(device.value("evidence"), Some(json!("閉じた後")));
    let (_, answer) = app.post("cycles", Some(&personnel), &json!({})).await;
    let changes = form_settings(&answer)["changes"].as_array().unwrap();
    let written: Vec<_> = changes
        .iter()
        .map(|it| (&it["cycle"], &it["value"], &it["author"]))
        .collect();
    let author = json!("榎田 ゆう");
    let cycle = json!("2026-end");
    assert_eq!(
        written,
        [(&cycle, &json!(1), &author), (&cycle, &json!(0), &author)]
    );
}

#[tokio::test]
async fn the_next_year_can_be_opened_and_invalid_cycles_and_retentions_are_rejected() {
    let app = TestApp::start().await;
    let personnel = app.sign_in("P1").await;
    let (status, _) = app
        .post(
            "set_cycle",
            Some(&personnel),
            &set_cycle("2027-start", true),
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    let employee = app.sign_in("E1").await;
    let (_, me) = app.post("me", Some(&employee), &json!({})).await;
    let cycles = me["cycles"].as_array().unwrap();
    assert!(
        cycles
            .iter()
            .any(|it| it["cycle"] == "2027-start" && it["open"] == true)
    );
    for (path, body) in [
        ("set_cycle", set_cycle("2028-start", true)),
        ("set_cycle", set_cycle("2019-end", true)),
        ("set_cycle", set_cycle("2026-autumn", true)),
        ("set_retention", years(0)),
        ("set_retention", years(31)),
        ("set_retention", years(-1)),
    ] {
        let (status, answer) = app.post(path, Some(&personnel), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body} {answer}");
    }
    let body = json!({"instrument": "no_such_form", "cycle": "2026-end", "open": true});
    let (status, _) = app.post("set_cycle", Some(&personnel), &body).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_shorter_retention_deletes_after_notice_and_a_clock_that_is_wrong_once_deletes_nothing() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let personnel = app.sign_in("P1").await;
    let mut device = Device::new("E1", "d", &app.sign_in("E1").await);
    device.answer("evidence", json!("一"));
    device.exchange(&app).await;
    let sweep = async |day: i64| {
        days.set(day);
        server::personnel::retention::delete_expired(&app.state)
            .await
            .unwrap()
    };
    assert_eq!(sweep(2 * 365).await, 0);
    days.set(0);
    let (status, answer) = app.post("set_retention", Some(&personnel), &years(1)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(form_settings(&answer)["kept_years"], 1);
    // A clock in 2040 at a start, however often it starts: one day that is past, and nothing that is gone.
    for _ in 0..20 {
        assert_eq!(sweep(14 * 365).await, 0);
    }
    assert_eq!(sweep(0).await, 0);
    let (_, answer) = app.post("cycles", Some(&personnel), &json!({})).await;
    assert_eq!(form_settings(&answer)["notices"], json!([]));
    // Two years on it is due: fourteen days of notice, which whoever shortened the time cannot cut short.
    let personnel = async || sign_in_again(&app, "P1").await;
    for day in 0..14 {
        assert_eq!(sweep(2 * 365 + day).await, 0);
    }
    let (_, answer) = app
        .post("cycles", Some(&personnel().await), &json!({}))
        .await;
    assert_eq!(form_settings(&answer)["notices"][0]["days_left"], 1);
    let due = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    let (status, _) = app
        .post("approve_deletion", Some(&personnel().await), &due)
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(sweep(2 * 365 + 14).await, 1);
    // A cluster has archives of its own.
    if app.state.database().location.file().is_some() {
        let copies = std::fs::read_dir(app.folder.path()).unwrap();
        let names = copies.map(|it| it.unwrap().file_name().to_string_lossy().into_owned());
        assert!({ names }.any(|it| it.starts_with("ward.db.before-deletion-")));
    }
    let (_, answer) = app
        .post("cycles", Some(&personnel().await), &json!({}))
        .await;
    assert_eq!(form_settings(&answer)["deletions"][0]["sheets"], 1);
    assert_eq!(form_settings(&answer)["changes"][0]["value"], 1);
    assert_eq!(cycle_settings(&answer, "2026-end")["open"], false);
}

/// 1 April passes while the server runs, and 職員課 has closed a time: only 期首 of the new year opens, and no start opens
/// anything.
#[tokio::test]
async fn the_new_fiscal_year_opens_its_beginning_and_no_start_opens_what_was_closed() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let personnel = app.sign_in("P1").await;
    let close = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end", "open": false});
    app.post("set_cycle", Some(&personnel), &close).await;
    let open = async || {
        let cookie = sign_in_again(&app, "P1").await;
        let (_, all) = app.post("cycles", Some(&cookie), &json!({})).await;
        let form = form_settings(&all)["cycles"].as_array().unwrap().clone();
        let open = form.iter().filter(|it| it["open"] == true);
        open.map(|it| it["cycle"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let before = open().await;
    assert!(!before.contains(&"2026-end".to_owned()));
    // 2026-11-23 and 129 days: 2027-04-01. A clock in 2040 begins nothing.
    days.set(14 * 365);
    app.state.begin_fiscal_year().await.unwrap();
    days.set(129);
    app.state.begin_fiscal_year().await.unwrap();
    let mut wanted = vec!["2027-start".to_owned()];
    wanted.extend(before);
    assert_eq!(open().await, wanted);
    let location = &app.state.database().location;
    let again = server::app_state::AppState::open(location, None, days.clock());
    drop(again.await.unwrap());
    assert_eq!(open().await, wanted);
}

#[tokio::test]
async fn a_form_that_opens_by_hand_is_offered_to_nobody_until_the_personnel_office_opens_it() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let offered = async |cookie: &str| {
        let (_, me) = app.post("current_user", Some(cookie), &json!({})).await;
        let mut all = me["cycles"].as_array().unwrap().iter();
        all.any(|it| it["instrument"] == "ethics_inspection")
    };
    let own = app.sign_in("E1").await;
    assert!(!offered(&own).await);
    // Nor does it open with the next fiscal year.
    days.set(140);
    app.state.begin_fiscal_year().await.unwrap();
    let own = sign_in_again(&app, "E1").await;
    assert!(!offered(&own).await);
    let office = app.sign_in("P1").await;
    let body = json!({"instrument": "ethics_inspection", "cycle": "2027-start", "open": true});
    let (status, answer) = app.post("set_cycle", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert!(offered(&own).await);
}

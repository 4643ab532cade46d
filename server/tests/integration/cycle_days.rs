//! The days of cycles: the server opens and closes by them, in Japan's time, and they are copied from year to year.

use crate::support::{Days, TestApp, new_password, sign_in_again, sign_in_with, sql};
use axum::http::StatusCode;
use domain::timestamp::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課
E1,梅里 みどり,区民部,区民課,,2,事務,,
";

const FORM: &str = "self_scoring_sheet";

/// Noon of the n-th day after 2026-11-23, the tests' day.
async fn on_day(days: &Days, n: i64, app: &TestApp) {
    days.set(n);
    app.state.begin_fiscal_year().await.unwrap();
    app.state.follow_cycle_days().await.unwrap();
}

async fn set(app: &TestApp, office: &str, cycle: &str, days: Value) -> StatusCode {
    let body = json!({"instrument": FORM, "cycle": cycle, "days": days});
    app.post("set_cycle_days", Some(office), &body).await.0
}

/// Whether a cycle of the form takes answers, and its days.
async fn seen(app: &TestApp, cycle: &str) -> (bool, Value) {
    let text =
        "select open, opens, due, closes from form_cycle where instrument = $1 and cycle = $2";
    let row = sql(text).bind(FORM).bind(cycle);
    let row = row.fetch_all(&app.state.database().readers).await.unwrap();
    let mut days = serde_json::Map::new();
    for name in ["opens", "due", "closes"] {
        if let Some(day) = row[0].try_get::<Option<String>, _>(name).unwrap() {
            days.insert(name.to_owned(), json!(day));
        }
    }
    (row[0].try_get("open").unwrap(), Value::Object(days))
}

async fn is_open(app: &TestApp, cycle: &str) -> bool {
    seen(app, cycle).await.0
}

#[tokio::test]
async fn a_cycle_opens_on_its_first_day_and_closes_after_its_last_without_a_restart() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    // It was opened at the first start; on days that are to come it is closed by hand first.
    let close = json!({"instrument": FORM, "cycle": "2026-end", "open": false});
    app.post("set_cycle", Some(&office), &close).await;
    let wanted = json!({"opens": "2026-12-01", "due": "2026-12-10", "closes": "2026-12-15"});
    assert_eq!(
        set(&app, &office, "2026-end", wanted.clone()).await,
        StatusCode::OK
    );
    assert_eq!(seen(&app, "2026-end").await, (false, wanted));
    let mut open = Vec::new();
    for n in 0..25 {
        on_day(&days, n, &app).await;
        if is_open(&app, "2026-end").await {
            open.push(n);
        }
    }
    // 1 to 15 December, both included.
    assert_eq!(open, (8..=22).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_opened_or_closed_by_hand_is_not_overruled_by_a_day_that_has_passed() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let passed = json!({"opens": "2026-11-01", "closes": "2026-11-20"});
    assert_eq!(set(&app, &office, "2026-end", passed).await, StatusCode::OK);
    // Its last day is over: it closes at once.
    assert!(!is_open(&app, "2026-end").await);
    let open = json!({"instrument": FORM, "cycle": "2026-end", "open": true});
    app.post("set_cycle", Some(&office), &open).await;
    on_day(&days, 3, &app).await;
    assert!(is_open(&app, "2026-end").await);
    // Another due day changes nothing about that; another last day holds again.
    let office = sign_in_again(&app, "P1").await;
    let due = json!({"opens": "2026-11-01", "due": "2026-11-19", "closes": "2026-11-20"});
    set(&app, &office, "2026-end", due).await;
    assert!(is_open(&app, "2026-end").await);
    let office = sign_in_again(&app, "P1").await;
    let later = json!({"opens": "2026-11-01", "due": "2026-11-19", "closes": "2026-11-29"});
    set(&app, &office, "2026-end", later).await;
    on_day(&days, 6, &app).await;
    assert!(is_open(&app, "2026-end").await);
    on_day(&days, 7, &app).await;
    assert!(!is_open(&app, "2026-end").await);
    // A first day that is moved into the past opens nothing whose last day is over.
    let office = sign_in_again(&app, "P1").await;
    let earlier = json!({"opens": "2026-10-01", "due": "2026-11-19", "closes": "2026-11-29"});
    set(&app, &office, "2026-end", earlier).await;
    on_day(&days, 8, &app).await;
    assert!(!is_open(&app, "2026-end").await);
}

#[tokio::test]
async fn the_days_of_a_year_are_copied_a_year_later_and_the_new_year_begins_with_them() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let start = json!({"opens": "2026-04-01", "due": "2026-05-29", "closes": "2026-06-30"});
    assert_eq!(
        set(&app, &office, "2026-start", start).await,
        StatusCode::OK
    );
    let end = json!({"opens": "2027-02-01", "due": "2027-02-28", "closes": "2027-03-31"});
    assert_eq!(set(&app, &office, "2026-end", end).await, StatusCode::OK);
    let own = json!({"due": "2028-02-29"});
    assert_eq!(
        set(&app, &office, "2027-end", own.clone()).await,
        StatusCode::OK
    );
    for part in [
        json!({"people": {"section": "区民課"}, "own": {"until": "2026-06-10"}}),
        json!({"people": {"numbers": ["E1"]}, "own": "not_asked"}),
    ] {
        let body = json!({
            "instrument": FORM, "cycle": "2026-start", "people": part["people"], "own": part["own"]
        });
        let (status, answer) = app.post("add_cycle_part", Some(&office), &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
    let (status, _) = app
        .post("copy_cycle_days", Some(&office), &json!({"year": 2027}))
        .await;
    assert_eq!(status, StatusCode::OK);
    let copied = json!({"opens": "2027-04-01", "due": "2027-05-29", "closes": "2027-06-30"});
    assert_eq!(seen(&app, "2027-start").await, (false, copied));
    // So do those for whom it was otherwise, a year later; not who was named one by one.
    let body = json!({"instrument": FORM, "cycle": "2027-start"});
    let (_, parts) = app.post("cycle_parts", Some(&office), &body).await;
    let parts = parts["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 1, "{parts:?}");
    assert_eq!(parts[0]["people"]["section"], "区民課");
    assert_eq!(parts[0]["own"], json!({"until": "2027-06-10"}));
    // What has a day already keeps it.
    assert_eq!(seen(&app, "2027-end").await.1, own);
    // 31 March 2027 is the 128th day after 2026-11-23.
    on_day(&days, 128, &app).await;
    assert!(is_open(&app, "2026-end").await);
    assert!(!is_open(&app, "2027-start").await);
    on_day(&days, 129, &app).await;
    assert!(!is_open(&app, "2026-end").await);
    assert!(is_open(&app, "2027-start").await);
    // The one without days is there, and waits.
    assert_eq!(seen(&app, "2027-mid").await, (false, json!({})));
    let office = sign_in_again(&app, "P1").await;
    for year in [2025, 2029] {
        let body = json!({"year": year});
        let (status, _) = app.post("copy_cycle_days", Some(&office), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn days_that_cannot_be_are_refused_and_change_nothing() {
    let app = TestApp::with_roster(ROSTER, Days::default().clock()).await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    let right = json!({"due": "2027-03-19"});
    assert_eq!(
        set(&app, &own, "2026-end", right.clone()).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        set(&app, &office, "2026-end", right.clone()).await,
        StatusCode::OK
    );
    for wrong in [
        json!({"due": "2025-12-01"}),
        json!({"due": "2028-04-01"}),
        json!({"due": "soon"}),
        json!({"due": "2027-02-29"}),
        json!({"opens": "2027-03-01", "due": "2027-02-01"}),
        json!({"opens": "2027-03-01", "closes": "2027-02-28"}),
    ] {
        let status = set(&app, &office, "2026-end", wrong.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    // A cycle that the form does not have, and one too far ahead.
    assert_eq!(
        set(&app, &office, "2029-end", json!({})).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(seen(&app, "2026-end").await.1, right);
}

#[tokio::test]
async fn a_due_day_reaches_everybody_and_closes_nothing() {
    let app = TestApp::with_roster(ROSTER, Days::default().clock()).await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    // 2026-11-20 is past already: the cycle stays open.
    for due in [json!("2026-11-20"), json!("2027-03-19"), Value::Null] {
        let status = set(&app, &office, "2026-end", json!({"due": due})).await;
        assert_eq!(status, StatusCode::OK);
        let (_, me) = app.post("current_user", Some(&own), &json!({})).await;
        let mut cycles = me["cycles"].as_array().unwrap().iter();
        let it = cycles
            .find(|it| it["instrument"] == FORM && it["cycle"] == "2026-end")
            .unwrap();
        assert_eq!((&it["due"], &it["open"]), (&due, &json!(true)));
    }
}

#[tokio::test]
async fn who_joins_later_has_a_month_for_what_is_due_sooner() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let soon = json!({"due": "2026-11-30", "closes": "2026-12-05"});
    set(&app, &office, "2026-end", soon).await;
    set(&app, &office, "2026-mid", json!({"due": "2027-02-26"})).await;
    let new = json!({
        "id": "E9", "name": "楡川 あおい", "kana": "", "grade": 1, "job_type": "事務", "supervisor": null,
        "org": {"department": "区民部", "section": "区民課", "unit": ""}
    });
    let body = json!({"new": new, "reason": "年度の途中の採用"});
    let (status, first) = app.post("add_person", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK, "{first}");
    let password = first["password"].as_str().unwrap();
    let cookie = sign_in_with(&app, "E9", password).await;
    let own = json!({"current": password, "new": new_password("E9")});
    let (status, _) = app.post("change_password", Some(&cookie), &own).await;
    assert_eq!(status, StatusCode::OK);
    let cookie = sign_in_again(&app, "E9").await;
    let (_, notices) = app.post("notices", Some(&cookie), &json!({})).await;
    let extended: Vec<&Value> = notices["extensions"].as_array().unwrap().iter().collect();
    let of_form = |it: &&&Value| it["instrument"] == FORM;
    let own: Vec<&&Value> = extended.iter().filter(of_form).collect();
    assert_eq!(own.len(), 1, "{extended:?}");
    assert_eq!(
        (&own[0]["cycle"], &own[0]["last_day"]),
        (&json!("2026-end"), &json!("2026-12-23"))
    );
    // It stays open for them after everybody else's last day.
    on_day(&days, 14, &app).await;
    let cookie = sign_in_again(&app, "E9").await;
    let (_, me) = app.post("current_user", Some(&cookie), &json!({})).await;
    let mut cycles = me["cycles"].as_array().unwrap().iter();
    let it = cycles.find(|it| it["instrument"] == FORM && it["cycle"] == "2026-end");
    assert_eq!(it.unwrap()["open"], true);
}

#[tokio::test]
async fn a_cycle_that_its_last_day_closed_opens_again_if_that_day_is_moved() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    // Without a first day, as an upgraded ward has it.
    set(&app, &office, "2026-end", json!({"closes": "2026-11-20"})).await;
    assert!(!is_open(&app, "2026-end").await);
    set(&app, &office, "2026-end", json!({"closes": "2026-12-20"})).await;
    assert!(is_open(&app, "2026-end").await);
}

#[tokio::test]
async fn a_due_day_for_the_next_year_keeps_no_cycle_closed_on_1_april() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    set(&app, &office, "2027-start", json!({"due": "2027-05-29"})).await;
    let own = json!({"opens": "2027-04-01", "due": "2027-05-29"});
    assert_eq!(seen(&app, "2027-start").await, (false, own));
    on_day(&days, 129, &app).await;
    assert!(is_open(&app, "2027-start").await);
}

#[tokio::test]
async fn days_that_somebody_else_has_set_meanwhile_are_not_overwritten() {
    let app = TestApp::with_roster(ROSTER, Days::default().clock()).await;
    let office = app.sign_in("P1").await;
    let theirs = json!({"due": "2027-02-26"});
    set(&app, &office, "2026-end", theirs.clone()).await;
    let late = json!({
        "instrument": FORM, "cycle": "2026-end", "days": {"closes": "2027-03-26"}, "seen": {}
    });
    let (status, _) = app.post("set_cycle_days", Some(&office), &late).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(seen(&app, "2026-end").await.1, theirs);
}

/// codefordurham/school-navigator#443, UniversityOfHelsinkiCS/palaute#1526: a day begins and ends at midnight in Japan,
/// wherever the server's clock thinks it is.
#[tokio::test]
async fn the_first_and_the_last_day_are_whole_days_in_japan() {
    let time = Arc::new(AtomicI64::new(0));
    let told = Arc::clone(&time);
    let clock: server::clock::Clock = Arc::new(move || Timestamp(told.load(Relaxed)));
    let midnight = |day: &str| Timestamp::of_day(&day.into()).unwrap().as_millis();
    time.store(midnight("2026-11-23"), Relaxed);
    let app = TestApp::with_roster(ROSTER, clock).await;
    let office = app.sign_in("P1").await;
    let close = json!({"instrument": FORM, "cycle": "2026-end", "open": false});
    app.post("set_cycle", Some(&office), &close).await;
    let one_day = json!({"opens": "2026-12-01", "closes": "2026-12-01"});
    set(&app, &office, "2026-end", one_day).await;
    for (at, is_due) in [
        (midnight("2026-12-01") - 1, false),
        (midnight("2026-12-01"), true),
        (midnight("2026-12-02") - 1, true),
        (midnight("2026-12-02"), false),
    ] {
        time.store(at, Relaxed);
        app.state.follow_cycle_days().await.unwrap();
        assert_eq!(is_open(&app, "2026-end").await, is_due, "{at}");
    }
}

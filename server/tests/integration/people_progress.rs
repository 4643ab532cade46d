//! Who is how far, by name: reminders, and more time for one person after a cycle was closed.

use crate::support::{Days, Device, ROSTER, TestApp, sign_in_again, sql};
use api::progress::{ExtensionRequest, PeopleProgress};
use axum::http::StatusCode;
use domain::fact::Step;
use domain::people_progress::ProgressStep;
use serde_json::{Value, json};

const FORM: &str = "self_scoring_sheet";
const CYCLE: &str = "2026-end";

async fn progress(app: &TestApp, cookie: &str) -> PeopleProgress {
    let body = json!({"instrument": FORM, "cycle": CYCLE});
    let (status, answer) = app.post("people_progress", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer).unwrap()
}

fn step(all: &PeopleProgress, id: &str) -> ProgressStep {
    let mut people = all.people.iter();
    people
        .find(|it| it.person.id.as_str() == id)
        .unwrap()
        .step()
}

async fn notices(app: &TestApp, cookie: &str) -> Value {
    app.post("notices", Some(cookie), &json!({})).await.1
}

fn about(people: &[&str]) -> Value {
    json!({"instrument": FORM, "cycle": CYCLE, "people": people})
}

#[tokio::test]
async fn names_are_told_how_far_they_are_and_nothing_of_what_they_wrote() {
    const SECRET: &str = "だれにも見せていない文";
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let mut device = Device::new("E1", "office", &app.sign_in("E1").await);
    assert_eq!(
        step(&progress(&app, &office).await, "E1"),
        ProgressStep::NotBegun
    );
    device.answer("evidence", json!(SECRET));
    device.exchange(&app).await;
    let all = progress(&app, &office).await;
    assert_eq!(step(&all, "E1"), ProgressStep::Writing);
    assert_eq!(step(&all, "E2"), ProgressStep::NotBegun);
    let text = serde_json::to_string(&all).unwrap();
    assert!(!text.contains(SECRET));
    // Guidance and private notes have no list, nor has a form that nobody knows.
    for form in ["guidance_record", "career_note", "nothing"] {
        let body = json!({"instrument": form, "cycle": CYCLE});
        let (status, _) = app.post("people_progress", Some(&office), &body).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{form}");
    }
}

/// episphere/connect#1094: two presses are one reminder; whoever has handed in is not told any more.
#[tokio::test]
async fn a_reminder_comes_once_a_day_and_goes_when_it_is_followed() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    for expected in [2, 0] {
        let (_, n) = app
            .post("remind", Some(&office), &about(&["E1", "E2"]))
            .await;
        assert_eq!(n, expected);
    }
    assert_eq!(
        notices(&app, &own).await["reminders"][0]["instrument"],
        FORM
    );
    // Who has left is told nothing.
    let (_, n) = app.post("remind", Some(&office), &about(&["E404"])).await;
    assert_eq!(n, 0);
    let many: Vec<String> = (0..501).map(|it| format!("X{it}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let (status, _) = app.post("remind", Some(&office), &about(&many)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    days.set(1);
    let office = sign_in_again(&app, "P1").await;
    let (_, n) = app.post("remind", Some(&office), &about(&["E1"])).await;
    assert_eq!(n, 1);
    let own = sign_in_again(&app, "E1").await;
    let reminders = notices(&app, &own).await["reminders"].clone();
    assert_eq!(reminders.as_array().unwrap().len(), 1, "the last one only");
    let mut device = Device::new("E1", "office", &own);
    device.answer("share_scope", json!("self_only"));
    device.step(Step::Submit);
    device.exchange(&app).await;
    assert_eq!(notices(&app, &own).await["reminders"], json!([]));
    days.set(2);
    let office = sign_in_again(&app, "P1").await;
    let (_, n) = app.post("remind", Some(&office), &about(&["E1"])).await;
    assert_eq!(n, 0, "nobody who has handed in");
}

/// okpy/ok#1181: more time counts for more than the closing of the cycle.
#[tokio::test]
async fn more_time_for_one_person_keeps_their_sheet_open_until_its_last_day() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let mut device = Device::new("E1", "office", &app.sign_in("E1").await);
    device.answer("evidence", json!("書きかけ"));
    device.exchange(&app).await;
    let close = json!({"instrument": FORM, "cycle": CYCLE, "open": false});
    app.post("set_cycle", Some(&office), &close).await;
    device.answer("evidence", json!("締切のあと"));
    device.exchange(&app).await;
    // What was refused lies in the tray.
    assert_eq!(device.journal.n_local_only(), 1);

    // Asked with one tap, twice; seen by 職員課 once.
    let ask = json!({"instrument": FORM, "cycle": CYCLE});
    for _ in 0..2 {
        let (status, _) = app.post("ask_extension", Some(&device.cookie), &ask).await;
        assert_eq!(status, StatusCode::OK);
    }
    let (_, waiting) = app
        .post("extension_requests", Some(&office), &json!({}))
        .await;
    let waiting: Vec<ExtensionRequest> = serde_json::from_value(waiting).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].person.id.as_str(), "E1");
    let give = |day: &str| {
        let mut body = about(&["E1"]);
        body["last_day"] = json!(day);
        body
    };
    for wrong in ["2026-11-22", "2028-01-01", "tomorrow"] {
        let (status, _) = app.post("extend", Some(&office), &give(wrong)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let (status, _) = app.post("extend", Some(&office), &give("2026-11-24")).await;
    assert_eq!(status, StatusCode::OK);
    let (_, waiting) = app
        .post("extension_requests", Some(&office), &json!({}))
        .await;
    assert_eq!(waiting, json!([]));
    let (_, me) = app.post("me", Some(&device.cookie), &json!({})).await;
    let cycles = me["cycles"].as_array().unwrap();
    let own = cycles
        .iter()
        .find(|it| it["instrument"] == FORM && it["cycle"] == CYCLE);
    assert_eq!(own.unwrap()["open"], true);
    assert_eq!(own.unwrap()["due"], "2026-11-24");

    device.answer("evidence", json!("延びたあと"));
    device.exchange(&app).await;
    assert_eq!(device.journal.n_local_only(), 1);
    // Nobody else's sheet is open, and this one no longer than said.
    let mut other = Device::new("E2", "window", &app.sign_in("E2").await);
    other.answer("evidence", json!("ほかの人"));
    other.exchange(&app).await;
    assert_eq!(other.journal.n_local_only(), 1);
    days.set(2);
    device.cookie = sign_in_again(&app, "E1").await;
    device.answer("evidence", json!("遅すぎる"));
    device.exchange(&app).await;
    assert_eq!(device.journal.n_local_only(), 2);
}

#[tokio::test]
async fn a_refusal_is_told_and_one_may_ask_again() {
    let app = TestApp::start().await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    let ask = json!({"instrument": FORM, "cycle": CYCLE});
    app.post("ask_extension", Some(&own), &ask).await;
    assert_eq!(
        notices(&app, &own).await["extensions"][0]["is_decided"],
        false
    );
    let refuse = json!({"instrument": FORM, "cycle": CYCLE, "person": "E1"});
    app.post("refuse_extension", Some(&office), &refuse).await;
    let told = notices(&app, &own).await["extensions"][0].clone();
    assert_eq!(
        (&told["is_decided"], &told["last_day"]),
        (&json!(true), &Value::Null)
    );
    app.post("ask_extension", Some(&own), &ask).await;
    let (_, waiting) = app
        .post("extension_requests", Some(&office), &json!({}))
        .await;
    assert_eq!(waiting.as_array().unwrap().len(), 1);
    // Of a cycle that there is not nobody asks.
    let nowhere = json!({"instrument": FORM, "cycle": "2099-end"});
    app.post("ask_extension", Some(&own), &nowhere).await;
    let (_, waiting) = app
        .post("extension_requests", Some(&office), &json!({}))
        .await;
    assert_eq!(waiting.as_array().unwrap().len(), 1);
    // Nobody gives themselves more time.
    let mut body = about(&["P1"]);
    body["last_day"] = json!("2026-11-30");
    let (status, _) = app.post("extend", Some(&office), &body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

/// The choice of forms is the office's, not the viewer's: a form for new recruits is nobody's in 職員課.
#[tokio::test]
async fn every_form_that_was_opened_can_be_chosen_and_none_that_is_not_for_everybody() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let forms = |cycle: &'static str| {
        let (app, office) = (&app, &office);
        async move {
            let body = json!({ "cycle": cycle });
            let (status, answer) = app.post("progress_forms", Some(office), &body).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
            let all = answer.as_array().unwrap().iter();
            let ids = all.map(|it| it["instrument"].as_str().unwrap().to_owned());
            ids.collect::<Vec<String>>()
        }
    };
    let before = forms("2026-start").await;
    assert!(
        !before.contains(&"new_recruit_check".to_owned()),
        "{before:?}"
    );
    assert!(
        !before.contains(&"guidance_record".to_owned()),
        "{before:?}"
    );
    let open = json!({"instrument": "new_recruit_check", "cycle": "2026-start", "open": true});
    app.post("set_cycle", Some(&office), &open).await;
    let now = forms("2026-start").await;
    assert!(now.contains(&"new_recruit_check".to_owned()), "{now:?}");
    assert_eq!(forms("2031-start").await, Vec::<String>::new());
}

#[tokio::test]
async fn the_file_has_the_people_that_the_filter_shows_and_a_look_that_goes_on_is_one_look() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let mut device = Device::new("E1", "office", &app.sign_in("E1").await);
    device.answer("evidence", json!("書きかけ"));
    device.exchange(&app).await;
    let file = |filter: Value| {
        let (app, office) = (&app, &office);
        async move {
            let body = json!({
                "instrument": FORM, "cycle": CYCLE, "format": "csv", "filter": filter
            });
            let (status, text) = app.post("progress_file", Some(office), &body).await;
            (status, text.as_str().unwrap_or_default().to_owned())
        }
    };
    let (status, all) = file(Value::Null).await;
    assert_eq!(status, StatusCode::OK);
    assert!(all.contains("E1") && all.contains("E2"), "{all}");
    let (_, writing) = file(json!(r#"{"step": "writing"}"#)).await;
    assert!(
        writing.contains("E1") && !writing.contains("E2"),
        "{writing}"
    );
    let (status, _) = file(json!("{broken")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let looks = || async {
        sql("select count(*) from audit_log where act = 'progress_read'")
            .fetch_value::<i64>(&app.state.database().readers)
            .await
            .unwrap()
    };
    let before = looks().await;
    assert!(before >= 2, "each file is recorded: {before}");
    for _ in 0..5 {
        progress(&app, &office).await;
    }
    assert_eq!(looks().await, before);
}

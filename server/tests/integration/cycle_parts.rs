//! Times for a part of the people, and who is not asked: as they come and move, and until the part is taken back.

use crate::people::{TODAY, change};
use crate::support::{Days, Device, ROSTER, TestApp, edition_of, sign_in_again};
use api::cycle_parts::CycleParts;
use api::progress::PeopleProgress;
use axum::http::StatusCode;
use serde_json::{Value, json};

const FORM: &str = "self_scoring_sheet";
const CYCLE: &str = "2026-end";

async fn add(
    app: &TestApp,
    office: &str,
    people: Value,
    last_day: Option<&str>,
) -> (StatusCode, Value) {
    let own = last_day.map_or(json!("not_asked"), |it| json!({ "until": it }));
    let body = json!({"instrument": FORM, "cycle": CYCLE, "people": people, "own": own});
    app.post("add_cycle_part", Some(office), &body).await
}

async fn progress(app: &TestApp, office: &str) -> PeopleProgress {
    let body = json!({"instrument": FORM, "cycle": CYCLE});
    let (_, answer) = app.post("people_progress", Some(office), &body).await;
    serde_json::from_value(answer).unwrap()
}

/// `E1 2027-03-10` of everybody who is asked.
async fn due(app: &TestApp, office: &str) -> Vec<String> {
    let all = progress(app, office).await;
    let people = all.people.iter().map(|it| {
        let due = it.due(all.due.as_ref()).map_or("-", |it| it.as_str());
        format!("{} {due}", it.person.id)
    });
    let mut people: Vec<String> = people.collect();
    people.sort();
    people
}

/// The form as a person's browser is told of it: due, open, offered.
async fn told(app: &TestApp, cookie: &str) -> (Value, bool, bool) {
    let (_, me) = app.post("current_user", Some(cookie), &json!({})).await;
    let mut cycles = me["cycles"].as_array().unwrap().iter();
    let own = cycles.find(|it| it["instrument"] == FORM && it["cycle"] == CYCLE);
    let own = own.unwrap();
    (
        own["due"].clone(),
        own["open"] == true,
        own["offered"] == true,
    )
}

async fn set_days(app: &TestApp, office: &str, due: &str, closes: &str) {
    let days = json!({"opens": "2026-11-01", "due": due, "closes": closes});
    let body = json!({"instrument": FORM, "cycle": CYCLE, "days": days});
    let (status, answer) = app.post("set_cycle_days", Some(office), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn a_part_has_its_own_day_and_whoever_moves_there_has_it_too() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let own = app.sign_in("E1").await;
    set_days(&app, &office, "2026-11-25", "2026-11-27").await;
    let (status, answer) = add(&app, &office, json!({"unit": "窓口係"}), Some("2026-12-10")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let parts: CycleParts = serde_json::from_value(answer).unwrap();
    assert_eq!(parts.parts[0].n_people, 2);
    assert_eq!(
        due(&app, &office).await,
        [
            "A1 2026-11-25",
            "B1 2026-11-25",
            "B2 2026-11-25",
            "E1 2026-12-10",
            "E2 2026-12-10",
            "P1 2026-11-25"
        ]
    );
    assert_eq!(told(&app, &own).await, (json!("2026-12-10"), true, true));
    // After everybody's last day the part goes on, at the server too.
    days.set(10);
    app.state.follow_cycle_days().await.unwrap();
    let own = sign_in_again(&app, "E1").await;
    assert_eq!(told(&app, &own).await, (json!("2026-12-10"), true, true));
    let mut device = Device::new("E1", "home", &own);
    device.answer("evidence", json!("窓口の改善"));
    device.exchange(&app).await;
    assert_eq!(device.journal.n_local_only(), 0);
    let other = app.sign_in("B2").await;
    assert!(!told(&app, &other).await.1);
    // Somebody who moves there is as they are, and whoever leaves is as everybody.
    let office = sign_in_again(&app, "P1").await;
    let comes = [("unit", "", "窓口係")];
    assert_eq!(
        change(&app, &office, "B2", (&comes, TODAY, "")).await.0,
        StatusCode::OK
    );
    let goes = [("unit", "窓口係", "記録係")];
    assert_eq!(
        change(&app, &office, "E2", (&goes, TODAY, "")).await.0,
        StatusCode::OK
    );
    app.state.follow_cycle_parts().await.unwrap();
    let all = due(&app, &office).await;
    assert!(all.contains(&"B2 2026-12-10".to_owned()), "{all:?}");
    assert!(all.contains(&"E2 2026-11-25".to_owned()), "{all:?}");
    let body = json!({"seq": parts.parts[0].seq});
    let (_, answer) = app.post("remove_cycle_part", Some(&office), &body).await;
    assert_eq!(answer["parts"], json!([]));
    assert!(!told(&app, &sign_in_again(&app, "E1").await).await.1);
}

#[tokio::test]
async fn who_is_not_asked_is_in_no_list_and_is_not_reminded_unless_they_have_begun() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let (first, second) = (app.sign_in("E1").await, app.sign_in("E2").await);
    let mut device = Device::new("E2", "office", &second);
    device.answer("evidence", json!("途中まで"));
    device.exchange(&app).await;
    let (status, _) = add(
        &app,
        &office,
        json!({"section": "区民課", "grade": 2}),
        None,
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        add(&app, &office, json!({"grade": 1}), None).await.0,
        StatusCode::OK
    );
    let all = due(&app, &office).await;
    assert_eq!(all.len(), 5, "E1 alone is gone: {all:?}");
    assert!(!told(&app, &first).await.2);
    // What was begun stays, and can be handed in.
    assert!(told(&app, &second).await.1);
    let body = json!({"instrument": FORM, "cycle": CYCLE, "people": ["E1", "E2", "B1"]});
    let (_, n) = app.post("remind", Some(&office), &body).await;
    assert_eq!(n, 1, "B1 alone");
    let body = json!({"instrument": FORM, "cycle": CYCLE});
    let (_, sections) = app.post("progress", Some(&office), &body).await;
    let mut sections = sections.as_array().unwrap().iter();
    let own = sections.find(|it| it["section"] == "区民課").unwrap();
    assert_eq!(own["people"], 2);
}

#[tokio::test]
async fn the_last_decision_holds_for_who_is_in_two_parts_and_no_part_is_of_everybody() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    for (people, day) in [
        (json!({"section": "区民課"}), Some("2027-03-10")),
        (json!({"grade": 5}), Some("2027-03-20")),
    ] {
        assert_eq!(add(&app, &office, people, day).await.0, StatusCode::OK);
    }
    let all = due(&app, &office).await;
    assert!(all.contains(&"B1 2027-03-20".to_owned()), "{all:?}");
    assert!(all.contains(&"E1 2027-03-10".to_owned()), "{all:?}");
    for (people, day) in [
        (json!({}), Some("2027-03-10")),
        (json!({"words": "梅里"}), Some("2027-03-10")),
        (json!({"section": "区民課"}), Some("2027-02-30")),
        (json!({"section": "区民課"}), Some("3月")),
        (json!({"section": "区民課"}), Some("1999-04-01")),
    ] {
        let (status, answer) = add(&app, &office, people, day).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    }
    // A form that is not for everybody has no parts.
    let body = json!({"instrument": "guidance_record", "cycle": "2026-start"});
    let (status, _) = app.post("cycle_parts", Some(&office), &body).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let form = edition_of(&app, &office, FORM).await;
    assert_eq!(form.instrument.as_str(), FORM);
}

/// Of a form for chosen people nobody hears who is not chosen; a form for whoever wants it has nobody who is late.
#[tokio::test]
async fn only_the_chosen_are_asked_and_nobody_is_late_with_what_is_for_whoever_wants() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let (first, second) = (app.sign_in("E1").await, app.sign_in("E2").await);
    let form = json!({"instrument": "new_recruit_check", "cycle": "2026-start"});
    let with = |more: &Value| {
        let mut all = form.clone();
        for (key, value) in more.as_object().unwrap() {
            all[key] = value.clone();
        }
        all
    };
    let ask = async |call: &str, body: &Value| {
        let (status, answer) = app.post(call, Some(&office), body).await;
        assert_eq!(status, StatusCode::OK, "{call}: {answer}");
        answer
    };
    let offered = async |cookie: &str, instrument: &str| {
        let (_, me) = app.post("current_user", Some(cookie), &json!({})).await;
        let mut cycles = me["cycles"].as_array().unwrap().iter();
        let own = cycles.find(|it| it["instrument"] == instrument && it["open"] == true);
        own.is_some_and(|it| it["offered"] == true)
    };
    let names = async || {
        let all: PeopleProgress =
            serde_json::from_value(ask("people_progress", &form).await).unwrap();
        let names = all.people.iter().map(|it| it.person.id.to_string());
        names.collect::<Vec<String>>()
    };
    ask("set_cycle", &with(&json!({"open": true}))).await;
    assert!(!offered(&first, "new_recruit_check").await);
    assert_eq!(names().await, Vec::<String>::new());
    let chosen = with(&json!({"people": {"numbers": ["E1"]}, "own": "asked"}));
    let parts = ask("add_cycle_part", &chosen).await;
    assert_eq!(parts["parts"][0]["n_people"], 1);
    assert!(offered(&first, "new_recruit_check").await);
    assert!(!offered(&second, "new_recruit_check").await);
    assert_eq!(names().await, ["E1"]);
    let calendars = ask("cycles", &json!({})).await;
    let mut all = calendars.as_array().unwrap().iter();
    let own = all
        .find(|it| it["instrument"] == "new_recruit_check")
        .unwrap();
    assert_eq!(own["asks"], "chosen");
    let mut cycles = own["cycles"].as_array().unwrap().iter();
    let cycle = cycles.find(|it| it["cycle"] == "2026-start").unwrap();
    assert_eq!(cycle["asked"], 1);
    assert_eq!(
        ask("remind", &with(&json!({"people": ["E1", "E2"]}))).await,
        1
    );
    // Requests are for whoever wants to make one: offered, in no list of who is late.
    let requests = json!({"instrument": "disclosure_request", "cycle": "2026-start", "open": true});
    ask("set_cycle", &requests).await;
    assert!(offered(&second, "disclosure_request").await);
    let (status, _) = app.post("people_progress", Some(&office), &requests).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let year = ask("year_progress", &json!({"year": 2026})).await;
    assert!(!year["forms"].to_string().contains("disclosure_request"));
    // Whole forms can be asked of some only, by their role, too.
    let only = |people: Value, own: &str| json!({"instrument": FORM, "cycle": CYCLE, "people": people, "own": own});
    ask("add_cycle_part", &only(json!({}), "not_asked")).await;
    ask(
        "add_cycle_part",
        &only(json!({"role": "personnel"}), "asked"),
    )
    .await;
    assert_eq!(due(&app, &office).await, ["P1 -"]);
    assert!(!told(&app, &second).await.2);
}

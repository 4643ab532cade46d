//! Grants: requests come from submitted sheets, 職員課 decides on each once, and the person is told.

use crate::support::{Device, NOW, TestApp, edition_of, sign_in_again, sql};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::{FactBody, Step, StepDetails};
use domain::sheet::SheetId;
use serde_json::{Value, json};
use server::clock::fixed;

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
P1,榎田 ゆう,総務部,職員課,人事係,2,事務,,職員課
P2,樫村 つむぎ,総務部,職員課,人事係,2,事務,,職員課
E1,桂坂 わかば,区民部,区民課,窓口係,1,事務,,
";

/// The person's request with these rows, handed in.
async fn hand_in(app: &TestApp, person: &str, rows: Value) -> Device {
    let open = json!({"instrument": "support_request", "cycle": "2026-start", "open": true});
    let cookie = app.sign_in("P2").await;
    let (status, answer) = app.post("set_cycle", Some(&cookie), &open).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let own = if person == "P2" {
        cookie
    } else {
        app.sign_in(person).await
    };
    let mut device = Device::new(person, "office", &own);
    send(app, &mut device, person, rows).await;
    device
}

fn sheet_of(person: &str) -> SheetId {
    let [cycle, ..] = Cycle::in_year(2026);
    SheetId {
        person: person.into(),
        instrument: "support_request".into(),
        cycle,
    }
}

async fn send(app: &TestApp, device: &mut Device, person: &str, rows: Value) {
    let form = edition_of(app, &device.cookie, "support_request").await;
    let sheet = sheet_of(person);
    for item in form.items() {
        let value = if item.id.as_str() == "spr_requests" {
            rows.clone()
        } else {
            json!(1)
        };
        // What is ticked already stays so.
        let _ = device.answer_in(&sheet, item, value);
    }
    device.exchange(app).await;
    device.step_in(&sheet, Step::Submit, StepDetails::default());
    device.exchange(app).await;
    assert_eq!(device.journal.n_local_only(), 0);
}

fn rows() -> Value {
    json!([
        {"which": "ojt_subsidy", "what": "窓口の研修", "amount": "3万円", "why": "待ち時間を短くしたい"},
        {"which": "grad_school_subsidy", "what": "公共経営", "amount": "未定"},
    ])
}

async fn grants(app: &TestApp, cookie: &str) -> Value {
    let (status, answer) = app
        .post("grants", Some(cookie), &json!({"year": 2026}))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

fn decision(granted: u32, note: &str) -> Value {
    json!({"year": 2026, "decision": {
        "subject": {
            "person": "E1", "kind": "ojt_subsidy", "what": "窓口の研修", "from": "", "amount": "3万円", "copy": 1
        },
        "granted": granted, "note": note
    }})
}

#[tokio::test]
async fn a_request_waits_until_it_is_decided_and_its_person_is_told() {
    let app = TestApp::with_roster(ROSTER, fixed(NOW)).await;
    hand_in(&app, "E1", rows()).await;
    let office = app.sign_in("P1").await;
    let seen = grants(&app, &office).await;
    assert_eq!(seen["kinds"].as_array().unwrap().len(), 5);
    assert_eq!(seen["waiting"].as_array().unwrap().len(), 2, "{seen}");
    assert_eq!(seen["waiting"][0]["place"], "区民部 区民課 窓口係");
    // Reading it is opening it.
    let own = sign_in_again(&app, "E1").await;
    let (_, log) = app
        .post("sheet_views", Some(&own), &json!({ "before": null }))
        .await;
    assert!(log.to_string().contains("榎田"), "{log}");

    let (status, answer) = app
        .post(
            "decide_grant",
            Some(&office),
            &decision(30_000, "秋の回から"),
        )
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["waiting"].as_array().unwrap().len(), 1);
    assert_eq!(answer["decisions"][0]["granted"], 30_000);
    // Twice is a conflict, and changes nothing.
    let (status, _) = app
        .post("decide_grant", Some(&office), &decision(90_000, ""))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (_, told) = app.post("notices", Some(&own), &json!({})).await;
    assert_eq!(told["grants"][0]["granted"], 30_000);
    assert_eq!(told["grants"][0]["note"], "秋の回から");

    let undo = json!({"year": 2026, "seq": answer["decisions"][0]["seq"]});
    let (status, answer) = app.post("undo_grant", Some(&office), &undo).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["waiting"].as_array().unwrap().len(), 2);
    let (_, told) = app.post("notices", Some(&own), &json!({})).await;
    assert_eq!(told["grants"], json!([]));
    let acts: Vec<String> = sql("select act from audit_log where act like 'grant%' order by seq")
        .fetch_values(&app.state.database().readers)
        .await
        .unwrap();
    assert_eq!(acts, ["grant_decided", "grant_undone"]);
}

#[tokio::test]
async fn nobody_decides_for_themselves_or_on_what_was_not_asked_for() {
    let app = TestApp::with_roster(ROSTER, fixed(NOW)).await;
    let device = hand_in(&app, "P2", rows()).await;
    let mut own = decision(30_000, "");
    own["decision"]["subject"]["person"] = json!("P2");
    let (status, answer) = app.post("decide_grant", Some(&device.cookie), &own).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer["message"],
        "自分の申請は、職員課のほかの人が決めます。"
    );
    let office = app.sign_in("P1").await;
    let (status, _) = app.post("decide_grant", Some(&office), &own).await;
    assert_eq!(status, StatusCode::OK);
    own["decision"]["subject"]["what"] = json!("申請していない講座");
    let (status, _) = app.post("decide_grant", Some(&office), &own).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, answer) = app
        .post("decide_grant", Some(&office), &decision(0, "　"))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["message"], "見送るときは、理由を書いてください。");
}

#[tokio::test]
async fn a_budget_is_set_for_a_year_and_a_kind_twice_is_refused() {
    let app = TestApp::with_roster(ROSTER, fixed(NOW)).await;
    let office = app.sign_in("P1").await;
    let set = |budgets: Value| json!({"year": 2026, "budgets": budgets});
    let one = json!({"kind": "ojt_subsidy", "yen": 500_000});
    let (status, answer) = app
        .post("set_grant_budgets", Some(&office), &set(json!([one])))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["budgets"], json!([one]));
    let (_, next) = app
        .post("grants", Some(&office), &json!({"year": 2027}))
        .await;
    assert_eq!(next["budgets"], json!([]), "another year has its own");
    let (status, _) = app
        .post("set_grant_budgets", Some(&office), &set(json!([one, one])))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(grants(&app, &office).await["budgets"], json!([one]));
    let (status, answer) = app
        .post("set_grant_budgets", Some(&office), &set(json!([])))
        .await;
    assert_eq!((status, &answer["budgets"]), (StatusCode::OK, &json!([])));
}

#[tokio::test]
async fn a_request_changed_after_the_decision_waits_anew_and_the_decision_stays() {
    let app = TestApp::with_roster(ROSTER, fixed(NOW)).await;
    let mut device = hand_in(&app, "E1", json!([rows()[0]])).await;
    let office = app.sign_in("P1").await;
    app.post("decide_grant", Some(&office), &decision(30_000, ""))
        .await;
    // What 職員課 has read is sent back before it can be changed.
    let mut desk = Device::new("P1", "desk", &office);
    let sheet = sheet_of("E1");
    let body = FactBody::Step {
        step: Step::Return,
        made_on: device.journal.sheet(&sheet).hash(),
        act: StepDetails {
            note: "内容を直してください".to_owned(),
            ..StepDetails::default()
        },
    };
    let stamp = desk.next_stamp();
    desk.journal.record_shown_step(&sheet, body, stamp);
    desk.exchange(&app).await;
    device.exchange(&app).await;
    let changed = json!([{"which": "ojt_subsidy", "what": "別の研修", "amount": "1万"}]);
    send(&app, &mut device, "E1", changed).await;
    let seen = grants(&app, &office).await;
    assert_eq!(seen["waiting"][0]["what"], "別の研修");
    assert_eq!(seen["decisions"][0]["what"], "窓口の研修");
}

//! Who reads shared sheets, progress and means over HTTP, for every role.

use crate::support::sql;
use crate::support::{Days, Device, NOW, ROSTER, TestApp, edition_of, sheet, sign_in_again};
use axum::http::StatusCode;
use domain::calendar::Cycle;
use domain::fact::Step;
use domain::sheet::SheetId;
use serde_json::{Value, json};
use std::fmt::Write;

async fn submit(app: &TestApp, id: &str, scope: &str, answers: &[(&str, Value)]) -> Device {
    let cookie = app.sign_in(id).await;
    let mut device = Device::new(id, &format!("device-{id}"), &cookie);
    for (item, value) in answers {
        device.answer(item, value.clone());
    }
    device.answer("share_scope", json!(scope));
    device.step(Step::Submit);
    device.exchange(app).await;
    assert_eq!(device.journal.n_local_only(), 0);
    device
}

async fn open(app: &TestApp, cookie: &str, id: &str) -> (StatusCode, Value) {
    app.post("shared_sheet", Some(cookie), &json!({"sheet": sheet(id)}))
        .await
}

#[tokio::test]
async fn a_sheet_opens_only_to_the_readers_in_its_share_scope() {
    let app = TestApp::start().await;
    submit(&app, "E1", "supervisor", &[("evidence", json!("所属長へ"))]).await;
    submit(&app, "E2", "self_only", &[("evidence", json!("自分だけ"))]).await;
    let own = app.sign_in("B1").await;
    for (reader, first) in [
        ("B1", StatusCode::OK),
        ("B2", StatusCode::NOT_FOUND),
        ("P1", StatusCode::NOT_FOUND),
        ("A1", StatusCode::NOT_FOUND),
    ] {
        let cookie = if reader == "B1" {
            own.clone()
        } else {
            app.sign_in(reader).await
        };
        assert_eq!(open(&app, &cookie, "E1").await.0, first, "{reader}");
        assert_eq!(
            open(&app, &cookie, "E2").await.0,
            StatusCode::NOT_FOUND,
            "{reader}"
        );
        let (_, list) = app
            .post("shared_list", Some(&cookie), &json!({"cycle": "2026-end"}))
            .await;
        let n = list["sheets"].as_array().unwrap().len();
        assert_eq!(n, usize::from(first == StatusCode::OK), "{reader}");
    }
}

#[tokio::test]
async fn aggregate_only_answers_are_hidden_from_readers_and_views_are_logged_for_the_owner() {
    let app = TestApp::start().await;
    let answers = [
        ("evidence", json!("窓口の案内")),
        ("wp_mutual_respect_2", json!(1)),
        ("sa_planning_shunin_1", json!(4)),
    ];
    let device = submit(&app, "E1", "supervisor_and_personnel", &answers).await;
    let personnel = app.sign_in("P1").await;
    let (status, opened) = open(&app, &personnel, "E1").await;
    assert_eq!(status, StatusCode::OK);
    assert!(!opened.to_string().contains("wp_mutual_respect_2"));
    assert!(opened.to_string().contains("窓口の案内"));
    let (_, openings) = app.post("openings", Some(&device.cookie), &json!({})).await;
    assert_eq!(openings[0]["reader"], "職員課 榎田 ゆう");
    assert_eq!(openings[0]["at"], NOW.0);
}

#[tokio::test]
async fn a_sheet_can_be_withdrawn_only_until_it_is_read() {
    let app = TestApp::start().await;
    let mut device = submit(&app, "E1", "supervisor", &[("evidence", json!("一"))]).await;
    device.step(Step::Withdraw);
    device.exchange(&app).await;
    assert_eq!(device.journal.tray().count(), 0);
    let supervisor = app.sign_in("B1").await;
    assert_eq!(open(&app, &supervisor, "E1").await.0, StatusCode::NOT_FOUND);
    device.step(Step::Submit);
    device.exchange(&app).await;
    assert_eq!(open(&app, &supervisor, "E1").await.0, StatusCode::OK);
    device.step(Step::Withdraw);
    device.exchange(&app).await;
    let detail: Vec<String> = device.journal.tray().map(|it| it.detail.clone()).collect();
    assert_eq!(detail, ["すでに読まれているため、取り下げられません"]);
}

#[tokio::test]
async fn only_personnel_reads_progress_and_means() {
    let app = TestApp::start().await;
    let body = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    for (reader, status) in [
        ("E1", StatusCode::FORBIDDEN),
        ("B1", StatusCode::FORBIDDEN),
        ("A1", StatusCode::FORBIDDEN),
        ("P1", StatusCode::OK),
    ] {
        let cookie = app.sign_in(reader).await;
        for path in ["progress", "overview"] {
            let (got, answer) = app.post(path, Some(&cookie), &body).await;
            assert_eq!(got, status, "{reader} {path} {answer}");
        }
    }
}

#[tokio::test]
async fn progress_counts_people_by_division() {
    let app = TestApp::start().await;
    submit(&app, "E1", "self_only", &[("evidence", json!("一"))]).await;
    let cookie = app.sign_in("E2").await;
    let mut begun = Device::new("E2", "d", &cookie);
    begun.answer("evidence", json!("途中"));
    begun.exchange(&app).await;
    let personnel = app.sign_in("P1").await;
    let body = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    let (_, sections) = app.post("progress", Some(&personnel), &body).await;
    let ward = sections
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["section"] == "区民課")
        .unwrap();
    assert_eq!(
        *ward,
        json!({"department": "区民部", "section": "区民課", "people": 3, "begun": 1, "submitted": 1})
    );
}

#[tokio::test]
async fn the_year_is_counted_by_form_and_section_for_personnel_alone() {
    let app = TestApp::start().await;
    submit(&app, "E1", "self_only", &[("evidence", json!("一"))]).await;
    let personnel = app.sign_in("P1").await;
    let due = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end", "days": {"due": "2027-01-15"}});
    let (status, answer) = app.post("set_cycle_days", Some(&personnel), &due).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let body = json!({"year": 2026});
    let (_, year) = app.post("year_progress", Some(&personnel), &body).await;
    let forms = year["forms"].as_array().unwrap();
    // What is due first comes first; private, restricted and supervisors' forms are not in it.
    assert_eq!(forms[0]["due"], "2027-01-15");
    for hidden in [
        "guidance_record",
        "supervisor_note",
        "literacy_test",
        "org_goals",
    ] {
        assert!(
            forms.iter().all(|it| it["instrument"] != hidden),
            "{hidden}"
        );
    }
    let sections = forms[0]["sections"].as_array().unwrap();
    let ward = sections
        .iter()
        .find(|it| it["section"] == "区民課")
        .unwrap();
    assert_eq!(
        (&ward["people"], &ward["submitted"]),
        (&json!(3), &json!(1))
    );
    let leaders = year["leaders"].as_array().unwrap();
    assert!(
        leaders.iter().any(|it| it["section"] == "区民課"),
        "{leaders:?}"
    );
    let supervisor = app.sign_in("B1").await;
    let (status, _) = app.post("year_progress", Some(&supervisor), &body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

/// A roster of six 主任 in one 課, two in another, and 職員課.
fn two_divisions() -> String {
    let mut text = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割\nP1,榎田 ゆう,総務部,職員課,,2,事務,,職員課\n".to_owned();
    for n in 1..=8 {
        let section = if n <= 6 {
            "区民部,区民課"
        } else {
            "福祉部,福祉課"
        };
        writeln!(text, "M{n},職員 {n},{section},,2,事務,,").unwrap();
    }
    text
}

#[tokio::test]
async fn means_follow_the_scoring_rule_and_small_cells_are_suppressed() {
    let app = TestApp::with_roster(&two_divisions(), server::clock::fixed(NOW)).await;
    for n in 1..=8_i64 {
        let answers = [
            ("sa_planning_shunin_1", json!(if n <= 4 { 2 } else { 4 })),
            ("sa_planning_shunin_2", json!("na")),
            (
                "sa_judgment_shunin_1",
                if n <= 3 { json!(5) } else { json!(null) },
            ),
            ("wp_mutual_respect_2", json!(if n <= 4 { 2 } else { 4 })),
        ];
        let scope = if n == 8 {
            "supervisor"
        } else {
            "supervisor_and_personnel"
        };
        submit(&app, &format!("M{n}"), scope, &answers).await;
    }
    app.publish_figures().await;
    let personnel = app.sign_in("P1").await;
    let body = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    let (_, means) = app.post("overview", Some(&personnel), &body).await;
    let at = |subject: &str| {
        means["subjects"]
            .as_array()
            .unwrap()
            .iter()
            .position(|it| it["id"] == subject)
            .unwrap()
    };
    let ward = |subject: &str| means["ward"]["cells"][at(subject)].clone();
    // Four with 2.0 and three with 4.0, to one decimal; the eighth did not share with 職員課.
    assert_eq!(
        (&ward("planning")["people"], &ward("planning")["mean"]),
        (&json!(7), &json!(2.9))
    );
    // What is asked for means only goes into them whatever the share scope is, as the form says.
    let respect = ward("mutual_respect");
    assert_eq!(
        (&respect["people"], &respect["mean"]),
        (&json!(8), &json!(3.0))
    );
    assert_eq!(
        ward("judgment")["mean"],
        Value::Null,
        "three people are too few"
    );
    // 福祉課 has two people and 職員課 one: both are suppressed, and 区民課 too, since the total minus it would reveal them.
    for section in means["sections"].as_array().unwrap() {
        assert_eq!(
            section["cells"][at("planning")]["mean"],
            Value::Null,
            "{}",
            section["name"]
        );
    }
    assert_eq!(means["bands"][0]["cells"][at("planning")]["people"], 7);
}

#[tokio::test]
async fn sheets_past_their_retention_are_deleted_and_logged() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let device = submit(&app, "E1", "self_only", &[("evidence", json!("一"))]).await;
    // A text that was refused goes with them.
    let refused = json!({"id": "late", "device": "another", "n": 1, "sheet": sheet("E1"), "replaces": null,
        "noted_at": 0, "body": {"kind": "answer", "item": "evidence", "value": "提出の後"}});
    let push = json!({"push": {
        "schema": 1, "device": "another", "epoch": null, "since": 0, "facts": [refused]}});
    let (_, answer) = app.post("exchange", Some(&device.cookie), &push).await;
    assert_eq!(answer["refused"][0]["reason"], "locked");
    let database = app.state.database();
    let mut deleted = Vec::new();
    for day in std::iter::once(4 * 365).chain((0..16).map(|it| 6 * 365 + it)) {
        days.set(day);
        let gone = server::personnel::retention::delete_expired(&app.state);
        deleted.push(gone.await.unwrap());
    }
    assert_eq!(deleted.iter().sum::<u64>(), 1);
    assert_eq!(deleted[15], 1, "after fifteen days that were seen");
    days.set(0);
    let left: i64 = sql("select count(*) from rejected_fact where fact <> ''")
        .fetch_value(&database.readers)
        .await
        .unwrap();
    assert_eq!(left, 0);
    let (_, pull) = app
        .post(
            "exchange",
            Some(&device.cookie),
            &json!({"push": {
        "schema": 1, "device": "another", "epoch": null, "since": 0, "facts": []}}),
        )
        .await;
    assert_eq!(pull["heard"], json!([]));
    let logged: i64 = sql("select n_facts from retention_log")
        .fetch_value(&database.readers)
        .await
        .unwrap();
    assert_eq!(logged, 3);
}

/// B5: what may not be read is decided before an answer is loaded, so that neither the time nor the error of a refusal
/// tells whether there is a sheet. Here every answer is unreadable: whoever loads one fails.
#[tokio::test]
async fn no_answer_is_loaded_for_whoever_may_not_read_it() {
    let app = TestApp::start().await;
    submit(&app, "E1", "self_only", &[("evidence", json!("自分だけ"))]).await;
    let mut declared = Device::new("E2", "e2", &app.sign_in("E2").await);
    let form = edition_of(&app, &declared.cookie, "career_declaration").await;
    let draft = SheetId {
        person: "E2".into(),
        instrument: form.instrument.clone(),
        cycle: Cycle::in_year(2026)[0],
    };
    let item = form.item(&"desired_jobs".into()).unwrap();
    declared.answer_in(&draft, item, json!("窓口")).unwrap();
    declared.exchange(&app).await;
    sql("update log set body = 'unreadable'")
        .execute(&app.state.database().readers)
        .await
        .unwrap();

    let scored = sheet("E1");
    for reader in ["B1", "B2", "P1", "A1"] {
        let cookie = app.sign_in(reader).await;
        for sheet in [&scored, &draft] {
            for call in ["shared_sheet", "check_out_sheet"] {
                let (status, told) = app
                    .post(call, Some(&cookie), &json!({"sheet": sheet}))
                    .await;
                assert_eq!(status, StatusCode::NOT_FOUND, "{call} as {reader}: {told}");
            }
        }
    }
    let office = sign_in_again(&app, "P1").await;
    let (status, found) = app
        .post("career", Some(&office), &json!({"person": "E2"}))
        .await;
    assert_eq!((status, found), (StatusCode::OK, json!([])));
    let search = json!({"year": 2026, "search": {}});
    let (status, found) = app.post("careers", Some(&office), &search).await;
    assert_eq!((status, &found["n_submitted"]), (StatusCode::OK, &json!(0)));
}

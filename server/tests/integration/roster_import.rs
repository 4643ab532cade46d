//! Rosters in the browser: what a file would change is seen first, applied as a whole, and undone.

use crate::support::{Days, ROSTER, TestApp, sign_in_again, sign_in_with};
use axum::http::{Request, StatusCode, header};
use domain::roster_difference::{RosterEntry, RosterEntryKind, RosterPreview};
use http_body_util::BodyExt;
use serde_json::{Value, json};

async fn preview(app: &TestApp, cookie: &str, file: &str, columns: &Value) -> RosterPreview {
    let body = json!({"file": hex::encode(file), "columns": columns});
    let (status, answer) = app.post("preview_roster", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer).unwrap()
}

async fn apply(
    app: &TestApp,
    cookie: &str,
    file: &str,
    (seen, day): (&RosterPreview, &str),
    accepted: impl Fn(&RosterEntry) -> bool,
) -> (StatusCode, Value) {
    let accepted = seen.entries.iter().filter(|it| accepted(it));
    let accepted: Vec<&str> = accepted.map(|it| it.person.id.as_str()).collect();
    let body = json!({
        "file": hex::encode(file), "columns": [],
        "decision": {
            "digest": seen.digest, "accepted": accepted, "first_day": day, "file_name": "4月の名簿.csv"
        }
    });
    app.post("import_roster", Some(cookie), &body).await
}

fn kinds(it: &RosterPreview) -> Vec<(&str, RosterEntryKind)> {
    let all = it.entries.iter();
    all.map(|it| (it.person.id.as_str(), it.kind)).collect()
}

/// E1 moves, E2 has left, N1 is new, and so is somebody with the name of E2.
fn april() -> String {
    let moved = ROSTER.replace(
        "E1,梅里 みどり,区民部,区民課,窓口係",
        "E1,梅里 みどり,福祉部,福祉課,相談係",
    );
    let left = moved.replace("E2,柏谷 そら,区民部,区民課,窓口係,1,事務,B1,\n", "");
    format!(
        "{left}N1,新木 はるか,区民部,区民課,窓口係,1,事務,B1,\nN2,柏谷 そら,区民部,区民課,窓口係,1,事務,B1,\n"
    )
}

const TODAY: &str = "2026-11-23";

#[tokio::test]
async fn a_difference_is_seen_and_only_what_is_accepted_is_applied() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let file = april();
    let seen = preview(&app, &office, &file, &json!([])).await;
    assert_eq!(
        kinds(&seen),
        [
            ("E1", RosterEntryKind::Change),
            ("N1", RosterEntryKind::Joiner),
            ("N2", RosterEntryKind::Joiner),
            ("E2", RosterEntryKind::Leaver),
        ]
    );
    // Namesakes are doubtful, and nobody is ended without a look.
    let usual: Vec<bool> = seen
        .entries
        .iter()
        .map(RosterEntry::is_usually_accepted)
        .collect();
    assert_eq!(usual, [true, true, false, false]);
    assert!(seen.entries[2].doubts[0].contains("「E2」と同じ氏名"));
    let (status, done) = apply(
        &app,
        &office,
        &file,
        (&seen, TODAY),
        RosterEntry::is_usually_accepted,
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{done}");
    assert_eq!(done["n_changed"], 1);
    let password = done["passwords"][0]["password"].as_str().unwrap();
    sign_in_with(&app, "N1", password).await;
    app.sign_in("E2").await;
    let again = preview(&app, &office, &file, &json!([])).await;
    assert_eq!(
        kinds(&again),
        [
            ("N2", RosterEntryKind::Joiner),
            ("E2", RosterEntryKind::Leaver)
        ]
    );
}

#[tokio::test]
async fn what_is_applied_is_what_was_looked_at_or_nothing() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let file = april();
    let seen = preview(&app, &office, &file, &json!([])).await;
    // Somebody changes one of them meanwhile.
    let body = json!({
        "person": "E1", "first_day": TODAY, "reason": "",
        "fields": [{"field": "unit", "before": "窓口係", "after": "記録係"}]
    });
    app.post("change_person", Some(&office), &body).await;
    let (status, answer) = apply(&app, &office, &file, (&seen, TODAY), |_| true).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::CONFLICT, &json!("conflict"))
    );
    // A 所属長 who is not taken leaves nobody under them.
    let chain = format!(
        "{ROSTER}N1,新木 はるか,区民部,区民課,,5,事務,,\nN2,谷 あおい,区民部,区民課,窓口係,1,事務,N1,\n"
    );
    let seen = preview(&app, &office, &chain, &json!([])).await;
    let only = |it: &RosterEntry| it.person.id.as_str() == "N2";
    let (status, answer) = apply(&app, &office, &chain, (&seen, TODAY), only).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        answer["message"].as_str().unwrap().contains("N1"),
        "{answer}"
    );
    let seen = preview(&app, &office, &chain, &json!([])).await;
    assert_eq!(seen.entries.len(), 3, "nothing was written");
    let (status, _) = apply(&app, &office, &chain, (&seen, TODAY), |_| false).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn columns_called_otherwise_are_named_once_and_remembered() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let file = april().replace("氏名,部", "戸籍氏名,部");
    let seen = preview(&app, &office, &file, &json!([])).await;
    assert_eq!(seen.missing, ["氏名"]);
    assert!(seen.columns.contains(&"戸籍氏名".to_owned()));
    assert!(seen.entries.is_empty() && !seen.faults.is_empty());
    let columns = json!([["氏名", "戸籍氏名"]]);
    let seen = preview(&app, &office, &file, &columns).await;
    assert_eq!(seen.entries.len(), 4);
    let body = json!({
        "file": hex::encode(&file), "columns": columns,
        "decision": {"digest": seen.digest, "accepted": ["E1"], "first_day": TODAY, "file_name": "x.csv"}
    });
    let (status, answer) = app.post("import_roster", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let seen = preview(&app, &office, &file, &json!([])).await;
    assert!(seen.missing.is_empty());
    // buckets/application#199: what was remembered can be named otherwise, or forgotten.
    assert_eq!(seen.named.len(), 1);
    let seen = preview(&app, &office, &file, &json!([["氏名", ""]])).await;
    assert_eq!(seen.missing, ["氏名"]);
}

#[tokio::test]
async fn the_last_import_is_undone_while_nothing_depends_on_it() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let file = april();
    let before = app.post("people", Some(&office), &json!({})).await.1["records"].clone();
    let seen = preview(&app, &office, &file, &json!([])).await;
    let (_, done) = apply(&app, &office, &file, (&seen, TODAY), |_| true).await;
    let undo = json!({"seq": done["seq"]});
    let (status, outcome) = app.post("undo_roster", Some(&office), &undo).await;
    assert_eq!(status, StatusCode::OK, "{outcome}");
    assert_eq!(outcome["is_undone"], true, "{outcome}");
    let after = app.post("people", Some(&office), &json!({})).await.1["records"].clone();
    assert_eq!(before, after);
    let (status, _) = app.post("undo_roster", Some(&office), &undo).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "once only");

    // Who is new and has set a password stays, and with them everything.
    let seen = preview(&app, &office, &file, &json!([])).await;
    let (_, done) = apply(&app, &office, &file, (&seen, TODAY), |_| true).await;
    let first = done["passwords"][0]["password"].as_str().unwrap();
    let cookie = sign_in_with(&app, "N1", first).await;
    let body = json!({"current": first, "new": "坂の上の銀杏と猫"});
    app.post("change_password", Some(&cookie), &body).await;
    let undo = json!({"seq": done["seq"]});
    let (_, outcome) = app.post("undo_roster", Some(&office), &undo).await;
    assert_eq!(outcome, json!({"is_undone": false, "in_the_way": ["N1"]}));
    let (_, imports) = app.post("roster_imports", Some(&office), &json!({})).await;
    assert_eq!(imports[0]["is_undone"], false);
    assert_eq!(imports[1]["is_undone"], true);
}

#[tokio::test]
async fn a_roster_of_the_next_year_waits_for_its_day() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let file = april();
    let seen = preview(&app, &office, &file, &json!([])).await;
    let day = "2026-12-03";
    let (status, answer) = apply(&app, &office, &file, (&seen, day), |_| true).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    app.sign_in("E2").await;
    days.set(10);
    assert_eq!(app.state.make_due_changes().await, Ok(2));
    let office = sign_in_again(&app, "P1").await;
    let seen = preview(&app, &office, &file, &json!([])).await;
    assert!(seen.entries.is_empty(), "{:?}", seen.entries);
}

#[tokio::test]
async fn nobody_imports_their_own_row_and_2_000_people_are_read_and_applied() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let raised = ROSTER.replace(
        "P1,榎田 ゆう,総務部,職員課,人事係,2",
        "P1,榎田 ゆう,総務部,職員課,人事係,5",
    );
    let seen = preview(&app, &office, &raised, &json!([])).await;
    assert!(seen.entries.is_empty());
    assert!(seen.notes.iter().any(|it| it.contains("あなた自身の行")));
    let line = |it| format!("X{it:04},職員 {it}番,区民部,区民課,窓口係,2,事務,B1,\n");
    let many: Vec<String> = (0..2_000).map(line).collect();
    let file = format!("{ROSTER}{}", many.concat());
    let seen = preview(&app, &office, &file, &json!([])).await;
    assert_eq!(seen.entries.len(), 2_000);
    let (status, done) = apply(&app, &office, &file, (&seen, TODAY), |_| true).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(done["passwords"].as_array().unwrap().len(), 2_000);
}

/// What 職員課 takes out as a workbook comes back as it is, and as a workbook.
#[tokio::test]
async fn a_workbook_is_read_as_a_roster() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let request = Request::get("/api/v1/people_file?filter=%7B%7D&format=xlsx")
        .header(header::COOKIE, &office)
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = app.send(request).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let book = answer.into_body().collect().await.unwrap().to_bytes();
    let ask = async |bytes: &[u8]| {
        let body = json!({"file": hex::encode(bytes), "columns": []});
        let (status, answer) = app.post("preview_roster", Some(&office), &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        serde_json::from_value::<RosterPreview>(answer).unwrap()
    };
    let seen = ask(&book).await;
    assert_eq!(
        (seen.entries, seen.faults, seen.missing),
        (vec![], vec![], vec![])
    );
    assert_eq!(seen.unchanged, 5, "all but who looks");
    // An old workbook, and one with a password, says what to do.
    let old = ask(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").await;
    assert!(old.faults[0].why.contains("パスワード"), "{old:?}");
}

/// What is doubtful and not taken waits on the desk: until it is looked after, taken by a later file, or undone.
#[tokio::test]
async fn what_was_doubtful_and_not_taken_waits_on_the_desk() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let ask = async |call: &str, body: &Value| {
        let (status, answer) = app.post(call, Some(&office), body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    };
    let waiting = async || {
        let desk = ask("office_desk", &json!({})).await;
        let all = ask("roster_doubts", &json!({})).await;
        assert_eq!(desk["roster_doubts"], all.as_array().unwrap().len());
        all
    };
    let file = april();
    let seen = preview(&app, &office, &file, &json!([])).await;
    let usual = RosterEntry::is_usually_accepted;
    let (_, done) = apply(&app, &office, &file, (&seen, TODAY), usual).await;
    let all = waiting().await;
    assert_eq!(all.as_array().unwrap().len(), 1, "{all}");
    assert_eq!(all[0]["person"], json!(["N2", "柏谷 そら"]));
    assert!(
        all[0]["doubts"][0]
            .as_str()
            .unwrap()
            .contains("「E2」と同じ氏名")
    );
    assert_eq!(
        (&all[0]["is_known"], &all[0]["line"]),
        (&json!(false), &json!(8))
    );
    // Undone, nothing of the file is left.
    ask("undo_roster", &json!({"seq": done["seq"]})).await;
    assert_eq!(waiting().await, json!([]));
    // Left twice it waits once, and is looked after once.
    for _ in 0..2 {
        let file = file.replace("新木 はるか", "新木 あずさ");
        let seen = preview(&app, &office, &file, &json!([])).await;
        apply(&app, &office, &file, (&seen, TODAY), |it| {
            it.person.id.as_str() == "E1"
        })
        .await;
        let seen = preview(&app, &office, ROSTER, &json!([])).await;
        apply(&app, &office, ROSTER, (&seen, TODAY), |it| {
            it.person.id.as_str() == "E1"
        })
        .await;
    }
    let all = waiting().await;
    assert_eq!(all.as_array().unwrap().len(), 1, "{all}");
    let settled = json!({"seq": all[0]["seq"]});
    assert_eq!(ask("settle_roster_doubt", &settled).await, json!([]));
    let (status, _) = app
        .post("settle_roster_doubt", Some(&office), &settled)
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    // Taken by a later file, it waits no more.
    let seen = preview(&app, &office, &file, &json!([])).await;
    apply(&app, &office, &file, (&seen, TODAY), usual).await;
    assert_eq!(waiting().await.as_array().unwrap().len(), 1);
    let seen = preview(&app, &office, &file, &json!([])).await;
    apply(&app, &office, &file, (&seen, TODAY), |it| {
        it.person.id.as_str() == "N2"
    })
    .await;
    assert_eq!(waiting().await, json!([]));
}

/// Somebody else who leads a joiner's office, or a sheet that was begun for them, is in the way; nobody undoes what
/// concerns themselves.
#[tokio::test]
async fn what_refers_to_a_joiner_is_in_the_way_of_undoing() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let file = format!("{ROSTER}N1,新木 はるか,区民部,区民課,,5,事務,,\n");
    let seen = preview(&app, &office, &file, &json!([])).await;
    let (_, done) = apply(&app, &office, &file, (&seen, TODAY), |_| true).await;
    let body = json!({
        "person": "E1", "first_day": TODAY, "reason": "",
        "fields": [{"field": "supervisor", "before": "B1", "after": "N1"}]
    });
    let (status, _) = app.post("change_person", Some(&office), &body).await;
    assert_eq!(status, StatusCode::OK);
    let undo = json!({"seq": done["seq"]});
    let (status, outcome) = app.post("undo_roster", Some(&office), &undo).await;
    assert_eq!(status, StatusCode::OK, "{outcome}");
    assert_eq!(outcome, json!({"is_undone": false, "in_the_way": ["N1"]}));
}

#[tokio::test]
async fn a_roster_gives_nobody_the_office_s_own_roles_in_the_browser() {
    let roster = format!("{ROSTER}P2,欅台 すみれ,総務部,職員課,,3,事務,,職員課\n");
    let clock = server::clock::fixed(crate::support::NOW);
    let app = TestApp::with_roster(&roster, clock).await;
    let office = app.sign_in("P1").await;
    let file = format!("{roster}N1,新木 はるか,区民部,区民課,,2,事務,,職員課\n");
    let seen = preview(&app, &office, &file, &json!([])).await;
    let (status, answer) = apply(&app, &office, &file, (&seen, TODAY), |_| true).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        answer["message"]
            .as_str()
            .unwrap()
            .contains("新木 はるか（N1）"),
        "{answer}"
    );
}

//! A database of the release before `0011_names` opens with all it holds.
//!
//! `server/tests/databases/` has one file for each release that changed the tables, written by that release and never
//! edited. In this one E1 has submitted a sheet from two devices and B1 has written the record of an interview with
//! them; B2 is B1's deputy; a recruiter has two events, one with a tablet and a batch of five visits.

use crate::support::{Device, NOW, TestApp, sheet, sign_in_again, write_private};
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::app_state::{AppState, StartError};
use server::clock::fixed;
use server::db::OpenError;
use server::sheets::receipt::verify_all;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const DATABASE: &[u8] = include_bytes!("../databases/before_0011_names.db.br");

/// A folder with the database in it.
fn folder() -> (TempDir, PathBuf) {
    let folder = crate::support::tempdir().unwrap();
    let file = folder.path().join("ward.db");
    write_private(&file, &crate::support::unpack(DATABASE));
    (folder, file)
}

/// The names of a database's tables.
async fn tables(file: &Path) -> Vec<String> {
    let mut connection = SqliteConnectOptions::new()
        .filename(file)
        .connect()
        .await
        .unwrap();
    sqlx::query_scalar("select name from sqlite_master where type = 'table' order by name")
        .fetch_all(&mut connection)
        .await
        .unwrap()
}

async fn open() -> TestApp {
    let (folder, file) = folder();
    let state = AppState::open(&file.as_path().into(), None, fixed(NOW))
        .await
        .unwrap();
    TestApp::around(state, HashMap::new(), folder)
}

async fn ask(app: &TestApp, person: &str, call: &str, body: Value) -> Value {
    let cookie = sign_in_again(app, person).await;
    let (status, answer) = app.post(call, Some(&cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{call}: {answer}");
    answer
}

/// Whoever only looks, with `doctor`, `audit` or `account`, leaves the release before able to start on it.
#[tokio::test]
async fn a_command_says_that_the_database_is_of_an_earlier_release_and_changes_nothing() {
    let (_folder, file) = folder();
    let before = tables(&file).await;
    let found = AppState::open_published(&file.as_path().into(), fixed(NOW)).await;
    let Err(StartError::Open(OpenError::Outdated(named))) = found else {
        panic!("it opened");
    };
    assert_eq!(named, file.display().to_string());
    assert!(verify_all(&file.as_path().into()).await.is_err());
    assert_eq!(tables(&file).await, before);
    assert!(before.iter().any(|it| it == "opening"), "{before:?}");

    let none = file.with_file_name("other.db");
    assert!(
        AppState::open_published(&none.as_path().into(), fixed(NOW))
            .await
            .is_err()
    );
    assert!(!none.exists(), "a command makes no database");
}

#[tokio::test]
async fn facts_conflicts_receipts_and_shared_sheets_are_as_they_were() {
    let app = open().await;
    let cookie = sign_in_again(&app, "E1").await;
    let mut device = Device::new("E1", "third", &cookie);
    device.exchange(&app).await;
    assert_eq!(device.value("evidence"), Some(json!("案内図を作り直した")));
    let other = json!("窓口の案内図を作り直し、二か国語にした");
    assert_eq!(device.apart("evidence"), vec![other]);
    assert_eq!(device.value("sa_planning_shunin_1"), Some(json!(4)));
    let (receipt, sheet_then) = device.journal.receipt(&sheet("E1")).unwrap();
    assert_eq!(receipt.verify(&sheet_then), Ok(()));
    // As the earlier release answered the same question.
    let checksum = json!({"facts": 9, "hash": "18d3c5862a29af6eff8001da4bdfd17d6a96452718c252950ea20fe1bfca0cec"});
    assert_eq!(
        ask(&app, "E1", "log_checksum", json!({"up_to": 99})).await,
        checksum
    );
    assert_eq!(verify_all(&app.state.database().location).await.unwrap(), 1);

    let shared =
        json!({"sheet": {"person": "E1", "instrument": "self_scoring_sheet", "cycle": "2026-end"}});
    for reader in ["B1", "P1"] {
        let opened = ask(&app, reader, "open_shared_sheet", shared.clone()).await;
        assert!(
            opened.to_string().contains("案内図を作り直した"),
            "{reader}"
        );
    }
    let views = ask(&app, "E1", "sheet_views", json!({})).await;
    assert!(views.as_array().unwrap().len() >= 4, "{views}");
    let record =
        json!({"sheet": {"person": "E1", "instrument": "hearing_record", "cycle": "2026-end"}});
    let record = ask(&app, "B1", "open_shared_sheet", record).await;
    assert!(record.to_string().contains("案内を10分に"), "{record}");
}

#[tokio::test]
async fn cycles_retention_deputies_and_questions_are_as_they_were() {
    let app = open().await;
    let forms = ask(&app, "P1", "cycles", json!({})).await;
    let is_sheet = |it: &&Value| it["instrument"] == "self_scoring_sheet";
    let form = forms.as_array().unwrap().iter().find(is_sheet).unwrap();
    assert_eq!(form["kept_years"], 4);
    let mid = form["cycles"].as_array().unwrap().iter();
    let mid = mid.clone().find(|it| it["cycle"] == "2026-mid").unwrap();
    assert_eq!(mid["open"], false);
    // One number with two meanings is two columns now, and the same on the wire.
    let change = |cycle: Value, value: u32| {
        let found = form["changes"].as_array().unwrap().iter();
        { found }.any(|it| it["cycle"] == cycle && it["value"] == value)
    };
    assert!(
        change(json!("2026-mid"), 0) && change(Value::Null, 4),
        "{form}"
    );
    let deputies = ask(&app, "P1", "deputies", json!({})).await;
    assert_eq!(deputies[0]["last_day"], "2026-12-31");
    let bank = ask(&app, "A1", "question_bank", json!({})).await;
    assert!(bank.to_string().contains("st01"));
}

#[tokio::test]
async fn events_tablets_and_batches_are_as_they_were() {
    let app = open().await;
    let events = ask(&app, "R1", "events", json!({})).await;
    let ids: Vec<&str> = events
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    assert_eq!(ids.len(), 2, "{events}");
    let tablets = ask(&app, "R1", "tablets", json!({"event": "GHRWP5NE"})).await;
    assert_eq!(
        (&tablets[0]["took"], &tablets[0]["arrived"]),
        (&json!(5), &json!(5)),
        "{tablets}"
    );
    // The five visits wait for the next ones or for the end; none is counted twice.
    let event = json!({"event": "GHRWP5NE", "note": ""});
    ask(&app, "R1", "close_event", event).await;
    let counts = ask(&app, "R1", "event_counts", json!({"event": "GHRWP5NE"})).await;
    assert_eq!(counts["visitors"], 5, "{counts}");
    let closed = ask(&app, "R1", "event_details", json!({"event": "SHW86H7F"})).await;
    assert!(closed.to_string().contains("雨のため"), "{closed}");
}

#[tokio::test]
async fn what_is_written_now_stands_beside_what_was_written_then() {
    let app = open().await;
    let cookie = sign_in_again(&app, "E2").await;
    let mut device = Device::new("E2", "new", &cookie);
    device.exchange(&app).await;
    device.answer("evidence", json!("二"));
    device.exchange(&app).await;
    assert_eq!(device.value("evidence"), Some(json!("二")));
    assert_eq!(
        ask(&app, "E2", "log_checksum", json!({"up_to": 99})).await["facts"],
        2
    );
}

//! The signed receipt: its content, that a retry returns the same one, and that changed records fail verification.

use crate::support::{Device, NOW, TestApp, address, sheet, sql};
use domain::fact::Step;
use domain::receipt::Receipt;
use serde_json::json;
use server::db::Location;
use server::sheets::receipt::{ReceiptError, verify_all, verify_file};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// A sheet submitted by E1, with the receipt and the receipt's file.
async fn submitted() -> (TestApp, Device, Receipt, PathBuf) {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    office.answer("evidence", json!("窓口の案内図を作り直した"));
    office.answer("sa_planning_shunin_1", json!(4));
    office.exchange(&app).await;
    office.step(Step::Submit);
    office.exchange(&app).await;
    let (receipt, _) = office.journal.receipt(&sheet("E1")).unwrap();
    let file = app.folder.path().join("receipt.json");
    std::fs::write(&file, serde_json::to_vec(&receipt).unwrap()).unwrap();
    (app, office, receipt, file)
}

fn database(app: &TestApp) -> &Location {
    &app.state.database().location
}

async fn tamper(app: &TestApp, change: &'static str) {
    let done = sql(change).execute(&app.state.database().readers).await;
    assert_eq!(done.unwrap(), 1, "{change}");
}

#[tokio::test]
async fn a_submit_returns_a_receipt_that_the_device_verifies_offline() {
    let (_, office, receipt, _) = submitted().await;
    let (_, then) = office.journal.receipt(&sheet("E1")).unwrap();
    assert_eq!(receipt.verify(&then), Ok(()));
    assert_eq!(receipt.taken_at, NOW);
    assert_eq!(receipt.number, office.journal.meta.since);
}

#[tokio::test]
async fn a_retry_and_another_device_receive_the_same_receipt() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    office.answer("evidence", json!("一"));
    office.exchange(&app).await;
    office.step(Step::Submit);
    let (push, _) = office.journal.next_push();
    let lost = office.send(&app, &push).await;
    office.exchange(&app).await;
    let mut home = Device::new("E1", "home", &cookie);
    home.exchange(&app).await;
    let first = lost.heard.last().unwrap().receipt.clone();
    assert!(first.is_some());
    for device in [&office, &home] {
        let (receipt, _) = device.journal.receipt(&sheet("E1")).unwrap();
        assert_eq!(serde_json::to_value(receipt).ok(), first);
    }
}

#[tokio::test]
async fn a_receipt_still_verifies_after_a_withdrawal_and_a_second_submit() {
    let (app, mut office, first, file) = submitted().await;
    office.step(Step::Withdraw);
    office.exchange(&app).await;
    office.answer("evidence", json!("書き直した"));
    office.exchange(&app).await;
    assert!(verify_file(database(&app), &file).await.is_ok());
    office.step(Step::Submit);
    office.exchange(&app).await;
    let (second, then) = office.journal.receipt(&sheet("E1")).unwrap();
    assert!(second.number > first.number && second.content != first.content);
    assert_eq!(second.verify(&then), Ok(()));
    assert_eq!(verify_all(database(&app)).await.unwrap(), 2);
}

#[tokio::test]
async fn a_changed_byte_in_the_stored_facts_fails_verification() {
    let changes = [
        "update log set body = replace(body, '案内図', '案内板') where format = 1",
        "update log set body = replace(body, 'shunin_1', 'shunin_2') where format = 1",
        "update log set person = 'E2' where format = 1",
        "delete from log where format = 1",
    ];
    for change in changes {
        let (app, _, _, file) = submitted().await;
        tamper(&app, change).await;
        let found = verify_file(database(&app), &file).await;
        assert!(matches!(found, Err(ReceiptError::Content(_))), "{change}");
        assert!(verify_all(database(&app)).await.is_err(), "{change}");
    }
    let (app, _, _, file) = submitted().await;
    tamper(&app, "update log set body = 'x' where format = 1").await;
    let found = verify_file(database(&app), &file).await;
    assert!(matches!(found, Err(ReceiptError::Changed(..))));
}

#[tokio::test]
async fn changed_foreign_and_unknown_receipts_fail_verification() {
    let (app, _, receipt, file) = submitted().await;
    let later = Receipt {
        taken_at: receipt.taken_at + Duration::from_millis(1),
        ..receipt
    };
    std::fs::write(&file, serde_json::to_vec(&later).unwrap()).unwrap();
    let found = verify_file(database(&app), &file).await;
    assert!(matches!(found, Err(ReceiptError::Signature(_))));

    let (_, _, _, foreign) = submitted().await;
    let found = verify_file(database(&app), &foreign).await;
    assert!(
        matches!(found, Err(ReceiptError::File(..))),
        "its folder is gone"
    );

    let (other, _, receipt, _) = submitted().await;
    std::fs::write(&file, serde_json::to_vec(&receipt).unwrap()).unwrap();
    let found = verify_file(database(&app), &file).await;
    assert!(matches!(found, Err(ReceiptError::Signature(_))));

    let own = other.folder.path().join("receipt.json");
    tamper(&other, "delete from receipt").await;
    let found = verify_file(database(&other), &own).await;
    assert!(matches!(found, Err(ReceiptError::Unknown(_))));

    std::fs::write(&file, "{\"number\": 1").unwrap();
    let found = verify_file(database(&app), &file).await;
    assert!(matches!(found, Err(ReceiptError::File(..))));
}

#[tokio::test]
async fn the_verify_command_reports_by_message_and_exit_status() {
    let (app, _, _, file) = submitted().await;
    let address = address(app.folder.path()).await;
    let verify = || {
        Command::new(env!("CARGO_BIN_EXE_michishirube"))
            .arg("--db")
            .arg(&address)
            .args(["receipt", "verify"])
            .arg(&file)
            .output()
            .unwrap()
    };
    let sound = verify();
    assert!(sound.status.success());
    assert!(String::from_utf8_lossy(&sound.stdout).contains("受け取ったものと同じです"));
    tamper(
        &app,
        "update log set body = replace(body, '案内図', '案内板') where format = 1",
    )
    .await;
    let changed = verify();
    assert!(!changed.status.success());
    assert!(String::from_utf8_lossy(&changed.stderr).contains("受け取ったものと違います"));
}

//! `michishirube move`: from a file into a database of `PostgreSQL` and back.

use crate::postgres::{cluster, open};
use crate::support::server_process::ServerProcess;
use crate::support::{
    Device, NOW, ROSTER, TestApp, address, new_password, on_cluster, sign_in_with,
};
use domain::fact::Step;
use serde_json::{Value, json};
use server::audit::verify::verify;
use server::clock::fixed;
use server::db::backup::BackupError;
use server::db::{Database, Location};
use server::keys::ServerKeys;
use server::moving::{MoveError, move_to};
use server::personnel::roster;
use server::sheets::receipt::verify_all;
use std::path::Path;

async fn checksum(app: &TestApp, person: &str, password: &str) -> Value {
    let cookie = sign_in_with(app, person, password).await;
    let body = json!({"up_to": 10_000});
    app.post("log_checksum", Some(&cookie), &body).await.1
}

/// How many rows the audit log has; all of them as they were written.
async fn chain(app: &TestApp) -> i64 {
    let database = app.state.database();
    let keys = ServerKeys::load(database).await.unwrap();
    verify(&database.readers, &keys).await.unwrap()
}

/// There and back: numbers, epoch, receipts, the audit log and the sign-ins are what they were.
#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_database_moves_to_postgres_and_back_and_no_browser_notices() {
    let app = TestApp::on_file().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    office.answer("evidence", json!("窓口の案内図を作り直した"));
    office.answer("sa_planning_shunin_1", json!(4));
    office.step(Step::Submit);
    office.exchange(&app).await;
    let epoch = office.journal.meta.epoch.clone();
    let number = office.journal.meta.since;
    let password = crate::support::new_password("E1");
    let before = checksum(&app, "E1", &password).await;
    app.state.database().close().await.unwrap();

    let from = app.state.database().location.clone();
    let to = cluster(app.folder.path()).await;
    let moved = move_to(&from, &to, &fixed(NOW)).await.unwrap();
    assert_eq!((moved.facts, moved.people), (3, 6));
    let aside = moved.before.unwrap();
    assert!(aside.exists() && !from.file().unwrap().exists());

    let there = open(&to, &app).await;
    // The session moved along.
    office.answer("sa_planning_shunin_1", json!(3));
    office.exchange(&there).await;
    assert_eq!(office.journal.meta.epoch, epoch);
    assert_eq!(office.journal.meta.since, number);
    assert_eq!(checksum(&there, "E1", &password).await, before);
    office.step(Step::Withdraw);
    office.answer("sa_planning_shunin_1", json!(3));
    office.exchange(&there).await;
    assert_eq!(office.journal.meta.since, number + 2);
    assert_eq!(verify_all(&to).await.unwrap(), 1);
    let before = checksum(&there, "E1", &password).await;
    there.state.database().close().await.unwrap();

    let back = Location::from(app.folder.path().join("back.db").as_path());
    let moved = move_to(&to, &back, &fixed(NOW)).await.unwrap();
    assert_eq!((moved.facts, moved.before), (5, None));
    assert_eq!(verify_all(&back).await.unwrap(), 1);
    let again = open(&back, &app).await;
    assert_eq!(checksum(&again, "E1", &password).await, before);
    office.answer("evidence", json!("戻った後"));
    office.exchange(&again).await;
    assert_eq!(office.journal.meta.epoch, epoch);
    let n = chain(&again).await;
    assert!(n > 5);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_move_goes_neither_over_anything_nor_from_under_a_server() {
    let app = TestApp::on_file().await;
    let file = app.state.database().location.clone();
    let to = cluster(app.folder.path()).await;
    let refused = move_to(&file, &to, &fixed(NOW)).await;
    assert!(
        matches!(refused, Err(MoveError::Copy(BackupError::InUse(_)))),
        "{refused:?}"
    );
    app.state.database().close().await.unwrap();
    let database = Database::open(&to).await.unwrap();
    let passwords = app.folder.path().join("other.csv");
    let all = roster::import(&database, ROSTER.as_bytes(), &passwords, NOW).await;
    all.unwrap();
    let refused = move_to(&file, &to, &fixed(NOW)).await;
    assert!(
        matches!(refused, Err(MoveError::NotEmpty(_))),
        "{refused:?}"
    );
    assert!(file.file().unwrap().exists());
    let new = Location::from(app.folder.path().join("new.db").as_path());
    let refused = move_to(&to, &new, &fixed(NOW)).await;
    assert!(
        matches!(refused, Err(MoveError::Copy(BackupError::InUse(_)))),
        "{refused:?}"
    );
    let refused = move_to(&to, &file, &fixed(NOW)).await;
    assert!(
        matches!(refused, Err(MoveError::NotEmpty(_))),
        "{refused:?}"
    );
    let refused = move_to(&file, &new, &fixed(NOW)).await;
    assert!(matches!(refused, Err(MoveError::SameEngine)), "{refused:?}");
}

/// The whole cluster is lost: a backup and the key that was written to a file are all that is left.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_backup_comes_back_in_a_new_cluster_with_its_key_and_not_without() {
    let folder = crate::support::tempdir().unwrap();
    let database = address(folder.path()).await;
    let name = database.rsplit_once('/').unwrap().1.to_owned();
    let begin = {
        let (folder, database) = (folder.path().to_owned(), database.clone());
        move || {
            let mut ward = ServerProcess::with_database(&folder, database);
            ward.start();
            let cookie = ward.sign_in("E1");
            let mut office = Device::new("E1", "office", &cookie);
            office.answer("evidence", json!("窓口の案内図を作り直した"));
            office.step(Step::Submit);
            let (push, _) = office.journal.next_push();
            let push = json!({"push": push.packed_for(0).unwrap()});
            ward.port.post("exchange", &cookie, &push).expect("taken");
            let key = folder.join("kept.key");
            assert!(
                ward.command()
                    .arg("key")
                    .arg(&key)
                    .status()
                    .unwrap()
                    .success()
            );
            let backup = ward.backup().expect("a backup");
            assert!(ward.stop());
            (ward, key, backup)
        }
    };
    let (mut ward, key, backup) = tokio::task::spawn_blocking(begin).await.unwrap();
    on_cluster(format!("drop database \"{name}\" with (force)")).await;
    on_cluster(format!("create database \"{name}\"")).await;
    tokio::task::spawn_blocking(move || {
        let restore = |key: Option<&Path>| {
            let mut restore = ward.command();
            restore.arg("restore").arg(&backup);
            if let Some(key) = key {
                restore.env("MICHI_KEY_FILE", key);
            }
            restore.status().unwrap().success()
        };
        assert!(!restore(None), "its receipts could not be verified");
        assert!(restore(Some(&key)));
        let mut verify = ward.command();
        verify
            .env("MICHI_KEY_FILE", &key)
            .args(["receipt", "verify"]);
        assert!(verify.status().unwrap().success());
        ward.environment.push(("MICHI_KEY_FILE", key.into()));
        ward.start();
        ward.port.sign_in("E1", &new_password("E1"));
    })
    .await
    .unwrap();
}

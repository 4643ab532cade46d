//! Backups of a running server and restores: no fact that a browser still holds is missing afterwards.

use crate::support::sql;
use crate::support::{Device, NOW, TestApp, sign_in_again};
use axum::http::StatusCode;
use domain::timestamp::Timestamp;
use serde_json::json;
use server::app_state::AppState;
use server::clock::fixed;
use server::db::backup::restore;
use server::db::backup::{self, BackupError, BackupPlan};
use server::db::{Database, Location};
use std::path::PathBuf;

fn database(app: &TestApp) -> &Location {
    &app.state.database().location
}

async fn copy(app: &TestApp, at: Timestamp) -> PathBuf {
    let folder = app.folder.path().join("copies");
    let plan = BackupPlan {
        folder: &folder,
        keep: 2,
        recipient: None,
    };
    let made = backup::backup(database(app), &plan, &fixed(at)).await;
    made.unwrap().0
}

#[tokio::test]
async fn after_a_restore_devices_push_again_what_the_backup_lacks() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    let mut home = Device::new("E1", "home", &cookie);
    office.answer("evidence", json!("控えの前"));
    office.exchange(&app).await;
    let copy = copy(&app, NOW).await;
    office.answer("sa_planning_shunin_1", json!(4));
    office.exchange(&app).await;
    home.answer("sa_planning_shunin_2", json!(2));
    home.exchange(&app).await;
    let before = office.journal.meta.epoch.clone();

    app.state.database().close().await.unwrap();
    let restored = restore(database(&app), &copy, None, &fixed(NOW))
        .await
        .unwrap();
    assert_eq!(restored.contents.facts, 1);
    let restored = reopen(&app, database(&app)).await;
    // All sessions have ended: who had left since the backup does not come back with it.
    let (status, _) = restored.post("me", Some(&cookie), &json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let cookie = sign_in_again(&restored, "E1").await;
    for device in [&mut office, &mut home] {
        device.cookie.clone_from(&cookie);
        device.exchange(&restored).await;
    }
    office.exchange(&restored).await;
    assert_ne!(office.journal.meta.epoch, before);
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(json!("控えの前")));
        assert_eq!(device.value("sa_planning_shunin_1"), Some(json!(4)));
        assert_eq!(device.value("sa_planning_shunin_2"), Some(json!(2)));
    }
}

/// Opens a second server on a database file, as after a restart.
async fn reopen(app: &TestApp, place: &Location) -> TestApp {
    let state = AppState::open(place, None, fixed(NOW)).await.unwrap();
    let folder = crate::support::tempdir().unwrap();
    TestApp::around(state, app.passwords.clone(), folder)
}

#[tokio::test]
async fn a_database_in_use_can_be_backed_up_but_not_restored_over() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    office.answer("evidence", json!("一"));
    office.exchange(&app).await;
    let copy = copy(&app, NOW).await;
    let refused = restore(database(&app), &copy, None, &fixed(NOW)).await;
    assert!(matches!(refused, Err(BackupError::InUse(_))), "{refused:?}");
    office.answer("evidence", json!("二"));
    office.exchange(&app).await;
    assert_eq!(office.journal.n_pending(), 0);
}

#[tokio::test]
async fn a_damaged_backup_is_rejected_and_changes_nothing() {
    let app = TestApp::start().await;
    let copy = copy(&app, NOW).await;
    let bytes = std::fs::read(&copy).unwrap();
    let torn = app.folder.path().join("torn.db");
    let folder = crate::support::tempdir().unwrap();
    let place = folder.path().join("ward.db");
    for broken in [&bytes[..bytes.len() / 2], &b"not a database"[..], &[]] {
        std::fs::write(&torn, broken).unwrap();
        let location = place.as_path().into();
        let refused = restore(&location, &torn, None, &fixed(NOW)).await;
        assert!(
            matches!(refused, Err(BackupError::NotABackup(..))),
            "{refused:?}"
        );
        assert!(!place.exists());
    }
}

#[tokio::test]
async fn only_the_newest_backups_are_kept_and_no_partial_file_remains() {
    let app = TestApp::start().await;
    for minute in 0..4 {
        copy(&app, Timestamp(NOW.0 + minute * 60_000)).await;
    }
    let folder = app.folder.path().join("copies");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let newest = [
        "michishirube-2026-11-23-100200.db",
        "michishirube-2026-11-23-100300.db",
    ];
    assert_eq!(names, newest);
}

#[tokio::test]
async fn a_restore_keeps_the_replaced_database_file() {
    let app = TestApp::start().await;
    let copy = copy(&app, NOW).await;
    let folder = crate::support::tempdir().unwrap();
    let file = folder.path().join("ward.db");
    std::fs::copy(&copy, &file).unwrap();
    let location = file.as_path().into();
    let restored = restore(&location, &copy, None, &fixed(NOW)).await;
    let before = restored.unwrap().before.unwrap();
    assert!(before.exists() && file.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn databases_and_backups_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let app = TestApp::on_file().await;
    let copy = copy(&app, NOW).await;
    let [file, wal] = ["ward.db", "ward.db-wal"].map(|it| app.folder.path().join(it));
    for file in [file, wal, copy] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
}

#[tokio::test]
async fn a_command_that_publishes_no_forms_leaves_the_database_without_the_built_in_ones() {
    let folder = crate::support::tempdir().unwrap();
    let place = crate::support::place(folder.path()).await;
    drop(Database::open(&place).await.unwrap());
    let app = AppState::open_published(&place, fixed(NOW)).await.unwrap();
    let n: i64 = sql("select count(*) from edition")
        .fetch_value(&app.database().readers)
        .await
        .unwrap();
    assert_eq!(n, 0);
}

//! Backups of a running server and restores: no fact that a browser still holds is missing afterwards.

use crate::support::{Device, NOW, TestApp, sign_in_again};
use axum::http::StatusCode;
use domain::timestamp::Timestamp;
use serde_json::json;
use server::app_state::AppState;
use server::clock::fixed;
use server::db::Database;
use server::db::backup::restore::restore;
use server::db::backup::{self, BackupError, BackupPlan};
use std::path::{Path, PathBuf};

fn database(app: &TestApp) -> PathBuf {
    app.folder.path().join("ward.db")
}

async fn copy(app: &TestApp, at: Timestamp) -> PathBuf {
    let folder = app.folder.path().join("copies");
    let plan = BackupPlan {
        folder: &folder,
        keep: 2,
        recipient: None,
    };
    let made = backup::backup(&database(app), &plan, &fixed(at)).await;
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

    let kept = crate::support::tempdir().unwrap();
    let place = kept.path().join("ward.db");
    std::fs::copy(&copy, &place).unwrap();
    // The key lies beside the database, not in its backups.
    std::fs::copy(
        app.folder.path().join("ward.key"),
        kept.path().join("ward.key"),
    )
    .unwrap();
    let restored = restore(&place, &copy, None, &fixed(NOW)).await.unwrap();
    assert_eq!(restored.contents.facts, 1);
    let restored = TestApp {
        folder: kept,
        ..reopen(&app, &place).await
    };
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
async fn reopen(app: &TestApp, place: &Path) -> TestApp {
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
    let refused = restore(&database(&app), &copy, None, &fixed(NOW)).await;
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
        let refused = restore(&place, &torn, None, &fixed(NOW)).await;
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
    let place = folder.path().join("ward.db");
    std::fs::copy(&copy, &place).unwrap();
    let restored = restore(&place, &copy, None, &fixed(NOW)).await.unwrap();
    let before = restored.before.unwrap();
    assert!(before.exists() && place.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn databases_and_backups_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let app = TestApp::start().await;
    let copy = copy(&app, NOW).await;
    let wal = app.folder.path().join("ward.db-wal");
    for file in [database(&app), wal, copy] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
}

#[tokio::test]
async fn a_command_that_publishes_no_forms_leaves_the_database_without_the_built_in_ones() {
    let folder = crate::support::tempdir().unwrap();
    let place = folder.path().join("ward.db");
    drop(Database::open(&place).await.unwrap());
    let app = AppState::open_published(&place, fixed(NOW)).await.unwrap();
    let n: i64 = sqlx::query_scalar("select count(*) from edition")
        .fetch_one(app.database().readers.sqlite())
        .await
        .unwrap();
    assert_eq!(n, 0);
}

//! The facts of the release before `0025_log`, a row each, become runs: every one of them as it was, or none.
//!
//! In `before_0025_log.db.br` E0101 has submitted a sheet, withdrawn it, and rewritten its text forty times on one
//! device and once on another; one fact was refused, and an id came twice. E0102 has submitted, E0103 is in the test.

use crate::support::sql;
use crate::support::{Days, NOW, TestApp, sign_in_with, tempdir, unpack, write_private};
use serde_json::{Value, json};
use server::app_state::{AppState, StartError};
use server::clock::fixed;
use server::db::{Database, OpenError};
use server::sheets::receipt::verify_all;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;

const DATABASE: &[u8] = include_bytes!("../databases/before_0025_log.db.br");
const KEY: &[u8] = include_bytes!("../databases/before_0025_log.key");

/// The password that everybody in it has.
const PASSWORD: &str = "銀杏と坂と猫の道";

fn folder() -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let file = folder.path().join("ward.db");
    write_private(&file, &unpack(DATABASE));
    write_private(&file.with_extension("key"), KEY);
    (folder, file)
}

async fn connect(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file);
    options.connect().await.unwrap()
}

async fn count(file: &Path, sql: &'static str) -> i64 {
    let mut connection = connect(file).await;
    sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

async fn open(file: &Path, folder: TempDir) -> TestApp {
    let state = AppState::open(&file.into(), None, fixed(NOW))
        .await
        .unwrap();
    TestApp::around(state, HashMap::new(), folder)
}

fn push_of(device: &str, facts: &[Value]) -> Value {
    json!({"push": {"schema": 1, "device": device, "epoch": null, "since": 0, "facts": facts}})
}

#[tokio::test]
async fn every_fact_checksum_and_receipt_is_as_it_was() {
    let (folder, file) = folder();
    let n = count(&file, "select count(*) from fact").await;
    let app = open(&file, folder).await;
    let moved = "select sum(last - first + 1) from log";
    assert_eq!(count(&file, moved).await, n);
    assert!(count(&file, "select count(*) from log").await < n / 2);
    assert_eq!(
        count(
            &file,
            "select count(*) from sqlite_master where name = 'fact'"
        )
        .await,
        0
    );
    // As the earlier release answered the same question.
    for (person, facts, hash) in [
        (
            "E0101",
            92,
            "ecde3adfeec789eb0d70137f8aa18c9415f60fefc1d3987fee52155ef8444b77",
        ),
        (
            "E0102",
            48,
            "7f37eea79646d81a157af219d3c3515d7c5ceaed972d719db5df48acf882d074",
        ),
        (
            "E0103",
            12,
            "b206190dc0e04eb093c7e97596dff631d1b738d4b17aa27b1a7ee4b60ea13843",
        ),
    ] {
        let cookie = sign_in_with(&app, person, PASSWORD).await;
        let (_, told) = app
            .post("log_checksum", Some(&cookie), &json!({"up_to": 10_000}))
            .await;
        assert_eq!(told, json!({"facts": facts, "hash": hash}), "{person}");
    }
    assert_eq!(verify_all(&file.as_path().into()).await.unwrap(), 2);
    // The copy is a database of the release before, whole.
    let copy = file.with_file_name("ward.db.before-log");
    assert_eq!(count(&copy, "select count(*) from fact").await, n);
    assert_eq!(
        count(&copy, "select max(version) from _sqlx_migrations").await,
        24
    );
}

#[tokio::test]
async fn numbers_go_on_and_what_was_judged_is_judged_the_same() {
    let (folder, file) = folder();
    let app = open(&file, folder).await;
    let cookie = sign_in_with(&app, "E0101", PASSWORD).await;
    let heard = app
        .post("exchange", Some(&cookie), &push_of("third", &[]))
        .await
        .1;
    let all = heard["heard"].as_array().unwrap();
    let of = |item: &str| {
        let mut found = all.iter().rev();
        found.find(|it| it["fact"]["body"]["item"] == item).unwrap()["fact"].clone()
    };
    // Sent again after a lost answer: nothing new, and nothing refused.
    let last = of("evidence");
    assert_eq!(last["body"]["value"], "まとめた");
    let again = app
        .post(
            "exchange",
            Some(&cookie),
            &push_of("office", std::slice::from_ref(&last)),
        )
        .await
        .1;
    assert_eq!(
        (&again["refused"], again["heard"].as_array().unwrap().len()),
        (&json!([]), 92)
    );
    // The same id with other content, under the same number and under another one.
    for number in [last["n"].as_i64().unwrap(), 45] {
        let mut other = last.clone();
        (other["n"], other["noted_at"]) = (json!(number), json!(1));
        let told = app
            .post("exchange", Some(&cookie), &push_of("office", &[other]))
            .await
            .1;
        assert_eq!(
            told["refused"][0]["reason"], "same_id_other_content",
            "{number}"
        );
    }
    let mut new = last.clone();
    (new["id"], new["n"], new["replaces"]) = (json!("new"), json!(45), last["id"].clone());
    let told = app
        .post("exchange", Some(&cookie), &push_of("office", &[new]))
        .await
        .1;
    let seq = told["heard"].as_array().unwrap().last().unwrap()["seq"].as_i64();
    assert_eq!(
        (seq, &told["expects"]),
        (
            Some(heard["next"].as_i64().unwrap().max(152) + 1),
            &json!(46)
        )
    );
}

/// A database that was damaged is not made worse: the server says where, and the release before can go on.
#[tokio::test]
async fn a_damaged_fact_stops_the_move_and_nothing_has_changed() {
    for damage in [
        "update fact set fact = replace(fact, '推敲7', '推敲８') where fact like '%推敲7%'",
        "update fact set digest = zeroblob(32) where fact like '%推敲7%'",
    ] {
        let (_folder, file) = folder();
        let mut connection = connect(&file).await;
        sqlx::query(damage).execute(&mut connection).await.unwrap();
        let at = "select min(seq) from fact where fact like '%推敲7%' or fact like '%推敲８%'";
        let at = count(&file, at).await;
        let found = AppState::open(&file.as_path().into(), None, fixed(NOW)).await;
        let Err(StartError::Open(OpenError::Move(seq))) = found else {
            panic!("it opened: {damage}");
        };
        assert_eq!(seq, at);
        assert_eq!(
            count(&file, "select max(version) from _sqlx_migrations").await,
            24
        );
        assert_eq!(
            count(
                &file,
                "select count(*) from sqlite_master where name = 'log'"
            )
            .await,
            0
        );
        // Nothing was moved: a copy would only take the room.
        assert!(!file.with_file_name("ward.db.before-log").exists());
    }
}

/// What this release would write otherwise, and places that were deleted.
#[tokio::test]
async fn other_spellings_and_gaps_stay() {
    let (_folder, file) = folder();
    let mut connection = connect(&file).await;
    let text: String =
        sqlx::query_scalar("select fact from fact where fact like '%推敲7%' limit 1")
            .fetch_one(&mut connection)
            .await
            .unwrap();
    let spaced: String =
        serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).unwrap()).unwrap();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&spaced).to_vec();
    sqlx::query("update fact set fact = $1, digest = $2 where fact = $3")
        .bind(&spaced)
        .bind(digest)
        .bind(&text)
        .execute(&mut connection)
        .await
        .unwrap();
    for gap in [
        "delete from fact where seq in (select max(seq) from fact)",
        "delete from fact where fact like '%推敲20\"%'",
    ] {
        sqlx::query(gap).execute(&mut connection).await.unwrap();
    }
    let last = count(&file, "select seq from sqlite_sequence where name = 'fact'").await;
    let database = Database::open(&file.as_path().into()).await.unwrap();
    let found: Vec<String> = sql("select body from log where format = 0")
        .fetch_values(&database.readers)
        .await
        .unwrap();
    assert!(found.contains(&spaced));
    assert_eq!(count(&file, "select last_seq from instance").await, last);
}

#[tokio::test]
async fn the_copy_of_the_release_before_goes_after_a_month() {
    let (_folder, file) = folder();
    let days = Days::default();
    let state = AppState::open(&file.as_path().into(), None, days.clock())
        .await
        .unwrap();
    let copy = file.with_file_name("ward.db.before-log");
    let made = UNIX_EPOCH + Duration::from_millis(u64::try_from(NOW.as_millis()).unwrap());
    std::fs::File::options()
        .write(true)
        .open(&copy)
        .unwrap()
        .set_modified(made)
        .unwrap();
    for (day, is_there) in [(0, true), (28, true), (29, true), (30, true), (31, false)] {
        days.set(day);
        state.sign_audit_log().await.unwrap();
        server::personnel::retention::delete_expired(&state)
            .await
            .unwrap();
        assert_eq!(copy.exists(), is_there, "day {day}");
    }
}

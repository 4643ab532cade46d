//! A database of `PostgreSQL` whose connections end, that takes no writes for a while, or has lost the last of them.

use crate::postgres::cluster;
use crate::support::{Device, TestApp, on_cluster, sql};
use axum::http::StatusCode;
use domain::fact::Step;
use serde_json::json;
use server::db::Database;

/// A connection that was ended under the program, as by a failover.
async fn end_connections(database: &Database) {
    let end = "select count(pg_terminate_backend(pid)) from pg_stat_activity \
               where datname = current_database() and pid <> pg_backend_pid()";
    sql(end).fetch_one(&database.readers).await.unwrap();
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn lost_connections_are_made_again_and_a_push_meanwhile_is_to_be_repeated() {
    let app = TestApp::start().await;
    cluster(app.folder.path()).await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    for n in 1..=4 {
        office.answer("evidence", json!(format!("{n}度目")));
        end_connections(app.state.database()).await;
        let (push, _) = office.journal.next_push();
        let mut statuses = Vec::new();
        for _ in 0..5 {
            let body = json!({"push": push});
            let (status, answer) = app.post("exchange", Some(&cookie), &body).await;
            statuses.push(status);
            if status == StatusCode::OK {
                break;
            }
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{answer}");
        }
        assert_eq!(statuses.last(), Some(&StatusCode::OK), "{statuses:?}");
        office.exchange(&app).await;
        assert_eq!(office.journal.n_pending(), 0);
    }
    let mut home = Device::new("E1", "home", &cookie);
    home.exchange(&app).await;
    assert_eq!(home.value("evidence"), Some(json!("4度目")));
}

/// What a server sees whose primary has become a standby: nothing can be written, until it can again.
#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_cluster_that_takes_no_writes_answers_503_and_heals() {
    let app = TestApp::start().await;
    cluster(app.folder.path()).await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    let database = app.state.database();
    let name: String = sql("select cast(current_database() as text)")
        .fetch_value(&database.readers)
        .await
        .unwrap();
    let set = async |value: &str| {
        let text = format!("alter database \"{name}\" set default_transaction_read_only = {value}");
        on_cluster(text).await;
        end_connections(database).await;
    };
    set("on").await;
    office.answer("evidence", json!("書けないあいだ"));
    let (push, _) = office.journal.next_push();
    for _ in 0..3 {
        let (status, _) = app
            .post("exchange", Some(&cookie), &json!({"push": push}))
            .await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    }
    set("off").await;
    let _ = app
        .post("exchange", Some(&cookie), &json!({"push": push}))
        .await;
    office.exchange(&app).await;
    assert_eq!(office.journal.n_pending(), 0);
}

/// A standby that lacked the last commits has become the primary: its timeline is another one, and the devices bring
/// back what was acknowledged and lost.
#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn after_a_failover_that_lost_something_devices_push_it_again() {
    let app = TestApp::start().await;
    cluster(app.folder.path()).await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    office.answer("evidence", json!("待機系にもあった"));
    office.exchange(&app).await;
    let epoch = office.journal.meta.epoch.clone();
    let database = app.state.database();
    let run = async |text: &str| {
        sql(text).execute(&database.readers).await.unwrap();
    };
    // What the standby had.
    for table in ["log", "device", "instance", "sheet"] {
        run(&format!(
            "create table standby_{table} as select * from {table}"
        ))
        .await;
    }
    office.answer("sa_planning_shunin_1", json!(4));
    office.exchange(&app).await;
    office.step(Step::Submit);
    office.exchange(&app).await;
    assert_eq!(
        (office.journal.n_pending(), &office.journal.meta.epoch),
        (0, &epoch)
    );
    run("delete from receipt").await;
    for table in ["log", "device", "sheet"] {
        run(&format!("delete from {table}")).await;
        run(&format!(
            "insert into {table} select * from standby_{table}"
        ))
        .await;
    }
    run("update instance set last_seq = (select last_seq from standby_instance), timeline = '00000000'").await;
    end_connections(database).await;

    let mut home = Device::new("E1", "home", &cookie);
    // The first to write meets the lost connection; the writer then finds the new timeline.
    let (push, _) = home.journal.next_push();
    let _ = app
        .post("exchange", Some(&cookie), &json!({"push": push}))
        .await;
    home.answer("sa_planning_shunin_2", json!(2));
    for _ in 0..3 {
        let (push, _) = home.journal.next_push();
        let (status, _) = app
            .post("exchange", Some(&cookie), &json!({"push": push}))
            .await;
        if status == StatusCode::OK {
            break;
        }
    }
    for _ in 0..2 {
        office.exchange(&app).await;
        home.exchange(&app).await;
    }
    assert_ne!(office.journal.meta.epoch, epoch);
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(json!("待機系にもあった")));
        assert_eq!(device.value("sa_planning_shunin_1"), Some(json!(4)));
        assert_eq!(device.value("sa_planning_shunin_2"), Some(json!(2)));
        assert_eq!(device.journal.n_pending(), 0);
    }
}

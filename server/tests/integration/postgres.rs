//! What is of `PostgreSQL` alone: the shape of its tables, the way there and back, lost connections, several servers.

use crate::support::server_process::ServerProcess;
use crate::support::{
    Device, NOW, TestApp, address, edition_of, on_cluster, place, sheet, sql, write_private,
};
use api::system::SystemStatus;
use axum::http::StatusCode;
use domain::ids::ItemId;
use domain::instrument::Edition;
use serde_json::json;
use server::app_state::AppState;
use server::clock::fixed;
use server::db::backup::restore;
use server::db::backup::{BackupPlan, backup};
use server::db::{Database, Location, OpenError};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

const NEEDS: &str = "run it with .ci/postgres";

/// A database of the cluster of its own; empty.
pub async fn cluster(folder: &Path) -> Location {
    let location = place(folder).await;
    assert!(location.file().is_none(), "{NEEDS}");
    location
}

/// Tables with their columns: type as `PostgreSQL` calls it, and whether there has to be a value.
type Shape = BTreeMap<String, Vec<(String, String, bool)>>;

fn shape(rows: &[server::db::Row]) -> Shape {
    let mut shape = Shape::new();
    for row in rows {
        let column = (
            row.try_get("name").unwrap(),
            row.try_get("type").unwrap(),
            row.try_get("required").unwrap(),
        );
        let table: String = row.try_get("table_name").unwrap();
        shape.entry(table).or_default().push(column);
    }
    for columns in shape.values_mut() {
        columns.sort();
    }
    shape
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn both_engines_have_the_same_tables_and_columns() {
    let folder = crate::support::tempdir().unwrap();
    let file = Location::from(folder.path().join("ward.db").as_path());
    let sqlite = Database::open(&file).await.unwrap();
    let postgres = Database::open(&cluster(folder.path()).await).await.unwrap();
    let of_sqlite = sql("select t.name as table_name, c.name as name, \
             case when lower(c.type) in ('integer', 'int') then 'bigint' when lower(c.type) = 'blob' then 'bytea' \
                  when lower(c.type) = 'real' then 'double precision' else lower(c.type) end as type, \
             cast(c.\"notnull\" = 1 or c.pk > 0 as boolean) as required \
         from pragma_table_list as t join pragma_table_info(t.name) as c \
         where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite%' and t.name not like '%sqlx%'");
    let of_postgres = sql(
        "select cast(table_name as text) as table_name, cast(column_name as text) as name, \
             case data_type when 'boolean' then 'bigint' else cast(data_type as text) end as type, \
             is_nullable = 'NO' as required \
         from information_schema.columns join information_schema.tables using (table_schema, table_name) \
         where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name not like '%sqlx%'",
    );
    let wanted = shape(&of_sqlite.fetch_all(&sqlite.readers).await.unwrap());
    let found = shape(&of_postgres.fetch_all(&postgres.readers).await.unwrap());
    assert!(wanted.len() > 40, "{}", wanted.len());
    for (table, columns) in &wanted {
        assert_eq!(found.get(table), Some(columns), "{table}");
    }
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        wanted.keys().collect::<Vec<_>>()
    );
}

/// Another server on a database.
pub async fn open(location: &Location, app: &TestApp) -> TestApp {
    let state = AppState::open(location, None, fixed(NOW)).await.unwrap();
    TestApp::around(
        state,
        app.passwords.clone(),
        crate::support::tempdir().unwrap(),
    )
}

/// Two servers on one database: one order, no number twice, and each tells what the other took.
#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn two_servers_share_one_order() {
    let one = TestApp::start().await;
    let location = cluster(one.folder.path()).await;
    let two = open(&location, &one).await;
    let cookie = one.sign_in("E1").await;
    let mut devices = Vec::new();
    for n in 0..6 {
        devices.push(Device::new("E1", &format!("device-{n}"), &cookie));
    }
    for round in 0..5 {
        let exchanges = devices.iter_mut().enumerate().map(|(n, device)| {
            let app = if n % 2 == 0 { &one } else { &two };
            device.answer("evidence", json!(format!("{n} {round}")));
            device.exchange(app)
        });
        futures_util::future::join_all(exchanges).await;
    }
    for device in &mut devices {
        device.exchange(&two).await;
    }
    let last = devices[0].journal.meta.since;
    assert!(devices.iter().all(|it| it.journal.meta.since == last));
    let shown = devices[0].journal.sheet(&sheet("E1"));
    assert!(
        devices
            .iter()
            .all(|it| it.journal.sheet(&sheet("E1")) == shown)
    );
    let held: i64 = sql("select cast(sum(last - first + 1) as bigint) from log")
        .fetch_value(&one.state.database().readers)
        .await
        .unwrap();
    assert_eq!(held, last, "a number is missing or there twice");
}

/// A question that is changed through one server is in force on the other with its next request.
#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_question_retired_on_one_server_is_retired_on_the_other() {
    let one = TestApp::start().await;
    let location = cluster(one.folder.path()).await;
    let two = open(&location, &one).await;
    let digital = one.sign_in("A1").await;
    let form = edition_of(&one, &digital, "literacy_test").await;
    let is_retired = |form: &Edition, id: &ItemId| {
        let item = form.item(id).unwrap();
        item.key().unwrap().retired
    };
    let asked = form.items().find(|it| it.key().is_some()).unwrap();
    assert!(!is_retired(&form, &asked.id));
    let retire = json!({"question": asked.id, "retired": true});
    let (status, told) = one.post("retire_question", Some(&digital), &retire).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let there = edition_of(&two, &digital, "literacy_test").await;
    assert!(is_retired(&there, &asked.id));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn the_status_tells_the_size_and_leaves_the_disk_to_the_cluster() {
    let app = TestApp::start().await;
    cluster(app.folder.path()).await;
    let cookie = app.sign_in("A1").await;
    let (_, told) = app.post("system_status", Some(&cookie), &json!({})).await;
    let status: SystemStatus = serde_json::from_value(told).unwrap();
    assert!(status.in_postgres && status.has_room() && status.free_bytes.is_none());
    assert!(status.database_bytes > 1 << 20);
}

/// The program itself: the address stands in the environment, where others of the machine do not see its password.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn the_program_serves_backs_up_and_examines_a_database_of_postgres() {
    let folder = crate::support::tempdir().unwrap();
    let database = address(folder.path()).await;
    tokio::task::spawn_blocking(move || {
        let mut ward = ServerProcess::with_database(folder.path(), database);
        ward.start();
        let cookie = ward.sign_in("E1");
        assert!(ward.port.post("me", &cookie, &json!({})).is_some());
        let backup = ward.backup().expect("a backup");
        assert!(ward.stop());
        let restored = ward.command().arg("restore").arg(&backup).status();
        assert!(restored.unwrap().success());
        let doctor = ward
            .command()
            .arg("doctor")
            .stdout(Stdio::piped())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&doctor.stdout).into_owned();
        assert!(
            told.contains("fsync"),
            "the tests' cluster is without: {told}"
        );
        assert!(told.contains("監査記録"), "{told}");
        ward.start();
        let again = ward.port.sign_in("E1", &crate::support::new_password("E1"));
        assert!(ward.port.post("me", &again, &json!({})).is_some());
    })
    .await
    .unwrap();
}

/// The server of what is restored over an encrypted backup leaves nothing readable behind.
#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn an_encrypted_backup_is_restored_and_what_it_replaced_is_encrypted_too() {
    let app = TestApp::start().await;
    let location = cluster(app.folder.path()).await;
    let identity = age::x25519::Identity::generate();
    let key = app.folder.path().join("key.txt");
    let text = identity.to_string();
    let text = age::secrecy::ExposeSecret::expose_secret(&text);
    write_private(&key, text.as_bytes());
    let folder = app.folder.path().join("copies");
    let recipient = identity.to_public().to_string();
    let plan = BackupPlan {
        folder: &folder,
        keep: 2,
        recipient: Some(&recipient),
    };
    let (copy, held) = backup(&location, &plan, &fixed(NOW)).await.unwrap();
    app.sign_in("E1").await;
    app.state.database().close().await.unwrap();
    let none = restore(&location, &copy, None, &fixed(NOW)).await;
    assert!(none.is_err());
    let restored = restore(&location, &copy, Some(&key), &fixed(NOW))
        .await
        .unwrap();
    assert_eq!(restored.contents.people, held.people);
    let mut files = std::fs::read_dir(&folder).unwrap();
    assert!(files.all(|it| it.unwrap().path().extension().is_some_and(|it| it == "age")));
    assert!(restored.before.unwrap().exists());
    let there = open(&location, &app).await;
    // The first password again: the sign-in that changed it came after the backup.
    there.sign_in("E1").await;
}

/// A database in EUC, as older systems of a municipality have it, has no place for some names.
#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_database_that_does_not_hold_every_character_is_refused() {
    let folder = crate::support::tempdir().unwrap();
    let address = address(folder.path()).await;
    let name = address.rsplit_once('/').unwrap().1;
    on_cluster(format!("drop database \"{name}\"")).await;
    on_cluster(format!(
        "create database \"{name}\" encoding 'EUC_JP' locale 'C' template template0"
    ))
    .await;
    let refused = Database::open(&address.parse().unwrap()).await;
    let Err(OpenError::Encoding(encoding)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(encoding, "EUC_JP");
}

/// Neither a mistyped address nor a cluster that does not answer tells the password.
#[test]
fn a_password_in_an_address_is_never_printed() {
    for address in [
        "postgres://ward:Secret-1@127.0.0.1:70000/ward",
        "postgres://ward:Secret-1@127.0.0.1:1/ward",
        "postgres://ward:Secret-1@127.0.0.1:1/ward?sslmode=sometimes",
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_michishirube"))
            .args(["--db", address, "doctor"])
            .output()
            .unwrap();
        assert!(!done.status.success());
        let told = [done.stdout, done.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        assert!(!told.contains("Secret"), "{told}");
        assert!(told.chars().count() > 20, "{told}");
    }
}

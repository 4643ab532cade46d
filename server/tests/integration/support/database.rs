//! The database that a test runs on: a SQLite file, or with `MICHI_TEST_POSTGRES` a new database of that cluster.

use server::db::{Location, Query, Sql};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use std::path::Path;

/// Where the database of a test's folder lies. It is the same for the same folder.
pub async fn place(folder: &Path) -> Location {
    address(folder).await.parse().expect("a location")
}

/// The same as a text, for `--db`.
pub async fn address(folder: &Path) -> String {
    let Ok(cluster) = std::env::var("MICHI_TEST_POSTGRES") else {
        return folder.join("ward.db").display().to_string();
    };
    let name = folder.display().to_string();
    let name = format!(
        "test_{}",
        name.replace(|it: char| !it.is_ascii_alphanumeric(), "_")
    );
    if let Err(error) = try_on_cluster(format!("create database \"{name}\"")).await {
        let code = error
            .as_database_error()
            .and_then(|it| it.code().map(|it| it.to_string()));
        assert_eq!(
            code.as_deref(),
            Some("42P04"),
            "only that it is there: {error}"
        );
    }
    let (server, _) = cluster.rsplit_once('/').expect("a URL with a database");
    format!("{server}/{name}")
}

async fn try_on_cluster(text: String) -> Result<(), sqlx::Error> {
    let cluster = std::env::var("MICHI_TEST_POSTGRES").expect("run it with .ci/postgres");
    let options: PgConnectOptions = cluster.parse().expect("a URL");
    let mut connection = options.connect().await.expect("a cluster");
    connection.execute(AssertSqlSafe(text)).await.map(drop)
}

/// Runs a statement on the cluster, outside the tests' databases.
pub async fn on_cluster(text: String) {
    try_on_cluster(text).await.expect("a statement");
}

/// A query of the test's own, in the dialect of both engines.
pub fn sql(text: &str) -> Query {
    Query::new(&Sql::new(text))
}
